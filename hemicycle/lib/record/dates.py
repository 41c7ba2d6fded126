"""Dates and times of a text, in six languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from hemicycle.lib.record import lexicon
from hemicycle.lib.record.numbers import western
from hemicycle.lib.record.reading import Text, Word, key_of

_HAN_DATE = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})(?:日|号)?"
    r"(?:\s?(?:[-–—~～至到]|日至)\s?(?:(\d{1,2})月)?(\d{1,2})(?:日|号))?"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_STAMP = re.compile(
    r"(?<!\d)\d{4}[/-]\d{1,2}[/-]\d{1,2}[ T,]+\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"(?!\s*(?:[A-Z]{3,4}\b|UTC|GMT|Z\b|[+−-]\d{2}:?\d{2}))"
)
_TIME = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-3])(?:[:.hч]|\s?h\s?)([0-5]\d)(?![\d:])"
    r"(?:\s?(a\.?m\.?|p\.?m\.?)(?!\w))?|(?<![\d:.,])(1[0-2]|[1-9])\s?(a\.?m\.?|p\.?m\.?)(?!\w)",
    re.IGNORECASE,
)
_TIME_ZH = re.compile(r"(上午|下午|晚上)?(\d{1,2})[时点](?:(\d{1,2})分|(半))?")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|[ºª])?", re.IGNORECASE)
_RANGE = frozenset(
    key_of(w)
    for w in [
        "to",
        "and",
        "until",
        "through",
        "au",
        "et",
        "al",
        "y",
        "hasta",
        "до",
        "по",
        "и",
        "الى",
        "حتى",
        "و",
        "a",
        "à",
    ]
)
_FILL = frozenset(
    key_of(w)
    for w in [
        "of",
        "the",
        "de",
        "del",
        "du",
        "le",
        "el",
        "г",
        "года",
        "عام",
        "سنه",
        "day",
        "день",
    ]
)


@dataclass(frozen=True)
class Dates:
    """A day or a run of days; the year is None where the text has none."""

    start: int
    end: int
    year: int | None
    first: tuple[int, int]
    """Month and day."""
    last: tuple[int, int]

    @property
    def is_range(self) -> bool:
        return self.first != self.last

    def days(self, year: int) -> tuple[date, date] | None:
        """First and last day, with this year where the text has none."""
        try:
            return (
                date(self.year or year, *self.first),
                date(self.year or year, *self.last),
            )
        except ValueError:
            return None


@dataclass(frozen=True)
class Time:
    start: int
    end: int
    time: time


def dates(text: Text) -> list[Dates]:
    plain = western(text.text)
    mentions = [
        Dates(
            *match.span(),
            int(match[1]),
            (int(match[2]), int(match[3])),
            (int(match[2]), int(match[3])),
        )
        for match in _NUMERIC.finditer(plain)
    ]
    if text.language == "zh":
        for match in _HAN_DATE.finditer(plain):
            year, month, day, month_2, day_2 = match.groups()
            first = (int(month), int(day))
            last = (int(month_2 or month), int(day_2)) if day_2 else first
            mentions.append(
                Dates(*match.span(), int(year) if year else None, first, last)
            )
    else:
        mentions += _joined(text, list(_by_month(text, plain)))
    return [
        each
        for each in mentions
        if 1 <= each.first[0] <= 12
        and 1 <= each.first[1] <= 31
        and 1 <= each.last[1] <= 31
    ]


def times(text: Text) -> Iterator[Time]:
    plain = western(text.text)
    if text.language == "zh":
        for match in _TIME_ZH.finditer(plain):
            hour = int(match[2])
            if match[1] in ("下午", "晚上") and hour < 12:
                hour += 12
            minute = 30 if match[4] else int(match[3] or 0)
            if hour < 24 and minute < 60:
                yield Time(*match.span(), time(hour, minute))
    for match in _TIME.finditer(plain):
        half = (match[3] or match[5] or "").replace(".", "").lower()
        hour, minute = int(match[1] or match[4]), int(match[2] or 0)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        yield Time(*match.span(), time(hour, minute))


def stamps_without_zone(text: Text) -> Iterator[tuple[int, int]]:
    """A date with a clock time, written as machines do, and no zone after it."""
    for match in _STAMP.finditer(western(text.text)):
        yield match.span()


def _by_month(text: Text, plain: str) -> Iterator[Dates]:
    months = lexicon.months(text.language)
    words = text.words
    for position, word in enumerate(words):
        month = months.get(word.key)
        if month is None or (word.key == "may" and not word.is_capital):
            continue
        if position and months.get(words[position - 1].key) == month:
            continue  # the second name of one month: آب/أغسطس
        last_name = position
        if position + 1 < len(words) and months.get(words[position + 1].key) == month:
            last_name = position + 1
        left = _days_before(words, position, plain)
        right = [] if left else _days_after(words, last_name, plain)
        found = left or right
        if not found:
            continue
        after = max(last_name, max(index for index, _ in found))
        year, end = _year_after(words, after, plain)
        days = [day for _, day in sorted(found)]
        start = min(words[position].start, min(words[i].start for i, _ in found))
        yield Dates(start, end, year, (month, days[0]), (month, days[-1]))


def _days_before(words: list[Word], position: int, plain: str) -> list[tuple[int, int]]:
    """Indexes and days of "26 to 28" before a month's name."""
    found: list[tuple[int, int]] = []
    index = position - 1
    while index >= 0 and position - index < 7 and len(found) < 2:
        word = words[index]
        gap = plain[word.end : words[index + 1].start]
        if "\n" in gap or "." in gap.replace("º.", ""):
            break
        day = _day(plain, word)
        if day:
            found.append((index, day))
        elif (
            word.key in _RANGE | _FILL and not (word.key in _RANGE and not found)
        ) or (found and word.key in _RANGE):
            pass
        else:
            break
        index -= 1
    return found


def _days_after(words: list[Word], position: int, plain: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    index = position + 1
    while index < len(words) and index - position < 5 and len(found) < 2:
        word = words[index]
        gap = plain[words[index - 1].end : word.start]
        if found and "," in gap:
            break
        day = _day(plain, word)
        if day:
            found.append((index, day))
        elif not (word.key in _RANGE and found):
            break
        index += 1
    return found


def _day(plain: str, word: Word) -> int:
    match = _DAY.fullmatch(plain[word.start : word.end])
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def _year_after(words: list[Word], position: int, plain: str) -> tuple[int | None, int]:
    for index in range(position + 1, min(position + 3, len(words))):
        word = words[index]
        digits = plain[word.start : word.end]
        gap = plain[words[index - 1].end : word.start]
        if digits.isdigit() and len(digits) == 4 and gap.strip(" ,\u00a0،") == "":
            return int(digits), word.end
        if word.key not in _FILL:
            break
    return None, words[position].end


def _joined(text: Text, mentions: list[Dates]) -> list[Dates]:
    """ "30 August to 2 September 2019" as one; a year counts for what is before it."""
    joined: list[Dates] = []
    for mention in mentions:
        if joined:
            before = joined[-1]
            between = text.words_between(before.end, mention.start)
            gap = text.text[before.end : mention.start]
            if (
                not before.is_range
                and len(gap) < 12
                and (
                    all(word.key in _RANGE for word in between)
                    and (between or gap.strip() in "-–—")
                )
                and (before.year in (None, mention.year))
            ):
                joined[-1] = replace(mention, start=before.start, first=before.first)
                continue
        joined.append(mention)
    return joined
