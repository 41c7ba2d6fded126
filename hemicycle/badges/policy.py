"""Who may do what with badges. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.badges.models import AT_THE_DESK
from hemicycle.conferences.policy import Hat, Right
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User

can_hand_out = Right(_("See, print, hand out and replace badges"), *AT_THE_DESK)
can_revoke = Right(_("Revoke badges"), Hat.REGISTRAR)


def can_get_own(user: User, registration: Registration) -> bool:
    """One's own badge, without waiting for the next turn of the schedule."""
    return registration.user_id == user.pk or can_hand_out.on(user, registration)
