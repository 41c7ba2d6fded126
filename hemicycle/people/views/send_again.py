"""A form whose protection against forgery has run out: it is shown again, filled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hemicycle.journal.receipts import TYPED_BY
from hemicycle.people import kept
from hemicycle.ui import errors


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to the form with what was typed, if one of our pages sent it and says to
    whom it was shown; else a page that says what happened."""
    if errors.came_from_here(request) and TYPED_BY in request.POST:
        page = kept.keep(request)
        if kept.SESSION in request.session:
            return redirect(page)
    return errors.csrf_failure(request, reason)
