"""The people that the press officer vouches for, and their statements on file."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.lib.record import Office, Person, Statement, Term
from hemicycle.newsroom import models
from hemicycle.people.models import User


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    for person in models.NamedPerson.objects.filter(conference=conference).with_facts():
        spellings = list(person.spellings.all())
        yield Person(
            [
                person.full_name,
                *(each.text for each in spellings if not each.is_variant),
            ],
            [each.text for each in spellings if each.is_variant],
            [
                Office(each.title, each.since, each.until, each.source)
                for each in person.offices.all()
            ],
            source=person.source,
        )
    statements = models.Statement.objects.filter(conference=conference)
    for each in statements.select_related("speaker"):
        yield Statement(
            each.speaker.full_name, each.text, each.language, each.source or each.title
        )
