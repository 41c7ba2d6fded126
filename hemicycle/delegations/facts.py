"""The details of a person in words, for those who see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemicycle.delegations import policy
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import (
    DETAILS,
    Asked,
    Detail,
    Group,
    Kind,
    Reader,
)
from hemicycle.lib import countries
from hemicycle.people.models import User
from hemicycle.ui.formats import ENDONYMS, language_now


@dataclass(frozen=True)
class Fact:
    """A detail with its value in the reader's language; empty if not given."""

    detail: Detail
    value: str

    @property
    def label(self) -> str:
        return str(self.detail.label)


def held(registration: Registration) -> list[Fact]:
    """All that the person sees of themselves, as far as it was given."""
    facts = [
        Fact(detail, shown(registration, detail))
        for detail in DETAILS
        if Reader.PERSON in detail.seen_by
    ]
    return [fact for fact in facts if fact.value]


def by_group(
    registration: Registration, reader: User
) -> list[tuple[Promise | str, list[Fact]]]:
    """What this reader sees, under the headings of the groups.

    A detail that every confirmed registration has is there even if it is empty.
    """
    return [
        (Group(group).label, list(facts))
        for group, facts in groupby(
            _seen(registration, reader), key=lambda fact: fact.detail.group
        )
    ]


def _seen(registration: Registration, reader: User) -> Iterator[Fact]:
    sees_details = policy.sees_details(reader, registration)
    for detail in DETAILS:
        if not policy.sees(reader, registration, detail.seen_by):
            continue
        if detail.is_private_at_first and not sees_details:
            continue
        value = shown(registration, detail)
        question = detail.asked.get(Asked.DETAILS)
        if value or (question is not None and question.is_required):
            yield Fact(detail, value)


def choices_of(detail: Detail) -> dict[str, Promise | str]:
    """The choices of its column, with their words."""
    field: models.Field[Any, Any] = Registration._meta.get_field(detail.name)  # type: ignore[assignment]
    return dict(field.flatchoices)


def shown(registration: Registration, detail: Detail) -> str:
    """The value in words; a question that was not answered yet is not a no."""
    value: Any = getattr(registration, detail.name)
    if detail.kind == Kind.ANSWER and not (value or registration.is_confirmed):
        return ""
    return in_words(detail, value)


def in_words(detail: Detail, value: Any) -> str:
    """A value of this detail in the reader's language, for pages and exports."""
    if detail.kind in (Kind.ANSWER, Kind.TICK):
        return _("yes") if value else _("no")
    if not value:
        return ""
    if detail.kind == Kind.COUNTRY:
        return str(countries.name(value, language_now()))
    if detail.kind == Kind.LANGUAGE:
        return str(ENDONYMS.get(value, value))
    if detail.kind == Kind.CHOICE:
        return str(choices_of(detail).get(value, value))
    return str(value)
