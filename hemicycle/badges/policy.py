"""Who may do what with badges. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User


def can_hand_out(user: User, conference: Conference) -> bool:
    """See every badge, print, hand out, replace: the registration and help desks."""
    return wears(user, conference, Hat.REGISTRAR, Hat.HELP_DESK)


def can_revoke(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR)


def can_get_own(user: User, registration: Registration) -> bool:
    """One's own badge, without waiting for the next turn of the schedule."""
    return registration.user_id == user.pk or can_hand_out(
        user, registration.conference
    )
