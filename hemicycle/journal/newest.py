"""The newest entry of a conference: a cheap answer to "has anything happened?"."""

from typing import Any

from django.db.models import QuerySet

from hemicycle.fields.prepared import prepared
from hemicycle.journal.models import Entry


@prepared
def _newest(*, conference: str) -> QuerySet[Entry]:
    """One or none. Asked by pages that keep what they counted."""
    entries = Entry.objects.filter(conference=conference).order_by("-id")
    return entries.only("id")[:1]


def newest(conference: Any) -> int:
    """The number of the newest entry of this conference; 0 for none.

    It rises with every verb. Of two transactions at once the later number may be seen
    first: what is kept by it needs an end of its own.
    """
    return next((entry.pk for entry in _newest(conference=conference.pk)), 0)
