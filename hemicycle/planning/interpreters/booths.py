"""Sessions to interpret, interpreters, and who sits in which booth. Plain data."""

from dataclasses import dataclass, field

from hemicycle.planning.rules import Violation


@dataclass(frozen=True)
class Assignment:
    """One interpreted session: day from 0, minutes since midnight, spoken languages.

    `label` is how the programme calls the moment, "Tuesday 15:00".
    """

    name: str
    label: str
    day: int
    start: int
    minutes: int
    languages: frozenset[str]


@dataclass(frozen=True)
class Member:
    """An interpreter. `booths` they can work into; `relays` they can give for others.

    `away` are days on which they do not work.
    """

    name: str
    booths: frozenset[str]
    relays: frozenset[str] = frozenset()
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seat:
    assignment: str
    language: str
    member: str


@dataclass(frozen=True)
class Staffing:
    """Who sits where, and the shortages in words, in the order of the programme.

    `broken` are these and what else warns, each with its level: one that binds stops a
    release. Its `sessions` are indices of assignments.
    """

    seats: list[Seat]
    shortages: list[str]
    broken: list[Violation] = field(default_factory=list)
