"""Who may do what to organisations. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.people.models import User


def can_list(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK)


def can_edit(user: User, conference: Conference) -> bool:
    """Names, standings, focal points: they outlive the conference, so few may."""
    return wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL)


def can_accredit(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.REGISTRAR)
