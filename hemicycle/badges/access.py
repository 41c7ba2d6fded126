"""The badges that a person may reach: conferences/access.py."""

from django.shortcuts import get_object_or_404

from hemicycle.badges.models import Badge, BadgeQuerySet
from hemicycle.badges.policy import can_get_own, can_hand_out
from hemicycle.conferences.access import demand, demand_scope
from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Right
from hemicycle.delegations.access import get_registration
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User


def listed(user: User, conference: Conference) -> BadgeQuerySet:
    """The badges of the desk's list; 403 for those who have no desk."""
    scope = demand_scope(can_hand_out, user, conference, Badge.reached)
    return Badge.objects.visible_to(user, conference).within(scope)


def get_badge(
    user: User, conference: Conference, id: str, *rights: Right, is_good: bool = False
) -> Badge:
    """One that this person may see and, with rights, do this to; with all that its face
    says. `is_good`: only while it opens doors."""
    rows = Badge.objects.visible_to(user, conference)
    badge = get_object_or_404((rows.good() if is_good else rows).for_printing(), pk=id)
    demand(all(right.on(user, badge) for right in rights))
    return badge


def get_person(user: User, conference: Conference, id: str) -> Registration:
    """Somebody whose badge this person may have made now."""
    person = get_registration(user, conference, id)
    demand(can_get_own(user, person))
    return person
