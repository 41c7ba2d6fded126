"""The list of participants: whom it names, in which order, on paper and as a table.

It names who is approved, or on the final list who arrived, and nobody who is withheld
from public lists. Of each it says the name, the organisation, the category, and who
heads a delegation: what the notice at the registration announces, and nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.lib import pdf, search
from hemicycle.statistics.breakdowns import Person
from hemicycle.statistics.counting import first_arrivals
from hemicycle.statistics.models import ParticipantList
from hemicycle.ui import formats

TEMPLATE = Path(__file__).parent / "pdf" / "participants.typ"
Stage, Order = ParticipantList.Stage, ParticipantList.Order
_PARTS = {part: place for place, part in enumerate(Registration.Part.values)}


@dataclass(frozen=True)
class Participant:
    """One line of the list, with the labels under which it is counted."""

    name: str
    organisation: str
    category: str
    part: str
    labels: tuple[str, str, str]  # category, kind, country of the organisation
    place: int  # of the category

    @property
    def note(self) -> str:
        """Who heads a delegation; of others nothing."""
        part = Registration.Part(self.part)
        return "" if part == Registration.Part.MEMBER else str(part.label)


def participants(conference: Conference, stage: str) -> list[Participant]:
    """In no order yet. Two statements, three for the final list."""
    rows = Registration.objects.filter(conference=conference).approved().public()
    came = first_arrivals(conference) if stage == Stage.FINAL else None
    categories = {
        category.pk: (place, str(category))
        for place, category in enumerate(conference.categories.all())
    }
    of = ("stands_for", "delegation__organisation")
    fields = [f"{each}__{name}" for each in of for name in ("name", "kind", "country")]
    listed = []
    for pk, name, category, part, affiliation, *about in rows.order_by().values_list(
        "pk", "full_name", "category_id", "part", "affiliation", *fields
    ):
        if came is not None and pk not in came:
            continue
        organisation, kind, country = about[:3] if about[0] else about[3:]
        place, title = categories[category]
        listed.append(
            Participant(
                name,
                organisation or affiliation,
                title,
                part,
                (category, kind or "", country or ""),
                place,
            )
        )
    return listed


def counts(listed: Sequence[Participant]) -> list[list[object]]:
    """How many the list names under the labels that it shows: for later figures."""
    return [[*labels, n] for labels, n in Counter(p.labels for p in listed).items()]


def counted(kept: Sequence[Sequence[object]]) -> list[Person]:
    """The people of a list made before, as far as they are counted."""
    people: list[Person] = []
    for category, kind, country, number in kept:
        labels = (str(category), str(kind), str(country))
        person = Person(*labels, "", "", "", "", is_withheld=False, has_arrived=True)
        people += [person] * int(str(number))
    return people


def in_order(listed: Sequence[Participant], order: str) -> list[Participant]:
    """By category and organisation, heads of delegation first; by organisation; or all
    by the alphabet."""

    def key(person: Participant) -> tuple[object, ...]:
        of = (_key(person.organisation), _PARTS[person.part])
        first: dict[str, tuple[object, ...]] = {
            Order.CATEGORY: (person.place, *of),
            Order.ORGANISATION: of,
            Order.ALPHABET: (),
        }
        return (*first[order], _key(person.name), person.name)

    return sorted(listed, key=key)


def as_rows(listed: Sequence[Participant], order: str) -> Iterator[list[str]]:
    for person in in_order(listed, order):
        yield [person.name, person.note, person.organisation, person.category]


def as_pdf(
    conference: Conference,
    listed: Sequence[Participant],
    *,
    stage: str,
    order: str,
    at: datetime,
    language: str,
) -> bytes:
    """Raises pdf.PdfError when it takes over ten seconds."""
    with override(language):
        title = str(Stage(stage).label)
        return pdf.render(
            TEMPLATE,
            {
                "conference": str(conference),
                "title": title,
                "rule": rule(stage),
                "footer": f"{title} · {' '.join(formats.moment(at, conference.zone))}",
                "dir": "rtl" if get_language_bidi() else "ltr",
                "specimen": _("SPECIMEN for demonstration only. Invented people.")
                if conference.is_specimen
                else "",
                "groups": list(_groups(in_order(listed, order), order)),
            },
        )


def rule(stage: str) -> str:
    """Whom the list names, in words."""
    if stage == Stage.FINAL:
        return _(
            "This list names those who arrived. Participants who asked to be withheld "
            "from public lists are not named."
        )
    return _(
        "This list names those whose registration is approved. Participants who asked "
        "to be withheld from public lists are not named."
    )


def _groups(listed: Sequence[Participant], order: str) -> Iterator[dict[str, object]]:
    if order == Order.ALPHABET:
        lines = [[person.name, person.organisation] for person in listed]
        yield {"title": "", "sections": [{"title": "", "lines": lines}]}
    elif order == Order.ORGANISATION:
        yield {"title": "", "sections": list(_sections(listed))}
    else:
        for category, people in groupby(listed, key=lambda person: person.category):
            yield {"title": category, "sections": list(_sections(list(people)))}


def _sections(listed: Sequence[Participant]) -> Iterator[dict[str, object]]:
    for organisation, people in groupby(listed, key=lambda p: p.organisation):
        lines = [[person.name, person.note] for person in people]
        yield {"title": organisation or _("No organisation"), "lines": lines}


def _key(text: str) -> str:
    """Names that differ in marks and capitals stand together; none comes last."""
    return search.fold(text) or "\uffff"
