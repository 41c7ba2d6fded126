"""Pages of invitations: the list, and one from its preparation to its answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import windows
from hemicycle.conferences.access import demand, demand_scope
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Delegation
from hemicycle.invitations import actions, policy, readiness, states, wording
from hemicycle.invitations.access import get_invitation, listed
from hemicycle.invitations.asked import INVITATION
from hemicycle.invitations.forms import (
    ChangeLetterForm,
    DeclineForm,
    InvitationForm,
    LetterForm,
    WithdrawForm,
)
from hemicycle.invitations.lists import INVITATIONS
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.journal.verbs import in_words
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.lib.states import open_to
from hemicycle.organisations import actions as organisation_actions
from hemicycle.organisations.access import get_organisation
from hemicycle.organisations.models import Organisation
from hemicycle.people.http import Request
from hemicycle.post.looking import look_then_send, seen_in
from hemicycle.post.previews import preview
from hemicycle.ui.downloads import as_download
from hemicycle.ui.refusals import announced, form_page, shown_at

SHOWN = 50


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """All invitations; for others, those addressed to them."""
    inviting = policy.can_invite.scope(request.user, conference)
    can_invite = bool(inviting)
    visible = listed(request.user, conference)
    is_empty = can_invite and not visible.exists()
    more = {
        "can_invite": can_invite,
        "can_import": inviting.reaches(Invitation.reached),
        "unsent": conference.invitations.within(inviting).unsent_alone().count(),
        "sendings": Sending.objects.visible_to(request.user, conference)
        .for_two()
        .under_way()
        .with_people(),
    }
    if is_empty:
        more |= readiness.what_is_lacking(request.user, conference)
    return INVITATIONS.answer(request, visible, "invitations/index.html", more)


@once
def invite(request: Request, conference: Conference) -> HttpResponse:
    """Prepare one invitation; its letter is previewed on the next page."""
    scope = demand_scope(
        policy.can_invite, request.user, conference, Invitation.reached
    )
    organisation = _organisation_asked_for(request, conference)
    kinds: type[LetterForm] = LetterForm if organisation else InvitationForm
    form = kinds(request.POST or None, conference=conference, scope=scope)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        with shown_at(form):
            invitation = actions.invite.prepare_invitation(
                organisation or _organisation(form, conference, request),
                conference=conference,
                **{name: typed[name] for name in LetterForm.base_fields},
                actor=request.user,
            )
            return redirect("invitations:show", conference.slug, invitation.pk)
    return form_page(
        request,
        "invitations/form.html",
        {"form": form, "organisation": organisation}
        | readiness.what_is_lacking(request.user, conference),
    )


@once
def edit(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Correct an invitation that has not left."""
    lock_until_saved(request, Invitation, id)
    invitation = get_invitation(request.user, conference, id, states.CHANGE)
    form = ChangeLetterForm(
        request.POST or None,
        conference=conference,
        scope=policy.can_invite.scope(request.user, conference),
        initial={
            "addressee": invitation.addressee,
            "email": invitation.email,
            "language": invitation.language,
            "signatory": invitation.signatory_id,
            "category": invitation.category_id,
            "cap": invitation.cap,
        },
    )
    form.edited = invitation
    if form.is_valid():
        with shown_at(form):
            actions.invite.change_invitation(
                invitation, **form.cleaned_data, actor=request.user
            )
            note_merged(request, form)
            return redirect("invitations:show", conference.slug, invitation.pk)
    return form_page(
        request,
        "invitations/form.html",
        {
            "form": form,
            "organisation": invitation.organisation,
            "invitation": invitation,
        }
        | readiness.what_is_lacking(request.user, conference),
    )


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One invitation. Opening it changes nothing, for whoever it is."""
    invitation = get_invitation(request.user, conference, id)
    return show_invitation(request, conference, invitation)


@require_safe
def pdf(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The printed letter: the one that left, or the draft as it would leave today.

    Stores nothing: one that no worker has made yet is made for this reader only.
    """
    invitation = get_invitation(request.user, conference, id)
    demand(invitation.sent_at or policy.can_invite.on(request.user, invitation))
    if invitation.document:
        content = invitation.document.content()
    else:
        content = wording.render(invitation)
    file = HttpResponse(content, content_type="application/pdf")
    return as_download(file, f"{conference.slug}-{invitation.code[:8]}.pdf")


