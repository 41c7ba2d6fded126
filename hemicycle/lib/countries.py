"""Countries and areas, by ISO code, under the short names the United Nations uses.

Member and observer states carry the name of the UN's own list in its six languages;
other areas the name of CLDR, or the UN's where it has one. A person's country is a
two-letter code in the database; what anyone types is matched tolerantly.
"""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from hemicycle.lib import search
from hemicycle.lib.country_names import ALPHA_3, MEMBERS, OBSERVERS, SYNONYMS, UN_NAMES

CODES: tuple[str, ...] = tuple(sorted(ALPHA_3))
"""All codes: members, observers and other areas."""

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
    usual synonym, two or three letter code. None when nothing fits exactly.
    """
    key = _key(text)
    return _by_name().get(key) if key else None


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
