"""Who may do what here. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears


def can_edit(user: object, conference: Conference) -> bool:
    return wears(user, conference, Hat.PROGRAMME)
