"""The secretariat's day at a glance."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.delegations.models import Decision, Flag, Registration
from hemicycle.desk import arrivals
from hemicycle.lib import clock
from hemicycle.people.http import Request
from hemicycle.post.models import Letter
from hemicycle.statistics import actions, figures

COUNTRIES_SHOWN = 12


def today(request: Request, conference: Conference) -> HttpResponse:
    """Invited, accepted, nominated, confirmed, approved, arrived; doors; what waits."""
    if not wears(request.user, conference, Hat.CHIEF):
        raise PermissionDenied
    is_asked_for = request.GET.get("count") == "again"
    look = actions.count if is_asked_for else actions.current
    snapshot = look(conference)
    counts = snapshot.counts
    known = figures.internal(snapshot)
    everyone = request.GET.get("countries") == "all"
    return render(
        request,
        "desk/today.html",
        {
            "at": snapshot.at,
            "now": clock.now(),
            "has_begun": known["invited"].value
            or any(counts["registrations"].values()),
            "steps": [known[key] for key in [*LEADING, *STEPS]],
            "tables": figures.TABLES,
            "seats": figures.seats(counts, "arrived"),
            "categories": counts["categories"],
            "countries": counts["by_country"][: None if everyone else COUNTRIES_SHOWN],
            "countries_total": len(counts["by_country"]),
            "doors": [_door(door) for door in counts["doors"]],
            "arrivals": arrivals.chart(conference, counts["arrivals"]),
            "approved": counts["approved"],
            "needs": _needs(conference),
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


def _needs(conference: Conference) -> list[dict[str, Any]]:
    """What waits for somebody, each with where to go. Empty ones are left out."""
    decided = Registration.objects.filter(conference=conference)
    rows = [
        (
            "wait",
            _("registrations wait for a decision"),
            decided.filter(state=Registration.State.CONFIRMED).count(),
            "delegations:registrations",
            "?state=confirmed",
        ),
        (
            "wait",
            _("bulk decisions wait for a second person"),
            Decision.objects.filter(
                conference=conference, state=Decision.State.PREPARED
            ).count(),
            "delegations:decisions",
            "",
        ),
        (
            "wait",
            _("flags of registrations still going are not cleared"),
            Flag.objects.filter(
                registration__conference=conference,
                registration__state__in=["nominated", "confirmed", "waiting"],
                cleared_at=None,
            ).count(),
            "delegations:registrations",
            "?flag=any",
        ),
        (
            "stop",
            _("letters could not be delivered"),
            Letter.objects.filter(
                conference=conference, state=Letter.State.FAILED
            ).count(),
            "post:index",
            "?state=failed",
        ),
    ]
    return [
        {"kind": kind, "text": text, "n": n, "name": name, "query": query}
        for kind, text, n, name, query in rows
        if n
    ]
