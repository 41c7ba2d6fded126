"""The language a browser keeps."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

from hemicycle.people.cookies import keep_cookie

R = TypeVar("R", bound=HttpResponseBase)


def remember_language(response: R, language: str) -> R:
    """The answer, after which this browser is spoken to in this language."""
    return keep_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
