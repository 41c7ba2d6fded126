"""A spreadsheet of organisations to invite: checked cell by cell, kept as typed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.addresses import clean_address
from hemicycle.lib import countries, json_input
from hemicycle.lib.names import clean_name, one_line
from hemicycle.lib.search import fold
from hemicycle.lib.spreadsheet import Book, Columns
from hemicycle.organisations.models import Name, Organisation

MAX_ROWS = 2_000
MOST_PLACES = 10_000

HEADINGS: Mapping[str, Sequence[str]] = {
    "organisation": (
        "organization", "organisation name", "name", "ngo", "nom", "organización",
        "организация", "组织", "المنظمة", "اسم المنظمة",
    ),
    "country": (
        "country or area", "country/area", "pays", "país", "страна", "国家", "البلد",
        "الدولة",
    ),
    "addressee": (
        "addressed to", "contact", "contact person", "attention", "destinataire",
        "destinatario", "адресат", "收件人", "المرسل إليه",
    ),
    "email": (
        "e-mail", "e-mail address", "email address", "mail", "courriel", "correo",
        "эл. почта", "电子邮件", "البريد الإلكتروني",
    ),
    "language": ("langue", "idioma", "язык", "语言", "اللغة"),
    "kind": ("type", "kind of organisation", "النوع"),
    "acronym": ("abbreviation", "sigle", "siglas"),
    "places": ("cap", "number of places", "المقاعد"),
}  # fmt: skip
FIELDS = tuple(HEADINGS)
NEEDED = ("organisation", "country", "addressee", "email")


@dataclass
class Row:
    """One line: what was typed, what it means, and what is wrong with which cell."""

    number: int
    cells: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    organisation: str = ""
    organisation_id: str = ""
    """The organisation on record that this is; empty for a new one."""
    country: str = ""
    kind: str = Organisation.Kind.NGO
    acronym: str = ""
    addressee: str = ""
    email: str = ""
    language: str = "en"
    cap: int | None = None

    @property
    def column_errors(self) -> list[tuple[str, str]]:
        """Field and error, in the order of the columns."""
        return [(name, self.errors[name]) for name in FIELDS if name in self.errors]

    @property
    def inputs(self) -> list[tuple[str, str, str]]:
        """Field, text and error of each cell, for the page."""
        return [
            (name, self.cells.get(name, ""), self.errors.get(name, ""))
            for name in FIELDS
        ]


def from_book(book: Book) -> tuple[list[Row], list[str]]:
    """The rows as typed, unchecked, and the needed columns that were not found."""
    found = book.find(Columns(HEADINGS, needed=NEEDED))
    if found is None:
        return [], list(NEEDED)
    shown = (row for row in found.rows if not row.is_hidden)
    rows = [Row(row.number, found.cells(row)) for row in shown]
    return rows, found.missing(NEEDED)


def to_text(rows: Iterable[Row]) -> str:
    """The rows as one text that a page can carry."""
    return json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=False)


def from_text(text: str) -> list[Row]:
    """What `to_text` made. Raises ValueError for anything else."""
    rows = json_input.read(text)
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise ValueError("not our rows")
    found = []
    for entry in rows:
        if not (
            isinstance(entry, list)
            and len(entry) == 2
            and isinstance(entry[0], int)
            and isinstance(entry[1], dict)
        ):
            raise ValueError("not our rows")
        number, cells = entry
        found.append(
            Row(number, {str(k): str(v) for k, v in cells.items() if k in FIELDS})
        )
    return found


def check(rows: Sequence[Row], *, conference: Conference, language: str) -> None:
    """Fill in what each row means, or say at its cell what is wrong.

    Two rows for one organisation, and one that is invited already, are errors. Five
    queries for any number of rows.
    """
    known = _known_organisations()
    invited = set(
        conference.invitations.exclude(state="withdrawn").values_list(
            "organisation_id", flat=True
        )
    )
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        row.errors = {}
        _check_cells(row, language)
        if "organisation" in row.errors or "country" in row.errors:
            continue
        key = (fold(row.organisation), row.country)
        row.organisation_id = known.get(key, "")
        if row.organisation_id in invited:
            row.errors["organisation"] = _("This organisation is invited already.")
        elif key in seen:
            row.errors["organisation"] = _("Row %(row)s names the same one.") % {
                "row": seen[key]
            }
        else:
            seen[key] = row.number


def _known_organisations() -> dict[tuple[str, str], str]:
    known = {
        (fold(name), country): key
        for key, name, country in Name.objects.values_list(
            "organisation_id", "name", "organisation__country"
        ).iterator()
    }
    for key, name, country in Organisation.objects.values_list(
        "pk", "name", "country"
    ).iterator():
        known[fold(name), country] = key
    return known


def _check_cells(row: Row, language: str) -> None:
    cells = {name: row.cells.get(name, "").strip() for name in FIELDS}
    for name in ("organisation", "addressee"):
        try:
            setattr(row, name, clean_name(cells[name]))
        except ValueError as error:
            row.errors[name] = str(error)
    row.country = countries.find(cells["country"]) or ""
    if not cells["country"]:
        row.errors["country"] = _("Enter the country or area.")
    elif not row.country:
        row.errors["country"] = _(
            "No country or area is called “%(text)s”. "
            "Write its name or its two letters."
        ) % {"text": cells["country"][:60]}
    row.email = cells["email"]
    try:
        row.email = clean_address(row.email)
    except ValidationError:
        row.errors["email"] = (
            _("“%(text)s” is no e-mail address.") % {"text": row.email[:60]}
            if row.email
            else _("Enter the e-mail address.")
        )
    row.acronym = one_line(cells["acronym"])[:40]
    row.language = _language(cells["language"]) or language
    if cells["language"] and not _language(cells["language"]):
        row.errors["language"] = _("Write one of: %(languages)s.") % {
            "languages": _(", ").join(str(name) for _code, name in settings.LANGUAGES)
        }
    row.kind = _kind(cells["kind"]) or Organisation.Kind.NGO
    if cells["kind"] and not _kind(cells["kind"]):
        row.errors["kind"] = _("Write one of: %(kinds)s.") % {
            "kinds": _(", ").join(str(label) for label in Organisation.Kind.labels)
        }
    row.cap = None
    if cells["places"]:
        digits = cells["places"] if len(cells["places"]) < 10 else ""
        if digits.isdecimal() and 0 < int(digits) <= MOST_PLACES:
            row.cap = int(digits)
        else:
            row.errors["places"] = _(
                "Write a number from 1 to %(most)s, or leave it empty."
            ) % {"most": MOST_PLACES}


def _language(text: str) -> str:
    wanted = fold(text)
    for code, name in settings.LANGUAGES:
        info = get_language_info(code)
        names = (code, str(name), info["name"], info["name_local"])
        if wanted in {fold(name) for name in names}:
            return code
    return ""


def _kind(text: str) -> str:
    wanted = fold(text)
    for value, label in Organisation.Kind.choices:
        if wanted in {fold(value), fold(str(label))}:
            return str(value)
    return ""
