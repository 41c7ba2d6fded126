"""People to be nominated, as a table says them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.conferences.models import Category
from hemicycle.delegations.access import get_delegation
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.models import Delegation, MembersPlaces, Registration
from hemicycle.delegations.models.details import BY_NAME
from hemicycle.delegations.models.registration import LEFT, person_key
from hemicycle.delegations.representation import members
from hemicycle.lib.headings import EMAIL, FULL_NAME, PARTS_OF_NAMES, WHOLE_OR_PART
from hemicycle.lib.search import fold
from hemicycle.organisations.matches import Named
from hemicycle.organisations.models import Organisation
from hemicycle.tables.cells import address_in, choice_in, person_in, text_in
from hemicycle.tables.kinds import CheckedRow, Choices, Column, Kind
from hemicycle.ui.formats import numbered

Part = Registration.Part
PART_WORDS = {
    Part.HEAD: (
        "head", "head of delegation", "leader", "chef", "chef de délégation", "jefe",
        "jefe de delegación", "глава", "глава делегации", "团长", "رئيس",
        "رئيس الوفد", "رئيسة الوفد",
    ),
    Part.DEPUTY: (
        "deputy", "deputy head", "adjoint", "chef adjoint", "adjunto", "jefe adjunto",
        "заместитель", "заместитель главы", "副团长", "نائب", "نائب رئيس الوفد",
    ),
    Part.MEMBER: (
        "member", "membre", "miembro", "член", "член делегации", "成员", "团员",
        "عضو", "عضو الوفد",
    ),
}  # fmt: skip
_PART_OF = {fold(word): part for part, words in PART_WORDS.items() for word in words}


def takes_a_place(category: Category) -> bool:
    return category.counts_in_delegation


class People(Kind):
    """Rows of one delegation's people."""

    name = "people"
    most_rows = 500
    columns = (
        Column("full_name", BY_NAME["full_name"].label, FULL_NAME, is_needed=True),
        Column("email", BY_NAME["email"].label, EMAIL),
        Column(
            "honorific", BY_NAME["honorific"].label,
            ("civilité", "tratamiento", "обращение", "称谓", "اللقب"),
        ),
        Column(
            "part", BY_NAME["part"].label,
            ("role", "part", "rôle", "función", "rol", "роль", "角色", "الدور",
             "الدور في الوفد"),
        ),
        Column(
            "category", gettext_lazy("Category"),
            ("participation category", "catégorie", "categoría", "категория", "类别",
             "الفئة"),
            is_shared=True,
        ),
        Column(
            "functional_title", BY_NAME["functional_title"].label,
            ("title", "job title", "function", "position", "fonction", "titre",
             "cargo", "puesto", "должность", "职务", "职位", "المنصب", "الوظيفة"),
        ),
        Column(
            "relation", BY_NAME["relation"].label,
            ("relation", "lien", "lien avec l’organisation", "relación", "vínculo",
             "связь", "与组织的关系", "关系", "الصلة", "الصلة بالمنظمة"),
        ),
        Column(
            "stands_for", gettext_lazy("Stands for"),
            ("member organisation", "member organization", "member company", "company",
             "entreprise", "société", "organisation membre", "empresa",
             "organización miembro", "компания", "организация-член", "公司", "会员单位",
             "الشركة", "المنظمة العضو", "يمثل"),
        ),
    )  # fmt: skip
    parts = {"full_name": PARTS_OF_NAMES}
    either = WHOLE_OR_PART

    def subject(self, user: Any, conference: Any, key: str) -> Delegation:
        return get_delegation(user, conference, key, to_nominate=True)

    def title(self, subject: Delegation) -> str:
        return str(subject.organisation)

    def back(self, subject: Delegation) -> str:
        return reverse("delegations:show", args=[subject.conference.slug, subject.pk])

    def choices(self, subject: Delegation, column: str) -> Choices:
        if column == "part":
            return [(part.value, part.label) for part in reversed(Part)]
        if column == "category":
            return [(category.pk, _with_place(category)) for category in _open(subject)]
        if column == "stands_for":
            return [(member.pk, str(member)) for member in members(subject)]
        return ()

    def offers(self, subject: Delegation, column: str) -> bool:
        return column != "stands_for" or members(subject).exists()

    def check(self, subject: Delegation, rows: Sequence[CheckedRow]) -> None:
        """Five queries for any number of rows."""
        categories = {category.pk: category for category in _open(subject)}
        only = next(iter(categories.values())) if len(categories) == 1 else None
        by_key: dict[str, CheckedRow] = {}
        head: int | None = None
        has_head = subject.registrations.going().filter(part=Part.HEAD).exists()
        for row, stands_for in _meant(subject, rows):
            nominee = _nominee(row, categories, only, stands_for)
            if row.is_skipped or nominee is None:
                continue
            key = person_key(
                nominee.details["full_name"], nominee.details["email"], subject.pk
            )
            if key in by_key:
                row.duplicate = _("The same person as in row %(row)s.") % {
                    "row": by_key[key].number
                }
                continue
            by_key[key] = row
            if nominee.details["part"] == Part.HEAD:
                if has_head:
                    row.errors["part"] = _("The delegation already has a head.")
                elif head is not None:
                    row.errors["part"] = _(
                        "Row %(row)s is already the head of delegation."
                    ) % {"row": head}
                head = head or row.number
            row.value = nominee
            if not nominee.details["email"]:
                row.remark = _("No e-mail address: you confirm for this person.")
        registered = subject.registrations.filter(person_key__in=list(by_key)).exclude(
            state__in=LEFT
        )
        for key in registered.values_list("person_key", flat=True):
            by_key[key].duplicate = _("Already in your delegation.")

    def accept(
        self, subject: Delegation, rows: Sequence[CheckedRow], *, actor: Any
    ) -> Mapping[int, tuple[str, str]]:
        """Nominate each; what is refused now (no place left) stays in the table."""
        refused = {}
        for row in rows:
            try:
                nominate(subject, row.value, actor=actor)
            except ValidationError as refusal:
                refused[row.number] = ("", refusal.messages[0])
        return refused

    def verb(self, count: int) -> str:
        return numbered("Nominate %(n)s person", "Nominate %(n)s people", count)

    def done(self, count: int) -> str:
        return numbered(
            "%(n)s person is nominated.", "%(n)s people are nominated.", count
        )

    def outlook(self, subject: Delegation, rows: Sequence[CheckedRow]) -> str:
        taking = [row.value for row in rows if takes_a_place(row.value.category)]
        free = len(rows) - len(taking)
        in_others = 0
        if subject.members_places == MembersPlaces.OWN:
            in_others = sum(nominee.stands_for is not None for nominee in taking)
        placed = len(taking) - in_others
        words = _("This takes %(places)s of the %(left)s places left.") % {
            "places": placed,
            "left": subject.places_left,
        }
        if in_others:
            words += " " + numbered(
                "%(n)s takes a place of the member’s own delegation.",
                "%(n)s take places of the members’ own delegations.",
                in_others,
            )
        if free:
            words += " " + _("%(n)s take no place.") % {"n": free}
        return words


