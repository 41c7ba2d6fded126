"""Addresses of content in languages that the interface does not have.

`/en/…` and `/ar/…` are pages in that language. `/fr/…` serves what exists in French;
everything around it is in the nearest language that the interface has.
"""

from django.conf import settings
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils import translation

from hemicycle.conferences.models import Conference
from hemicycle.texts.models import LANGUAGES

OF_THE_INTERFACE = frozenset(code for code, _name in settings.LANGUAGES)
CONTENT_ONLY = tuple(code for code in LANGUAGES if code not in OF_THE_INTERFACE)


class ContentLanguage(StringConverter):
    """In an address: a language of content that is none of the interface."""

    regex = "|".join(CONTENT_ONLY)


def nearest(language: str) -> str:
    """The language of the interface around content in this one."""
    return language if language in OF_THE_INTERFACE else settings.LANGUAGE_CODE


def address_of(
    page: str, language: str, conference: Conference, *arguments: object
) -> str:
    """Of a public page of news in this language: "article", with its key."""
    with translation.override(nearest(language)):
        if language in OF_THE_INTERFACE:
            return reverse(f"news:{page}", args=[conference.slug, *arguments])
        return reverse(f"news-in:{page}", args=[language, conference.slug, *arguments])
