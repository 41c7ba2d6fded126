"""Public pages are made once and kept, in whatever room; all else is private.

A page is served from here only to a reader without a session cookie. What is kept bears
no name, no token and no cookie. It is good for a minute, while the conference's
publication counter stands still, and at one position of the clock of a demonstration.
Figures carry their time. While the database is away nothing can change: the page that
was good last goes out.
"""

import gzip
import re
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from typing import Concatenate, NamedTuple, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock, outages

SECONDS = 60
KEPT_SECONDS = 24 * 60 * 60
"""How long a page is at hand for the time that the database is away."""
# Every reader asks again each time; the answer is then a 304 without a body.
FOR_EVERYBODY = "public, no-cache"
FOR_ONE_READER = "private, no-store"
NOT_KEPT = frozenset({"set-cookie", "content-length"})
GZIP = re.compile(r"\bgzip\b")

AWAY_SECONDS = 2.0
"""A database that was away is not asked again so soon: to ask may take seconds."""
_ask_again_at = 0.0

# All of them, since there are few: a query made once and copied costs a third of one
# that is made for each reader (72 against 247 microseconds).
PUBLISHED = (
    Conference.objects.filter(is_published=True)
    .order_by()
    .values_list("pk", "publication")
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Page(NamedTuple):
    """A public page as it left, and what must still hold before it leaves again."""

    conference: str
    publication: int
    made_at: datetime
    headers: list[tuple[str, str]]
    etag: str
    plain: bytes
    zipped: bytes
    parameters: tuple[str, ...]

    def is_asked_for(self, request: HttpRequest) -> bool:
        """Whether nothing in the query string asks for another state of the page."""
        return not any(name in request.GET for name in self.parameters)


def is_public(request: HttpRequest) -> bool:
    """Whether this reader is nobody in particular: reads, with no session cookie, and
    has no message waiting, such as after signing out."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.MESSAGE_COOKIE_NAME not in request.COOKIES
    )


def public(*parameters: str) -> Callable[[View[P]], View[P]]:
    """A page for everybody. Without a session its view must not ask who is reading.

    `parameters` are the words of the query string that change the page; a page with one
    of them is made for each reader. All other words are ignored: whatever stands after
    the question mark, a reader without a session gets the page that is kept.
    """

    def decorate(view: View[P]) -> View[P]:
        @login_not_required
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: P.args, **named: P.kwargs
        ) -> HttpResponse:
            if is_public(request):
                _forget_the_unknown(request, parameters)
            response = view(request, *args, **named)
            if response.status_code == 200 and is_public(request):
                response.public_parameters = parameters  # type: ignore[attr-defined]  # a mark
            return response

        return answer

    return decorate


def _forget_the_unknown(request: HttpRequest, parameters: Collection[str]) -> None:
    """Leave in the query string only what the page knows, for links in it, too."""
    kept = QueryDict(mutable=True)
    for name in parameters:
        if name in request.GET:
            kept.setlist(name, request.GET.getlist(name))
    request.META["QUERY_STRING"] = kept.urlencode()
    request.GET = kept  # type: ignore[assignment]  # fewer words, same shape


class PublicPages:
    """Middleware: answers from kept pages, keeps new ones, marks the rest private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_public(request):
            request.get_host()  # a forged host is refused here as everywhere
            page = cache.get(_key(request))
            if page and page.is_asked_for(request) and _may_leave(page, request):
                return _answer(request, page)
        response = self.get_response(request)
        parameters = getattr(response, "public_parameters", None)
        if parameters is None or response.cookies:
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = FOR_ONE_READER
            return response
        page = _page(request, response, parameters)
        if page.conference and page.is_asked_for(request):
            cache.set(_key(request), page, KEPT_SECONDS)
        return _answer(request, page)


def moment_epoch() -> int:
    """Changes whenever somebody moves the clock of a demonstration."""
    try:
        return (settings.DATA / "clock").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _key(request: HttpRequest) -> str:
    # The path names the language. Quoted paths may be long and may hold any sign.
    path = blake2b(request.path.encode(), digest_size=16).hexdigest()
    return f"page:{moment_epoch()}:{path}"


def _may_leave(page: Page, request: HttpRequest) -> bool:
    """Whether it is as it would be made now, as far as anybody can know."""
    global _ask_again_at
    age = clock.now() - page.made_at
    is_new = timedelta(0) <= age < timedelta(seconds=SECONDS)
    if time.monotonic() < _ask_again_at:
        return True
    try:
        is_published = (page.conference, page.publication) in PUBLISHED.all()
    except (InterfaceError, OperationalError) as error:
        outage = outages.outage_in(error)
        if outage is None:
            raise
        outages.say(outage, error)
        _ask_again_at = time.monotonic() + AWAY_SECONDS
        return True
    if not is_published:
        # Nor later, should the database go away.
        cache.delete(_key(request))
    return is_new and is_published


def _page(
    request: HttpRequest, response: HttpResponse, parameters: tuple[str, ...]
) -> Page:
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    response["Cache-Control"] = FOR_EVERYBODY
    conference = getattr(request, "conference", None)
    return Page(
        conference=conference.pk if conference else "",
        publication=conference.publication if conference else 0,
        made_at=clock.now(),
        headers=[
            (name, value)
            for name, value in response.items()
            if name.lower() not in NOT_KEPT
        ],
        # Weak: the same page with and without compression.
        etag=f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"',
        plain=response.content,
        zipped=gzip.compress(response.content, 6, mtime=0),
        parameters=parameters,
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    if page.etag in etags or page.etag.removeprefix("W/") in etags or etags == ["*"]:
        response = HttpResponse(status=304)
        del response["Content-Type"]
        kept = {"etag", "cache-control", "vary", "content-language"}
        for name, value in page.headers:
            if name.lower() in kept:
                response[name] = value
        response["ETag"] = page.etag
        return response
    is_zipped = GZIP.search(request.headers.get("Accept-Encoding", "")) is not None
    body = page.zipped if is_zipped else page.plain
    response = HttpResponse(b"" if request.method == "HEAD" else body)
    for name, value in page.headers:
        response[name] = value
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    response["ETag"] = page.etag
    return response
