"""What each room keeps about a person: to be told to them, and forgotten.

A room whose models refer to a person or hold columns about one answers for each such
model in HELD of its `privacy.py`; a test walks all models. docs/decisions/privacy.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from hemicycle import rooms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 10_000
"""Rows of one kind that are given out."""


@dataclass(frozen=True)
class Held:
    """Rows of one model about a person.

    `of` finds those of a user, `fields` (with lookups) are given out, unless `export`
    gives dictionaries of its own. `forget` is called in the transaction that erases a
    registration, while it still says whose it was.
    """

    label: "_StrPromise"
    purpose: "_StrPromise"
    of: Callable[[Any], models.QuerySet[Any]]
    fields: tuple[str, ...] = ()
    export: Callable[[Any], Iterable[dict[str, Any]]] | None = None
    forget: Callable[[Any], object] | None = None

    def rows(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        if self.export:
            return list(self.export(user))
        return list(self.of(user).order_by().values(*self.fields)[:MOST])


@dataclass(frozen=True)
class Elsewhere:
    """Nothing of this model is told by itself: why."""

    reason: str


Answers = Mapping[type[models.Model], Held | Elsewhere]
BY_COLLEAGUES = Elsewhere("who did it in a role is told by the journal's entries")


def held() -> Iterator[Held]:
    """Of every room, the lowest floor first."""
    for room in rooms.answering("privacy"):
        answers: Answers = room.HELD
        yield from (each for each in answers.values() if isinstance(each, Held))


def forget(thing: models.Model) -> None:
    """Every room empties what it keeps about this registration's person."""
    for each in held():
        if each.forget:
            each.forget(thing)
