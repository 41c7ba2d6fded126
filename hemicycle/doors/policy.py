"""Who may do what at doors. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.people.models import User


def can_watch(user: User, conference: Conference) -> bool:
    return wears(user, conference, Hat.SUPERVISOR, Hat.STEWARD, Hat.REGISTRAR)


def can_run(user: User, conference: Conference) -> bool:
    """Open and close doors, enrol phones, give out shifts."""
    return wears(user, conference, Hat.SUPERVISOR)


def can_scan(user: object, conference: Conference) -> bool:
    """Stand at any door with one's own account, without an enrolled phone."""
    return wears(user, conference, Hat.SUPERVISOR, Hat.STEWARD)
