"""Subtract everything that a conference publishes from each other: tables, days, lists.

Random conferences publish through the function that the house publishes through. The
attack knows all published numbers and the names on every list, and looks for one to
four people: within a table, between tables of one day, between days and populations,
and between a table and a list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from random import Random

from hemicycle.lib.country_places import REGIONS, region_of
from hemicycle.lib.disclosure import Cell, Protected, Table, is_too_few, protect
from hemicycle.statistics.breakdowns import (
    APPROVED,
    ARRIVED,
    COUNTRIES,
    GENDERS,
    REGISTERED,
    Labels,
    Person,
    tables,
)

MOST_DAYS = 4
MOST_PEOPLE = 1200
_KINDS = ("ngo", "academic", "chamber", "foundation", "government", "un", "media", "")
_AGES = ("18-32", "33-59", "60+", "")
Number = int
Space = str
Known = list[tuple[frozenset[Cell], Number]]
"""Numbers that are known, each of the people in a set of cells."""


@dataclass
class Day:
    """What became public on one day. The lists by whom they name."""

    tables: dict[str, Protected]
    lists: dict[str, list[Person]] = field(default_factory=dict)


Publish = Callable[[Sequence[Table], Sequence[Protected]], dict[str, Protected]]


@dataclass(frozen=True)
class Outcome:
    conferences: int
    people: int
    published: int  # numbers
    left_out: int  # tables that may not be published
    singled_out: list[str]

    @property
    def is_passed(self) -> bool:
        return not self.singled_out and self.published > 0


def run(conferences: int, *, seed: int, publish: Publish = protect) -> Outcome:
    """Attack so many random conferences; see `Outcome`."""
    people = numbers = left_out = 0
    singled_out: list[str] = []
    for number in range(conferences):
        world = Random(f"{seed}-{number}")  # a world, not a secret
        days, size, tried = conference(world, publish)
        people += size
        numbers += sum(
            len(row) for d in days for t in d.tables.values() for row in t.counts
        )
        left_out += tried - sum(len(day.tables) for day in days)
        singled_out += [f"conference {number}: {words}" for words in attack(days)]
    return Outcome(conferences, people, numbers, left_out, singled_out)


def conference(world: Random, publish: Publish) -> tuple[list[Day], int, int]:
    """What a random conference publishes, its people, and the tables it has tried."""
    labels = Labels([f"c{n}" for n in range(world.randint(1, 8))], _KINDS, _AGES)
    makes = _maker(world, labels)
    people: list[Person] = []
    days: list[Day] = []
    tried = 0
    for _day in range(world.randint(1, MOST_DAYS)):
        people = [person for person in people if world.random() > 0.02]
        few = world.choice([0, 1, 2, 3, 6])
        joined = world.choice([few, int(MOST_PEOPLE ** world.random())])
        people += [makes() for _ in range(joined)]
        come = world.random()
        people = [
            p._replace(has_arrived=p.has_arrived or world.random() < come**3)
            for p in people
        ]
        lists = {
            f"{key} {number}": on_it
            for number, day in enumerate(days)
            for key, on_it in day.lists.items()
        }
        registered = len(people) + world.choice([0, 1, 2, 7, 50])
        counted = tables(people, labels, registered=registered, lists=lists)
        before = [each for day in days for each in day.tables.values()]
        day = Day(publish(counted, before))
        tried += len(counted)
        if world.random() < 0.5:
            day.lists[APPROVED] = [p for p in people if not p.is_withheld]
        if world.random() < 0.3:
            on_it = [p for p in people if p.has_arrived and not p.is_withheld]
            day.lists[ARRIVED] = on_it
        days.append(day)
    return days, len(people), tried


def attack(days: Sequence[Day]) -> Iterator[str]:
    """Whom the numbers single out, in words."""
    for space in _spaces():
        finest: list[tuple[str, Known]] = []
        for when, day in enumerate(days):
            for population in (REGISTERED, APPROVED, ARRIVED):
                known = list(_known(space, population, day.tables))
                cells, found = _differences(known)
                name = f"{space}, {population}, day {when}"
                yield from (f"{name}: {words}" for words in found)
                if cells:
                    finest.append((name, cells))
                    yield from _beside_lists(name, space, population, when, cells, days)
        for (first, then), (second, now) in combinations(finest, 2):
            for changed, number, change in _changes(then, now):
                # Whole rows are compared where they are finest: five gone and six come
                # are one more together, which is nobody.
                if is_too_few(change) and not _is_of_whole_rows(space, changed):
                    yield f"{first} to {second}: {change} of {number}"


def _spaces() -> list[Space]:
    """What cells stand for, in which numbers are compared."""
    crossed = ("category", "region-nationality", "age")
    return [
        *("total", "category", "kind", "gender", "age"),
        *(f"country-{meant}" for meant in COUNTRIES),
        *(f"{subject}-gender" for subject in crossed),
    ]


def _known(
    space: Space, population: str, published: Mapping[str, Protected]
) -> Iterator[tuple[frozenset[Cell], Number]]:
    """Every published number that counts a set of cells of this space."""
    for name, table in published.items():
        if name.startswith(population):
            for cells, number in _numbers(table):
                seen = _as_seen(space, table.subject, cells)
                if seen is not None:
                    yield seen, number


def _numbers(table: Protected) -> Iterator[tuple[list[Cell], Number]]:
    for row, numbers in zip(table.rows, table.counts, strict=True):
        for column, number in zip(table.columns, numbers, strict=True):
            yield [(r, c) for r in row for c in column], number
    for row, numbers in zip(table.rows, table.counts, strict=True):
        yield (
            [(r, c) for r in row for column in table.columns for c in column],
            sum(numbers),
        )
    for n, column in enumerate(table.columns):
        yield (
            [(r, c) for row in table.rows for r in row for c in column],
            sum(numbers[n] for numbers in table.counts),
        )


def _as_seen(
    space: Space, subject: str, cells: Iterable[Cell]
) -> frozenset[Cell] | None:
    """The cells of one table as cells of a space; None: they say nothing there."""
    if subject == space:
        return frozenset(cells)
    rows = {row for row, _column in cells}
    if subject == "total":
        return frozenset(_everywhere(space))
    if space.startswith("country-"):
        if subject == space.replace("country", "region"):
            return frozenset((c, "") for c in _COUNTRIES if region_of(c) in rows)
        return None
    if space.endswith("-gender"):
        by = space.removesuffix("-gender")
        if subject == by:
            return frozenset((row, gender) for row in rows for gender in GENDERS)
        if subject == "gender":
            return frozenset((row, gender) for row in _rows(by) for gender in rows)
        return None
    columns = {column for _row, column in cells}
    if subject == f"{space}-gender" and columns == set(GENDERS):
        return frozenset((row, "") for row in rows)
    if space == "gender" and subject.endswith("-gender"):
        by = subject.removesuffix("-gender")
        if rows == set(_rows(by)):
            return frozenset((column, "") for column in columns)
    return None


def _everywhere(space: Space) -> list[Cell]:
    by = space.removesuffix("-gender")
    columns = GENDERS if by != space else [""]
    return [(row, column) for row in _rows(by) for column in columns]


def _rows(subject: str) -> Sequence[str]:
    if subject == "total":
        return [""]
    if subject == "kind":
        return _KINDS
    if subject == "gender":
        return GENDERS
    if subject.startswith("country"):
        return _COUNTRIES
    if subject == "age":
        return _AGES
    if subject.startswith("region"):
        return (*REGIONS, "")
    return [f"c{n}" for n in range(8)]


def _differences(known: Known) -> tuple[Known, list[str]]:
    """Numbers subtracted from those that contain them, until cells without any in
    common are left; and the differences that are of too few."""
    found: list[str] = []
    cells: Known = []
    for whole, number in sorted(known, key=lambda each: len(each[0])):
        inside = [(c, n) for c, n in cells if c <= whole]
        rest = whole.difference(*(c for c, _n in inside))
        left = number - sum(n for _c, n in inside)
        if is_too_few(left):
            found.append(f"{left} of {number}, after {len(inside)} subtractions")
        if rest and all(rest.isdisjoint(cell) for cell, _n in cells):
            cells.append((rest, left))
    return cells, found


def _is_of_whole_rows(space: Space, cells: frozenset[Cell]) -> bool:
    rows = {row for row, _column in cells}
    return space.endswith("-gender") and len(cells) == len(rows) * len(GENDERS)


def _changes(
    then: Known, now: Known
) -> Iterator[tuple[frozenset[Cell], Number, Number]]:
    """The number and the change of every smallest set that both days count."""
    left = list(now)
    while left:
        today, earlier = [left.pop()], list[tuple[frozenset[Cell], Number]]()
        size = 0
        while size < len(today) + len(earlier):
            size = len(today) + len(earlier)
            cells = frozenset[Cell]().union(*(c for c, _n in [*today, *earlier]))
            earlier = [each for each in then if not cells.isdisjoint(each[0])]
            today += [each for each in left if not cells.isdisjoint(each[0])]
            left = [each for each in left if cells.isdisjoint(each[0])]
        if _cells_of(today) == _cells_of(earlier):
            count = sum(n for _c, n in today)
            yield cells, count, count - sum(n for _c, n in earlier)


def _cells_of(known: Known) -> frozenset[Cell]:
    return frozenset[Cell]().union(*(cells for cells, _number in known))


def _beside_lists(
    name: str,
    space: Space,
    population: str,
    when: int,
    cells: Known,
    days: Sequence[Day],
) -> Iterator[str]:
    """How many of each cell are not on a list of that day or of one before."""
    shown: dict[Space, Callable[[Person], str]] = {
        "total": lambda person: "",
        "category": lambda person: person.category,
        "kind": lambda person: person.kind,
        "country-organisation": lambda person: person.organisation_country,
    }
    if space not in shown:
        return
    for number, day in enumerate(days[: when + 1]):
        for names, on_it in day.lists.items():
            if population == ARRIVED and names == APPROVED:
                continue
            for labels, count in cells:
                listed = sum((shown[space](person), "") in labels for person in on_it)
                if is_too_few(count - listed):
                    yield f"{name}, list {names} of day {number}: {count - listed}"


_COUNTRIES = sorted({"", *(code for codes in REGIONS.values() for code in codes)})


def _maker(world: Random, labels: Labels) -> Callable[[], Person]:
    """People of this conference: few of some kind, most of others."""
    countries = world.sample(_COUNTRIES, world.randint(1, 40))
    withheld = world.choice([0, 0.01, 0.05, 0.3])

    def one_of(choices: Sequence[str]) -> Callable[[], str]:
        weights = [-(log(world.random() or 0.5) ** 3) for _ in choices]
        weights = [abs(weight) + 1e-3 for weight in weights]
        return lambda: world.choices(choices, weights)[0]

    category, kind = one_of(labels.categories), one_of(labels.kinds)
    country, gender, age = one_of(countries), one_of(GENDERS), one_of(_AGES)

    def make() -> Person:
        nationality = country()
        return Person(
            category(),
            kind(),
            nationality if world.random() < 0.8 else country(),
            nationality,
            nationality if world.random() < 0.9 else country(),
            gender(),
            age(),
            world.random() < withheld,
            has_arrived=False,
        )

    return make


def unprotected(
    counted: Sequence[Table], published: Sequence[Protected]
) -> dict[str, Protected]:
    """The control: every number as it is. The attack must find people in it."""
    return {
        table.name: Protected(
            table.name,
            table.subject,
            tuple((row,) for row in table.rows),
            tuple((column,) for column in table.columns),
            tuple(
                tuple(table.counts.get((r, c), 0) for c in table.columns)
                for r in table.rows
            ),
        )
        for table in counted
    }


def each_day_alone(
    counted: Sequence[Table], published: Sequence[Protected]
) -> dict[str, Protected]:
    """Another control: protected, and nothing remembered of the days before."""
    return protect(counted)
