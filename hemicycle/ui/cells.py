"""What stands in a cell: drawn on a page and written into a file from one value."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape as escape_html
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.html import (
    conditional_escape,
    format_html,
    format_html_join,
)
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hemicycle.lib import clock
from hemicycle.lib.search import found_in
from hemicycle.ui import formats

# The first word of a character's Unicode name, and the language tag of its script.
SCRIPTS = {
    "ARABIC": "und-Arab", "ARMENIAN": "und-Armn", "BENGALI": "und-Beng",
    "CJK": "und-Hani", "CYRILLIC": "und-Cyrl", "DEVANAGARI": "und-Deva",
    "ETHIOPIC": "und-Ethi", "GEORGIAN": "und-Geor", "GREEK": "und-Grek",
    "GUJARATI": "und-Gujr", "HANGUL": "ko", "HEBREW": "und-Hebr", "HIRAGANA": "ja",
    "KATAKANA": "ja", "KHMER": "und-Khmr", "LAO": "und-Laoo", "LATIN": "und-Latn",
    "MALAYALAM": "und-Mlym", "MYANMAR": "und-Mymr", "SINHALA": "und-Sinh",
    "TAMIL": "und-Taml", "TELUGU": "und-Telu", "THAI": "und-Thai",
    "TIBETAN": "und-Tibt",
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """A shape and a word. Kinds: good, wait, stop, plain. A flag is coloured text."""

    kind: str
    label: str | Promise
    is_flag: bool = False


@dataclass(frozen=True)
class Name:
    """A name as its owner writes it, with the same in another script or in short."""

    text: str
    other: str = ""
    language: str = ""


@dataclass(frozen=True)
class Code:
    """Written from left to right on every page: an address, a serial number."""

    text: str


@dataclass(frozen=True)
class Foreign:
    """Text in a language of its own."""

    text: str
    language: str


@dataclass(frozen=True)
class Link:
    """Text that leads elsewhere than the row does."""

    text: str
    href: str


@dataclass(frozen=True)
class Since:
    """A moment as how long ago it was; a file holds the moment."""

    moment: dt.datetime


@dataclass(frozen=True)
class Found:
    """Where a search found something, with the words that it found marked."""

    where: str
    text: str
    wanted: Sequence[str]


Value: TypeAlias = (
    str | int | float | dt.date | State | Name | Code | Foreign | Link | Since | Found
    | Sequence[Any]
) | None  # fmt: skip


def script_of(text: str) -> str:
    """The language tag of the script a text begins in: "und-Arab", or "und"."""
    for character in text:
        if character.isalpha():
            word = unicodedata.name(character, "").split(" ")[0]
            return SCRIPTS.get(word, "und")
    return "und"


def html(value: Value, zone: formats.Zone = "UTC") -> SafeString:
    """The value as a page shows it; text of people is isolated from its neighbours."""
    match value:
        case None | "":
            return SafeString("")
        case SafeString():
            return value
        case bool():
            return SafeString(conditional_escape(_("Yes") if value else _("No")))
        case str():
            return SafeString(f"<bdi>{plainly(value)}</bdi>")
        case int() | float():
            return SafeString(conditional_escape(formats.number(value)))
        case dt.datetime():
            return moment(value, zone)
        case dt.date():
            return format_html(
                '<time datetime="{}">{}</time>',
                value.isoformat(),
                formats.day(value, "date"),
            )
        case State():
            return _state(value.kind, str(value.label), value.is_flag)
        case Name():
            return name(value)
        case Code():
            return SafeString(f'<bdi dir="ltr">{plainly(value.text)}</bdi>')
        case Foreign():
            return format_html(
                '<bdi lang="{}">{}</bdi>', value.language or "und", value.text
            )
        case Link():
            return format_html('<a href="{}"><bdi>{}</bdi></a>', value.href, value.text)
        case Since():
            return since(value.moment, zone)
        case Found():
            return format_html(
                "<span>{}: <bdi>{}</bdi></span>",
                value.where,
                marked(value.text, value.wanted),
            )
    parts = [html(part, zone) for part in value]
    if all(isinstance(part, State) for part in value):
        return format_html_join(" ", "{}", ((part,) for part in parts))
    comma = conditional_escape(_(", "))
    return mark_safe(comma.join(parts))  # each part is escaped


def plainly(text: str) -> SafeString:
    """Escaped, at a fifth of what Django's own asks for: for hundreds of cells."""
    return SafeString(escape_html(text))


