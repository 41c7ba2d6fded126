"""What people call a country besides the name in our list, for the search in a form."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from hemicycle.lib import countries
from hemicycle.lib.country_names import ALPHA_3, SYNONYMS

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@cache
def synonyms(code: str) -> tuple[str, ...]:
    """What else people call it: its names at home, in our languages, codes."""
    words = dict.fromkeys(SYNONYMS.get(code, ()))
    words[ALPHA_3.get(code, code)] = None
    for language in get_official_languages(code, de_facto=True):
        try:
            home = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if home:
            words[home] = None
    for language in LANGUAGES:
        words[countries.name(code, language)] = None
    return tuple(word for word in words if word)
