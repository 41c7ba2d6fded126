"""What a decision tells: the letter of each verdict, and the mark that names it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.delegations import accreditation, flags, places
from hemicycle.delegations.letters import Preview
from hemicycle.delegations.models import Registration
from hemicycle.lib.translated import in_language
from hemicycle.post.actions import preview
from hemicycle.post.models import MASK
from hemicycle.vetting.models import Decision

State = Registration.State
Verdict = Decision.Verdict

TARGET: Mapping[str, str] = {
    Verdict.APPROVE: State.APPROVED,
    Verdict.WAIT: State.WAITING,
    Verdict.REFUSE: State.REFUSED,
}
"""The state that each verdict gives."""

FROM: Mapping[str, frozenset[str]] = {
    Verdict.APPROVE: frozenset({State.CONFIRMED, State.WAITING, State.REFUSED}),
    Verdict.WAIT: frozenset({State.CONFIRMED, State.REFUSED}),
    Verdict.REFUSE: frozenset(
        {State.NOMINATED, State.CONFIRMED, State.WAITING, State.APPROVED}
    ),
}
"""The states in which each verdict can be given; refusing an approval reverses it."""

TEMPLATES: Mapping[str, str] = {
    Verdict.APPROVE: "vetting/approved",
    Verdict.WAIT: "vetting/waiting",
    Verdict.REFUSE: "vetting/refused",
}


def preview_of(registration: Registration, verdict: str, reason: str) -> Preview:
    """The letter as it would leave now, the personal link as ••••."""
    to = address(registration)
    subject, body = preview(
        registration.conference,
        TEMPLATES[verdict],
        registration.language,
        context(registration, reason) | ({"link": MASK} if to else {}),
    )
    return Preview(registration, to, subject, body)


def previews_of(
    registrations: Iterable[Registration], verdict: str, reason: str
) -> tuple[list[Preview], list[tuple[Registration, str]]]:
    """The letters, and whom the verdict can't be given, with why."""
    letters, left_out = [], []
    for registration in registrations:
        try:
            check(registration, verdict)
        except ValidationError as refusal:
            left_out.append((registration, refusal.messages[0]))
        else:
            letters.append(preview_of(registration, verdict, reason))
    return letters, left_out


def check(registration: Registration, verdict: str) -> None:
    """Whether this verdict can be given, whatever the places.

    Raises ValidationError: "wrong-state"; "minor" and "organisation-refused" for an
    approval.
    """
    if registration.state not in FROM[verdict]:
        raise ValidationError(_why_not(registration, verdict), code="wrong-state")
    if verdict == Verdict.APPROVE:
        flags.check_age(registration)
        accreditation.check_of(registration)


def shortages(letters: Sequence[Preview], verdict: str) -> list[places.Shortage]:
    """What is too full to carry out all of these now."""
    return places.shortages([one.registration for one in letters], TARGET[verdict])


def _why_not(registration: Registration, verdict: str) -> str:
    if registration.state == TARGET[verdict]:
        return _("This was decided already.")
    if registration.state in (State.DRAFT, State.NOMINATED):
        return _("The person has not confirmed the details yet.")
    return _("Not possible in the state “%(state)s”.") % {
        "state": registration.get_state_display()
    }


def mark_of_all(letters: Sequence[Preview]) -> str:
    """One SHA-256 for all the letters of a decision."""
    return mark_of_marks({str(one.registration.pk): one.mark for one in letters})


def mark_of_marks(marks: Mapping[str, str]) -> str:
    """The same, from marks by registration."""
    return hashlib.sha256(json.dumps(sorted(marks.items())).encode()).hexdigest()


def address(registration: Registration) -> str:
    """The person's own address, else that of who nominated them, else none."""
    if registration.email:
        return registration.email
    return registration.nominated_by.email if registration.nominated_by else ""


def path(registration: Registration) -> str:
    """Where the letter's personal link leads: the person's own page."""
    with translation.override(registration.language):
        if registration.email:
            return reverse("lobby:home", args=[registration.conference.slug])
        return reverse(
            "delegations:registration",
            args=[registration.conference.slug, registration.pk],
        )


def context(registration: Registration, reason: str) -> dict[str, Any]:
    """The placeholders of the three letters."""
    language = registration.language
    delegation = registration.delegation
    return {
        "name": registration.full_name,
        "organisation": delegation.organisation.name if delegation else "",
        "category": in_language(registration.category.name, language),
        "code": registration.code,
        "reason": reason.strip(),
        "own_address": bool(registration.email),
    }