@lru_cache(maxsize=500)
def _state(kind: str, label: str, is_flag: bool) -> SafeString:
    return format_html(
        '<span class="state {}{}">{}</span>',
        kind,
        " flag" if is_flag else "",
        capfirst(label),
    )


def name(value: Name, href: str = "", wanted: Sequence[str] = ()) -> SafeString:
    """A name, with the other beside it. A page leads with the name in its own script.

    Each is cut at its own end, whatever the direction of the page. Words that one of
    the tokens `wanted` finds are marked.
    """
    first, second = value.text, value.other if value.other != value.text else ""
    if second and formats.language_now() == "ar" and script_of(second) == "und-Arab":
        first, second = second, first
    language = f' lang="{plainly(value.language)}"' if value.language else ""
    spelled = marked(first, wanted)
    if href:
        lead = f'<a href="{plainly(href)}" dir="auto"{language}>{spelled}</a>'
    else:
        lead = f"<bdi{language}>{spelled}</bdi>"
    if second:
        script = marked(second, wanted)
        lead += f' <bdi class="script" lang="{script_of(second)}">{script}</bdi>'
    # Each part is escaped.
    return mark_safe(f'<span class="names">{lead}</span>')


def marked(text: str, wanted: Sequence[str]) -> SafeString:
    """The text with the words marked that one of these tokens finds."""
    if not wanted:
        return plainly(text)
    parts: list[SafeString] = []
    end = 0
    for start, stop in found_in(text, wanted):
        word = format_html("<mark>{}</mark>", text[start:stop])
        parts += [plainly(text[end:start]), word]
        end = stop
    return mark_safe("".join([*parts, plainly(text[end:])]))  # each part is escaped


def since(value: dt.datetime, zone: formats.Zone) -> SafeString:
    """ "44 days"; the day where a pointer rests."""
    days = max(0, (clock.now() - value).days)
    day = formats.day_of(value, zone)
    return _since(day, days, formats.language_now())


@lru_cache(maxsize=2000)
def _since(day: dt.date, days: int, language: str) -> SafeString:
    said = formats.numbered("%(n)s day", "%(n)s days", days)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        day.isoformat(),
        formats.day(day, "date"),
        said if days else _("Today"),
    )


def moment(value: dt.datetime, zone: formats.Zone) -> SafeString:
    """Day and time in short; the whole with its zone where a pointer rests."""
    local = value.astimezone(formats.zone_of(zone))
    is_this_year = local.year == clock.now().astimezone(formats.zone_of(zone)).year
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>',
        local.isoformat(timespec="minutes"),
        " ".join(formats.moment(value, zone)),
        formats.day(formats.day_of(value, zone), "short" if is_this_year else "date"),
        formats.clock(value, zone),
    )


def text(value: Value) -> str:
    """The value in words, for a label that is read out."""
    plain_value = plain(value)
    return "" if plain_value is None else str(plain_value)


def plain(value: Value, zone: formats.Zone = "UTC") -> Any:
    """The value as a spreadsheet holds it; moments on the clock of `zone`."""
    match value:
        case None | "" | bool() | int() | float():
            return value
        case str():
            return str(value)
        case dt.datetime():
            return value.astimezone(formats.zone_of(zone)).replace(tzinfo=None)
        case dt.date():
            return value
        case State():
            return capfirst(str(value.label))
        case Since():
            return plain(value.moment, zone)
        case Found():
            return f"{value.where}: {value.text}"
        case Name() | Code() | Foreign() | Link():
            return str(value.text)
    return _(", ").join(text(part) for part in value)
