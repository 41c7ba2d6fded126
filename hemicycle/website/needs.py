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
    """Those of the press apart: they are the press officer's."""
    page = reverse("enquiries:index", args=[conference.slug])
    is_press = Q(subject=Enquiry.Subject.PRESS)
    rows = Enquiry.objects.filter(conference=conference).awaiting()
    counts = rows.aggregate(
        press=Count("pk", filter=is_press), others=Count("pk", filter=~is_press)
    )
    words = ngettext(
        "enquiry of the press awaits an answer",
        "enquiries of the press await an answer",
        counts["press"],
    )
    yield Need(counts["press"], words, f"{page}?view=press", hats=(Hat.PRESS,))
    words = ngettext(
        "other enquiry awaits an answer",
        "other enquiries await an answer",
        counts["others"],
    )
    yield Need(counts["others"], words, f"{page}?view=awaiting")
