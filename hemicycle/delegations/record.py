"""The names of participants, as they write them and in their own script.

A finding names who is nearly meant: only whom a public list may name, or whom the
viewer may see, is a term. Their titles are their own words and are not vouched for.
"""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.lib.record import Person, Term
from hemicycle.people.models import User


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    rows = Registration.objects.filter(conference=conference).public()
    if viewer is not None:
        rows = Registration.objects.visible_to(viewer, conference).public()
    names = rows.values_list("full_name", "badge_name", "own_script", "pk")
    for full, badge, own, key in names.iterator(chunk_size=2_000):
        spellings = dict.fromkeys(name for name in (full, badge, own) if name)
        yield Person(list(spellings), source=key)
