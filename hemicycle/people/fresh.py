"""Exports ask for a code that was entered just now, whoever is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hemicycle.people import kept, sessions
from hemicycle.people.http import Request
from hemicycle.people.paths import own_path

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def fresh_code_required(view: View[P]) -> View[P]:
    """Run the view if a code was entered within the last ten minutes; else ask for one.

    After the code a GET goes on; a POST goes back to the page it was sent from, with
    what was typed, so that nothing is done which nobody sees.
    """

    @wraps(view)
    def ask_first(
        request: Request, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if sessions.is_fresh(request.session):
            return view(request, *args, **kwargs)
        query = urlencode({"next": _where(request)})
        return HttpResponseRedirect(f"{reverse('people:fresh')}?{query}")

    return ask_first


def _where(request: HttpRequest) -> str:
    if request.method == "GET":
        return own_path(request.get_full_path())
    return kept.keep(request)
