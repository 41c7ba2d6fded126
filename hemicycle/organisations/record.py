"""The organisations accredited to a conference, by all their names."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.lib.record import Name, Organisation, Term
from hemicycle.organisations import models
from hemicycle.people.models import User


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    rows = models.Organisation.objects.public(conference).prefetch_related("names")
    for row in rows.only("name", "acronym"):
        yield Organisation(
            [
                Name(row.name),
                *(
                    Name(each.name, each.language)
                    for each in row.names.all()
                    if not each.is_acronym
                ),
            ],
            [
                *filter(None, [row.acronym]),
                *(each.name for each in row.names.all() if each.is_acronym),
            ],
            source=row.pk,
        )
