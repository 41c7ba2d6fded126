"""What a decision tells: the e-mail of each verdict, as a draft."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.delegations import accreditation, flags, places
from hemicycle.delegations.mail import facts_of_person
from hemicycle.delegations.models import Registration
from hemicycle.lib import clock
from hemicycle.lib.translated import in_language
from hemicycle.people.actions import make_link
from hemicycle.post.drafts import Draft, Sealed
from hemicycle.vetting.models import Decision
from hemicycle.vetting.states import BY_VERDICT

State = Registration.State
Verdict = Decision.Verdict

LINK_VALID = timedelta(days=90)

TEMPLATES: Mapping[str, str] = {
    Verdict.APPROVE: "vetting/approved",
    Verdict.WAIT: "vetting/waiting",
    Verdict.REFUSE: "vetting/refused",
}


def target(verdict: str) -> str:
    """The state that this verdict gives."""
    return BY_VERDICT[Verdict(verdict)].target


def draft_of(registration: Registration, verdict: str, reason: str) -> Draft:
    """The e-mail of this verdict; its facts are all that was decided upon."""
    to = address(registration)
    sealed: Sealed = {}
    if to:
        sealed = {"link": lambda: _link(registration, to)}
    return Draft(
        template=TEMPLATES[verdict],
        to=to,
        language=registration.language,
        conference=registration.conference,
        thing=registration,
        recipient=registration.user,
        sealed=sealed,
        context=context(registration, reason),
        facts={
            "verdict": verdict,
            "registration": facts_of_person(registration),
            "flags": sorted(
                [flag.kind, flag.details, flag.cleared_at is None]
                for flag in registration.flags.all()
            ),
        },
    )


def _link(registration: Registration, to: str) -> str:
    return make_link(
        to,
        path(registration),
        conference=registration.conference,
        expires_at=clock.real_now() + LINK_VALID,
    )


def drafts_of(
    registrations: Iterable[Registration], verdict: str, reason: str
) -> tuple[list[Draft], list[tuple[Registration, str]]]:
    """The e-mails, and whom the verdict can't be given, with why."""
    drafts, left_out = [], []
    for registration in registrations:
        try:
            check(registration, verdict)
        except ValidationError as refusal:
            left_out.append((registration, refusal.messages[0]))
        else:
            drafts.append(draft_of(registration, verdict, reason))
    return drafts, left_out


def check(registration: Registration, verdict: str) -> None:
    """Whether this verdict can be given, whatever the places.

    Raises ValidationError: "wrong-state"; "minor", "registered-twice" and
    "organisation-refused" for an approval.
    """
    if not BY_VERDICT[Verdict(verdict)].starts_from(registration):
        raise ValidationError(_why_not(registration, verdict), code="wrong-state")
    if verdict == Verdict.APPROVE:
        flags.check_age(registration)
        flags.check_twice(registration)
        accreditation.check_of(registration)


def people_of(drafts: Iterable[Draft]) -> list[Registration]:
    """Whom these e-mails are about."""
    return [cast(Registration, draft.thing) for draft in drafts]


def shortages(drafts: Sequence[Draft], verdict: str) -> list[places.Shortage]:
    """What is too full to carry out all of these now."""
    if not drafts:
        return []
    return places.shortages(people_of(drafts), target(verdict))


def _why_not(registration: Registration, verdict: str) -> str:
    if registration.state == target(verdict):
        return _("A decision has already been made.")
    if registration.is_unconfirmed:
        return _("The person has not yet confirmed the details.")
    return _("Not possible in the state “%(state)s”.") % {
        "state": registration.get_state_display()
    }


def address(registration: Registration) -> str:
    """The person's own address, else that of who nominated them, else none."""
    if registration.email:
        return registration.email
    return registration.nominated_by.email if registration.nominated_by else ""


def path(registration: Registration) -> str:
    """Where the e-mail's personal link leads: the person's own page."""
    with translation.override(registration.language):
        if registration.email:
            return reverse("lobby:home", args=[registration.conference.slug])
        return reverse(
            "delegations:registration",
            args=[registration.conference.slug, registration.pk],
        )


def context(registration: Registration, reason: str) -> dict[str, Any]:
    """The placeholders of the three e-mails."""
    language = registration.language
    delegation = registration.delegation
    return {
        "name": registration.greeted_in(language),
        "organisation": delegation.organisation.name if delegation else "",
        "category": in_language(registration.category.name, language),
        "code": registration.code,
        "reason": reason.strip(),
        "own_address": bool(registration.email),
    }
