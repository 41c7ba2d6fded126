"""What the desk may reach of registrations and decisions: conferences/access.py."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand, demand_scope
from hemicycle.conferences.models import Conference
from hemicycle.delegations import access as delegations_access
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.registration import RegistrationQuerySet
from hemicycle.delegations.policy import can_list_registrations
from hemicycle.people.models import User
from hemicycle.vetting.models import Decision, Offer, OfferRule
from hemicycle.vetting.policy import can_decide, can_keep_the_line
from hemicycle.vetting.states import TAKE_OFFER


def listed(user: User, conference: Conference) -> RegistrationQuerySet:
    """The registrations of the reader's lists; 403 for those who have none."""
    scope = demand_scope(can_list_registrations, user, conference, Registration.reached)
    return Registration.objects.visible_to(user, conference).within(scope)


def decidable(user: User, conference: Conference) -> RegistrationQuerySet:
    """The registrations that this registrar decides on; 403 for all others."""
    scope = demand_scope(can_decide, user, conference, Registration.reached)
    return Registration.objects.visible_to(user, conference).within(scope)


def in_line(user: User, conference: Conference) -> RegistrationQuerySet:
    """The waiting list, for those who keep it."""
    demand(can_keep_the_line(user, conference))
    return Registration.objects.visible_to(user, conference).in_line()


def listed_decisions(user: User, conference: Conference) -> QuerySet[Decision]:
    """The decisions on many that this registrar sees; 403 for all others."""
    decidable(user, conference)
    visible = Decision.objects.visible_to(user, conference)
    for_two: QuerySet[Decision] = visible.annotate(size=Count("items")).for_two()
    return for_two


def get_registration(
    user: User, conference: Conference, id: str, *, to_decide: bool = False
) -> Registration:
    """For the registrar's page; `to_decide`, for what only a registrar does."""
    registration = get_object_or_404(
        Registration.objects.visible_to(user, conference).select_related(
            "category", "delegation__organisation", "nominated_by", "user"
        ),
        pk=id,
    )
    registration.conference = conference
    right = can_decide if to_decide else can_list_registrations
    demand(right.on(user, registration))
    return registration


def get_offer(
    user: User, conference: Conference, id: str
) -> tuple[Registration, Offer]:
    """The newest place offered to a person, for those who answer it."""
    registration = delegations_access.get_registration(user, conference, id, TAKE_OFFER)
    offer = registration.offers.order_by("-made_at").first()
    if offer is None:
        raise PermissionDenied
    return registration, offer


def get_decision(user: User, conference: Conference, id: str) -> Decision:
    decision: Decision = get_object_or_404(
        Decision.objects.visible_to(user, conference).with_people(), pk=id
    )
    return decision


def get_rule(user: User, conference: Conference, id: str) -> OfferRule:
    rule: OfferRule = get_object_or_404(
        OfferRule.objects.visible_to(user, conference).with_people(), pk=id
    )
    rule.conference = conference
    return rule
