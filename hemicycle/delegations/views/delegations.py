"""The delegation's page: places left, members, adding one or many."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, policy
from hemicycle.delegations.forms.delegations import (
    COLUMNS,
    KEPT_OF_A_ROW,
    MOST_ROWS,
    SPREADSHEET,
    NomineeForm,
    PasteForm,
    TheRows,
    rows_of,
    sent_rows,
)
from hemicycle.delegations.forms.members import ask_for_member
from hemicycle.delegations.lists import DELEGATIONS
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.journal.receipts import once
from hemicycle.lib import spreadsheet
from hemicycle.people.http import Request
from hemicycle.ui.forms import Problem
from hemicycle.ui.paging import ON_A_PAGE, page_of
from hemicycle.ui.refusals import form_page, shown_at, shown_in_rows

State = Registration.State

# How a delegation's places are drawn, by colour and by shape.
SEATED = (
    (State.APPROVED, 1, "full"),
    (State.CONFIRMED, 2, "dot"),
    (State.NOMINATED, 3, "ring"),
)


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """The delegations the reader may see; for a focal point, the own ones."""
    visible = Delegation.objects.visible_to(request.user, conference)
    more = {"can_set_caps": policy.can_set_caps(request.user, conference)}
    return DELEGATIONS.answer(request, visible, "delegations/index.html", more)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Places left, who comes, and who asks to come."""
    delegation = _get(request, conference, id)
    people = delegation.registrations.exclude(state=State.DRAFT)
    page = page_of(
        people.select_related("category", "stands_for"), request.GET.get("page")
    )
    return render(
        request,
        "delegations/show.html",
        {
            "delegation": delegation,
            "page": page,
            "asking": list(delegation.registrations.asking()[:ON_A_PAGE]),
            "groups": _groups(delegation),
            "counted_for_umbrellas": Registration.objects.filter(
                counted_in=delegation, holds_delegation=True
            ).count(),
            "nomination": windows.find(conference, windows.Kind.NOMINATION),
            "is_open": windows.is_open(conference, windows.Kind.NOMINATION),
            "can_nominate": policy.can_nominate(request.user, delegation),
            "leads": policy.leads(request.user, delegation),
        },
    )


