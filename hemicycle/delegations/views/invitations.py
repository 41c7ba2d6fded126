"""Pages of invitations: the secretariat prepares and sends, the addressee answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations import (
    actions,
    invitation_rows,
    invitations,
    policy,
    windows,
)
from hemicycle.delegations.forms.invitations import (
    DeclineForm,
    Filters,
    ImportForm,
    InvitationForm,
    LetterForm,
    WithdrawForm,
)
from hemicycle.delegations.history import in_words
from hemicycle.delegations.invitation_rows import Row
from hemicycle.delegations.models import Delegation, Invitation, Sending
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.lib import spreadsheet
from hemicycle.lib.search import fold, search
from hemicycle.organisations import actions as organisation_actions
from hemicycle.organisations.models import Organisation
from hemicycle.people.http import Request

PAGE = 50
SHOWN_BAD_ROWS = 100


# -- The secretariat -------------------------------------------------------------------


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """All invitations; for others, those addressed to them."""
    can_invite = policy.can_invite(request.user, conference)
    found = Invitation.objects.visible_to(request.user, conference)
    if not policy.can_list_invitations(request.user, conference) and not found.exists():
        raise PermissionDenied
    filters = Filters(request.GET)
    chosen = filters.chosen()
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    if state := chosen.get("state"):
        found = found.filter(state=state)
    if country := chosen.get("country"):
        found = found.filter(organisation__country=country)
    rows = search(found, "organisation__search", chosen.get("q", ""))
    page = Paginator(
        rows.select_related("organisation", "signatory").order_by(
            "organisation__name", "pk"
        ),
        PAGE,
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "delegations/invitations.html",
        {
            "page": page,
            "filters": filters,
            "is_filtered": bool(chosen),
            "counts": [
                (label, counts.get(state, 0), state)
                for state, label in Invitation.State.choices
            ],
            "can_invite": can_invite,
            "unsent": conference.invitations.unsent_alone().count()
            if can_invite
            else 0,
            "sendings": Sending.objects.visible_to(request.user, conference)
            .filter(state__in=[Sending.State.PREPARED, Sending.State.RUNNING])
            .select_related("prepared_by")
            .annotate(letters=Count("invitations")),
        },
    )


@once
def invite(request: Request, conference: Conference) -> HttpResponse:
    """Prepare one invitation; its letter is previewed on the next page."""
    _must_invite(request, conference)
    organisation = _organisation_asked_for(request, conference)
    kinds: type[LetterForm] = LetterForm if organisation else InvitationForm
    form = kinds(request.POST or None, conference=conference)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            invitation = actions.prepare_invitation(
                organisation or _organisation(typed, conference, request),
                conference=conference,
                **{name: typed[name] for name in LetterForm.base_fields},
                actor=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            return redirect("delegations:invitation", conference.slug, invitation.pk)
    return render(
        request,
        "delegations/invitation_form.html",
        {"form": form, "organisation": organisation},
    )


@once
def edit_invitation(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Correct an invitation that has not left."""
    _must_invite(request, conference)
    invitation = _get(request, conference, id)
    form = LetterForm(
        request.POST or None,
        conference=conference,
        initial={
            "addressee": invitation.addressee,
            "email": invitation.email,
            "language": invitation.language,
            "signatory": invitation.signatory_id,
            "category": invitation.category_id,
            "cap": invitation.cap,
        },
    )
    if form.is_valid():
        try:
            actions.change_invitation(
                invitation, **form.cleaned_data, actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            return redirect("delegations:invitation", conference.slug, invitation.pk)
    return render(
        request,
        "delegations/invitation_form.html",
        {
            "form": form,
            "organisation": invitation.organisation,
            "invitation": invitation,
        },
    )


@once
def invite_many(request: Request, conference: Conference) -> HttpResponse:
    """A spreadsheet: read, shown with its errors, corrected in place, prepared.

    The rows travel with the page, so nothing typed is lost and nothing half-checked is
    kept.
    """
    _must_invite(request, conference)
    form = ImportForm(
        request.POST or None, request.FILES or None, conference=conference
    )
    rows: list[Row] | None = None
    if request.method == "POST" and form.is_valid():
        rows = _rows(request, form)
    if rows is None:
        return render(
            request,
            "delegations/invitation_import.html",
            {"form": form, "headings": invitation_rows.HEADINGS},
        )
    chosen = form.cleaned_data
    invitation_rows.check(rows, conference=conference, language=chosen["language"])
    good = [row for row in rows if not row.errors]
    bad = [row for row in rows if row.errors]
    step = request.POST.get("step")
    if good and (step == "prepare-good" or (step == "prepare" and not bad)):
        try:
            prepared = actions.prepare_invitations(
                conference,
                rows=good,
                signatory=chosen["signatory"],
                category=chosen["category"],
                actor=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                _("%(count)s invitations are prepared. Nothing has left yet.")
                % {"count": prepared},
            )
            if not bad:
                return redirect("delegations:invitations", conference.slug)
            rows, good = bad, []
    return render(
        request,
        "delegations/invitation_rows.html",
        {
            "form": form,
            "rows_text": invitation_rows.to_text(rows),
            "good": good,
            "shown_good": good[:SHOWN_BAD_ROWS],
            "bad": bad,
            "shown_bad": bad[:SHOWN_BAD_ROWS],
            "fields": [(name, label) for name, label in _column_names().items()],
        },
    )


@require_safe
def invitation(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One invitation. Opening it changes nothing, for whoever it is."""
    return _show(request, conference, _get(request, conference, id))


@require_safe
def invitation_pdf(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The printed letter: the one that left, or the draft as it would leave today."""
    invitation = _get(request, conference, id)
    if invitation.sent_at:
        content = actions.invitation_document(invitation, actor=request.user).content()
    else:
        _must_invite(request, conference)
        content = invitations.render(invitation)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = str(
        content_disposition_header(True, f"{conference.slug}-{invitation.code[:8]}.pdf")
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@once
def send_invitation(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Send one invitation, as previewed on the page this comes from."""
    _must_invite(request, conference)
    invitation = _get(request, conference, id)
    try:
        actions.send_invitation(
            invitation,
            previewed=request.POST.get("previewed", ""),
            actor=request.user,
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("delegations:invitation", conference.slug, invitation.pk)


@require_POST
@once
def withdraw_invitation(
    request: Request, conference: Conference, id: str
) -> HttpResponse:
    """Take an invitation back; one that has left, after a look at the letter."""
    _must_invite(request, conference)
    invitation = _get(request, conference, id)
    had_left = invitation.state == Invitation.State.SENT
    form = WithdrawForm(request.POST)
    form.fields["reason"].required = had_left
    letter = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if had_left:
            letter = actions.withdrawal_letter(invitation, reason=reason)
        if not had_left or request.POST.get("step") == "send":
            try:
                actions.withdraw_invitation(
                    invitation,
                    reason=reason,
                    previewed=request.POST.get("previewed", "").replace("\r\n", "\n"),
                    actor=request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, ValidationError(refusal.messages))
            else:
                messages.success(request, _("Withdrawn."))
                return redirect(
                    "delegations:invitation", conference.slug, invitation.pk
                )
    return render(
        request,
        "delegations/invitation_withdraw.html",
        {"form": form, "invitation": invitation, "letter": letter},
    )


# -- Sending many ----------------------------------------------------------------------


@once
def new_sending(request: Request, conference: Conference) -> HttpResponse:
    """All prepared invitations, letter by letter, to be put before a second person."""
    _must_invite(request, conference)
    waiting = list(conference.invitations.unsent_alone().for_letter())
    if request.method == "POST":
        try:
            sending = actions.prepare_sending(
                conference,
                previewed=request.POST.get("previewed", ""),
                actor=request.user,
            )
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("Ready for a second person."))
            return redirect("delegations:sending", conference.slug, sending.pk)
    return render(
        request,
        "delegations/invitation_sending.html",
        _letters(request, waiting) | {"sending": None},
    )


def sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One sending: its letters for the second person, then how far it is."""
    found = _get_sending(request, conference, id)
    context: dict[str, Any] = {"sending": found}
    if found.state == Sending.State.PREPARED:
        context |= _letters(request, list(found.invitations.prepared().for_letter()))
        context["is_own"] = found.prepared_by_id == request.user.pk
    else:
        total = found.invitations.count()
        context["total"] = total
        context["sent"] = found.invitations.filter(sent_at__isnull=False).count()
        context["skipped"] = list(
            found.invitations.exclude(skipped="").select_related("organisation")[:PAGE]
        )
        # A page that polls gets its own fragment, until nothing more will change.
    template = "delegations/invitation_sending.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, context)


@require_POST
@once
def second_sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_sending(request, conference, id)
    try:
        actions.second_sending(
            found, previewed=request.POST.get("previewed", ""), actor=request.user
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:sending", conference.slug, found.pk)


@require_POST
@once
def drop_sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_sending(request, conference, id)
    try:
        actions.drop_sending(found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:invitations", conference.slug)


# -- The addressee ---------------------------------------------------------------------


@require_POST
@once
def accept_invitation(
    request: Request, conference: Conference, id: str
) -> HttpResponse:
    invitation = _to_answer(request, conference, id)
    try:
        delegation = actions.accept_invitation(invitation, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("delegations:invitation", conference.slug, invitation.pk)
    messages.success(
        request, _("Thank you. You are the focal point: now name your delegation.")
    )
    return redirect("delegations:show", conference.slug, delegation.pk)


@require_POST
@once
def decline_invitation(
    request: Request, conference: Conference, id: str
) -> HttpResponse:
    invitation = _to_answer(request, conference, id)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline_invitation(
                invitation, reason=form.cleaned_data["reason"], actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Your answer is noted. Thank you."))
            return redirect("delegations:invitation", conference.slug, invitation.pk)
    return _show(request, conference, invitation, form)


def _show(
    request: Request,
    conference: Conference,
    invitation: Invitation,
    decline_form: DeclineForm | None = None,
) -> HttpResponse:
    is_addressee = policy.can_answer(request.user, invitation)
    can_invite = policy.can_invite(request.user, conference)
    invitation.conference = conference
    delegation = Delegation.objects.visible_to(request.user, conference).filter(
        organisation=invitation.organisation_id
    )
    context: dict[str, Any] = {
        "invitation": invitation,
        "letter": invitations.printed(invitation),
        "is_addressee": is_addressee,
        "can_invite": can_invite,
        "window": windows.find(conference, windows.Kind.INVITATION),
        "can_be_answered": invitation.is_open
        and windows.is_open(conference, windows.Kind.INVITATION),
        "decline_form": decline_form or DeclineForm(),
        "delegation": delegation.first()
        if invitation.state == Invitation.State.ACCEPTED
        else None,
    }
    if can_invite and not is_addressee:
        subject, body = invitations.preview(invitation)
        context |= {
            "subject": subject,
            "body": body,
            "mark": invitations.mark(invitation),
            "withdraw_form": WithdrawForm(),
            "history": in_words(Entry.objects.about(invitation)[:PAGE]),
        }
        return render(request, "delegations/invitation_desk.html", context)
    return render(request, "delegations/invitation.html", context)


def _letters(request: Request, waiting: list[Invitation]) -> dict[str, Any]:
    """One letter of many to look at, and the mark of them all."""
    marks = actions.marks_of(waiting)
    place = _place(request.GET.get("at"), len(waiting))
    chosen = waiting[place - 1] if waiting else None
    context: dict[str, Any] = {
        "waiting": waiting,
        "count": len(waiting),
        "at": place,
        "chosen": chosen,
        "previous": place - 1 if place > 1 else None,
        "next": place + 1 if place < len(waiting) else None,
        "mark": invitations.mark_of_all(marks),
    }
    if chosen:
        context["subject"], context["body"] = invitations.preview(chosen)
    return context


def _place(text: str | None, most: int) -> int:
    place = int(text) if text and text.isdecimal() and len(text) < 6 else 1
    return max(1, min(place, most))


def _rows(request: Request, form: ImportForm) -> list[Row] | None:
    """The rows of the file, of the pasted text, or of the page with its corrections."""
    if "rows" in request.POST:
        try:
            rows = invitation_rows.from_text(request.POST["rows"])
        except ValueError:
            raise Http404 from None
        for row in rows:
            for name in invitation_rows.FIELDS:
                typed = request.POST.get(f"{row.number}-{name}")
                if typed is not None:
                    row.cells[name] = typed
        return [row for row in rows if f"drop-{row.number}" not in request.POST]
    upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
    if not upload and not pasted.strip():
        form.add_error("file", _("Choose a file, or paste the rows below."))
        return None
    try:
        if upload and upload.size > spreadsheet.MAX_BYTES:
            raise spreadsheet.CannotRead(
                _("This file is larger than 10 MB. Send it in parts.")
            )
        table = (
            spreadsheet.read(upload.read(), max_rows=invitation_rows.MAX_ROWS)
            if upload
            else spreadsheet.read_text(pasted, max_rows=invitation_rows.MAX_ROWS)
        )
    except spreadsheet.CannotRead as error:
        form.add_error("file" if upload else "pasted", str(error))
        return None
    rows, missing = invitation_rows.from_table(table)
    if missing:
        names = _column_names()
        form.add_error(
            "file" if upload else "pasted",
            _("No column is headed: %(names)s. The first row must hold the headings.")
            % {"names": _(", ").join(names[name] for name in missing)},
        )
        return None
    return rows


def _column_names() -> dict[str, str]:
    return {
        "organisation": _("Organisation"),
        "country": _("Country"),
        "addressee": _("Addressed to"),
        "email": _("E-mail"),
        "language": _("Language"),
        "kind": _("Kind"),
        "acronym": _("Acronym"),
        "places": _("Places"),
    }


def _organisation_asked_for(
    request: Request, conference: Conference
) -> Organisation | None:
    key = request.GET.get("organisation")
    if not key:
        return None
    return get_object_or_404(
        Organisation.objects.visible_to(request.user, conference), pk=key
    )


def _organisation(
    typed: dict[str, Any], conference: Conference, request: Request
) -> Organisation:
    """The one on record with this name in this country, else a new one."""
    wanted = fold(typed["organisation"])
    for known in search(
        Organisation.objects.filter(country=typed["country"]),
        "search",
        typed["organisation"],
    )[:PAGE]:
        if fold(known.name) == wanted:
            return known
    return organisation_actions.add(
        conference,
        name=typed["organisation"],
        country=typed["country"],
        kind=typed["kind"] or Organisation.Kind.NGO,
        actor=request.user,
    )


def _get(request: Request, conference: Conference, id: str) -> Invitation:
    return get_object_or_404(
        Invitation.objects.visible_to(request.user, conference).select_related(
            "organisation",
            "signatory__co_organiser",
            "category",
            "conference",
            "document",
            "answered_by",
        ),
        pk=id,
    )


def _get_sending(request: Request, conference: Conference, id: str) -> Sending:
    return get_object_or_404(
        Sending.objects.visible_to(request.user, conference).select_related(
            "prepared_by", "seconded_by", "conference"
        ),
        pk=id,
    )


def _to_answer(request: Request, conference: Conference, id: str) -> Invitation:
    invitation = _get(request, conference, id)
    if not policy.can_answer(request.user, invitation):
        raise PermissionDenied
    return invitation


def _must_invite(request: Request, conference: Conference) -> None:
    if not policy.can_invite(request.user, conference):
        raise PermissionDenied
