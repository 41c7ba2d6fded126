"""What this room keeps about a person, what for, and how it is forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from hemicycle.delegations.models import Acceptance, Registration
from hemicycle.journal.actions import erase_reasons_about, record
from hemicycle.lib.codes import new_id
from hemicycle.people.models import User

PERSONAL: dict[str, str] = {
    "user": "to let the person see and change it",
    "code": "to be said at the help desk",
    "full_name": "to address and to find the person",
    "id_name": "to compare with the document at the door",
    "badge_name": "to be printed on the badge",
    "own_script": "to be printed on the badge",
    "honorific": "to address the person",
    "functional_title": "to be printed in letters and lists",
    "affiliation": "to decide on the registration",
    "email": "to write to the person",
    "language": "to write in the person's language",
    "nationality": "to count by country, and for visa letters",
    "residence": "to count by country",
    "gender": "to count",
    "age_band": "to count",
    "is_adult": "to ask for a guardian's consent where needed",
    "relation": "to decide on the registration",
    "returned_reason": "to tell the person why",
    "decision_reason": "to tell the person why",
    "person_key": "to find the same person twice; keyed, says nothing by itself",
    "name_key": "to find the same person twice; keyed, says nothing by itself",
    "search": "to find the person in any spelling",
}
"""Each personal field of a registration and its purpose; a test finds omissions."""

COUNTED = ("nationality", "residence", "gender", "age_band", "is_adult")
"""Kept when a person is erased: without a name they only count."""


def export(user: User) -> Iterator[dict[str, Any]]:
    """All that is kept about this person, one dictionary for each registration."""
    own = Registration.objects.own(user).select_related(
        "conference", "category", "delegation__organisation"
    )
    for registration in own.order_by("created_at"):
        yield {
            "conference": registration.conference.slug,
            "category": registration.category.code,
            "delegation": str(registration.delegation or ""),
            "state": registration.state,
            **{
                name: getattr(registration, name)
                for name in PERSONAL
                if name not in ("user", "person_key", "name_key", "search")
            },
            "accepted": [
                {
                    "notice": acceptance.notice.kind,
                    "version": acceptance.notice.version,
                    "accepted": acceptance.accepted,
                    "at": acceptance.at.isoformat(),
                }
                for acceptance in Acceptance.objects.filter(
                    registration=registration
                ).select_related("notice")
            ],
            "flags": [
                {"kind": flag.kind, "at": flag.raised_at.isoformat()}
                for flag in registration.flags.all()
            ],
        }


@transaction.atomic
def erase(registration: Registration, *, actor: User | None) -> Registration:
    """Forget who an ended or past registration was. The figures stay the same.

    Its names, address, texts and keys are gone, and so are the reasons that the journal
    keeps about it; state, category, delegation and what is counted stay.
    Raises ValueError for one that is still going on: withdraw it first.
    """
    registration = Registration.objects.locked().get(pk=registration.pk)
    conference = registration.conference
    if not registration.has_ended and conference.today.date() <= conference.ends_on:
        raise ValueError("Withdraw the registration first, or wait for the last day")
    for name in PERSONAL:
        if name not in COUNTED and name not in ("user", "code", "language"):
            setattr(registration, name, "")
    registration.user = None
    registration.full_name = "–"
    # Unique, and of nobody.
    registration.person_key = new_id()
    registration.save()
    registration.flags.update(details="")
    erase_reasons_about(registration)
    record(conference, "erased", registration, actor=actor)
    return registration
