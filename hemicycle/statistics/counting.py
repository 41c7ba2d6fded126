"""Every count across rooms, from the raw rows. Nothing else in the house aggregates."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.doors.models import Door, Scan
from hemicycle.invitations.models import Invitation
from hemicycle.vetting.models import Offer

State = Registration.State
RECENT = timedelta(minutes=10)


def everything(conference: Conference, at: datetime) -> dict[str, Any]:
    """All counts of a conference. A dozen statements, however many people there are."""
    people = Registration.objects.filter(conference=conference)
    approved = people.approved()
    arrivals = first_arrivals(conference)
    by_state = Counter(
        dict(people.values_list("state").annotate(n=Count("pk")).order_by())
    )
    return {
        "registrations": {state: by_state.get(state, 0) for state in State.values},
        "nominated": people.exclude(nominated_at=None).count(),
        "confirmed": people.exclude(confirmed_at=None).count(),
        "approved": by_state.get(State.APPROVED, 0),
        "arrived": len(arrivals),
        "offers": Offer.objects.open().filter(position__conference=conference).count(),
        "invitations": _invitations(conference),
        "organisations": approved.exclude(delegation=None)
        .values("delegation__organisation")
        .distinct()
        .count(),
        "badges": Badge.objects.filter(conference=conference).good().count(),
        **_approved(conference, approved, arrivals),
        "doors": _doors(conference, at),
        "arrivals": _by_ten_minutes(arrivals),
    }


def first_arrivals(conference: Conference) -> dict[str, datetime]:
    """When each person came: badge handed out or first green scan, the earlier one.

    By registration. Whoever came counts, also if the badge was revoked afterwards.
    """
    came: dict[str, datetime] = {}
    handed = (
        Badge.objects.filter(conference=conference, handed_out_at__isnull=False)
        .values_list("registration")
        .annotate(first=Min("handed_out_at"))
    )
    scanned = (
        Scan.objects.filter(conference=conference, is_green=True)
        .values_list("badge__registration")
        .annotate(first=Min("at"))
        .order_by()
    )
    for registration, first in [*handed, *scanned]:
        if registration and (registration not in came or first < came[registration]):
            came[registration] = first
    return came


def _invitations(conference: Conference) -> dict[str, int]:
    states = Invitation.objects.filter(conference=conference).values_list("state")
    counted = dict(states.annotate(n=Count("pk")).order_by())
    return {state: counted.get(state, 0) for state in Invitation.State.values}


def _approved(
    conference: Conference, approved: Any, arrivals: dict[str, datetime]
) -> dict[str, Any]:
    """Approved and arrived by category and by nationality, in one pass over them."""
    categories: Counter[str] = Counter()
    categories_here: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    countries_here: Counter[str] = Counter()
    rows = approved.order_by().values_list("pk", "category_id", "nationality")
    for registration, category, country in rows.iterator(chunk_size=5000):
        came = registration in arrivals
        categories[category] += 1
        categories_here[category] += came
        if country:
            countries[country] += 1
            countries_here[country] += came
    return {
        "countries": len(countries),
        "categories": [
            {
                "id": category.pk,
                "name": category.name,
                "seat": category.seat,
                "approved": categories[category.pk],
                "arrived": categories_here[category.pk],
            }
            for category in conference.categories.all()
        ],
        "by_country": [
            {"country": country, "approved": n, "arrived": countries_here[country]}
            for country, n in countries.most_common()
        ],
    }


def _doors(conference: Conference, at: datetime) -> list[dict[str, Any]]:
    doors = (
        Door.objects.filter(conference=conference).standing().with_counts(at - RECENT)
    )
    return [
        {
            "id": door.pk,
            "name": door.name,
            "is_open": door.is_open,
            "green": door.greens,
            "red": door.reds,
            "recent": door.recent,
            "last": door.last and door.last.isoformat(),
        }
        for door in doors
    ]


def _by_ten_minutes(arrivals: dict[str, datetime]) -> list[list[Any]]:
    """[start of ten minutes, people who came in them], in order, gaps left out."""
    counted: Counter[datetime] = Counter(
        moment.replace(minute=moment.minute // 10 * 10, second=0, microsecond=0)
        for moment in arrivals.values()
    )
    return [[start.isoformat(), n] for start, n in sorted(counted.items())]
