"""Nobody acts as staff before the second factor; nobody's page stays in a cache."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import activate, get_language_from_path
from django.utils.translation import gettext as _

from hemicycle.lib import outages
from hemicycle.people import kept, sessions
from hemicycle.people.language import remember_language
from hemicycle.ui.context import LANGUAGE
from hemicycle.ui.middleware import BeforeView
from hemicycle.ui.refill import refilled

Answer = Callable[[HttpRequest], HttpResponse]
V = TypeVar("V", bound=Callable[..., Any])
UNATTENDED = "X-Unattended"
"""Sent by a page that asks for news by itself: nobody need sit before it."""


def before_second_factor(view: V) -> V:
    """A page on which staff show or set up the second factor, or go away again."""
    view.before_second_factor = True  # type: ignore[attr-defined]  # a mark
    return view


class NoStore:
    """Whatever is made for one browser stays in it: private, no-store."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class Sessions(SessionMiddleware):
    """As Django's. A page that was made can be read, also where nothing can be written:
    what is lost is when its reader was last seen."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except OperationalError as error:
            outage = outages.outage_in(error)
            if outage is None or request.method != "GET" or response.status_code != 200:
                raise
            outages.say(outage, error)
            return response


class SecondFactor(BeforeView):
    """Leads staff to their second factor before any other page.

    Until it is shown they are nobody: public pages see an anonymous reader, all others
    are not reached. Staff sessions end after 30 idle minutes and after 12 hours, those
    of others after 14 days.
    """

    def before(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        # A request without a session must not touch one: it may be served from cache.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = request.user
        if not user.is_authenticated:
            return None
        is_public = not getattr(view, "login_required", True)
        if sessions.is_over(request.session, is_staff=user.needs_second_factor):
            logout(request)
            return None if is_public else _led_to("people:sign_in", request)
        if not user.needs_second_factor:
            return _asked_for_a_code(request, view)
        if sessions.has_factor(request.session):
            if UNATTENDED not in request.headers:
                sessions.is_seen(request.session)
            return _asked_for_a_code(request, view)
        if getattr(view, "before_second_factor", False):
            return None
        if is_public:
            request.user = AnonymousUser()
            return None
        return _led_to("people:second_factor", request)


def _asked_for_a_code(
    request: HttpRequest, view: Callable[..., HttpResponse]
) -> HttpResponse | None:
    """A page of a room below this one that hands out lists of persons says so."""
    if getattr(view, "needs_fresh_code", False) and not sessions.is_fresh(
        request.session
    ):
        return _led_to("people:fresh", request)
    return None


class Locale(LocaleMiddleware):
    """As Django's. An address that names no language may ask for one behind the
    question mark, which this browser then keeps."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        language = request.GET.get(LANGUAGE, "")
        if language not in dict(settings.LANGUAGES):
            return
        if get_language_from_path(request.path_info):
            return
        activate(language)
        request.LANGUAGE_CODE = language
        request.asked_language = language  # type: ignore[attr-defined]  # for below

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().process_response(request, response)
        if language := getattr(request, "asked_language", ""):
            remember_language(response, language)
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Leads strangers to the sign-in. What they sent is kept: their session may have
    ended while they typed."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or request.method != "POST":
            return answer
        return _led_to("people:sign_in", request)


class KeptForms:
    """Fills the form of a page with what its reader had sent when it could not be
    stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.method != "GET"
            or settings.SESSION_COOKIE_NAME not in request.COOKIES
            or not request.user.is_authenticated
        ):
            return self.get_response(request)
        form = kept.waiting(request)
        if form is None:
            return self.get_response(request)
        messages.warning(
            request,
            _("Nothing has been saved yet. What you typed is here: check it and save."),
        )
        if form.had_files:
            messages.warning(
                request, _("Files are not kept. Please choose your files again.")
            )
        return _filled(request, self.get_response(request), form)


def _filled(
    request: HttpRequest, response: HttpResponse, form: kept.KeptForm
) -> HttpResponse:
    """The page with what was typed; or that by itself, if the form is not there."""
    if response.status_code != 200 or response.streaming:
        return response
    kept.forget(request)
    html = refilled(
        response.content.decode(), form.sent, page=form.page, action=form.action
    )
    if html is None:
        values = [value for values in form.sent.values() for value in values if value]
        return render(request, "people/kept.html", {"form": form, "values": values})
    response.content = html.encode()
    return response


def _led_to(name: str, request: HttpRequest) -> HttpResponse:
    is_get = request.method == "GET"
    onward = request.get_full_path() if is_get else kept.keep(request)
    address = reverse(name) + (f"?{urlencode({'next': onward})}" if onward else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
