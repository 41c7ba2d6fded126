"""What the house does by itself, in every conference that is not over."""

from datetime import timedelta

from django.db.models import QuerySet

from hemicycle.conferences.models import Conference
from hemicycle.delegations.actions.waiting import offer_free_places
from hemicycle.delegations.actions.withdraw import lapse_unconfirmed
from hemicycle.lib import clock


def offer_everywhere() -> int:
    """Pass on expired offers and offer what is free. Returns how many offers."""
    return sum(offer_free_places(conference) for conference in _alive())


def lapse_everywhere() -> int:
    """End the nominations that were not confirmed in time. Returns how many."""
    return sum(lapse_unconfirmed(conference) for conference in _alive())


def _alive() -> QuerySet[Conference]:
    return Conference.objects.filter(
        ends_on__gte=(clock.now() - timedelta(days=1)).date()
    )
