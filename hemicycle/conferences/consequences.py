"""What follows when something ends, and who is told: asked of every room beforehand.

A room whose models refer to a thing of a lower room that can end answers for it in a
module `consequences.py`: ANSWERS says for each model what follows. The rooms below name
in ENDS what of theirs can end. A test walks the models and fails for a room that refers
to such a thing and does not answer. docs/decisions/consequences.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Hall,
    Role,
    Signatory,
    Zone,
)
from hemicycle.people.models import User
from hemicycle.rooms import answering

ENDS: tuple[type[models.Model], ...] = (
    Category,
    CoOrganiser,
    Hall,
    Role,
    Signatory,
    Zone,
)
"""Of this room; each room of things that end has its own."""


class Deed(models.TextChoices):
    """How something ends."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    CAP_CHANGED = "cap-changed"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Consequence:
    """One thing that follows, in numbers. Grave: something valid stops at once. `told`
    names who hears of it and how; where it is empty pages say that no one does. `loss`
    ("badge cancelled") stands in a table at each of the things whose keys are in
    `losing`."""

    sentence: str
    told: str = ""
    is_grave: bool = False
    loss: str = ""
    losing: frozenset[str] = frozenset()


Answer = Callable[[Sequence[Any], Deed, User, Conference], Iterable[Consequence]]
"""The things that end, how, who looks, where. What the viewer may not see is neither
shown nor counted."""

Answers = Mapping[type[models.Model], Answer]


def of(
    things: Sequence[models.Model], deed: Deed, *, viewer: User, conference: Conference
) -> list[Consequence]:
    """What every room says, the lowest floor first; for things of one kind."""
    if not things:
        return []
    kind = type(things[0])
    return [
        consequence
        for room in rooms()
        if kind in room.ANSWERS
        for consequence in room.ANSWERS[kind](things, deed, viewer, conference)
    ]


def of_this_room(things: Sequence[models.Model], deed: Deed) -> Iterator[Consequence]:
    """What happens to roles and to the conference itself, whatever rooms say."""
    for thing in things:
        if isinstance(thing, Role) and deed == Deed.REMOVED:
            yield Consequence(
                _("Pages refuse the person from their next request on."),
                told=_("The person is told by e-mail."),
                is_grave=True,
            )
            yield Consequence(_("What they prepared or approved stays valid."))
        elif isinstance(thing, Conference) and deed == Deed.HIDDEN:
            yield Consequence(
                _(
                    "Only its staff see the conference. Links in e-mails already sent "
                    "lead nowhere until it is public again."
                ),
                told=_("No one is told."),
                is_grave=True,
            )


def losses(consequences: Iterable[Consequence]) -> dict[str, str]:
    """What each thing loses, by its key."""
    lost: dict[str, list[str]] = {}
    for consequence in consequences:
        for key in consequence.losing:
            lost.setdefault(key, []).append(consequence.loss)
    return {key: ", ".join(words) for key, words in lost.items()}


def nothing(reason: str) -> Answer:
    """For a room that refers to a thing, and for which nothing follows: says why."""

    def answer(
        _things: Sequence[Any], _deed: Deed, _viewer: User, _conference: Conference
    ) -> Iterable[Consequence]:
        return ()

    answer.__doc__ = reason
    return answer


def rooms() -> Iterator[ModuleType]:
    """The `consequences` of every room that answers, the lowest floor first."""
    return (room for room in answering("consequences") if room.__name__ != __name__)
