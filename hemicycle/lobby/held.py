"""What is held about a person, in words: each field, each answer, what happened."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hemicycle.delegations.models import Registration
from hemicycle.journal.models import Entry
from hemicycle.lib import countries
from hemicycle.people.models import User
from hemicycle.ui.formats import ENDONYMS, language_now
from hemicycle.vetting import history

FIELDS = (
    "full_name",
    "id_name",
    "badge_name",
    "own_script",
    "honorific",
    "functional_title",
    "affiliation",
    "email",
    "language",
    "nationality",
    "residence",
    "gender",
    "age_band",
    "is_adult",
    "part",
    "mode",
    "category",
    "relation",
)
COUNTRIES = {"nationality", "residence"}
# Steps of colleagues among themselves; the flags they are about stand in the facts.
INTERNAL = {"assigned", "released", "cleared flag", "left a note"}
MOST = 50


def facts(registration: Registration) -> Iterator[tuple[str, str]]:
    """Label and value of everything a person told us, or others told about them."""
    for name in FIELDS:
        field = Registration._meta.get_field(name)
        value = _shown(registration, name)
        if value:
            yield capfirst(str(getattr(field, "verbose_name", name))), value
    if registration.delegation:
        yield _("Organisation"), str(registration.delegation)
    yield _("Code for the desk"), registration.code
    flags = [flag.get_kind_display() for flag in registration.flags.all()]
    if flags:
        yield _("What the rules found"), _(", ").join(flags)


def events(registration: Registration, reader: User) -> list[dict[str, Any]]:
    """The newest steps in words, and whether the reader, another person or a rule did
    them. Colleagues of the secretariat are not named."""
    told = [
        entry
        for entry in Entry.objects.about(registration)[: 2 * MOST]
        if entry.verb not in INTERNAL
    ][:MOST]
    return [
        line | {"who": _who(entry, registration, reader)}
        for line, entry in zip(history.in_words(told), told, strict=True)
    ]


def _shown(registration: Registration, name: str) -> str:
    value = getattr(registration, name)
    if name in COUNTRIES:
        return str(countries.name(value, language_now())) if value else ""
    if name == "language":
        return str(ENDONYMS.get(value, value))
    if name == "is_adult" and not registration.is_confirmed:
        return ""  # not answered yet, which is not a no
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    display = getattr(registration, f"get_{name}_display", None)
    return str(display() if display and value else value)


def _who(entry: Entry, registration: Registration, reader: User) -> str:
    if entry.actor_id is None:
        return _("by the rules")
    if entry.actor_id == reader.pk:
        return _("by you")
    if entry.actor_id == registration.nominated_by_id:
        return _("by your focal point")
    return _("by the secretariat or your organisation")
