"""Organisations to invite, as a table says them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hemicycle.conferences.access import demand_scope
from hemicycle.conferences.models import Conference, Signatory
from hemicycle.conferences.policy import Scope
from hemicycle.invitations import policy, readiness
from hemicycle.invitations.actions.invite import Invitee, prepare_invitations
from hemicycle.invitations.forms import signatories_of
from hemicycle.invitations.models import Invitation
from hemicycle.invitations.wording import languages_of
from hemicycle.lib import countries
from hemicycle.lib.headings import EMAIL, PARTS_OF_NAMES, WHOLE_OR_PART
from hemicycle.lib.organisation_names import key_of
from hemicycle.organisations import choosing
from hemicycle.organisations.choosing import FIELD as ON_RECORD
from hemicycle.organisations.matches import Matches, Named, Reason
from hemicycle.organisations.models import Organisation
from hemicycle.tables.cells import address_in, choice_in, name_in, person_in, text_in
from hemicycle.tables.kinds import CheckedRow, Choices, Column, Kind
from hemicycle.ui.formats import number, numbered

MOST_PLACES = 10_000


@dataclass(frozen=True)
class Inviting:
    """Whom an officer invites for: the conference, in the names that are theirs."""

    conference: Conference
    scope: Scope

    @property
    def pk(self) -> str:
        return self.conference.pk

    @property
    def slug(self) -> str:
        return self.conference.slug

    @property
    def signatories(self) -> QuerySet[Signatory]:
        return signatories_of(self.conference, self.scope)


class Invitees(Kind):
    """Rows of organisations, each to be invited to one conference."""

    name = "invitations"
    columns = (
        Column(
            "organisation", gettext_lazy("Organisation"),
            ("organization", "organisation name", "organization name", "name", "ngo",
             "nom", "institution", "organización", "organizacion", "nombre",
             "nom de l’organisation", "nom de l’ong", "ong", "entidad",
             "nombre de la organización", "organização", "nome da organização",
             "организация", "название организации", "наименование", "нко",
             "组织", "机构", "组织名称", "机构名称", "单位", "المنظمة",
             "اسم المنظمة", "الجهة", "اسم الجهة"),
            is_needed=True,
        ),
        Column(ON_RECORD, choosing.LABEL),
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

    def subject(self, user: Any, conference: Any, key: str) -> Inviting:
        scope = demand_scope(policy.can_invite, user, conference, Invitation.reached)
        if key != conference.pk:
            raise Http404
        return Inviting(conference, scope)

    def title(self, subject: Inviting) -> str:
        return _("Invitations")

    def back(self, subject: Inviting) -> str:
        return reverse("invitations:index", args=[subject.slug])

    def preface(self, user: Any, subject: Inviting) -> str:
        return render_to_string(
            "invitations/lacking.html",
            readiness.what_is_lacking(user, subject.conference),
        )

    def choices(self, subject: Inviting, column: str) -> Choices:
        if column == "signatory":
            return [(row.pk, str(row)) for row in subject.signatories]
        if column == "language":
            return languages_of(subject.conference)
        if column == "category":
            return [(row.pk, str(row)) for row in subject.conference.categories.all()]
        return Organisation.Kind.choices if column == "kind" else ()

    def offers(self, subject: Inviting, column: str) -> bool:
        """What a row is asked only where its organisation is likely one on record."""
        return column != ON_RECORD

    def check(self, subject: Inviting, rows: Sequence[CheckedRow]) -> None:
        """Four queries for any number of rows."""
        read = _Reader(subject)
        for row in rows:
            row.shown[ON_RECORD] = ""
        invitees = [(row, read.row(row)) for row in rows]
        named = [(r, i) for r, i in invitees if i is not None and not r.is_skipped]
        matches = Organisation.objects.same_as_each([_named(i) for _row, i in named])
        invited = set(
            subject.conference.invitations.exclude(state="withdrawn").values_list(
                "organisation_id", flat=True
            )
        )
        first: dict[tuple[str, str], int] = {}
        likely: dict[tuple[Reason, str], int] = {}
        for (row, invitee), those in zip(named, matches, strict=True):
            try:
                organisation = _chosen(row, those)
            except ValidationError as unanswered:
                row.errors[ON_RECORD] = unanswered.messages[0]
                continue
            # Two names of one organisation are one.
            key = key_of(invitee.organisation), invitee.country
            if organisation is not None:
                key = organisation.pk, ""
            if organisation is not None and organisation.pk in invited:
                row.duplicate = _("This organisation is invited already.")
            elif key in first:
                row.duplicate = _("The same organisation as in row %(row)s.") % {
                    "row": first[key]
                }
            else:
                first[key] = row.number
                row.value = invitee
                invitee.organisation_id = organisation.pk if organisation else ""
                row.remark = _remark(invitee, organisation)
                if organisation is None:
                    row.remark = _likely_row(row, invitee, likely) or row.remark

    def accept(
        self, subject: Inviting, rows: Sequence[CheckedRow], *, actor: Any
    ) -> Mapping[int, tuple[str, str]]:
        """All of them or, with a refusal in words, none."""
        prepare_invitations(
            subject.conference, [row.value for row in rows], actor=actor
        )
        return {}

    def verb(self, count: int) -> str:
        return numbered("Prepare %(n)s invitation", "Prepare %(n)s invitations", count)

    def done(self, count: int) -> str:
        return ngettext(
            "%(count)s invitation is prepared. Nothing has been sent yet.",
            "%(count)s invitations are prepared. Nothing has been sent yet.",
            count,
        ) % {"count": number(count)}


def _chosen(row: CheckedRow, matches: Matches) -> Organisation | None:
    """The organisation on record that the row means; None for a new one.

    Raises ValidationError while the row has to say which.
    """
    answer = row.cells[ON_RECORD]
    if matches.likely and not matches.exact:
        answers = choosing.answers_to(matches)
        row.choices[ON_RECORD] = answers
        answer = choice_in(answer, answers)
        row.shown[ON_RECORD] = dict(answers).get(answer, "")
    return choosing.choose(matches, answer)


def _remark(invitee: Invitee, on_record: Organisation | None) -> str:
    if on_record is None:
        return _("New: it is added to the organisations.")
    if on_record.name != invitee.organisation:
        return _("On record as “%(name)s”.") % {"name": on_record}
    return ""


def _named(invitee: Invitee) -> Named:
    return Named(invitee.organisation, invitee.country, invitee.acronym)


def _likely_row(
    row: CheckedRow, invitee: Invitee, likely: dict[tuple[Reason, str], int]
) -> str:
    """That a row before it may name the same new organisation, and why. `likely` are
    the rows so far, by what they could have in common."""
    name, acronym = _named(invitee).keys
    near = f"{_named(invitee).near_key} {invitee.country}"
    common = [(Reason.COUNTRY, name), (Reason.NEAR, near)]
    if acronym:
        common.append((Reason.ACRONYM, f"{acronym} {invitee.country}"))
    says = ""
    for reason, key in common:
        number = likely.setdefault((reason, key), row.number)
        if number != row.number and not says:
            says = _("New, but perhaps the same as row %(row)s (%(reason)s).") % {
                "row": number,
                "reason": reason.label,
            }
    return says


class _Reader:
    """What rows mean at one conference; its choices are read once."""

    def __init__(self, inviting: Inviting) -> None:
        conference = inviting.conference
        self.chosen: dict[str, dict[str, Any]] = {
            "signatory": {row.pk: row for row in inviting.signatories},
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
            "addressee": person_in,
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
            row.errors[name] = _("Enter one of: %(choices)s.") % {
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
    if several := countries.which(cell):
        raise ValueError(several)
    code = countries.find(cell)
    if not code:
        raise ValueError(
            _(
                "No country or area is called “%(text)s”. "
                "Enter its name or its two-letter code."
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
        _("Enter a number from 1 to %(most)s, or leave it empty.")
        % {"most": MOST_PLACES}
    )
