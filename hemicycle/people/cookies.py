"""What a browser keeps for a year, without signing in."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

A_YEAR = 365 * 24 * 60 * 60

R = TypeVar("R", bound=HttpResponseBase)


def keep_cookie(response: R, name: str, value: str) -> R:
    """The answer, after which this browser sends the value with every request."""
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
