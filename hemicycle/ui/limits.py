"""What no request may hold, refused before any view sees it."""

import codecs
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import parse_header_parameters

from hemicycle.lib.spreadsheet import MAX_MB
from hemicycle.ui.middleware import BeforeView

NUL = "\0"


class RequestInUtf8(WSGIRequest):
    """A request whose sender does not choose how Python reads it. Django's own would
    try to, before any middleware stands by to answer what cannot be read."""

    def _set_content_type_params(self, meta: Mapping[str, str]) -> None:
        kind = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(kind)


class OnlyUtf8:
    """Middleware: answers 400 to a request that says it is written in anything else.

    Our pages send UTF-8. Python knows a hundred other ways: one (UTF-7) makes halves of
    characters that no database holds, others are no text at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = (request.content_params or {}).get("charset", "utf-8")
        try:
            is_other = codecs.lookup(said).name != "utf-8"
        except (LookupError, ValueError):
            is_other = False  # a name that says nothing
        if is_other:
            raise BadRequest("not in UTF-8")
        return self.get_response(request)


class NotTooLarge(BeforeView):
    """Middleware: answers 413 to a body larger than any file we take.

    Django bounds a form's text but writes files of any size to disk, before the view
    knows who sends them. A request without a length has no body here.
    """

    def before(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.LARGEST_REQUEST:
            context = {"public": True, "limit": MAX_MB}
            return render(request, "413.html", context, status=413)
        return None


class NoNul(BeforeView):
    """Middleware: answers 400 to an address with a NUL sign in it.

    PostgreSQL cannot hold one and would fail in the middle of the view; SQLite can, so
    only one of the two would show it. What is posted is for the forms, which say so at
    the field and keep what was typed.
    """

    def before(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> None:
        if NUL in request.path or any_nul(request.GET.lists()):
            raise BadRequest("a NUL sign in the address")


def any_nul(lists: Iterable[tuple[str, list[Any]]]) -> bool:
    """Whether a name or a value of a query string holds one."""
    return any(
        NUL in name or any(NUL in value for value in values) for name, values in lists
    )
