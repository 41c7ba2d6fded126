"""Addresses of content in languages that the interface does not have.

`/en/…` and `/ar/…` are pages in that language. `/fr/…` serves what exists in French;
everything around it is in the nearest language that the interface has.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils import translation

from hemicycle.conferences.models import Conference
from hemicycle.texts.models import LANGUAGES
from hemicycle.ui.formats import ENDONYMS

OF_THE_INTERFACE = frozenset(code for code, _name in settings.LANGUAGES)
CONTENT_ONLY = tuple(code for code in LANGUAGES if code not in OF_THE_INTERFACE)


class ContentLanguage(StringConverter):
    """In an address: a language of content that is none of the interface."""

    regex = "|".join(CONTENT_ONLY)


def nearest(language: str) -> str:
    """The language of the interface around content in this one."""
    return language if language in OF_THE_INTERFACE else settings.LANGUAGE_CODE


View = Callable[Concatenate[HttpRequest, Conference, str, ...], HttpResponse]


def in_a_language(view: View) -> Callable[..., HttpResponse]:
    """The view gets the language of the content; the interface is in the nearest."""

    @wraps(view)
    def answer(
        request: HttpRequest, conference: Conference, language: str = "", **named: Any
    ) -> HttpResponse:
        language = language or translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(nearest(language)):
            response = view(request, conference, language, **named)
        response["Content-Language"] = language
        return response

    return answer


class Tongue(NamedTuple):
    """A language in which something is public, with its address."""

    code: str
    endonym: str
    href: str
    is_current: bool


def tongues_of(
    codes: Collection[str], shown: str, address: Callable[[str], str]
) -> list[Tongue]:
    """The languages among `codes`, in our order; `shown` is that of the page."""
    return [
        Tongue(code, ENDONYMS[code], address(code), code == shown)
        for code in LANGUAGES
        if code in codes
    ]


def address_of(
    page: str,
    language: str,
    conference: Conference,
    *arguments: object,
    room: str = "news",
) -> str:
    """Of a public page in this language: "article" of the news, with its key."""
    with translation.override(nearest(language)):
        if language in OF_THE_INTERFACE:
            return reverse(f"{room}:{page}", args=[conference.slug, *arguments])
        name = f"{room}-in:{page}"
        return reverse(name, args=[language, conference.slug, *arguments])
