"""Whom the press officer vouches for: names, offices with their dates, statements."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.newsroom.journal import Happened
from hemicycle.newsroom.models import DatedOffice, NamedPerson, Spelling, Statement
from hemicycle.people.models import User


@transaction.atomic
def store_person(
    person: NamedPerson,
    *,
    spellings: Sequence[str],
    variants: Sequence[str],
    actor: User,
) -> NamedPerson:
    """Texts are held against these names from now on. `variants` are known and never
    printed.

    Raises ValidationError of the fields, and "both" for a spelling that is a variant.
    """
    right = [text for text in spellings if text != person.full_name]
    if both := {*right, person.full_name} & set(variants):
        raise ValidationError(
            {"variants": ValidationError(
                _("“%(spelling)s” is a right spelling, too. Keep it in one place."),
                code="both", params={"spelling": sorted(both)[0]},
            )}
        )  # fmt: skip
    is_new = person._state.adding
    save_checked(person)
    wanted = dict.fromkeys(right, False) | dict.fromkeys(variants, True)
    person.spellings.exclude(text__in=wanted).delete()
    stored = {each.text: each for each in person.spellings.all()}
    for text, is_variant in wanted.items():
        spelling = stored.get(text) or Spelling(person=person, text=text)
        spelling.is_variant = is_variant
        save_checked(spelling)
    verb = Happened.ADDED_PERSON if is_new else Happened.CHANGED_PERSON
    record(person.conference, verb, person, actor=actor)
    return person


@transaction.atomic
def remove_person(person: NamedPerson, *, actor: User) -> None:
    """With spellings, offices and statements. Texts are no longer held against them."""
    record(person.conference, Happened.REMOVED_PERSON, person, actor=actor)
    person.delete()


@transaction.atomic
def store_office(office: DatedOffice, *, actor: User) -> DatedOffice:
    """Raises ValidationError of the fields."""
    save_checked(office)
    person = office.person
    record(person.conference, Happened.CHANGED_OFFICES, person, actor=actor)
    return office


@transaction.atomic
def remove_office(office: DatedOffice, *, actor: User) -> None:
    """As if it had never been held; one that is over gets its last day instead."""
    person = office.person
    office.delete()
    record(person.conference, Happened.CHANGED_OFFICES, person, actor=actor)


@transaction.atomic
def store_statement(statement: Statement, *, actor: User) -> Statement:
    """Quotations of its speaker are held against it. Raises ValidationError of the
    fields."""
    is_new = statement._state.adding
    save_checked(statement)
    verb = Happened.FILED_STATEMENT if is_new else Happened.CHANGED_STATEMENT
    record(statement.conference, verb, statement, actor=actor)
    return statement


@transaction.atomic
def remove_statement(statement: Statement, *, actor: User) -> None:
    """Quotations are no longer checked against it. No one is told."""
    record(statement.conference, Happened.REMOVED_STATEMENT, statement, actor=actor)
    statement.delete()
