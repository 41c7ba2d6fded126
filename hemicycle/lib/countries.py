"""Countries and areas, by ISO code, under the short names the United Nations uses.

Member and observer states carry the name of the UN's own list in its six languages;
other areas the name of CLDR, or the UN's where it has one. A person's country is a
two-letter code in the database; what anyone types is matched tolerantly.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.lib import search
from hemicycle.lib.country_names import (
    ALPHA_3,
    AMBIGUOUS,
    MEMBERS,
    OBSERVERS,
    SYNONYMS,
    UN_NAMES,
)

CODES: tuple[str, ...] = tuple(sorted(ALPHA_3))
"""All codes: members, observers and other areas."""

_TURNED = re.compile(r"([^,(（،]+?)\s*[,(（،]\s*([^,()（）،]+?)\s*[)）]?")
_ELISION = re.compile(r"(?i)^\s*l['’](?=\w)")
_ARTICLES = frozenset({"the", "le", "la", "les", "el", "los", "las"})
# What states call themselves, and what stands beside it.
# ruff: noqa: SIM905  # lists of words
_HEADS = frozenset(
    "republic kingdom commonwealth sultanate principality union duchy emirate "
    "federation republique royaume principaute republica reino principado "
    "confederation".split()
)
_FORMS = _HEADS | frozenset(
    "united democratic people s peoples islamic federal federative arab socialist "
    "bolivarian plurinational state independent co operative cooperative oriental "
    "eastern hashemite grand popular democratique populaire islamique federale arabe "
    "unie socialiste bolivarienne orientale democratica islamica unida estado "
    "socialista bolivariana cooperativa".split()
)
_LINKS = frozenset("of the de du des d la le les l del los las el".split())

_UN_LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def name(code: str, language: str | None = None) -> str:
    """The short name in this language (default: the reader's).

    "" for an unknown code.
    """
    code, language = code.upper(), _base(language)
    if code not in ALPHA_3:
        return ""
    if language in _UN_LANGUAGES and code in UN_NAMES:
        differs = UN_NAMES[code][_UN_LANGUAGES.index(language)]
        if differs:
            return differs
    return _cldr(language).get(code) or _cldr("en")[code]


def is_member(code: str) -> bool:
    """One of the 193 member states of the United Nations."""
    return code in MEMBERS


def is_observer(code: str) -> bool:
    """One of the two observer states."""
    return code in OBSERVERS


def find(text: str) -> str | None:
    """The code of the country somebody typed: name in any of our languages, endonym,
    usual synonym, two or three letter code; with an article or turned round ("Bahamas,
    The", "Korea (Republic of)"), or with what it calls itself ("Kingdom of Norway").

    None when nothing fits, or several do: see `meanings`.
    """
    if meanings(text):
        return None
    for reading in _readings(text):
        if code := _found(reading):
            return code
    return None


def meanings(text: str) -> tuple[str, ...]:
    """The countries that a name may mean which is several of them's: "Congo"."""
    for reading in (text, *_turned(text)):
        for key in (_key(reading), _bare_key(reading)):
            if codes := _several().get(key):
                return codes
    return ()


def which(text: str) -> str:
    """In words, that a name is several countries', and which; "" for one that is not.

    "Congo" is: the United Nations use it for one of two that people call so.
    """
    codes = meanings(text)
    if not codes:
        return ""
    each = [f"{name(code)} ({code})" for code in codes]
    return _(
        "“%(text)s” may be %(first)s or %(second)s. Enter the full name or the "
        "two-letter code."
    ) % {"text": text.strip()[:60], "first": each[0], "second": each[1]}


@lru_cache(maxsize=16)
def choices(language: str | None = None) -> list[tuple[str, str]]:
    """Code and name, in the alphabetical order of the language, for a select."""
    language = _base(language)
    return sorted(
        ((code, name(code, language)) for code in CODES),
        key=lambda choice: _sort_key(choice[1], language),
    )


def _base(language: str | None) -> str:
    return (language or get_language() or "en").split("-")[0].lower()


def _found(text: str) -> str | None:
    key = _key(text)
    if not key or meanings(text):
        return None
    return _by_name().get(key) or _by_bare_name().get(_bare_key(text))


def _readings(text: str) -> Iterator[str]:
    """What is written; what follows a comma or stands in brackets put in front; and
    each without what a state calls itself."""
    readings = [text, *_turned(text)]
    yield from readings
    for reading in readings:
        if plain := _without_form(reading):
            yield plain


def _turned(text: str) -> Iterator[str]:
    if found := _TURNED.fullmatch(text.strip()):
        yield f"{found[2]} {found[1]}"


def _without_form(text: str) -> str:
    """ "Norway" of "Kingdom of Norway"; "" where nothing says what kind of state it is.

    In the languages that put it in front, with a word between.
    """
    words = search.fold(text).split()
    front = 0
    while front < len(words) and words[front] in _FORMS | _LINKS:
        front += 1
    has_form = not _HEADS.isdisjoint(words[:front])
    is_linked = front > 1 and words[front - 1] in _LINKS
    return " ".join(words[front:]) if has_form and is_linked else ""


def _bare_key(text: str) -> str:
    """Without an article at an end, in English, French, Spanish or Arabic."""
    words = search.fold(_ELISION.sub("", text)).split()
    if len(words) > 1 and words[-1] in _ARTICLES:
        del words[-1]
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    if words:
        words[0] = search.without_article(words[0])
    return "".join(words)


def _key(text: str) -> str:
    return search.fold(text.replace("&", " and ")).replace(" ", "")


@lru_cache(maxsize=16)
def _cldr(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return dict(Locale.parse("en").territories)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    # Weakest first: what comes later wins where two countries share a word.
    codes = {_key(text): code for code, text in _all_cldr()}
    for code in CODES:
        for language in _UN_LANGUAGES:
            codes[_key(name(code, language))] = code
    for code, texts in SYNONYMS.items():
        codes |= {_key(text): code for text in texts}
    codes |= {ALPHA_3[code].lower(): code for code in CODES}
    codes |= {code.lower(): code for code in CODES}
    return codes


@lru_cache(maxsize=1)
def _by_bare_name() -> dict[str, str]:
    """Names without their article, as far as they are one country's."""
    codes: dict[str, set[str]] = {}
    names = [*_all_cldr(), *((code, name(code, "en")) for code in CODES)]
    names += [(code, name(code, other)) for code in CODES for other in _UN_LANGUAGES]
    names += [(code, text) for code, texts in SYNONYMS.items() for text in texts]
    for code, text in names:
        codes.setdefault(_bare_key(text), set()).add(code)
    return {key: min(found) for key, found in codes.items() if len(found) == 1 and key}


@lru_cache(maxsize=1)
def _several() -> dict[str, tuple[str, ...]]:
    return {_key(text): codes for text, codes in AMBIGUOUS.items()}


def _all_cldr() -> Iterator[tuple[str, str]]:
    """Names in our languages and each country's name in its own languages."""
    from babel.languages import get_official_languages

    for language in _UN_LANGUAGES:
        territories = _cldr(language)
        yield from ((code, territories.get(code, code)) for code in CODES)
    for code in CODES:
        for language in get_official_languages(code, de_facto=True):
            try:
                own = Locale.parse(language.replace("-", "_")).territories.get(code)
            except (UnknownLocaleError, ValueError):
                continue
            if own:
                yield code, own


def _sort_key(text: str, language: str) -> tuple[object, ...]:
    if language == "zh":
        # The order of pinyin in the classical two-byte set; the rest by code point.
        return (text.encode("gbk", "replace"),)
    if language == "ar":
        return (search.fold(text).removeprefix("ال"), text)
    return (search.fold(text), text)
