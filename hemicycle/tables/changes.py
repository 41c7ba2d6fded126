"""Whether rows of a list have changed since a reader fetched it.

A list that stays open asks now and then, with the number of the journal's entry that it
was drawn at. Nothing new costs one query. The answer is for the script of the list.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from hemicycle.fields.prepared import prepared
from hemicycle.journal.models import Entry
from hemicycle.tables.keyset import LONGEST_NUMBER, clean_keys
from hemicycle.ui import formats

MOST = 100
"""Entries looked at; beyond, "100+"."""


@prepared
def _entries(*, conference: str, kind: str, since: int) -> QuerySet[Entry]:
    later = Entry.objects.filter(conference=conference, id__gt=since, thing_type=kind)
    return later.order_by("-id").only("thing_id")[: MOST + 1]


def since_of(request: HttpRequest) -> int | None:
    """The entry that the reader's page was drawn at, where changes are asked for."""
    since = request.GET.get("since", "")
    return int(since) if since.isdecimal() and len(since) <= LONGEST_NUMBER else None


def answer(rows: QuerySet[Any], conference: Any, since: int) -> HttpResponse:
    """ "3 rows changed.", or 204 for none of those that the reader sees."""
    kind = rows.model._meta.label_lower
    entries = _entries(conference=conference.pk, kind=kind, since=since)
    keys = clean_keys(rows.model, [entry.thing_id for entry in entries])
    n = rows.filter(pk__in=set(keys)).count() if keys else 0
    if not n:
        return HttpResponse(status=204)
    said = formats.number(n) + ("+" if len(entries) > MOST else "")
    words = ngettext("%(n)s row changed.", "%(n)s rows changed.", n) % {"n": said}
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
