"""Two organisations on record that are one, and what every room does about it.

A room whose models refer to an organisation answers in a module `merging.py`; the
functions below say what each answers. A test walks the models and fails for a field
that no room names in MOVED. docs/decisions/merging.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from hemicycle.conferences.consequences import Consequence
from hemicycle.conferences.models import Conference, ConferenceQuerySet
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.rooms import answering


@dataclass(frozen=True)
class Merger:
    """`merged` goes off the record; everything that refers to it moves to `kept`."""

    kept: Organisation
    merged: Organisation

    @property
    def both(self) -> tuple[Organisation, Organisation]:
        return self.kept, self.merged


@dataclass(frozen=True)
class Fact:
    """What an organisation has of one kind, in words; empty for nothing."""

    label: str
    value: str


@dataclass(frozen=True)
class Comparison:
    """The same of both, side by side."""

    label: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


def lock(merger: Merger) -> None:
    """Lock all rows that may move, those of the highest floor first: the verbs of a
    room lock its rows before they touch those of the rooms below."""
    for room in reversed(_rooms()):
        room.lock(merger)


def lock_rows(rows: QuerySet[Any]) -> None:
    """Those of one table, in one order, until the transaction ends."""
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def refusals(merger: Merger, *, viewer: User) -> list[ValidationError]:
    """Why the two cannot be merged as they are, each with what to do about it."""
    return [why for room in _rooms() for why in room.refusals(merger, viewer)]


def comparisons(
    merger: Merger, *, viewer: User, conference: Conference
) -> Iterator[Comparison]:
    """What each has at this conference, as far as the viewer may see it."""
    for room in _rooms():
        kept, merged = (
            list(room.facts(organisation, viewer, conference))
            for organisation in merger.both
        )
        for ours, theirs in zip(kept, merged, strict=True):
            if ours.value or theirs.value:
                yield Comparison(ours.label, ours.value, theirs.value)


def consequences(
    merger: Merger, *, viewer: User, conference: Conference
) -> list[Consequence]:
    """What follows, in the words of every room."""
    return [
        consequence
        for room in _rooms()
        for consequence in room.consequences(merger, viewer, conference)
    ]


def move(merger: Merger, *, actor: User) -> None:
    """Everything that refers to the one refers to the other from now on."""
    for room in _rooms():
        room.move(merger, actor)


def moved() -> Iterable[tuple[type[Model], str]]:
    """Every field that a room moves."""
    return [field for room in _rooms() for field in room.MOVED]


def conferences_of(organisation: Organisation) -> ConferenceQuerySet:
    """Those at which anything refers to it."""
    keys: set[str] = set()
    for model, field in moved():
        if any(each.name == "conference" for each in model._meta.fields):
            rows = model._base_manager.filter(**{field: organisation}).order_by()
            keys.update(rows.values_list("conference", flat=True).distinct())
    return Conference.objects.filter(pk__in=keys)


def _rooms() -> list[ModuleType]:
    """The lowest floor first."""
    return list(answering("merging"))
