"""One page of all long work; one's own, for those who see no other."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.files import actions as files
from hemicycle.jobs import actions, kinds, policy
from hemicycle.jobs.access import get_job, get_list
from hemicycle.jobs.lists import JOBS
from hemicycle.jobs.models import Job, Process
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.tables.page import EVERYTHING
from hemicycle.ui.refusals import announced

FOLLOWED = 5
"""Jobs under way whose progress moves above the list."""


@require_safe
def index(request: HttpRequest, conference: Any) -> HttpResponse:
    """All long work of the conference, newest first; for others their own."""
    jobs = Job.objects.visible_to(request.user, conference)
    sees_all = policy.can_read_all(request.user, conference)
    context = {
        "sees_all_jobs": sees_all,
        "under_way": jobs.under_way().for_lists()[:FOLLOWED],
        "late": Process.objects.late() if sees_all else [],
    }
    rows = jobs.with_own(request.user)  # type: ignore[arg-type]  # signed in
    return JOBS.answer(request, rows, "jobs/index.html", context)


@require_safe
def show(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    job = get_job(request.user, conference, id)
    return render(
        request,
        "jobs/show.html",
        {"job": job, "history": Entry.objects.about(job)[:20]},
    )


@require_safe
def progress(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """The part of a page that shows how far a job is, for htmx; else its page.

    `said` is how much the page's live region said last: it is told only of tenths.
    """
    job = get_job(request.user, conference, id)
    if not request.headers.get("HX-Request"):
        return redirect("jobs:show", conference.slug, job.pk)
    return render(
        request,
        "jobs/polled.html",
        {"job": job, "said": request.GET.get("said", "")[:10]},
    )


@require_POST
@once
def stop(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """End a job after the chunk that is being done."""
    return _steer(request, conference, id, actions.stop)


@require_POST
@once
def resume(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Go on with a job that was stopped or has failed."""
    return _steer(request, conference, id, actions.resume)


@require_POST
@once
def new_export(request: HttpRequest, conference: Any, name: str) -> HttpResponse:
    """Ask for a file of a list, as its page shows it."""
    of = request.POST.get("of", "")
    declared = get_list(request.user, conference, name, of)
    asked = declared.read(QueryDict(request.POST.get("query", "")))
    arguments = {
        "of": of,
        "query": asked.address or EVERYTHING,
        "kind": "xlsx" if request.POST.get("kind") == "xlsx" else "csv",
    }
    job = actions.ask(
        "jobs.export_list", conference=conference, about=declared.name,
        arguments=arguments, actor=request.user,
    )  # fmt: skip
    return redirect("jobs:show", conference.slug, job.pk)


@require_safe
def result(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """To the file, by a link that its owner can use for ten minutes."""
    job = get_job(request.user, conference, id)
    if _is_export(job):
        return redirect("jobs:export", conference.slug, job.pk)
    return _to_file(request, conference, id)


@require_safe
def export(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """As `result`, for a list of persons: `people` asks for a fresh code first."""
    return _to_file(request, conference, id)


export.needs_fresh_code = True  # type: ignore[attr-defined]  # read by a middleware


def _to_file(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    job = get_job(request.user, conference, id, to_download=True)
    assert isinstance(request.user, AbstractBaseUser)
    if job.result is None:
        raise Http404
    return redirect(files.link(job.result, reader=request.user))


def _is_export(job: Job) -> bool:
    try:
        return kinds.find(job.kind).is_export
    except LookupError:
        return True


def _steer(
    request: HttpRequest, conference: Any, id: str, verb: Callable[..., Job]
) -> HttpResponse:
    job = get_job(request.user, conference, id, to_steer=True)
    with announced(request):
        verb(job, actor=request.user)
        messages.success(
            request,
            _("The work continues.")
            if verb is actions.resume
            else _("The work stops after the step that is being done."),
        )
    return redirect("jobs:show", conference.slug, job.pk)
