"""What a room vouches for, as plain values: the terms of the record.

All facts are positive: what is so, from when until when, and where that comes from. A text
is contradicted by a fact that excludes it, never by a list of wrong words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

Translated = Mapping[str, str]
"""A text by language code: {"en": "Opening", "ar": "الافتتاح"}."""


@dataclass(frozen=True)
class Name:
    """One way to name a thing; an empty language is any language."""

    text: str
    language: str = ""
    until: date | None = None
    """The last day on which it was the name; None where it still is."""


@dataclass(frozen=True)
class Office:
    """A role that a person holds or held; without dates, whenever the text is of."""

    title: Translated
    since: date | None = None
    until: date | None = None
    source: str = ""

    def is_held_on(self, day: date | None) -> bool:
        """On this day; None: now, as far as the record says."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Person:
    """A person as the record names them.

    `spellings` are right, the first is the one to write; `variants` are known and not to
    be printed.
    """

    spellings: Sequence[str]
    variants: Sequence[str] = ()
    offices: Sequence[Office] = ()
    source: str = ""


@dataclass(frozen=True)
class Organisation:
    """A body by its names: official, translated, earlier; and its acronyms."""

    names: Sequence[Name]
    acronyms: Sequence[str] = ()
    is_invited: bool = False
    """Whether an invitation of the conference to it is on record."""
    source: str = ""


@dataclass(frozen=True)
class Body:
    """An organisation that organises the conference or is of the United Nations.

    What sounds like one of these and is not on record, is not confirmed.
    """

    names: Sequence[Name]
    acronyms: Sequence[str] = ()
    is_organiser: bool = False
    source: str = ""


@dataclass(frozen=True)
class Edition:
    """One conference of the series. What is not known is empty or None."""

    number: int | None
    names: Sequence[Name]
    is_this: bool = False
    """The conference that the text is held against."""
    former_names: Sequence[Name] = ()
    theme: Translated = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    year: int | None = None
    city: Translated = field(default_factory=dict)
    region: Translated = field(default_factory=dict)
    country: str = ""
    """Two letters."""
    venue: Translated = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class Session:
    """Something in the programme, by its titles; times are local to the conference."""

    titles: Translated
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    hall: str = ""
    source: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with what it counts: one of the words of `numbers.COUNTED`.

    `is_independent` is false for what is invented and for what only the author of the text
    says: it confirms nothing. `is_minimum` is a figure published as "more than".
    """

    counts: str
    value: int
    stated_by: str
    is_independent: bool = True
    is_final: bool = False
    """Counted by the conference itself: the only right one, where there is one."""
    source: str = ""


@dataclass(frozen=True)
class Statement:
    """What a person said or wrote, as it is on file; without text, only that it exists."""

    speaker: str
    text: str = ""
    language: str = ""
    source: str = ""


Term = Person | Organisation | Body | Edition | Session | Figure | Statement
