"""How people are broken down for the public, before anything is protected.

Pure: people in, tables out. The proof that nobody is singled out runs on these tables.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hemicycle.lib.country_places import REGIONS, region_of
from hemicycle.lib.disclosure import Cell, Table

REGISTERED, APPROVED, ARRIVED = "registered", "approved", "arrived"
"""Whom a table counts: each is among those before."""
GENDERS = ("w", "m", "o", "")


class Person(NamedTuple):
    """What is counted of one approved person. Labels are codes, "" where not known."""

    category: str
    kind: str
    organisation_country: str
    nationality: str
    residence: str
    gender: str
    age_band: str
    is_withheld: bool
    has_arrived: bool


@dataclass(frozen=True)
class Labels:
    """The labels that a conference may have, each in its fixed order."""

    categories: Sequence[str]
    kinds: Sequence[str]
    age_bands: Sequence[str]


@dataclass(frozen=True)
class Breakdown:
    """By what people are counted in one table, or by what beside their gender."""

    subject: str
    label: Callable[[Person], str]
    is_on_list: bool = False  # a list of participants shows it of everyone it names
    zero_tells: bool = False


COUNTRIES: dict[str, Callable[[Person], str]] = {
    "nationality": lambda person: person.nationality,
    "residence": lambda person: person.residence,
    "organisation": lambda person: person.organisation_country,
}
"""Which country is meant -> where it stands. These are never mixed."""
_REGIONS = [
    Breakdown(
        f"region-{meant}",
        lambda person, country=country: region_of(country(person)),  # type: ignore[misc]  # bound now
        is_on_list=meant == "organisation",
    )
    for meant, country in COUNTRIES.items()
]
_GENDER = Breakdown("gender", lambda person: person.gender, zero_tells=True)
_SINGLE = [
    Breakdown("category", lambda person: person.category, is_on_list=True),
    Breakdown("kind", lambda person: person.kind, is_on_list=True),
    *_REGIONS,
    _GENDER,
    Breakdown("age", lambda person: person.age_band, zero_tells=True),
]
CROSSED = ("category", "region-nationality", "age")
"""What is also counted by gender: all crossed tables share it, and no other pair."""


def tables(
    people: Iterable[Person],
    labels: Labels,
    *,
    registered: int | None = None,
    populations: Sequence[str] = (APPROVED, ARRIVED),
    lists: Mapping[str, Sequence[Person]] | None = None,
) -> list[Table]:
    """Every table that is published of these approved people; of all who `registered`
    only their number.

    `lists` are lists of participants that are public already, each as the people on it
    were then, by whom it names and any key: "approved 1". Today's own are always
    reckoned with: they may be published tomorrow.
    """
    everyone = list(people)
    named = {
        APPROVED: [person for person in everyone if not person.is_withheld],
        ARRIVED: [p for p in everyone if p.has_arrived and not p.is_withheld],
        **(lists or {}),
    }
    counted = {
        APPROVED: everyone,
        ARRIVED: [person for person in everyone if person.has_arrived],
    }
    every = [
        table
        for population in populations
        for table in _of(population, counted[population], labels, named)
    ]
    if registered is not None:
        every.append(_total(REGISTERED, registered, named))
    return every


def _total(name: str, number: int, named: Mapping[str, Sequence[Person]]) -> Table:
    return Table(
        f"{name}-total",
        "total",
        ("",),
        {("", ""): number},
        listed={key: {("", ""): len(on_it)} for key, on_it in named.items()},
    )


def _of(
    population: str,
    people: list[Person],
    labels: Labels,
    named: Mapping[str, Sequence[Person]],
) -> Iterator[Table]:
    if population == ARRIVED:  # the approved who did not come are on no list of these
        named = {k: on_it for k, on_it in named.items() if k.startswith(ARRIVED)}
    rows = {
        "category": labels.categories,
        "kind": labels.kinds,
        "gender": GENDERS,
        "age": labels.age_bands,
    }
    everywhere = (*REGIONS, "")
    whole = f"{population}-total"
    yield _total(population, len(people), named)
    for by in _SINGLE:
        yield Table(
            f"{population}-{by.subject}",
            by.subject,
            tuple(rows.get(by.subject, everywhere)),
            _count(people, by.label),
            listed={
                key: _count(on_it, by.label)
                for key, on_it in named.items()
                if by.is_on_list
            },
            whole=whole,
            zero_tells=by.zero_tells,
        )
    for by in _SINGLE:
        if by.subject in CROSSED:
            yield Table(
                f"{population}-{by.subject}-gender",
                f"{by.subject}-gender",
                tuple(rows.get(by.subject, everywhere)),
                _count(people, by.label, _GENDER.label),
                columns=GENDERS,
                rows_of=f"{population}-{by.subject}",
                columns_of=f"{population}-gender",
                zero_tells=True,
            )
    for meant, country in COUNTRIES.items():
        counts = _count(people, country)
        on_lists = named if meant == "organisation" else {}
        listed = {key: _count(on_it, country) for key, on_it in on_lists.items()}
        # Those of an earlier list whose people have all left are counted, too: as none.
        codes = {row for each in (counts, *listed.values()) for row, _column in each}
        yield Table(
            f"{population}-country-{meant}",
            f"country-{meant}",
            tuple(sorted(codes)),
            counts,
            listed=listed,
            rows_of=f"{population}-region-{meant}",
            kin={code: region_of(code) for code in codes},
        )


def _count(
    people: Iterable[Person],
    row: Callable[[Person], str],
    column: Callable[[Person], str] = lambda person: "",
) -> dict[Cell, int]:
    return Counter((row(person), column(person)) for person in people)
