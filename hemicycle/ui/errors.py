"""The page for a form whose protection against forgery has run out: what was typed
stays."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

NEVER_SENT_AGAIN = {"csrfmiddlewaretoken"}
NOT_TYPED = {"submission", "typed_by", "as_read"}


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the form's data again with a button that sends it, under a fresh token.

    Only for a form that came from a page of this site: data sent by another site would
    be a forgery with a friendly button.
    """
    is_ours = came_from_here(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_SENT_AGAIN
        for value in values
    ]
    response = render(
        request,
        "ui/csrf.html",
        {
            "is_ours": is_ours,
            "typed": typed if is_ours else [],
            "not_typed": NOT_TYPED,
            "had_files": bool(request.FILES),
            "has_cookie": bool(request.COOKIES),
            "public": True,
        },
        status=403,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(source) and urlsplit(source).netloc == request.get_host()
