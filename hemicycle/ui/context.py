"""What the base page needs besides what the view gives it. Nothing here asks the
database or the session unless the template uses it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import translate_url
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from hemicycle.lib import clock
from hemicycle.ui.formats import ENDONYMS

LANGUAGE = "language"


class Place(NamedTuple):
    """An entry of the navigation."""

    label: str
    href: str
    is_current: bool = False


class Language(NamedTuple):
    """A language of the site, and the page shown as its address is in it."""

    code: str
    endonym: str
    path: str
    is_current: bool

    @property
    def href(self) -> str:
        """Found only where it is shown: whoever is signed in gets buttons instead."""
        named = self.path.split("/", 2)[1]
        is_other = named in ENDONYMS and named != self.code
        if self.is_current and not is_other:
            return self.path
        return path_in(self.path, self.code)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A view's own variables of the same name win."""
    return {
        # A header asks several times.
        "navigation": cache(partial(navigation, request)),
        "site_languages": cache(partial(languages, request)),
        "is_demo": bool(getattr(settings, "IS_DEMO", False)),
        "conference": getattr(request, "conference", None),
        "conference_time": conference_time,
    }


def path_in(path: str, language: str) -> str:
    """The same address in another language, whether or not there is such a page: also
    of content in a language that the site itself does not have. One that names no
    language asks for it behind the question mark."""
    path, _question, query = path.partition("?")
    parts = path.split("/", 2)
    if len(parts) == 3 and parts[1] in ENDONYMS:
        translated = translate_url(path, language)
        if translated == path:
            translated = f"/{language}/{parts[2]}"
        return f"{translated}?{query}" if query else translated
    asked = QueryDict(query, mutable=True)
    asked[LANGUAGE] = language
    return f"{path}?{asked.urlencode()}"


def navigation(request: HttpRequest) -> Sequence[tuple[str, str, bool]]:
    """The rooms this reader may enter, as the callable `settings.NAVIGATION` says."""
    dotted = getattr(settings, "NAVIGATION", "")
    if not dotted:
        return []
    ask: Callable[[HttpRequest], Sequence[tuple[str, str, bool]]] = import_string(
        dotted
    )
    return ask(request)


def languages(request: HttpRequest) -> list[Language]:
    """The same page in each language of the site."""
    current = get_language()
    path = request.get_full_path()
    return [
        Language(code, ENDONYMS.get(code, code), path, code == current)
        for code, _ in settings.LANGUAGES
    ]


def conference_time() -> datetime:
    return clock.now()
