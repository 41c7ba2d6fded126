"""The page for an error of ours: 503 while something is away, else 500.

It asks neither the database nor the session. While the database or the disk is away, a
form that was sent is in the page, one press from being sent again: nothing typed is
lost, and its submission key stores it once.
"""

import sys

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.defaults import server_error as error_of_ours

from hemicycle.lib import outages
from hemicycle.lib.outages import Outage
from hemicycle.ui.errors import NEVER_SENT_AGAIN, NOT_TYPED, came_from_here

RETRY_AFTER = 30
"""Seconds after which a program may ask again."""


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: called while the error is being handled."""
    error = sys.exc_info()[1]
    outage = outages.outage_in(error)
    if outage is None:
        return error_of_ours(request)
    outages.say(outage, error)
    return unavailable(request, outage)


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """What is away, what still works, and what was typed."""
    typed = _typed(request)
    response = HttpResponse(
        render_to_string(
            "503.html",
            {
                "outage": outage,
                "is_post": request.method == "POST",
                "typed": typed,
                "not_typed": NOT_TYPED,
                "had_files": typed is not None and bool(request.FILES),
                "action": request.get_full_path(),
                "csrf_token": get_token(request) if typed else "",
            },
        ),
        status=503,
    )
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    # Said already, in one line a minute.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What this form sent; None for what is no form, could not be read whole, or came
    from another site: sent again it would be a forgery with a friendly button."""
    if request.method != "POST":
        return None
    try:
        if not came_from_here(request):
            return None
        return [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NEVER_SENT_AGAIN
            for value in values
        ]
    except (SuspiciousOperation, OSError):
        return None
