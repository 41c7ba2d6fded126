"""The sessions that a person may edit: conferences/access.py."""

from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand_of_staff
from hemicycle.conferences.models import Conference
from hemicycle.people.models import User
from hemicycle.programme.models import Session, SessionQuerySet
from hemicycle.programme.policy import can_edit


def demand_editor(user: object, conference: Conference) -> None:
    demand_of_staff(can_edit, user, conference)


def listed(user: User, conference: Conference) -> SessionQuerySet:
    """All sessions, for those who edit the programme."""
    demand_editor(user, conference)
    return Session.objects.visible_to(user, conference)


def get_session(user: User, conference: Conference, id: str) -> Session:
    """To be edited."""
    demand_editor(user, conference)
    visible = Session.objects.visible_to(user, conference)
    return get_object_or_404(visible.select_related("conference"), pk=id)
