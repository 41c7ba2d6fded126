"""Published figures in words: what each counts, of whom, which country is meant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.lib import countries
from hemicycle.lib.disclosure import Protected, Table
from hemicycle.organisations.models import Organisation
from hemicycle.statistics.breakdowns import APPROVED, ARRIVED, REGISTERED
from hemicycle.statistics.figures import PEOPLE, REGISTRATIONS, Figure
from hemicycle.statistics.publishing import Public, PublicTable
from hemicycle.ui.charts import Chart, Row

REGIONS = {
    "africa": gettext_lazy("Africa"),
    "americas": gettext_lazy("Americas"),
    "asia": gettext_lazy("Asia"),
    "europe": gettext_lazy("Europe"),
    "oceania": gettext_lazy("Oceania"),
}
POPULATIONS = {
    REGISTERED: gettext_lazy("people registered"),
    APPROVED: gettext_lazy("representatives approved"),
    ARRIVED: pgettext_lazy("people counted", "arrived"),
}
COUNTS = {
    REGISTERED: gettext_lazy(
        "People for whom a registration was sent, whatever became of it."
    ),
    APPROVED: gettext_lazy(
        "People whose registration was approved at that time, whether or not they came."
    ),
    ARRIVED: gettext_lazy(
        "Approved people whose badge was handed out, or who had a first green scan."
    ),
}
TOTALS = {
    "organisations": (
        gettext_lazy("organisations represented"),
        gettext_lazy("Organisations with at least one approved representative."),
    ),
    "countries": (
        gettext_lazy("countries and areas"),
        gettext_lazy("Different nationalities of approved representatives."),
    ),
}
GENDERS = {
    "w": gettext_lazy("women"),
    "m": gettext_lazy("men"),
    "o": gettext_lazy("another answer"),
    "": gettext_lazy("not stated"),
}


@dataclass(frozen=True)
class Subject:
    """By what a table breaks down, and how the labels come to a person."""

    title: Any
    heading: Any
    definition: Any


_OF_PERSON = gettext_lazy("As each person states it, or does not; asked as optional.")
SUBJECTS = {
    "category": Subject(
        gettext_lazy("By category"),
        gettext_lazy("Category"),
        gettext_lazy("The participation category of the registration."),
    ),
    "kind": Subject(
        gettext_lazy("By kind of organisation"),
        gettext_lazy("Kind of organisation"),
        gettext_lazy("The kind of the organisation that a person represents."),
    ),
    "gender": Subject(gettext_lazy("By gender"), gettext_lazy("Gender"), _OF_PERSON),
    "age": Subject(gettext_lazy("By age"), gettext_lazy("Age"), _OF_PERSON),
    "region-nationality": Subject(
        gettext_lazy("By region of nationality"),
        gettext_lazy("Region"),
        gettext_lazy("The region, as in the United Nations’ M49, of the nationality."),
    ),
    "region-residence": Subject(
        gettext_lazy("By region of residence"),
        gettext_lazy("Region"),
        gettext_lazy(
            "The region, as in the United Nations’ M49, of the country of residence."
        ),
    ),
    "region-organisation": Subject(
        gettext_lazy("By region of the organisation"),
        gettext_lazy("Region"),
        gettext_lazy(
            "The region, as in the United Nations’ M49, of the country of the "
            "organisation that a person represents."
        ),
    ),
    "country-nationality": Subject(
        gettext_lazy("By nationality"),
        gettext_lazy("Country or area"),
        gettext_lazy("Nationality, which may differ from residence."),
    ),
    "country-residence": Subject(
        gettext_lazy("By country of residence"),
        gettext_lazy("Country or area"),
        gettext_lazy("Country of residence, which may differ from nationality."),
    ),
    "country-organisation": Subject(
        gettext_lazy("By country of the organisation"),
        gettext_lazy("Country or area"),
        gettext_lazy("The country of the organisation that a person represents."),
    ),
    "category-gender": Subject(
        gettext_lazy("By category and gender"),
        gettext_lazy("Category"),
        _OF_PERSON,
    ),
    "region-nationality-gender": Subject(
        gettext_lazy("By region of nationality and gender"),
        gettext_lazy("Region"),
        _OF_PERSON,
    ),
    "age-gender": Subject(
        gettext_lazy("By age and gender"), gettext_lazy("Age"), _OF_PERSON
    ),
}


@dataclass(frozen=True)
class Shown:
    """A public table as a page shows it, with how it is counted."""

    name: str
    chart: Chart
    is_drawn: bool
    definition: str
    source: str
    at: datetime


def figures(public: Public) -> Iterator[Figure]:
    """The totals that are public, each with its own time."""
    for population in (ARRIVED, APPROVED, REGISTERED):
        table = public.tables.get(f"{population}-total")
        if table:
            yield Figure(
                population,
                table.protected.counts[0][0],
                POPULATIONS[population],
                COUNTS[population],
                source_of(population),
                table.at,
            )
    for key, (label, definition) in TOTALS.items():
        if key in public.totals:
            number, at = public.totals[key]
            yield Figure(key, number, label, definition, REGISTRATIONS, at)


def source_of(population: str) -> Any:
    return PEOPLE if population == ARRIVED else REGISTRATIONS


def tables(conference: Conference, public: Public) -> list[Shown]:
    """Every public table that breaks people down, those of who arrived first."""
    if not public.tables:
        return []
    names = label_names(conference)
    return [
        shown(public.tables[name], names)
        for population in (ARRIVED, APPROVED)
        for subject in SUBJECTS
        if (name := f"{population}-{subject}") in public.tables
    ]


def shown(table: PublicTable, names: "Names") -> Shown:
    protected = table.protected
    population = protected.name.removesuffix(f"-{protected.subject}")
    subject = SUBJECTS[protected.subject]
    is_map = protected.subject.startswith("country-")
    return Shown(
        protected.name,
        Chart(
            "map" if is_map else "bars",
            title_of(protected),
            f"{COUNTS[population]} {subject.definition}",
            str(subject.heading),
            tuple(_columns(protected)),
            tuple(_rows(protected, names)),
        ),
        len(protected.columns) == 1,
        f"{COUNTS[population]} {subject.definition}",
        str(source_of(population)),
        table.at,
    )


def seats(conference: Conference, public: Public) -> list[tuple[str, int, int]]:
    """The half circle: (categories, people, seat) of who arrived, else was approved."""
    table = next(
        (t for p in (ARRIVED, APPROVED) if (t := public.tables.get(f"{p}-category"))),
        None,
    )
    if table is None:
        return []
    names = label_names(conference)
    seat = {category.pk: category.seat for category in conference.categories.all()}
    protected = table.protected
    return [
        (names.of_group("category", row), number, seat.get(row[0], 1))
        for row, (number,) in zip(protected.rows, protected.counts, strict=True)
        if number
    ]


@dataclass(frozen=True)
class Names:
    """What the labels of tables are called in the reader's language."""

    by_subject: Mapping[str, Mapping[str, Any]]

    def of(self, subject: str, label: str) -> str:
        if subject.startswith("country"):
            return countries.name(label) if label else _("not stated")
        by_label = self.by_subject[subject.removesuffix("-gender")]
        return capfirst(str(by_label.get(label) or _("not stated")))

    def of_group(self, subject: str, labels: tuple[str, ...]) -> str:
        return _(", ").join(self.of(subject, label) for label in labels)


