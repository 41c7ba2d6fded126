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
from hemicycle.people.http import Request
from hemicycle.post.models import Letter
from hemicycle.statistics import actions, figures

COUNTRIES_SHOWN = 12


def today(request: Request, conference: Conference) -> HttpResponse:
    """Invited, accepted, nominated, confirmed, approved, arrived; doors; what waits."""
    if not wears(request.user, conference, Hat.CHIEF):
        raise PermissionDenied
    snapshot = actions.current(conference)
    counts = snapshot.counts
    everyone = request.GET.get("countries") == "all"
    return render(
        request,
        "desk/today.html",
        {
            "at": snapshot.at,
            "steps": _steps(figures.internal(conference)),
            "seats": figures.seats(counts, "arrived"),
            "categories": counts["categories"],
            "countries": counts["by_country"][: None if everyone else COUNTRIES_SHOWN],
            "countries_total": len(counts["by_country"]),
            "doors": [_door(door) for door in counts["doors"]],
            "arrivals": _bars(conference, counts["arrivals"]),
            "approved": counts["approved"],
            "needs": _needs(conference),
        },
    )


STEPS = [
    "invited", "accepted", "nominated", "confirmed", "to-decide", "waiting", "refused",
    "approved", "organisations", "countries", "arrived",
]  # fmt: skip


def _steps(known: dict[str, figures.Figure]) -> list[figures.Figure]:
    return [known[key] for key in STEPS]


def _door(door: dict[str, Any]) -> dict[str, Any]:
    last = door["last"] and datetime.fromisoformat(door["last"])
    return door | {"last": last}


def _bars(conference: Conference, arrivals: list[list[Any]]) -> list[dict[str, Any]]:
    """Arrivals by ten minutes of the newest day on which anybody came."""
    moments = [(datetime.fromisoformat(start), n) for start, n in arrivals]
    if not moments:
        return []
    newest = conference.local(moments[-1][0]).date()
    today = [(m, n) for m, n in moments if conference.local(m).date() == newest]
    most = max(n for _moment, n in today)
    return [{"at": m, "people": n, "height": round(100 * n / most)} for m, n in today]


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
