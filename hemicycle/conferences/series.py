"""The editions of a series: conferences with pages, and earlier ones by facts alone."""

from typing import NamedTuple

from hemicycle.conferences.models import Conference, EarlierEdition, Series
from hemicycle.people.models import User


class Edition(NamedTuple):
    """One edition as far as it is known; what is unknown is None or empty."""

    number: int | None
    year: int | None
    name: str
    place: str
    source: str = ""
    conference: Conference | None = None
    fact: EarlierEdition | None = None


def editions(conference: Conference, user: object) -> list[Edition]:
    """All editions of its series, the newest first: conferences this person may see,
    and recorded facts where there is no such conference."""
    if conference.series_id is None:
        return []
    held = {
        each.edition: Edition(
            each.edition, each.year, str(each), each.place, conference=each
        )
        for each in Conference.objects.visible_to(user).filter(
            series=conference.series_id
        )
    }
    facts = [
        Edition(fact.number, fact.year, fact.name, fact.place, fact.source, fact=fact)
        for fact in EarlierEdition.objects.filter(series=conference.series_id)
        if fact.number not in held
    ]
    return sorted(
        [*held.values(), *facts],
        key=lambda edition: (edition.number or 0, edition.year or 0),
        reverse=True,
    )


def open_to(user: User) -> list[Series]:
    """Those that a chief of one of their editions may add a conference to."""
    theirs = Conference.objects.of_chief(user)
    return list(Series.objects.filter(conferences__in=theirs).distinct())
