"""Where the press officer sees what can be public of the figures, and publishes it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.access import demand_of_staff
from hemicycle.conferences.models import Conference
from hemicycle.jobs import actions as jobs
from hemicycle.journal.receipts import once
from hemicycle.lib import clock
from hemicycle.people.http import Request
from hemicycle.statistics import actions, publishing, shown
from hemicycle.statistics.forms import ListForm
from hemicycle.statistics.models import (
    ParticipantList,
    PublishedFigures,
    StatedFigure,
)
from hemicycle.statistics.policy import can_publish, can_see_exact
from hemicycle.ui.refusals import announced, form_page

Kind = PublishedFigures.Kind


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """What would be public now, beside the exact numbers for who may see them."""
    demand_of_staff(can_publish, request.user, conference)
    kind = _kind(request.GET.get("kind", ""))
    prepared = publishing.prepare(conference, kind)
    now = clock.now()
    would_be = publishing.Public(
        {
            name: publishing.PublicTable(table, now, kind)
            for name, table in prepared.tables.items()
        },
        {key: (number, now) for key, number in prepared.totals.items()},
    )
    names = shown.label_names(conference)
    exact = can_see_exact(request.user, conference)
    return render(
        request,
        "statistics/index.html",
        {
            "kind": kind,
            "kinds": Kind.choices,
            "fingerprint": prepared.fingerprint,
            "figures": list(shown.figures(would_be)),
            "tables": shown.tables(conference, would_be),
            "exact": [
                (shown.title_of(table), table.columns, shown.exact_rows(table, names))
                for table in prepared.exact
                if exact and table.subject in shown.SUBJECTS and len(table.columns) == 1
            ],
            "left_out": [
                shown.title_of(table)
                for table in prepared.exact
                if table.name not in prepared.tables
            ],
            "published": PublishedFigures.objects.filter(conference=conference)[:20],
            "stated": StatedFigure.objects.filter(conference=conference),
        },
    )


@require_POST
@once
def publish(request: Request, conference: Conference) -> HttpResponse:
    demand_of_staff(can_publish, request.user, conference)
    kind = _kind(request.POST.get("kind", ""))
    with announced(request):
        shown_before = request.POST.get("fingerprint", "")
        actions.publish(conference, kind=kind, seen=shown_before, actor=request.user)
        messages.success(
            request, _("Figures published. They appear on the public page now.")
        )
    return redirect("statistics:index", conference.slug)


@once
def list_participants(request: Request, conference: Conference) -> HttpResponse:
    """Which list, in which order; the job makes it and its page hands it out."""
    demand_of_staff(can_publish, request.user, conference)
    form = ListForm(request.POST or None)
    if form.is_valid():
        job = jobs.ask(
            "statistics.list_participants",
            conference=conference,
            arguments=form.cleaned_data,
            total=0,
            actor=request.user,
        )
        return redirect("jobs:show", conference.slug, job.pk)
    made = ParticipantList.objects.filter(conference=conference)[:20]
    return form_page(
        request, "statistics/participants.html", {"form": form, "made": made}
    )


def _kind(asked: str) -> str:
    return asked if asked in Kind.values else Kind.INTERIM
