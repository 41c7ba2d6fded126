"""Who may do what to organisations. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User


def can_list(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK)


def can_edit(user: User, conference: Conference) -> bool:
    """Names, standings, focal points: they outlive the conference, so few may."""
    return wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL)


def can_accredit(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR)


def can_see_focal_points(user: User, organisation: Organisation) -> bool:
    """Focal points of the same organisation see each other."""
    return organisation.focal_points.in_office().filter(user=user).exists()
