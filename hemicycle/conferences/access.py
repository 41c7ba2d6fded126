"""What a person may reach: 404 for what they may not see, 403 for what they may not do.

Each room has such a module for its own things. Its functions fetch through the person
and ask the policy, for pages and for whatever else lets people in, so that no view can
fetch and forget to ask.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from hemicycle.conferences.models import (
    Conference,
    Role,
    RoleOffer,
    ScopedHatQuerySet,
    SecondFactorReset,
)
from hemicycle.conferences.policy import (
    Reached,
    Right,
    Scope,
    can_edit,
    can_reset_second_factors,
    roles_of,
)
from hemicycle.people.models import User


def demand(allowed: object) -> None:
    """403 for anybody else."""
    if not allowed:
        raise PermissionDenied


def demand_scope(
    right: Right, user: object, conference: Conference, reached: Reached
) -> Scope:
    """For which part this person has the right over things reached so; 403 if none."""
    scope = right.scope(user, conference)
    demand(scope.reaches(reached))
    return scope


def demand_of_staff(right: Right, user: object, conference: Conference) -> None:
    """403 for colleagues; 404 for all others, who are not told what there is."""
    if right(user, conference):
        return
    if roles_of(user, conference):
        raise PermissionDenied
    raise Http404


def demand_chief(user: object, conference: Conference) -> None:
    demand_of_staff(can_edit, user, conference)


def listed_roles(user: object, conference: Conference) -> ScopedHatQuerySet:
    """All roles, for a chief."""
    demand_chief(user, conference)
    return conference.roles.with_rank()


def get_role(user: object, conference: Conference, pk: int) -> Role:
    """To be changed or removed by a chief."""
    demand_chief(user, conference)
    role: Role = get_object_or_404(conference.roles.with_facts(), pk=pk)
    return role


def get_offer(user: object, conference: Conference, pk: int) -> RoleOffer:
    """To be sent again or withdrawn by a chief."""
    demand_chief(user, conference)
    offers = conference.role_offers.with_facts().with_mail()
    offer: RoleOffer = get_object_or_404(offers, pk=pk)
    return offer


def get_reset(user: User, conference: Conference, id: str) -> SecondFactorReset:
    """A colleague's reset, for those who ask for and approve resets."""
    demand(can_reset_second_factors(user, conference))
    visible = SecondFactorReset.objects.visible_to(user, conference)
    reset: SecondFactorReset = get_object_or_404(
        visible.with_people().select_related("user", "conference"), pk=id
    )
    return reset
