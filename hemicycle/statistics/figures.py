"""Published numbers: each with its definition, its source and its time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.lib.translated import in_language
from hemicycle.statistics.models import Snapshot

Counts = dict[str, Any]


@dataclass(frozen=True)
class Definition:
    """What a figure counts, in words, and where in the counts it stands."""

    key: str
    label: Any
    definition: Any
    source: Any
    find: Callable[[Counts], int]
    is_public: bool = True


@dataclass(frozen=True)
class Figure:
    key: str
    value: int
    label: Any
    definition: Any
    source: Any
    at: datetime


REGISTRATIONS = _("registrations of this conference")
DOORS = _("badges handed out and scans at the doors")
PEOPLE = _("registrations, badges handed out and scans at the doors")
INVITATIONS = _("invitations of this conference")

DEFINITIONS = [
    Definition(
        "approved",
        _("representatives approved"),
        _("People whose registration is approved now, whether or not they came."),
        REGISTRATIONS,
        lambda counts: counts["approved"],
    ),
    Definition(
        "organisations",
        _("organisations represented"),
        _("Organisations with at least one approved representative."),
        REGISTRATIONS,
        lambda counts: counts["organisations"],
    ),
    Definition(
        "countries",
        _("countries and areas"),
        _(
            "Different nationalities of approved representatives. Residence and the "
            "organisation’s country are counted apart."
        ),
        REGISTRATIONS,
        lambda counts: counts["countries"],
    ),
    Definition(
        "arrived",
        _("arrived"),
        _("People whose badge was handed out, or who had a first green scan."),
        DOORS,
        lambda counts: counts["arrived"],
        is_public=False,
    ),
    Definition(
        "invited",
        _("organisations invited"),
        _("Invitations sent, whatever the answer; withdrawn ones are not counted."),
        INVITATIONS,
        lambda counts: sum(
            counts["invitations"][state] for state in ("sent", "accepted", "declined")
        ),
        is_public=False,
    ),
    Definition(
        "accepted",
        _("invitations accepted"),
        _("Invitations answered with yes."),
        INVITATIONS,
        lambda counts: counts["invitations"]["accepted"],
        is_public=False,
    ),
    Definition(
        "nominated",
        pgettext_lazy("people counted", "nominated"),
        _("People ever nominated or accepted by a focal point, whatever came later."),
        REGISTRATIONS,
        lambda counts: counts["nominated"],
        is_public=False,
    ),
    Definition(
        "confirmed",
        pgettext_lazy("people counted", "confirmed"),
        _("People who ever confirmed their own details, whatever came later."),
        REGISTRATIONS,
        lambda counts: counts["confirmed"],
        is_public=False,
    ),
    Definition(
        "to-decide",
        _("wait for a decision"),
        _(
            "Registrations that are confirmed and neither approved, refused "
            "nor waiting."
        ),
        REGISTRATIONS,
        lambda counts: counts["registrations"]["confirmed"],
        is_public=False,
    ),
    Definition(
        "waiting",
        _("on the waiting list"),
        _("Registrations on the waiting list, offers included."),
        REGISTRATIONS,
        lambda counts: counts["registrations"]["waiting"],
        is_public=False,
    ),
    Definition(
        "refused",
        pgettext_lazy("people counted", "refused"),
        _("Registrations refused by the secretariat."),
        REGISTRATIONS,
        lambda counts: counts["registrations"]["refused"],
        is_public=False,
    ),
]


@dataclass(frozen=True)
class Table:
    """What a table or a chart of the desk counts, in words."""

    definition: Any
    source: Any


TABLES = {
    "seats": Table(
        _(
            "Approved people by the colour of their category. A dot is coloured when "
            "the badge was handed out or had a first green scan."
        ),
        PEOPLE,
    ),
    "needs": Table(
        _(
            "What stands open at this moment, for the whole conference. It is counted "
            "when the page is opened."
        ),
        _("registrations, bulk decisions, flags and letters of this conference"),
    ),
    "doors": Table(
        _(
            "Codes checked at each door so far; a person who passes twice counts "
            "twice. The last 10 minutes count green and red."
        ),
        _("scans at the doors"),
    ),
    "arrivals": Table(
        _(
            "People by the ten minutes in which they came: the badge handed out or the "
            "first green scan, whichever was earlier. The newest day with arrivals."
        ),
        DOORS,
    ),
    "categories": Table(
        _(
            "People whose registration is approved now, by its category; and those of "
            "them who arrived."
        ),
        PEOPLE,
    ),
    "countries": Table(
        _(
            "People whose registration is approved now, by nationality, not residence; "
            "and those of them who arrived. Without a nationality, in no row."
        ),
        PEOPLE,
    ),
}


def public(snapshot: Snapshot) -> list[Figure]:
    """The figures for everyone."""
    return [figure for figure, is_public in _all(snapshot) if is_public]


def internal(snapshot: Snapshot) -> dict[str, Figure]:
    """All figures by key, for the secretariat."""
    return {figure.key: figure for figure, _is_public in _all(snapshot)}


def seats(counts: Counts, which: str) -> list[tuple[str, int, int]]:
    """The half circle of every page: (category, people "approved" or "arrived", seat).

    The same categories each time, those with anybody approved, in their own order.
    """
    return [
        (in_language(category["name"]), category[which], category["seat"])
        for category in counts["categories"]
        if category["approved"]
    ]


def _all(snapshot: Snapshot) -> list[tuple[Figure, bool]]:
    return [
        (
            Figure(
                definition.key,
                definition.find(snapshot.counts),
                definition.label,
                definition.definition,
                definition.source,
                snapshot.at,
            ),
            definition.is_public,
        )
        for definition in DEFINITIONS
    ]
