"""The invitations that a person may reach: conferences/access.py."""

from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand, demand_scope
from hemicycle.conferences.models import Conference
from hemicycle.invitations.models import Invitation, InvitationQuerySet, Sending
from hemicycle.invitations.policy import can_invite, can_list_invitations
from hemicycle.lib.states import Verb
from hemicycle.people.models import User


def listed(user: User, conference: Conference) -> InvitationQuerySet:
    """All invitations; for others, those addressed to them, and 403 for none."""
    visible = Invitation.objects.visible_to(user, conference)
    reading = can_list_invitations.scope(user, conference)
    demand(reading.reaches(Invitation.reached) or visible.exists())
    return visible


def sendable(user: User, conference: Conference) -> InvitationQuerySet:
    """Invitations that this officer prepares and sends; 403 for all others."""
    return Invitation.objects.filter(conference=conference).within(
        demand_scope(can_invite, user, conference, Invitation.reached)
    )


def get_invitation(
    user: User, conference: Conference, id: str, verb: Verb | None = None
) -> Invitation:
    """One that this person may see and, with a verb, do this to."""
    invitation = get_object_or_404(
        Invitation.objects.visible_to(user, conference).select_related(
            "organisation",
            "signatory__co_organiser",
            "category",
            "conference",
            "document",
            "answered_by",
        ),
        pk=id,
    )
    demand(verb is None or verb.may(user, invitation))
    return invitation


def get_sending(user: User, conference: Conference, id: str) -> Sending:
    sending: Sending = get_object_or_404(
        Sending.objects.visible_to(user, conference).with_people(), pk=id
    )
    return sending
