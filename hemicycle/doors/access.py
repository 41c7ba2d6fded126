"""The doors that a person may reach: conferences/access.py."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.doors.models import Door, Scan
from hemicycle.doors.policy import can_run
from hemicycle.people.models import User


def scans(user: User, conference: Conference, id: str) -> QuerySet[Scan]:
    """What was checked at a door that this person may watch."""
    return get_door(user, conference, id).scans.all()


def get_door(
    user: User, conference: Conference, id: str, *, to_run: bool = False
) -> Door:
    """One that this person may watch; `to_run`, for what only supervisors do."""
    doors = Door.objects.visible_to(user, conference)
    door = get_object_or_404(doors.select_related("zone", "conference"), pk=id)
    demand(not to_run or can_run(user, conference))
    return door
