"""Organisations to invite, as a table says them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.invitations import policy, readiness
from hemicycle.invitations.actions.invite import Invitee, prepare_invitations
from hemicycle.invitations.wording import languages_of
from hemicycle.lib import countries
from hemicycle.lib.headings import EMAIL, PARTS_OF_NAMES, WHOLE_OR_PART
from hemicycle.lib.search import fold
from hemicycle.organisations.models import Name, Organisation
from hemicycle.tables.cells import address_in, choice_in, name_in, text_in
from hemicycle.tables.kinds import CheckedRow, Choices, Column, Kind
from hemicycle.ui.formats import number

MOST_PLACES = 10_000


class Invitees(Kind):
    """Rows of organisations, each to be invited to one conference."""

    name = "invitations"
    columns = (
        Column(
            "organisation", gettext_lazy("Organisation"),
            ("organization", "organisation name", "organization name", "name", "ngo",
             "nom", "institution", "organización", "organizacion", "nombre",
             "организация", "组织", "机构", "المنظمة", "اسم المنظمة", "الجهة"),
            is_needed=True,
        ),
        Column(
            "country", gettext_lazy("Country"),
            ("country or area", "country/area", "pays", "pays ou zone", "país",
             "país o zona", "страна", "国家", "البلد", "الدولة"),
            is_needed=True,
        ),
        Column(
            "addressee", gettext_lazy("Addressed to"),
            ("contact", "contact person", "contact name", "addressee", "attention",
             "full name", "destinataire", "personne à contacter", "nom complet",
             "destinatario", "persona de contacto", "nombre completo", "адресат",
             "контактное лицо", "收件人", "联系人", "المرسل إليه", "جهة الاتصال"),
            is_needed=True,
        ),
        Column("email", gettext_lazy("E-mail"), EMAIL, is_needed=True),
        Column(
            "signatory", gettext_lazy("In the name of"),
            ("signatory", "signataire", "firmante", "الموقع"), is_shared=True,
        ),
        Column(
            "language", gettext_lazy("Language"),
            ("langue", "idioma", "язык", "语言", "اللغة"), is_shared=True,
        ),
        Column(
            "category", gettext_lazy("Category of its members"),
            ("category", "participation category", "catégorie", "categoría",
             "категория", "类别", "الفئة"),
            is_shared=True, unchosen=gettext_lazy("as each person registers"),
        ),
        Column(
            "kind", gettext_lazy("Kind"),
            ("type", "kind of organisation", "kind of organization", "النوع"),
        ),
        Column("acronym", gettext_lazy("Acronym"), ("abbreviation", "sigle", "siglas")),
        Column(
            "places", gettext_lazy("Places"), ("cap", "number of places", "المقاعد")
        ),
    )  # fmt: skip
    parts = {"addressee": PARTS_OF_NAMES}
    either = WHOLE_OR_PART

    def subject(self, user: Any, conference: Any, key: str) -> Conference:
        if not policy.can_invite(user, conference):
            raise PermissionDenied
        if key != conference.pk:
            raise Http404
        found: Conference = conference
        return found

    def title(self, subject: Conference) -> str:
        return _("Invitations")

    def back(self, subject: Conference) -> str:
        return reverse("invitations:index", args=[subject.slug])

    def preface(self, user: Any, subject: Conference) -> str:
        return render_to_string(
            "invitations/lacking.html", readiness.what_is_lacking(user, subject)
        )

    def choices(self, subject: Conference, column: str) -> Choices:
        if column == "signatory":
            return [(row.pk, str(row)) for row in subject.signatories.all()]
        if column == "language":
            return languages_of(subject)
        if column == "category":
            return [(row.pk, str(row)) for row in subject.categories.all()]
        return Organisation.Kind.choices if column == "kind" else ()

    def check(self, subject: Conference, rows: Sequence[CheckedRow]) -> None:
        """Five queries for any number of rows."""
        read = _Reader(subject)
        known = _on_record()
        invited = set(
            subject.invitations.exclude(state="withdrawn").values_list(
                "organisation_id", flat=True
            )
        )
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            invitee = read.row(row)
            if row.is_skipped or invitee is None:
                continue
            key = fold(invitee.organisation), invitee.country
            pk, name = known.get(key, ("", ""))
            # Two names of one organisation are one.
            key = (pk, "") if pk else key
            if pk in invited:
                row.duplicate = _("This organisation is invited already.")
            elif key in first:
                row.duplicate = _("The same organisation as in row %(row)s.") % {
                    "row": first[key]
                }
            else:
                first[key] = row.number
                row.value = invitee
                invitee.organisation_id = pk
                row.remark = _remark(invitee, name)

    def accept(
        self, subject: Conference, rows: Sequence[CheckedRow], *, actor: Any
    ) -> Mapping[int, tuple[str, str]]:
        """All of them or, with a refusal in words, none."""
        prepare_invitations(subject, [row.value for row in rows], actor=actor)
        return {}

    def verb(self, count: int) -> str:
        return ngettext(
            "Prepare %(n)s invitation", "Prepare %(n)s invitations", count
        ) % {"n": number(count)}

    def done(self, count: int) -> str:
        return ngettext(
            "%(count)s invitation is prepared. Nothing has left yet.",
            "%(count)s invitations are prepared. Nothing has left yet.",
            count,
        ) % {"count": number(count)}


def _on_record() -> dict[tuple[str, str], tuple[str, str]]:
    """Identifier and name of every organisation, by each of its names and country."""
    others = Name.objects.values_list(
        "name", "organisation__country", "organisation_id", "organisation__name"
    )
    known = {(fold(n), country): (pk, own) for n, country, pk, own in others.iterator()}
    for pk, name, country in Organisation.objects.values_list(
        "pk", "name", "country"
    ).iterator():
        known[fold(name), country] = pk, name
    return known


def _remark(invitee: Invitee, on_record: str) -> str:
    if not on_record:
        return _("New: it is added to the organisations.")
    if on_record != invitee.organisation:
        return _("On record as “%(name)s”.") % {"name": on_record}
    return ""


class _Reader:
    """What rows mean at one conference; its choices are read once."""

    def __init__(self, conference: Conference) -> None:
        self.chosen: dict[str, dict[str, Any]] = {
            "signatory": {row.pk: row for row in conference.signatories.all()},
            "category": {row.pk: row for row in conference.categories.all()},
            "language": dict(languages_of(conference)),
            "kind": dict(Organisation.Kind.choices),
        }

    def row(self, row: CheckedRow) -> Invitee | None:
        """None, with its `errors`, where it means nothing."""
        read: dict[str, Any] = {}
        takes: dict[str, Callable[[str], Any]] = {
            "organisation": name_in,
            "country": _country,
            "addressee": name_in,
            "email": address_in,
            "acronym": lambda cell: text_in(cell, most=40),
            "places": _places,
        }
        for name, take in takes.items():
            try:
                read[name] = take(row.cells[name])
            except ValueError as problem:
                row.errors[name] = str(problem)
        for name, choices in self.chosen.items():
            read[name] = self._choice(row, name, choices)
        if "country" not in row.errors:
            row.shown["country"] = countries.name(read["country"])
        if "email" not in row.errors:
            row.shown["email"] = read["email"]
        row.shown["places"] = (
            row.cells["places"] if row.errors.get("places") or read["places"]
            else _("by the rules")
        )  # fmt: skip
        return None if row.errors else Invitee(**read)

    def _choice(self, row: CheckedRow, name: str, choices: Mapping[str, Any]) -> Any:
        """The one that the cell says, or the only one there is."""
        cell = row.cells[name]
        if not cell and name in row.lacks and len(choices) == 1:
            row.lacks.discard(name)
            cell = next(iter(choices))
        if not cell and name == "kind":
            cell = Organisation.Kind.NGO
        if not cell:
            return None
        value = choice_in(cell, _names(name, choices))
        if not value:
            row.errors[name] = _("Write one of: %(choices)s.") % {
                "choices": _(", ").join(str(label) for label in choices.values())
            }
            return None
        row.shown[name] = str(choices[value])
        return value if name in ("language", "kind") else choices[value]


def _names(column: str, choices: Mapping[str, Any]) -> Choices:
    names = [(value, str(label)) for value, label in choices.items()]
    if column == "language":
        for code in choices:
            info = get_language_info(code)
            names += [(code, info["name"]), (code, info["name_local"])]
    return names


def _country(cell: str) -> str:
    if not cell:
        raise ValueError(_("Enter the country or area."))
    code = countries.find(cell)
    if not code:
        raise ValueError(
            _(
                "No country or area is called “%(text)s”. "
                "Write its name or its two letters."
            )
            % {"text": cell[:60]}
        )
    return code


def _places(cell: str) -> int | None:
    if not cell:
        return None
    if len(cell) < 10 and cell.isdecimal() and 0 < int(cell) <= MOST_PLACES:
        return int(cell)
    raise ValueError(
        _("Write a number from 1 to %(most)s, or leave it empty.")
        % {"most": MOST_PLACES}
    )
