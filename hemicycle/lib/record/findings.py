"""What a check says about some words of a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CONTRADICTS = "contradicts"
    UNCONFIRMED = "unconfirmed"
    SPELLING = "spelling"


class Reason(StrEnum):
    """Which fact was looked at."""

    NAME = "name"
    NUMBER = "number"
    THEME = "theme"
    DATE = "date"
    PLACE = "place"
    BODY = "body"
    ORGANISATION = "organisation"
    PERSON = "person"
    OFFICE = "office"
    SESSION = "session"
    TIME = "time"
    FIGURE = "figure"
    CLAIM = "claim"
    INVITATION = "invitation"
    QUOTATION = "quotation"
    ZONE = "zone"


@dataclass(frozen=True)
class Finding:
    """Some words of a text, what the record says instead, and where that comes from.

    `offset` counts characters of the text from 0; `places` are the offsets of all its
    occurrences. `record` is what the record has: the right words, or what is known about
    the thing; empty where the record has nothing. `repair` is what to put in the words'
    stead; empty where the record does not decide.
    """

    kind: Kind
    reason: Reason
    words: str
    offset: int
    record: str = ""
    source: str = ""
    repair: str = ""
    others: tuple[str, ...] = ()
    """Other spellings of the same person in this text, none of them on record."""
    places: tuple[int, ...] = ()
