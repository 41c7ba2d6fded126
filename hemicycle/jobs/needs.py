"""What runs beside the web and does not, for the desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from hemicycle.jobs.models import Process
from hemicycle.journal.models import Failure
from hemicycle.lib.needs import Need


def needs(conference: Any) -> Iterator[Need]:
    """What the schedule could not do, and processes that have not shown themselves."""
    page = reverse("jobs:index", args=[conference.slug])
    not_done = Failure.objects.about_conference(conference).count()
    words = ngettext(
        "thing could not be done automatically and is tried again",
        "things could not be done automatically and are tried again",
        not_done,
    )
    yield Need(not_done, words, page, is_trouble=True)
    late = Process.objects.late().count()
    words = ngettext(
        "background process does not respond",
        "background processes do not respond",
        late,
    )
    yield Need(late, words, page, is_trouble=True)
