"""Who may do what here. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.delegations.models import Registration
from hemicycle.delegations.policy import is_desk, is_own, leads_it
from hemicycle.people.models import User


def can_decide(user: User, conference: Conference) -> bool:
    """Approve, refuse, put on the waiting list; approve what a colleague submitted."""
    return wears(user, conference, Hat.REGISTRAR)


def can_keep_the_line(user: User, conference: Conference) -> bool:
    """Prepare or second the rule by which free places are offered."""
    return wears(user, conference, Hat.REGISTRAR)


def can_answer_offer(user: User, registration: Registration) -> bool:
    """The person; for whoever no letter reaches, the focal point or the desk."""
    if is_own(user, registration):
        return True
    return not registration.email and (
        leads_it(user, registration) or is_desk(user, registration.conference)
    )
