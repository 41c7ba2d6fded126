"""Who may do what here. Pure questions: no request, no side effect.

Who may do what to a registration, and in which states: `states.py`.
"""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.people.models import User


def can_decide(user: User, conference: Conference) -> bool:
    """Approve, refuse, put on the waiting list; approve what a colleague submitted."""
    return wears(user, conference, Hat.REGISTRAR)


def can_keep_the_line(user: User, conference: Conference) -> bool:
    """Submit, approve, discard and stop the rule by which free places are offered."""
    return wears(user, conference, Hat.REGISTRAR)
