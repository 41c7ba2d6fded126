"""The sessions of the programme, and the guests who appear in them as billed.

What was invented for a demonstration confirms nothing; a working title is no title.
"""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.lib.record import Office, Person, Session, Term
from hemicycle.people.models import User
from hemicycle.programme import models


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    rows = models.Session.objects.visible_to(viewer, conference).filter(
        is_official=True, is_invented=False
    )
    for row in rows.select_related("hall"):
        yield Session(
            {code: title for code, title in row.title.items() if title},
            row.date,
            conference.local(row.starts_at) if row.starts_at else None,
            conference.local(row.ends_at) if row.ends_at else None,
            row.hall.name if row.hall else "",
            row.pk,
        )
    guests = (
        models.Appearance.objects.filter(session__in=rows)
        .exclude(guest="")
        .values_list("guest", "guest_title", "source")
        .distinct()
    )
    for guest, title, source in guests:
        yield Person(
            [guest],
            offices=[Office({"en": title}, source=source)] if title else [],
            source=source,
        )
