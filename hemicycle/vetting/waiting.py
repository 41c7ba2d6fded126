"""The waiting list as a queue: what its places are, and the e-mails of its rule."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations import accreditation, flags, mail, places, policy
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.lib import clock
from hemicycle.offers import models as offers
from hemicycle.offers.queues import Full, Need, Queue, Waiting
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft
from hemicycle.ui.refusals import codes_of
from hemicycle.vetting import states
from hemicycle.vetting.models import Offer, OfferRule

RULE_EMAILS = (
    "vetting/offer", "vetting/offer_taken", "vetting/offer_passed", "vetting/offer_for",
    "vetting/offer_taken_for",
)  # fmt: skip
"""All that the rule sends by itself: the offer, and what follows on either answer; to
the focal point about a person without an e-mail address."""

TO_PERSON = {
    Offer.State.OPEN: "vetting/offer",
    Offer.State.TAKEN: "vetting/offer_taken",
    Offer.State.PASSED: "vetting/offer_passed",
}
TO_FOCAL_POINT = {
    Offer.State.OPEN: "vetting/offer_for",
    Offer.State.TAKEN: "vetting/offer_taken_for",
}


class WaitingList(Queue[Registration]):
    """Registrations wait for a place in delegation, category and conference at once."""

    offer_model = Offer
    rule_model = OfferRule

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    def fingerprint(self, rule: offers.OfferRule) -> str:
        return rule.fingerprint_with(emails(rule, self.conference))

    def waiting(self) -> Iterator[Waiting]:
        """Passed over: who is too young, or whose organisation is not accredited."""
        line = Registration.objects.filter(conference=self.conference).in_line()
        line = line.exclude(pk__in=flags.too_young().values("registration"))
        line = line.annotate(counted=Coalesce("counted_in", "delegation"))
        for key, *needs in line.may_be_sent().values_list(  # type: ignore[misc]  # "counted" is annotated
            "pk", "counted", "category",
            "category__counts_in_delegation", "category__counts_in_conference",
        ):  # fmt: skip
            yield Waiting(key, _needs(*needs))

    def made(self) -> offers.OfferQuerySet:
        return Offer.objects.filter(position__conference=self.conference)

    def locked(self, key: str) -> Registration:
        return Registration.objects.locked().get(pk=key)

    def is_waiting(self, position: Registration) -> bool:
        return position.is_waiting

    def hold(self, position: Registration) -> None:
        try:
            places.move(position, states.OFFER.target)
        except ValidationError as refusal:
            codes = codes_of(refusal)
            category = position.category
            needs = _needs(
                position.counted_delegation_id, category.pk,
                category.counts_in_delegation, category.counts_in_conference,
            )  # fmt: skip
            lacking = [need for need in needs if f"{need[0]}-full" in codes]
            if not lacking:
                raise
            raise Full(*lacking) from None
        store(position)

    def check(self, position: Registration) -> None:
        """Raises: "minor", "registered-twice" or "organisation-refused"."""
        flags.check_age(position)
        flags.check_twice(position)
        accreditation.check_of(position)

    def approve(self, position: Registration) -> None:
        places.move(position, states.TAKE_OFFER.target)
        position.waiting_since = None
        position.decided_at = clock.now()
        store(position)

    def withdraw(self, position: Registration) -> None:
        places.move(position, states.DECLINE_OFFER.target)
        position.ended_at = clock.now()
        store(position)

    def to_the_end(self, position: Registration) -> None:
        places.move(position, states.PASS_ON.target)
        position.waiting_since = clock.now()
        store(position)

    def tell(self, offer: offers.Offer, *, actor: AbstractBaseUser | None) -> None:
        """Write to the person; about one without an e-mail address, to the focal
        points."""
        registration: Registration = offer.position
        state = Offer.State(offer.state)
        is_new = state == Offer.State.OPEN
        page = "vetting:offer" if is_new else "delegations:registration"
        facts: dict[str, Any] = {"expires_at": offer.expires_at} if is_new else {}
        if isinstance(actor, User) and policy.leads_it(actor, registration):
            facts["answered_by"] = str(actor)
        if registration.email and state in TO_PERSON:
            mail.send(
                TO_PERSON[state], registration, send_key=offer.pk, page=page, **facts
            )
        elif registration.delegation is not None and state in TO_FOCAL_POINT:
            mail.tell_focal_points(
                TO_FOCAL_POINT[state], registration,
                send_key=offer.pk, page=page, **facts,
            )  # fmt: skip

    def details(self, position: Registration, actor: User) -> dict[str, object]:
        return {"assisted": not policy.is_own(actor, position)}


def emails(rule: offers.OfferRule, conference: Conference) -> list[Draft]:
    """The e-mails that the rule sends by itself, language by language, about a person
    made up. Nothing is rendered here."""
    person = Registration(
        conference=conference,
        full_name="N. N.",
        email="name@example.org",
        category=Category(),
    )
    drafts = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            organisation = _("Name of the organisation")
        for template in RULE_EMAILS:
            draft = mail.draft(
                template,
                person,
                language=language,
                # Instead of a moment, which is another in each e-mail.
                expires_at=f"+{rule.hours} h",
                organisation=organisation,
                code="XXXXXXXX",
                # Said by none of them: a deadline that moves changes no e-mail.
                confirm_until="",
            )
            # The text alone is agreed on: a new column of people changes no e-mail.
            drafts.append(replace(draft, facts={}))
    return drafts


def _needs(
    delegation: str | None,
    category: str,
    counts_in_delegation: bool,
    counts_in_conference: bool,
) -> frozenset[Need]:
    """The counters of `places` in which a place for this person would be taken."""
    needs: set[Need] = {(places.CATEGORY, category)}
    if delegation and counts_in_delegation:
        needs.add((places.DELEGATION, delegation))
    if counts_in_conference:
        needs.add((places.CONFERENCE, None))
    return frozenset(needs)
