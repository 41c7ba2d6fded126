"""The language a browser keeps."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

A_YEAR = 365 * 24 * 60 * 60

R = TypeVar("R", bound=HttpResponseBase)


def remember_language(response: R, language: str) -> R:
    """The answer, after which this browser is spoken to in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
