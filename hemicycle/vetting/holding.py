"""Whether those who wait and hold a place have an open offer."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.delegations.places import Drift
from hemicycle.vetting.models import Offer


def drift(conference: Conference) -> Iterator[Drift]:
    """Waiting registrations that hold a place without an open offer.

    `places.recount` can't know it: it is below the offers.
    """
    holding = Registration.objects.filter(conference=conference).holding_an_offer()
    holders = set(holding.values_list("pk", flat=True))
    offers = Offer.objects.open().filter(position__conference=conference)
    offered = set(offers.values_list("position_id", flat=True))
    for key in sorted(holders - offered):
        yield Drift("offer", key, 0, 1)
