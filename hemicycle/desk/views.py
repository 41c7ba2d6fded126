"""The secretariat's day at a glance."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hemicycle.conferences import openings, pending
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.desk import arrivals, policy
from hemicycle.lib import clock
from hemicycle.people.http import Request
from hemicycle.seconding.models import pending_for
from hemicycle.statistics import actions, figures

COUNTRIES_SHOWN = 12


def today(request: Request, conference: Conference) -> HttpResponse:
    """Invited, accepted, nominated, confirmed, approved, arrived; doors; what waits."""
    demand(policy.can_see_today(request.user, conference))
    is_asked_for = request.GET.get("count") == "again"
    look = actions.count if is_asked_for else actions.current
    snapshot = look(conference)
    counts = snapshot.counts
    by_key = figures.internal(snapshot)
    everyone = request.GET.get("countries") == "all"
    return render(
        request,
        "desk/today.html",
        {
            "at": snapshot.at,
            "now": clock.now(),
            "has_begun": by_key["invited"].value
            or any(counts["registrations"].values()),
            "steps": [by_key[key] for key in [*LEADING, *STEPS]],
            "tables": figures.TABLES,
            "seats": figures.seats(counts, "arrived"),
            "categories": counts["categories"],
            "countries": counts["by_country"][: None if everyone else COUNTRIES_SHOWN],
            "countries_total": len(counts["by_country"]),
            "doors": [_door(door) for door in counts["doors"]],
            "arrivals": arrivals.chart(conference, counts["arrivals"]),
            "approved": counts["approved"],
            "needs": pending.needs(conference),
            "missing": openings.missing(conference, request.user),
            "pending": pending_for(request.user, conference),
        },
    )


LEADING = ["arrived", "approved", "waiting"]
STEPS = [
    "invited", "accepted", "nominated", "confirmed", "to-decide", "refused",
    "organisations", "countries",
]  # fmt: skip


def _door(door: dict[str, Any]) -> dict[str, Any]:
    last = door["last"] and datetime.fromisoformat(door["last"])
    return door | {"last": last}
