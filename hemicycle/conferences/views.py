"""Set-up: everything about a conference that its chief can change."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences import actions, consequences, kinds, openings, policy
from hemicycle.conferences.access import demand_chief
from hemicycle.conferences.forms import (
    BasicsForm,
    CopyForm,
    NoticeForm,
    read_pictures,
)
from hemicycle.conferences.models import Conference, Notice
from hemicycle.conferences.openings import Opening
from hemicycle.conferences.parts import PARTS, Kind
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once, once_after
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people.http import Request
from hemicycle.ui.paging import page_of
from hemicycle.ui.refusals import announced, form_page, shown_at


def show(request: Request, conference: Conference) -> HttpResponse:
    """What is missing until each opening, and all settings: to everyone only theirs."""
    if not policy.can_see_readiness(request.user, conference):
        demand_chief(request.user, conference)
    stages = openings.stages(conference, request.user)
    can_edit = policy.can_edit(request.user, conference)
    return render(
        request,
        "conferences/show.html",
        {
            "conference": conference,
            "can_edit": can_edit,
            "stages": stages,
            "dates": _dates(conference),
            "seats": [
                (label, n, colour, shape)
                for stage in stages
                for label, n, colour, shape in (
                    (_("ready"), len(stage.ready), 1, "full"),
                    (_("not ready"), len(stage.missing), 2, "ring"),
                )
            ],
            "total": sum(len(stage.items) for stage in stages),
            "ready": sum(len(stage.ready) for stage in stages),
            "blocking": sum(stage.blocking for stage in stages),
            "settings": openings.settings(conference, request.user),
        },
    )


def _dates(conference: Conference) -> dict[str, date]:
    """The day of each opening, as far as the settings say it."""
    opens = {
        window.known.opening: conference.day_of(window.opens_at)
        for window in conference.windows.all()
        if window.known and window.known.opening
    }
    return {**opens, Opening.DOORS.value: conference.starts_on}


@once
def describe(request: Request, conference: Conference) -> HttpResponse:
    demand_chief(request.user, conference)
    # A second copy, so that the page that refuses what was typed does not take it for
    # the conference's name.
    lock_until_saved(request, Conference, conference.pk)
    edited = Conference.objects.get(pk=conference.pk)
    form = BasicsForm(request.POST or None, instance=edited)
    if form.is_valid():
        with shown_at(form):
            actions.describe(edited, actor=request.user)
            messages.success(request, _("The basics are saved."))
            note_merged(request, form)
            return redirect("conferences:show", edited.slug)
    return form_page(
        request,
        "conferences/describe.html",
        {
            "form": form,
            "conference": conference,
            "last_change": Entry.objects.about(conference).first(),
        },
    )


@require_POST
@once
def publish(request: Request, conference: Conference) -> HttpResponse:
    demand_chief(request.user, conference)
    with announced(request):
        actions.publish(conference, actor=request.user)
        messages.success(request, _("Public: everybody can read its pages now."))
    return redirect("conferences:show", conference.slug)


@once
def unpublish(request: Request, conference: Conference) -> HttpResponse:
    """What hiding the conference means for those who use it; POST hides it."""
    demand_chief(request.user, conference)
    if request.method != "POST":
        things, deed = [conference], consequences.Deed.HIDDEN
        follows = [
            *consequences.of_this_room(things, deed),
            *consequences.of(things, deed, viewer=request.user, conference=conference),
        ]
        context = {"conference": conference, "consequences": follows}
        return render(request, "conferences/unpublish.html", context)
    actions.unpublish(conference, actor=request.user)
    messages.success(request, _("Hidden: only its staff can read its pages now."))
    return redirect("conferences:show", conference.slug)


@once
def copy(request: Request, conference: Conference) -> HttpResponse:
    """A new conference from this one. Both rights are asked in the action too."""
    demand_chief(request.user, conference)
    destination = Conference(
        languages=conference.languages, time_zone=conference.time_zone
    )
    form = CopyForm(request.POST or None, instance=destination)
    if form.is_valid():
        with shown_at(form):
            actions.copy(conference, destination, actor=request.user)
            messages.success(request, _("Copied. Look through dates and texts."))
            return redirect("conferences:show", destination.slug)
    return form_page(
        request, "conferences/copy.html", {"form": form, "conference": conference}
    )


# -- Parts -----------------------------------------------------------------------------


def parts(request: Request, conference: Conference, part: str) -> HttpResponse:
    demand_chief(request.user, conference)
    kind = _kind(part)
    rows = (
        _of(kind, conference)
        .select_related(*kind.related)
        .prefetch_related(*kind.prefetched)
    )
    return render(
        request,
        "conferences/parts.html",
        {
            "conference": conference,
            "part": part,
            "kind": kind,
            "rows": _paged(request, rows),
            "row_template": f"conferences/rows/{part}.html",
        },
    )


def _read_files(request: Request, conference: Conference, part: str) -> None:
    demand_chief(request.user, conference)
    read_pictures(request)


def _read_new_files(
    request: Request, conference: Conference, part: str, id: str
) -> None:
    _read_files(request, conference, part)


@once_after(_read_files)
def add_part(
    request: Request, _files_are_read: None, conference: Conference, part: str
) -> HttpResponse:
    kind = _kind(part)
    new = kind.model(conference=conference)
    form = kind.form(
        request.POST or None,
        request.FILES or None,
        instance=new,
        conference=conference,
    )
    if form.is_valid():
        with shown_at(form):
            actions.add(form.instance, **form.related(), actor=request.user)
            messages.success(
                request, _("“%(name)s” is added.") % {"name": form.instance}
            )
            return redirect("conferences:parts", conference.slug, part)
    context = {"conference": conference, "part": part, "kind": kind, "form": form}
    return form_page(request, "conferences/part.html", context)


@once_after(_read_new_files)
def change_part(
    request: Request, _files_are_read: None, conference: Conference, part: str, id: str
) -> HttpResponse:
    kind = _kind(part)
    lock_until_saved(request, kind.model, id)
    row = _row(kind, conference, id)
    title = str(row)
    form = kind.form(
        request.POST or None,
        request.FILES or None,
        instance=row,
        conference=conference,
    )
    if form.is_valid():
        with shown_at(form):
            actions.change(form.instance, **form.related(), actor=request.user)
            messages.success(request, _("“%(name)s” is saved.") % {"name": row})
            note_merged(request, form)
            return redirect("conferences:parts", conference.slug, part)
    context = {
        "conference": conference,
        "part": part,
        "kind": kind,
        "form": form,
        "id": id,
        "name": title,
        "consequences": consequences.of(
            [row],
            consequences.Deed.REMOVED,
            viewer=request.user,
            conference=conference,
        ),
        "remove": reverse("conferences:remove-part", args=[conference.slug, part, id]),
    }
    return form_page(request, "conferences/part.html", context)


@require_POST
@once
def remove_part(
    request: Request, conference: Conference, part: str, id: str
) -> HttpResponse:
    demand_chief(request.user, conference)
    row = _row(_kind(part), conference, id)
    with announced(request):
        actions.remove(row, actor=request.user)
        messages.success(request, _("“%(name)s” is removed.") % {"name": row})
        return redirect("conferences:parts", conference.slug, part)
    return redirect("conferences:change-part", conference.slug, part, id)


# -- Notices ---------------------------------------------------------------------------


def notices(request: Request, conference: Conference) -> HttpResponse:
    """Each kind with its versions: drafts, the one in force, older ones."""
    demand_chief(request.user, conference)
    versions: dict[str, list[Notice]] = {code: [] for code in kinds.notices()}
    for notice in conference.notices.all():
        if notice.known:
            versions[notice.kind].append(notice)
    rows = [
        (code, kind.label, versions[code]) for code, kind in kinds.notices().items()
    ]
    return render(
        request,
        "conferences/notices.html",
        {"conference": conference, "kinds": rows},
    )


@once
def write_notice(request: Request, conference: Conference, kind: str) -> HttpResponse:
    """The draft of the next version, begun from the one in force."""
    demand_chief(request.user, conference)
    notice_kind = kinds.notices().get(kind)
    if notice_kind is None:
        raise Http404
    # A kind without any version yet has no row: all notices wait for each other.
    lock_until_saved(request, Conference, conference.pk)
    newest = conference.notices.filter(kind=kind).first()
    initial = {
        "text": newest.text if newest else {},
        "is_required": newest.is_required if newest else notice_kind.is_required,
    }
    form = NoticeForm(request.POST or None, initial=initial, conference=conference)
    form.edited = newest
    if form.is_valid():
        with shown_at(form):
            actions.write_notice(
                conference, kind=kind, **form.cleaned_data, actor=request.user
            )
            messages.success(request, _("The draft is saved. It holds once published."))
            note_merged(request, form)
            return redirect("conferences:notices", conference.slug)
    context = {
        "conference": conference,
        "form": form,
        "label": notice_kind.label,
        "is_first": newest is None,
    }
    return form_page(request, "conferences/notice.html", context)


@require_POST
@once
def publish_notice(request: Request, conference: Conference, kind: str) -> HttpResponse:
    demand_chief(request.user, conference)
    draft = get_object_or_404(conference.notices, kind=kind, published_at=None)
    with announced(request):
        actions.publish_notice(draft, actor=request.user)
        messages.success(request, _("Published: people are asked this version now."))
    return redirect("conferences:notices", conference.slug)


# --------------------------------------------------------------------------------------


def _paged(request: Request, rows: QuerySet[Any]) -> Page[Any]:
    return page_of(rows, request.GET.get("page"))


def _kind(part: str) -> Kind:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _of(kind: Kind, conference: Conference) -> Any:
    return kind.model._default_manager.filter(conference=conference)


def _row(kind: Kind, conference: Conference, id: str) -> Any:
    try:
        return get_object_or_404(_of(kind, conference), pk=id)
    except ValueError:  # a number was wanted
        raise Http404 from None
