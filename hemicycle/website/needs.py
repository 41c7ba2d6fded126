"""Enquiries that await an answer, for the desk and for the press officer's day."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from hemicycle.conferences.models import Hat
from hemicycle.lib.needs import Need
from hemicycle.website.models import Enquiry


def needs(conference: Any) -> Iterator[Need]:
    press, others = _counted(conference)
    yield _of_press(conference, press)
    words = ngettext(
        "other enquiry awaits an answer", "other enquiries await an answer", others
    )
    yield Need(others, words, _page(conference, "awaiting"))


def needs_of(hat: str, conference: Any) -> Iterator[Need]:
    """Those of the press, for the press officer."""
    if hat == Hat.PRESS:
        press, _others = _counted(conference)
        yield _of_press(conference, press)


def _counted(conference: Any) -> tuple[int, int]:
    """Those of the press that await an answer, and all others."""
    is_press = Q(subject=Enquiry.Subject.PRESS)
    rows = Enquiry.objects.filter(conference=conference).awaiting()
    counts = rows.aggregate(
        press=Count("pk", filter=is_press), others=Count("pk", filter=~is_press)
    )
    return counts["press"], counts["others"]


def _of_press(conference: Any, count: int) -> Need:
    words = ngettext(
        "enquiry of the press awaits an answer",
        "enquiries of the press await an answer",
        count,
    )
    return Need(count, words, _page(conference, "press"))


def _page(conference: Any, view: str) -> str:
    return f"{reverse('enquiries:index', args=[conference.slug])}?view={view}"
