"""Who may do what here. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.invitations.models import Invitation
from hemicycle.people.models import User


def can_invite(user: User, conference: Conference) -> bool:
    """Prepare, preview, send and withdraw invitations."""
    return wears(user, conference, Hat.PROTOCOL)


def can_list_invitations(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL)


def can_answer(user: User, invitation: Invitation) -> bool:
    """Only whoever the letter is addressed to, by the address that was proved."""
    return invitation.email == user.email
