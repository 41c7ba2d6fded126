"""Answering an invitation. Opening its link changes nothing; these do."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.delegations import accreditation
from hemicycle.delegations.actions.open import open_delegation
from hemicycle.delegations.models import Delegation
from hemicycle.fields.checked import reread_locked
from hemicycle.invitations import states
from hemicycle.invitations.asked import INVITATION
from hemicycle.invitations.journal import Happened
from hemicycle.invitations.models import Invitation
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.lib.states import Verb
from hemicycle.organisations import actions as organisations
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: User) -> Delegation:
    """The organisation comes: accredited, with a delegation, and `actor` leads it.

    The cap is the invitation's own, else the highest of the rules that fit. Raises
    ValidationError: "not-open", "not-open-yet", "window-closed", and
    "organisation-refused" where its accreditation was refused or has ended.
    """
    invitation = _to_answer(invitation, states.ACCEPT)
    conference, organisation = invitation.conference, invitation.organisation
    reread_locked(organisation)  # it is not refused between this and its accreditation
    accreditation.check_answer(organisation, conference)
    delegation = open_delegation(
        conference,
        organisation,
        cap=invitation.cap,
        co_organiser=invitation.signatory.co_organiser,
        actor=actor,
    )
    organisations.accredit(organisation, conference=conference, actor=actor)
    organisations.name_focal_point(
        organisation,
        email=actor.email,
        name=invitation.addressee,
        conference=conference,
        is_told=False,  # the e-mail below says so
        actor=actor,
    )
    _answer(invitation, states.ACCEPT.target, actor)
    record(conference, Happened.ACCEPTED, invitation, actor=actor)
    with translation.override(invitation.language):
        page = reverse("delegations:show", args=[conference.slug, delegation.pk])
    _confirm(
        invitation,
        "accepted",
        actor,
        places=delegation.cap,
        page_url=f"{settings.URL}{page}",
    )
    return delegation


@transaction.atomic
def decline_invitation(
    invitation: Invitation, *, reason: str, actor: User
) -> Invitation:
    """The organisation does not come. The secretariat reads the reason.

    Raises ValidationError: "not-open", "not-open-yet", "window-closed",
    "reason-missing".
    """
    invitation = _to_answer(invitation, states.DECLINE)
    if not reason.strip():
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("Enter the reason in a few words."), code="reason-missing"
                )
            }
        )
    invitation.decline_reason = reason.strip()
    _answer(invitation, states.DECLINE.target, actor)
    record(invitation.conference, Happened.DECLINED, invitation, actor=actor)
    _confirm(invitation, "declined", actor)
    return invitation


def _to_answer(invitation: Invitation, verb: Verb) -> Invitation:
    invitation = (
        Invitation.objects.for_letter()
        .select_for_update(of=("self",))
        .get(pk=invitation.pk)
    )
    if not verb.starts_from(invitation):
        raise ValidationError(
            _("This invitation was answered or withdrawn already."), code="not-open"
        )
    windows.check(invitation.conference, INVITATION)
    return invitation


def _answer(invitation: Invitation, state: str, actor: User) -> None:
    invitation.state = state
    invitation.answered_at, invitation.answered_by = clock.now(), actor
    invitation.save(
        update_fields=["state", "answered_at", "answered_by", "decline_reason"]
    )


def _confirm(invitation: Invitation, answer: str, actor: User, **context: Any) -> None:
    Draft(
        template=f"invitations/{answer}",
        to=actor.email,
        language=invitation.language,
        conference=invitation.conference,
        thing=invitation,
        recipient=actor,
        context={
            "addressee": invitation.addressee,
            "organisation": invitation.organisation.name,
        }
        | context,
    ).send(send_key=f"invitation-{answer}:{invitation.pk}")