@require_safe
def logo(
    request: Request, conference: Conference, id: str, checksum: str
) -> HttpResponse:
    """A picture at the head of the letter, for the page that shows the letter."""
    invitation = get_invitation(request.user, conference, id)
    logo = wording.logo(invitation, checksum)
    if logo is None:
        raise Http404
    return HttpResponse(logo.content(), content_type=logo.content_type)


@require_POST
@once
def send(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Send one invitation, as previewed on the page this comes from."""
    invitation = get_invitation(request.user, conference, id, states.SEND)
    with announced(request):
        actions.invite.send_invitation(
            invitation,
            seen=seen_in(request),
            actor=request.user,
        )
        messages.success(request, _("The invitation is on its way."))
    return redirect("invitations:show", conference.slug, invitation.pk)


@require_POST
@once
def withdraw(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Take an invitation back; one that was sent, after a look at the e-mail."""
    invitation = get_invitation(request.user, conference, id, states.WITHDRAW)
    was_sent = invitation.is_unanswered
    form = WithdrawForm(request.POST)
    form.fields["reason"].required = was_sent
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    page = reverse("invitations:show", args=[conference.slug, invitation.pk])

    def send(seen: str) -> HttpResponse:
        actions.invite.withdraw_invitation(
            invitation, reason=reason, seen=seen, actor=request.user
        )
        messages.success(request, _("Invitation withdrawn."))
        return redirect(page)

    if form.is_valid() and not was_sent:
        with shown_at(form):
            return send("")
    context = {
        "title": _("Withdraw the invitation"),
        "send_label": _("Withdraw and send 1 e-mail"),
        "is_destructive": True,
        "back": page,
        "back_label": str(invitation.organisation),
    }
    return look_then_send(
        request, "post/look.html", context,
        form=form, drafts=lambda: [wording.withdrawal(invitation, reason)], send=send,
    )  # fmt: skip


def show_invitation(
    request: Request,
    conference: Conference,
    invitation: Invitation,
    decline_form: DeclineForm | None = None,
) -> HttpResponse:
    is_addressee = policy.can_answer(request.user, invitation)
    can_invite = policy.can_invite.on(request.user, invitation)
    invitation.conference = conference
    delegation = Delegation.objects.visible_to(request.user, conference).filter(
        organisation=invitation.organisation_id
    )
    context: dict[str, Any] = {
        "invitation": invitation,
        "letter": wording.printed(invitation),
        "is_addressee": is_addressee,
        "can_invite": can_invite,
        "offered": open_to(states.VERBS, request.user, invitation),
        "window": windows.find(conference, INVITATION),
        "can_be_answered": states.ACCEPT.starts_from(invitation)
        and windows.is_open(conference, INVITATION),
        "decline_form": decline_form or DeclineForm(),
        "delegation": delegation.first() if invitation.is_accepted else None,
    }
    if can_invite and not is_addressee:
        items = invitation.sendings.all()
        context |= {
            "preview": preview([wording.draft(invitation)]),
            "under_way": items.under_way().first(),
            "skipped": items.skipped().first(),
            "places": wording.places(invitation),
            "withdraw_form": WithdrawForm(),
            "history": in_words(Entry.objects.about(invitation)[:SHOWN]),
        }
        if states.CHANGE.starts_from(invitation):
            invitation.signatory.conference = conference
            context |= readiness.what_is_lacking(request.user, conference)
        return form_page(request, "invitations/desk.html", context)
    return form_page(request, "invitations/invitation.html", context)


def _organisation_asked_for(
    request: Request, conference: Conference
) -> Organisation | None:
    key = request.GET.get("organisation")
    if not key:
        return None
    return get_organisation(request.user, conference, key)


def _organisation(
    form: LetterForm, conference: Conference, request: Request
) -> Organisation:
    """The one on record that the form names, else a new one."""
    assert isinstance(form, InvitationForm)
    typed = form.cleaned_data
    return form.chosen or organisation_actions.add(
        conference,
        name=typed["organisation"],
        country=typed["country"],
        kind=typed["kind"] or Organisation.Kind.NGO,
        actor=request.user,
    )
