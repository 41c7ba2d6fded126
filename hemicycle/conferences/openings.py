"""What is missing until a conference can publish, invite, approve, print, open doors.

Each room answers for itself, in a module `readiness.py`: `items(conference)` says what
is ready and what is not, `settings(conference)` lists its pages of settings. Nobody
else keeps a list of what a conference needs. docs/decisions/readiness.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.cache import cache
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle import rooms
from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import wears
from hemicycle.journal.newest import newest

SECONDS = 60


class Opening(models.TextChoices):
    """What a conference gets ready for, in the order of time."""

    PUBLISH = "publish", _("To publish")
    INVITE = "invite", _("To invite")
    APPROVE = "approve", _("To approve")
    PRINT = "print", _("To print")
    DOORS = "doors", _("To open the doors")


class Group(models.TextChoices):
    """The headings of the list of all settings."""

    CONFERENCE = "conference", _("Conference")
    PEOPLE = "people", _("People")
    PLACE = "place", _("Place")
    WORDS = "words", _("Words and papers")
    PROGRAMME = "programme", _("Programme")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where possible in numbers of people, and the link that leads to
    the very field. Blocking: the opening would fail; else it would only be worse."""

    sentence: str
    action: str
    href: str
    is_blocking: bool = False


@dataclass(frozen=True)
class Item:
    """One setting that an opening needs; ready while it has no problem.

    `hats` are those whose work it is besides the chief's: nobody else sees or counts
    it. `correctors` are those, besides the chief, who can open the link of the problem.
    """

    opening: Opening
    setting: str
    href: str
    value: str = ""
    problem: Problem | None = None
    hats: tuple[str, ...] = ()
    correctors: tuple[str, ...] = ()
    is_linked: bool = True

    @property
    def is_ready(self) -> bool:
        return self.problem is None

    @property
    def is_blocking(self) -> bool:
        return self.problem is not None and self.problem.is_blocking

    def for_viewer(self, user: object, conference: Conference) -> Self:
        """The same with its link only for somebody who can open it."""
        return replace(self, is_linked=wears(user, conference, *self.correctors))


@dataclass(frozen=True)
class Setting:
    """A page of settings: under which heading, how much stands on it, and for whom
    besides the chief."""

    group: Group
    label: str
    href: str
    count: int | None = None
    hats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One opening with what it needs, as one person may see it."""

    opening: Opening
    items: list[Item]

    @property
    def ready(self) -> list[Item]:
        return [item for item in self.items if item.is_ready]

    @property
    def missing(self) -> list[Item]:
        """Not ready: what blocks comes first."""
        unready = [item for item in self.items if not item.is_ready]
        return sorted(unready, key=lambda item: not item.is_blocking)

    @property
    def blocking(self) -> int:
        return sum(item.is_blocking for item in self.items)

    @property
    def to_do(self) -> int:
        return len(self.missing) - self.blocking


def stages(conference: Conference, user: object) -> list[Stage]:
    """Every opening in which this person has a part, with only what is theirs."""
    theirs: dict[Opening, list[Item]] = {opening: [] for opening in Opening}
    for item in _kept(conference, "items"):
        if wears(user, conference, *item.hats):
            theirs[item.opening].append(item.for_viewer(user, conference))
    return [Stage(opening, needed) for opening, needed in theirs.items() if needed]


def missing(conference: Conference, user: object) -> list[Item]:
    """What is not ready and theirs, in the order of the openings."""
    return [item for stage in stages(conference, user) for item in stage.missing]


def blocking(conference: Conference, opening: Opening) -> list[Item]:
    """What makes this opening fail, whoever asks: for the verb that opens."""
    return [
        item
        for item in items(conference)
        if item.opening == opening and item.is_blocking
    ]


def items(conference: Conference) -> Iterator[Item]:
    for room in rooms.answering("readiness"):
        yield from room.items(conference)


def settings(conference: Conference, user: object) -> list[tuple[Group, list[Setting]]]:
    """All pages of settings that this person may open, under their headings."""
    theirs: dict[Group, list[Setting]] = {group: [] for group in Group}
    for setting in _kept(conference, "settings"):
        if wears(user, conference, *setting.hats):
            theirs[setting.group].append(setting)
    return [(group, pages) for group, pages in theirs.items() if pages]


def _kept(conference: Conference, what: str) -> list[Any]:
    """The `items` or `settings` of all rooms, kept until something happens here.

    Every verb writes to the journal, so nobody has to think of forgetting it. A minute
    at most: of two transactions at once the later entry may be seen first.
    """
    day, entry = conference.today, newest(conference)
    key = f"readiness.{what}:{conference.pk}:{entry}:{day}:{get_language()}"
    kept: list[Any] | None = cache.get(key)
    if kept is None:
        every = rooms.answering("readiness")
        kept = [each for room in every for each in getattr(room, what)(conference)]
        cache.set(key, kept, SECONDS)
    return kept