def label_names(conference: Conference) -> Names:
    kinds = dict(Organisation.Kind.choices)
    ages = dict(Registration.AgeBand.choices)
    categories = {category.pk: category for category in conference.categories.all()}
    return Names(
        {
            "category": categories,
            "kind": kinds | {"": _("no organisation")},
            "age": ages | {"": _("not stated")},
            "gender": GENDERS,
            **{
                f"region-{meant}": REGIONS
                for meant in ("nationality", "residence", "organisation")
            },
        }
    )


def _columns(protected: Protected) -> Iterator[str]:
    for group in protected.columns:
        if group == ("",) and len(protected.columns) == 1:
            yield _("People")
        else:
            yield capfirst(_(", ").join(str(GENDERS[gender]) for gender in group))


def _rows(protected: Protected, names: Names) -> Iterator[Row]:
    """A country that is counted with others has no number of its own."""
    by_country = protected.subject.startswith("country-")
    rows = []
    for group, numbers in zip(protected.rows, protected.counts, strict=True):
        if not by_country:
            rows.append(Row(names.of_group(protected.subject, group), numbers))
            continue
        for code in group:
            number = numbers[0] if len(group) == 1 else None
            if code and number != 0:
                rows.append(Row(names.of(protected.subject, code), (number,), code))
    if by_country:
        rows.sort(key=lambda row: (-(row.numbers[0] or 0), row.label))
    yield from rows


def exact_rows(table: Table, names: Names) -> list[Row]:
    """The same before protection, for those who may see it."""
    return [
        Row(
            names.of(table.subject, row),
            tuple(table.counts.get((row, column), 0) for column in table.columns),
        )
        for row in table.rows
        if any(table.counts.get((row, column), 0) for column in table.columns)
    ]


def title_of(table: Table | Protected) -> str:
    """Whom a table counts, and by what."""
    population = table.name.removesuffix(f"-{table.subject}")
    people = capfirst(str(POPULATIONS[population]))
    subject = SUBJECTS.get(table.subject)
    return f"{people}: {subject.title}" if subject else people
