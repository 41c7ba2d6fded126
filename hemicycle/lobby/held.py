"""What is held about a person, in words: each field, each answer, what happened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from hemicycle.delegations import facts as details
from hemicycle.delegations.models import Registration
from hemicycle.journal.models import Entry
from hemicycle.journal.verbs import in_words
from hemicycle.people.models import User
from hemicycle.vetting.journal import Happened

# Steps of colleagues among themselves; the flags they are about stand in the facts.
INTERNAL = (
    Happened.ASSIGNED, Happened.RELEASED, Happened.RESOLVED_FLAG, Happened.ADDED_NOTE,
)  # fmt: skip
MOST = 50


def facts(registration: Registration) -> Iterator[tuple[str, str, str]]:
    """Label, value and purpose of all that a person gave, or others gave about them."""
    for fact in details.held(registration):
        yield fact.label, fact.value, str(fact.detail.purpose)
    yield _("Category"), str(registration.category), ""
    if registration.delegation:
        yield _("Organisation"), str(registration.delegation), ""
    yield _("Code for the desk"), registration.code, ""
    flags = [flag.get_kind_display() for flag in registration.told_flags]
    if flags:
        yield _("Flags raised by the rules"), _(", ").join(flags), ""


def events(registration: Registration, reader: User) -> list[dict[str, Any]]:
    """The newest steps in words, and whether the reader, another person or a rule did
    them. Colleagues of the secretariat are not named."""
    entries = [
        entry
        for entry in Entry.objects.about(registration)[: 2 * MOST]
        if entry.verb not in INTERNAL
    ][:MOST]
    return [
        line | {"who": _who(entry, registration, reader)}
        for line, entry in zip(in_words(entries), entries, strict=True)
    ]


def _who(entry: Entry, registration: Registration, reader: User) -> str:
    if entry.actor_id is None:
        return _("by the rules")
    if entry.actor_id == reader.pk:
        return _("by you")
    if entry.actor_id == registration.nominated_by_id:
        return _("by your focal point")
    return _("by the secretariat or your organisation")
