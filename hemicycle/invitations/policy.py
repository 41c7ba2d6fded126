"""Who may do what here. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Right
from hemicycle.invitations.models import INVITING, READING, Invitation
from hemicycle.people.models import User

can_invite = Right(_("Prepare, preview, send and withdraw invitations"), *INVITING)
can_list_invitations = Right(_("See invitations and their answers"), *READING)


def can_answer(user: User, invitation: Invitation) -> bool:
    """Only whoever the letter is addressed to, by the address that was proved."""
    return invitation.email == user.email
