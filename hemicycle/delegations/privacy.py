"""What this room keeps about a person, what for, and how it is forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Acceptance, Flag, Registration
from hemicycle.delegations.models.details import DETAILS
from hemicycle.fields import personal
from hemicycle.fields.personal import Elsewhere, Held
from hemicycle.journal.actions import erase_reasons_about, record
from hemicycle.lib.codes import new_id
from hemicycle.people.models import User

BESIDES = {
    "user": "to let the person see and change it",
    "code": "to be named at the help desk",
    "returned_reason": "to tell the person why",
    "decision_reason": "to tell the person why",
    "person_key": "to find the same person twice; keyed, says nothing by itself",
    "name_key": "to find the same person twice; keyed, says nothing by itself",
    "search": "to find the person in any spelling",
}
"""What is personal besides the details, and its purpose."""

PERSONAL: dict[str, Promise | str] = {
    **{detail.name: detail.purpose for detail in DETAILS},
    **BESIDES,
}
"""Each personal field of a registration and its purpose; a test finds omissions."""

NOT_GIVEN_OUT = ("user", "person_key", "name_key", "search")
"""Says nothing to the person that the rest does not."""


def export(user: User) -> Iterator[dict[str, Any]]:
    """All that is kept about this person, one dictionary for each registration."""
    own = Registration.objects.own(user).select_related(
        "conference", "category", "delegation__organisation", "stands_for"
    )
    for registration in own.order_by("created_at"):
        yield {
            "conference": registration.conference.slug,
            "category": registration.category.code,
            "delegation": str(registration.delegation or ""),
            "stands_for": str(registration.stands_for or ""),
            "state": registration.state,
            **{
                name: getattr(registration, name)
                for name in PERSONAL
                if name not in NOT_GIVEN_OUT
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
                for flag in registration.told_flags
            ],
        }


@transaction.atomic
def erase(registration: Registration, *, actor: User | None) -> Registration:
    """Forget who an ended or past registration was. The figures stay the same.

    Its names, address, texts and keys are gone, and so are the reasons that the journal
    keeps about it; state, category, delegation and what is counted stay. Every room
    forgets what it keeps, see HELD.
    Raises ValueError for one that is still going on: withdraw it first.
    """
    registration = Registration.objects.locked().get(pk=registration.pk)
    conference = registration.conference
    if not registration.has_ended and conference.today <= conference.ends_on:
        raise ValueError("Withdraw the registration first, or wait for the last day")
    personal.forget(registration)
    for detail in DETAILS:
        if not detail.is_kept:
            setattr(registration, detail.name, detail.value_when_erased)
    for name in BESIDES:
        if name not in ("user", "code"):
            setattr(registration, name, "")
    registration.user = None
    # Unique, and of nobody.
    registration.person_key = new_id()
    registration.save()
    registration.flags.update(details="")
    erase_reasons_about(registration)
    record(conference, Happened.ERASED, registration, actor=actor)
    return registration


_WITH_REGISTRATION = Elsewhere("given out and forgotten with its registration")

HELD: personal.Answers = {
    Registration: Held(
        _("Registrations"),
        _("To prepare your participation; the purpose of each field is on its page."),
        lambda user: Registration.objects.own(user),
        export=export,
    ),
    Acceptance: _WITH_REGISTRATION,
    Flag: _WITH_REGISTRATION,
}
