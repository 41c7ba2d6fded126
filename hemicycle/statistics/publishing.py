"""What can become public of the figures now, and what is public of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from json import dumps

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.lib.disclosure import LEAST, Protected, Table, protect
from hemicycle.organisations.models import Organisation
from hemicycle.statistics import participants
from hemicycle.statistics.breakdowns import (
    APPROVED,
    ARRIVED,
    Labels,
    Person,
    tables,
)
from hemicycle.statistics.counting import first_arrivals
from hemicycle.statistics.models import ParticipantList, PublishedFigures

Kind = PublishedFigures.Kind
Stage = ParticipantList.Stage
POPULATIONS = {Kind.INTERIM: (APPROVED,), Kind.CLOSING: (APPROVED, ARRIVED)}
"""Arrivals are public once the conference is over, and not before."""


@dataclass(frozen=True)
class Prepared:
    """What would become public now: exact tables, and what of them may be shown."""

    kind: str
    exact: list[Table]
    tables: dict[str, Protected]
    totals: dict[str, int]

    @property
    def fingerprint(self) -> str:
        """Stands for exactly these numbers: whoever publishes has seen them."""
        seen = [self.kind, [t.as_json() for t in self.tables.values()], self.totals]
        return blake2b(dumps(seen).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class PublicTable:
    """A table that is public, with the moment and the kind of its publication."""

    protected: Protected
    at: datetime
    kind: str


@dataclass(frozen=True)
class Public:
    """What is public now: of each table and total the newest that was published."""

    tables: Mapping[str, PublicTable]
    totals: Mapping[str, tuple[int, datetime]]


def prepare(conference: Conference, kind: str) -> Prepared:
    """Count from the raw rows and protect against all that was published before."""
    people, organisations = count_people(conference)
    exact = tables(
        people,
        labels(conference),
        registered=Registration.objects.filter(conference=conference).sent().count(),
        populations=POPULATIONS[Kind(kind)],
        lists=_lists_before(conference),
    )
    totals = {
        "organisations": organisations,
        "countries": len({person.nationality for person in people} - {""}),
    }
    return Prepared(
        kind,
        exact,
        protect(exact, _published_before(conference)),
        {key: n for key, n in totals.items() if n >= LEAST},
    )


def labels(conference: Conference) -> Labels:
    return Labels(
        [category.pk for category in conference.categories.all()],
        [*Organisation.Kind.values, ""],
        Registration.AgeBand.values,
    )


def count_people(conference: Conference) -> tuple[list[Person], int]:
    """Everyone approved, as they are counted, and of how many organisations."""
    came = first_arrivals(conference)
    rows = (
        Registration.objects.filter(conference=conference)
        .approved()
        .order_by()
        .values_list(
            "pk", "category_id", "delegation__organisation", "stands_for",
            "nationality", "residence", "gender", "age_band", "is_withheld",
        )
    )  # fmt: skip
    about = {
        pk: (kind, country)
        for relation in ("delegations", "represented_by")
        for pk, kind, country in Organisation.objects.filter(
            **{f"{relation}__conference": conference}
        )
        .distinct()
        .order_by()
        .values_list("pk", "kind", "country")
    }
    people: list[Person] = []
    organisations: set[str] = set()
    for (
        pk, category, sends, stands_for,
        nationality, residence, gender, age_band, is_withheld,
    ) in rows.iterator():  # fmt: skip
        organisation = stands_for or sends
        kind, country = about.get(organisation, ("", ""))
        people.append(
            Person(
                category,
                kind,
                country,
                nationality,
                residence,
                gender,
                age_band,
                is_withheld,
                has_arrived=pk in came,
            )
        )
        organisations.add(organisation)
    return people, len(organisations - {None})


def public(conference: Conference) -> Public:
    """One statement, however many there are."""
    return newest(PublishedFigures.objects.filter(conference=conference))


def newest(published: Iterable[PublishedFigures]) -> Public:
    """Of these, the newest first."""
    shown: dict[str, PublicTable] = {}
    totals: dict[str, tuple[int, datetime]] = {}
    for each in published:
        for table in each.protected:
            shown.setdefault(table.name, PublicTable(table, each.at, each.kind))
        for key, number in each.totals.items():
            totals.setdefault(key, (number, each.at))
    return Public(shown, totals)


def _published_before(conference: Conference) -> list[Protected]:
    rows = PublishedFigures.objects.filter(conference=conference)
    return [table for each in rows for table in each.protected]


def _lists_before(conference: Conference) -> dict[str, list[Person]]:
    """Every list made so far, by whom it names."""
    return {
        f"{ARRIVED if made.stage == Stage.FINAL else APPROVED} {made.pk}": (
            participants.counted(made.counts)
        )
        for made in ParticipantList.objects.filter(conference=conference)
    }
