"""What the conference vouches for: its name, number, theme, dates and place, who
organises it, who signs for it, and the editions before."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference, EarlierEdition
from hemicycle.lib.record import Body, Edition, Name, Office, Person, Term
from hemicycle.lib.record.names import without_number
from hemicycle.lib.record.united_nations import bodies
from hemicycle.people.models import User


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    earlier: list[EarlierEdition] = []
    others: list[Conference] = []
    if conference.series:
        earlier = list(conference.series.earlier_editions.all())
        others = list(conference.series.conferences.exclude(pk=conference.pk))
    yield _this(conference, earlier)
    for edition in earlier:
        yield Edition(
            edition.number,
            [Name(edition.name)] if edition.name else [],
            year=edition.year,
            city={"": edition.place.split(",")[0]} if edition.place else {},
            source=edition.source,
        )
    for other in others:
        yield Edition(
            other.edition,
            _names(other),
            theme=other.theme,
            first_day=other.starts_on,
            last_day=other.ends_on,
            city=other.city,
            region=other.region,
            country=other.country,
            source=other.slug,
        )
    for organiser in conference.co_organisers.all():
        yield Body(
            [Name(text, language) for language, text in organiser.name.items() if text],
            [organiser.short_name] if organiser.short_name else [],
            is_organiser=True,
            source=conference.slug,
        )
    for signatory in conference.signatories.all():
        yield Person(
            [signatory.name],
            offices=[
                Office(
                    signatory.title, signatory.since, signatory.until, signatory.source
                )
            ],
            source=conference.slug,
        )
    yield from bodies()


def _this(conference: Conference, earlier: list[EarlierEdition]) -> Edition:
    names = _names(conference)
    keys = {name.text.casefold() for name in names}
    former = [
        Name(bare, "en")
        for edition in earlier
        if edition.name
        and (bare := without_number(edition.name, "en")).casefold() not in keys
    ]
    return Edition(
        conference.edition,
        names,
        is_this=True,
        former_names=list({name.text: name for name in former}.values()),
        theme=conference.theme or {},
        first_day=conference.starts_on,
        last_day=conference.ends_on,
        city=conference.city or {},
        region=conference.region or {},
        country=conference.country,
        venue=conference.venue or {},
        source=conference.slug,
    )


def _names(conference: Conference) -> list[Name]:
    """Without the number, which is held by itself; the names of the series, too."""
    names = [
        Name(without_number(text, language), language)
        for language, text in sorted(conference.name.items())
        if text
    ]
    if conference.series:
        names += [
            Name(text, language)
            for language, text in sorted(conference.series.name.items())
            if text
        ]
    names.append(Name(conference.short_name))
    return list({(name.text, name.language): name for name in names}.values())