@once
def nominate(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Add one person; and another, with the places left in sight."""
    delegation = _get_to_nominate(request, conference, id)
    form = NomineeForm(
        request.POST or None, conference=conference, language=request.user.language
    )
    ask_for_member(form, delegation)
    if form.is_valid():
        with shown_at(form):
            registration = actions.nominate.nominate(
                delegation, form.nominee, actor=request.user
            )
            messages.success(request, _said(registration))
            page = "nominate" if "another" in request.POST else "show"
            return redirect(f"delegations:{page}", conference.slug, delegation.pk)
    return form_page(
        request, "delegations/nominate.html", {"delegation": delegation, "form": form}
    )


@once
def several(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Paste rows or send a file; correct them in the page; then nominate all at once.

    Nothing is stored before that; only rows without a mistake may be added unseen.
    Rows that could not be nominated stay here, in the session, until they are corrected
    or left out.
    """
    delegation = _get_to_nominate(request, conference, id)
    kept = f"rows {delegation.pk}"
    if request.method != "POST":
        rows: TheRows | None = None
        if kept in request.session:
            rows = rows_of(request.session[kept])
        if rows is not None and "new" in request.GET:
            del request.session[kept]
            rows = None
        if rows is not None:
            rows.check_against(conference, delegation.pk)
        return _several(
            request, delegation, PasteForm() if rows is None else None, rows
        )
    if "store" not in request.POST and "check" not in request.POST:
        return _read(request, delegation, kept)
    sent = sent_rows(request.POST)
    if not sent.management_form.is_valid():
        return _several(request, delegation, PasteForm(), None)
    sent.check_against(conference, delegation.pk)
    if "check" in request.POST or (sent.bad and "partly" not in request.POST):
        return _several(request, delegation, None, sent)
    return _store(request, delegation, sent, kept)


@require_safe
def empty_table(request: Request, conference: Conference) -> HttpResponse:
    """An Excel file with the headings, to be filled in."""
    headings = [
        _("Full name"),
        _("E-mail address"),
        _("Part in the delegation"),
        _("Functional title"),
        _("Relation to the organisation"),
    ]
    with spreadsheet.write_xlsx(headings, [], sheet=_("Delegation")) as file:
        content = file.read()
    return HttpResponse(
        content,
        content_type=spreadsheet.XLSX,
        headers={"Content-Disposition": 'attachment; filename="delegation.xlsx"'},
    )


def _read(request: Request, delegation: Delegation, kept: str) -> HttpResponse:
    form = PasteForm(request.POST, request.FILES)
    rows = None
    if form.is_valid():
        try:
            rows = rows_of(_table(form))
        except spreadsheet.CannotRead as refusal:
            form.add_error(
                "file" if form.cleaned_data["file"] else "rows", str(refusal)
            )
        else:
            rows.check_against(delegation.conference, delegation.pk)
            if "add" in request.POST and not rows.bad:
                return _store(request, delegation, rows, kept)
    return _several(request, delegation, form if rows is None else None, rows)


def _table(form: PasteForm) -> list[dict[str, str]]:
    """The rows by field, with their number in the spreadsheet (`line`) and whatever
    stands in no column of ours (`unread`). Without headings that we know, the usual
    order is taken.

    Raises CannotRead.
    """
    upload = form.cleaned_data["file"]
    content = upload.read() if upload else form.cleaned_data["rows"].encode()
    book = spreadsheet.read(content, max_rows=MOST_ROWS)
    found = book.find(COLUMNS)
    if found is None:
        usual = {name: (at,) for at, name in enumerate(SPREADSHEET)}
        found = book.with_columns(usual, sheet=book.sheets[0].name, heading_row=0)
    elif found.missing(["full_name"]):
        raise spreadsheet.CannotRead(
            _("No column has the heading “full name”. Add it, and send it again.")
        )
    return [
        found.cells(row) | _beside(row.number, _unread(found, row))
        for row in found.rows
        if not row.is_hidden
    ]


def _unread(found: spreadsheet.Found, row: spreadsheet.Row) -> Iterable[str]:
    for at in found.unread:
        if text := row.cell(at):
            known = at < len(found.headings) and found.headings[at]
            yield f"{found.heading(at)}: {text}" if known else text


def _beside(number: int, unread: Iterable[str]) -> dict[str, str]:
    return {"line": str(number), "unread": "; ".join(filter(None, unread))}


def _store(
    request: Request, delegation: Delegation, rows: TheRows, kept: str
) -> HttpResponse:
    """Nominate the good rows: all of them, or with "partly" as many as can be."""
    good = rows.good
    nominated: list[Registration] = []
    if "partly" in request.POST:
        for form in good:
            with shown_at(form):
                nominated.append(
                    actions.nominate.nominate(
                        delegation, form.nominee, actor=request.user
                    )
                )
    else:
        with shown_in_rows(good):
            nominated = actions.nominate.nominate_many(
                delegation, [form.nominee for form in good], actor=request.user
            )
    if nominated:
        messages.success(
            request,
            ngettext(
                "%(n)s person is nominated.", "%(n)s people are nominated.",
                len(nominated),
            )
            % {"n": len(nominated)},
        )  # fmt: skip
    if not rows.bad:
        request.session.pop(kept, None)
        return redirect("delegations:show", delegation.conference.slug, delegation.pk)
    if nominated:
        # What was stored is answered by a redirect, so that a copy of this submission
        # finds its receipt; the rest waits in the session.
        request.session[kept] = [
            {name: form.data.get(form.add_prefix(name), "") for name in KEPT_OF_A_ROW}
            for form in rows.bad
        ]
        return redirect(
            "delegations:several", delegation.conference.slug, delegation.pk
        )
    return _several(request, delegation, None, rows)


def _several(
    request: Request,
    delegation: Delegation,
    form: PasteForm | None,
    rows: TheRows | None,
) -> HttpResponse:
    return form_page(
        request,
        "delegations/several.html",
        {
            "delegation": delegation,
            "form": form,
            "rows": rows,
            "problems": _problems(rows) if rows is not None else [],
            "good": len(rows.good) if rows is not None else 0,
            "bad": len(rows.bad) if rows is not None else 0,
        },
    )


def _problems(rows: TheRows) -> list[Problem]:
    """What is wrong, by row and column, in the cell's words and with a link to it."""
    found = []
    for form in rows.kept:
        row = _("Row %(row)s") % {"row": form.number}
        found += [Problem("", f"{row}: {text}") for text in form.non_field_errors()]
        for field in form.visible_fields():
            for text in field.errors:
                cell = _("Row %(row)s, %(column)s: %(problem)s") % {
                    "row": form.number,
                    "column": field.label,
                    "problem": str(text).removeprefix(f"{field.label}: "),
                }
                found.append(Problem(f"#{field.id_for_label}", cell))
    return found


def _groups(delegation: Delegation) -> Sequence[tuple[str, int, int, str]]:
    counted = dict(
        Registration.objects.counted_in(delegation)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    groups = [
        (str(state.label), counted.pop(state, 0), colour, shape)
        for state, colour, shape in SEATED
    ]
    if offered := sum(counted.values()):
        groups.append((_("offered"), offered, 4, "full"))
    return [group for group in groups if group[1]]


def _get(request: Request, conference: Conference, id: str) -> Delegation:
    rows = Delegation.objects.select_related("organisation").with_refusal()
    # Most who come here lead it, which the page asks anyhow.
    delegation = get_object_or_404(rows, conference=conference, pk=id)
    if not policy.leads(request.user, delegation):
        visible = rows.visible_to(request.user, conference)
        delegation = get_object_or_404(visible, pk=id)
    delegation.conference = conference
    return delegation


def _get_to_nominate(request: Request, conference: Conference, id: str) -> Delegation:
    delegation = _get(request, conference, id)
    if not policy.can_nominate(request.user, delegation):
        raise PermissionDenied
    return delegation


def _said(registration: Registration) -> str:
    if registration.email:
        return _("%(name)s is nominated. We wrote to %(email)s.") % {
            "name": registration.full_name,
            "email": registration.email,
        }
    return _("%(name)s is nominated. Confirm the details on this person’s behalf.") % {
        "name": registration.full_name
    }
