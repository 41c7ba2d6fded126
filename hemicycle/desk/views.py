"""The secretariat's day at a glance."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from hemicycle.conferences import openings
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Flag, Registration
from hemicycle.desk import arrivals, policy
from hemicycle.jobs.models import Process
from hemicycle.journal.models import Failure
from hemicycle.lib import clock
from hemicycle.people.http import Request
from hemicycle.post.models import Email, MailServer
from hemicycle.seconding.models import pending_for
from hemicycle.statistics import actions, figures
from hemicycle.vetting.models import Decision

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
            "needs": _needs(conference),
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


def _needs(conference: Conference) -> list[dict[str, Any]]:
    """What waits for somebody, each with where to go. Empty ones are left out."""
    everybody = Registration.objects.filter(conference=conference)
    to_decide = everybody.undecided().count()
    to_second = Decision.objects.filter(conference=conference).pending().count()
    flags = Flag.objects.filter(cleared_at=None)
    flagged = everybody.under_way().filter(pk__in=flags.values("registration")).count()
    emails = Email.objects.filter(conference=conference)
    waiting = emails.queued().count() if MailServer.read().is_away else 0
    failed = emails.failed().count()
    not_done = Failure.objects.about_conference(conference).count()
    late = Process.objects.late().count()
    rows = [
        (
            "wait",
            ngettext(
                "registration waits for a decision",
                "registrations wait for a decision",
                to_decide,
            ),
            to_decide,
            "vetting:registrations",
            "?view=pending",
        ),
        (
            "wait",
            ngettext(
                "bulk decision waits for a second person",
                "bulk decisions wait for a second person",
                to_second,
            ),
            to_second,
            "vetting:decisions",
            "",
        ),
        (
            "wait",
            ngettext(
                "undecided person has a flag that is not settled",
                "undecided people have a flag that is not settled",
                flagged,
            ),
            flagged,
            "vetting:registrations",
            "?view=flagged",
        ),
        (
            "stop",
            ngettext(
                "e-mail waits: the mail server accepts none",
                "e-mails wait: the mail server accepts none",
                waiting,
            ),
            waiting,
            "post:index",
            "?view=pending",
        ),
        (
            "stop",
            ngettext(
                "e-mail could not be delivered",
                "e-mails could not be delivered",
                failed,
            ),
            failed,
            "post:index",
            "?state=failed",
        ),
        (
            "stop",
            ngettext(
                "thing could not be done automatically and is tried again",
                "things could not be done automatically and are tried again",
                not_done,
            ),
            not_done,
            "jobs:index",
            "",
        ),
        (
            "stop",
            ngettext(
                "background process does not respond",
                "background processes do not respond",
                late,
            ),
            late,
            "jobs:index",
            "",
        ),
    ]
    return [
        {"kind": kind, "text": text, "n": n, "name": name, "query": query}
        for kind, text, n, name, query in rows
        if n
    ]