def _open(delegation: Delegation) -> list[Category]:
    return [c for c in delegation.conference.categories.all() if c.is_open]


def _with_place(category: Category) -> str:
    if takes_a_place(category):
        return _("%(category)s, takes a place") % {"category": category}
    return _("%(category)s, takes no place") % {"category": category}


def _meant(
    delegation: Delegation, rows: Sequence[CheckedRow]
) -> Iterator[tuple[CheckedRow, Organisation | None]]:
    """Each row with the member for whom its person stands: None for the organisation
    itself, and with `errors` for a name that says nothing. Two queries."""
    own = delegation.organisation
    those = {member.pk: member for member in members(delegation)}
    named = Organisation.objects.filter(pk__in=[*those, own.pk]).same_as_each(
        [Named(row.cells["stands_for"]) for row in rows]
    )
    for row, matches in zip(rows, named, strict=True):
        cell = row.cells["stands_for"]
        member = those.get(cell) or matches.among(those)
        if member is not None:
            row.shown["stands_for"] = str(member)
        elif cell and matches.among([own.pk]) is None:
            row.errors["stands_for"] = _no_member(delegation, bool(those))
        yield row, member


def _no_member(delegation: Delegation, has_members: bool) -> str:
    if has_members:
        return _(
            "No member of %(organisation)s has this name. Choose one of the list."
        ) % {"organisation": delegation.organisation}
    return _("%(organisation)s has no members on record. Empty this cell.") % {
        "organisation": delegation.organisation
    }


def _nominee(
    row: CheckedRow,
    categories: Mapping[str, Category],
    only: Category | None,
    stands_for: Organisation | None,
) -> Nominee | None:
    """What the row means; None with its `errors` where it means nothing."""
    read: dict[str, Any] = {"email": "", "part": Part.MEMBER, "stands_for": stands_for}
    cells = row.cells
    takes: dict[str, Callable[[str], str]] = {
        "full_name": person_in,
        "functional_title": lambda cell: text_in(cell, most=200),
        "relation": lambda cell: text_in(cell, most=200),
        "honorific": lambda cell: text_in(cell, most=40),
    }
    if cells["email"]:
        takes["email"] = address_in
    for name, take in takes.items():
        try:
            read[name] = take(cells[name])
        except ValueError as problem:
            row.errors[name] = str(problem)
    if cells["part"]:
        part = choice_in(cells["part"], Part.choices) or _PART_OF.get(
            fold(cells["part"]), ""
        )
        if not part:
            row.errors["part"] = _("Choose head, deputy or member.")
        read["part"] = part
    row.shown["part"] = str(Part(read["part"] or Part.MEMBER).label)
    if "category" in row.lacks and only is not None:
        row.lacks.discard("category")
        cells["category"] = only.pk
    if cells["category"]:
        names = [(pk, category) for pk, category in categories.items()]
        chosen = choice_in(cells["category"], names)
        if not chosen:
            row.errors["category"] = _("Choose a category from the list.")
        else:
            read["category"] = categories[chosen]
            row.shown["category"] = _with_place(categories[chosen])
    if "email" not in row.errors and read["email"]:
        row.shown["email"] = read["email"]
    return None if row.errors else Nominee(**read)
