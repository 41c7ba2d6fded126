"""The waiting list: a free place makes an offer to the next in line, for a time."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations import accreditation, flags, letters, places, policy
from hemicycle.delegations.models import Counter, Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.ui.refusals import codes_of
from hemicycle.vetting import states
from hemicycle.vetting.models import Offer, OfferRule

logger = logging.getLogger(__name__)

State = Registration.State
OFFERS_AT_ONCE = 500

RULE_LETTERS = (
    "vetting/offer", "vetting/offer_taken", "vetting/offer_passed", "vetting/offer_for",
    "vetting/offer_taken_for",
)  # fmt: skip
"""All that the rule sends by itself: the offer, and what follows on either answer; to
the focal point about whoever no letter reaches."""


def offer_free_places(conference: Conference) -> int:
    """Pass on what expired, then offer every free place to the next it fits. How many.

    The rule: first come, first served, by the time of joining the list; whoever's
    delegation or category is full, who is too young, or whose organisation is not
    accredited any more is passed over and keeps the place in line. Nothing is offered
    before two people have seen the rule and its letters, nor while these are others
    than the two have seen. Once the conference is over nothing is offered, and no
    offer stands longer than it lasts.
    """
    pass_on_expired(conference)
    if conference.is_over:
        return 0
    rule = OfferRule.objects.in_force(conference).first()
    if rule is None or rule.preview != rule_mark(conference):
        return 0
    line = Registration.objects.filter(conference=conference).in_line()
    line = line.exclude(pk__in=flags.too_young().values("registration"))
    line = line.may_be_sent().exclude(
        pk__in=Offer.objects.open().values("registration")
    )
    needs = {
        key: {("conference", None), ("delegation", delegation), ("category", category)}
        for key, delegation, category in line.values_list(
            "pk", "delegation_id", "category_id"
        )
    }
    full: set[tuple[str, str | None]] = set()
    offered = 0

    def offer_place(key: str) -> bool:
        nonlocal offered
        if needs[key] & full or offered == OFFERS_AT_ONCE:
            return False
        try:
            is_offered = _offer(key, rule)
        except ValidationError as refusal:
            codes = codes_of(refusal)
            lacking = {need for need in needs[key] if f"{need[0]}-full" in codes}
            full.update(lacking)
            if not lacking:
                logger.warning("No offer to registration %s: %s", key, codes)
            return False
        offered += is_offered
        return is_offered

    return each(needs, offer_place, conference=conference, is_atomic=False)


@transaction.atomic
def take_offer(offer: Offer, *, actor: User) -> Registration:
    """The place offered is taken: approved, since two people saw this rule.

    By the person; for whoever no letter reaches, by the focal point or the desk.
    Raises ValidationError: code "offer-over", "minor", "registered-twice" or
    "organisation-refused".
    """
    offer, registration = _open(offer)
    flags.check_age(registration)
    flags.check_twice(registration)
    accreditation.check_of(registration)
    offer.state, offer.answered_at = Offer.State.TAKEN, clock.now()
    offer.save(update_fields=["state", "answered_at"])
    places.move(registration, states.TAKE_OFFER.target)
    registration.waiting_since = None
    registration.decided_at = clock.now()
    store(registration)
    record(
        registration.conference, "took offer", registration, actor=actor, offer=offer,
        assisted=not policy.is_own(actor, registration),
    )  # fmt: skip
    _tell(
        "vetting/offer_taken", registration, offer,
        answered_by=str(actor) if policy.leads_it(actor, registration) else "",
    )  # fmt: skip
    return registration


@transaction.atomic
def decline_offer(offer: Offer, *, actor: User) -> Registration:
    """The person does not want the place: the registration is withdrawn.

    Raises ValidationError: code "offer-over".
    """
    offer, registration = _open(offer)
    offer.state, offer.answered_at = Offer.State.DECLINED, clock.now()
    offer.save(update_fields=["state", "answered_at"])
    places.move(registration, states.DECLINE_OFFER.target)
    registration.ended_at = clock.now()
    store(registration)
    record(
        registration.conference, "declined offer", registration, actor=actor,
        offer=offer, assisted=not policy.is_own(actor, registration),
    )  # fmt: skip
    return registration


def offer_everywhere() -> int:
    """Pass on expired offers and offer what is free. Returns how many offers.

    A conference, or an offer, that can't be done keeps back no other.
    """
    made = 0

    def offer_in(key: str) -> None:
        nonlocal made
        made += offer_free_places(Conference.objects.get(pk=key))

    each(
        Conference.objects.not_over().values_list("pk", flat=True),
        offer_in,
        is_atomic=False,
    )
    return made


def pass_on_expired(conference: Conference) -> int:
    """End the offers nobody answered in time; their people go to the line's end."""
    expired = Offer.objects.open().filter(
        registration__conference=conference, expires_at__lte=clock.now()
    )
    return each(expired.values_list("pk", flat=True), _pass_on, conference=conference)


@dataclass(frozen=True)
class Line:
    """Where somebody stands: `place` counts from 1."""

    place: int
    offer: Offer | None


def place_in_line(registration: Registration) -> Line:
    """For the person's own page: how many are before them, and the open offer."""
    before = Registration.objects.filter(
        conference=registration.conference_id, state=State.WAITING
    )
    if registration.waiting_since:
        before = before.filter(waiting_since__lt=registration.waiting_since)
    return Line(
        before.exclude(pk=registration.pk).count() + 1,
        registration.offers.open().first(),
    )


@dataclass(frozen=True)
class RuleLetter:
    """One letter of the rule in one language, about somebody made up."""

    name: str
    language: str
    subject: str
    body: str


def rule_letters(conference: Conference) -> list[RuleLetter]:
    """The letters that the rule sends by itself, language by language."""
    example = Registration(
        conference=conference,
        full_name="N. N.",
        code="XXXXXXXX",
        category=conference.categories.first() or Category(),
    )
    # Instead of a moment, which is another in each letter.
    facts = {"expires_at": f"+{conference.offer_hours} h"}
    return [
        RuleLetter(name, code, email.subject, email.body)
        for code, _language in settings.LANGUAGES
        for name in RULE_LETTERS
        for email in [letters.draft(name, example, language=code, **facts)]
    ]


def rule_mark(conference: Conference, shown: Sequence[RuleLetter] = ()) -> str:
    """SHA-256 of the rule: how long an offer stands, and every letter it sends.

    `shown` are its letters, where the caller has them already.
    """
    told = [astuple(letter) for letter in shown or rule_letters(conference)]
    text = json.dumps([conference.offer_hours, told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def propose_rule(conference: Conference, *, preview: str, actor: User) -> OfferRule:
    """Propose that free places be offered by the rule, having seen it and its letters.

    Replaces an earlier proposal or rule: nothing is offered until a second person
    agrees. Raises ValidationError: code "changed-since" where the rule is not the one
    whose mark is `preview`.
    """
    if preview != rule_mark(conference):
        raise ValidationError(
            _("The letters have changed. Read them again."), code="changed-since"
        )
    OfferRule.objects.filter(conference=conference).delete()
    rule = OfferRule.objects.create(
        conference=conference, preview=preview, proposed_by=actor
    )
    record(conference, "proposed offers", conference, actor=actor)
    return rule


@transaction.atomic
def second_rule(rule: OfferRule, *, preview: str, actor: User) -> OfferRule:
    """A second person agrees; from now on free places are offered.

    Raises ValidationError: code "same-person", or "changed-since" where the rule is not
    the one that was proposed.
    """
    rule = OfferRule.objects.select_for_update().get(pk=rule.pk)
    if rule.proposed_by_id == actor.pk:
        raise ValidationError(
            _("Another person has to second this."), code="same-person"
        )
    if not rule.preview == preview == rule_mark(rule.conference):
        raise ValidationError(
            _("The letters have changed since they were proposed. Propose them again."),
            code="changed-since",
        )
    rule.seconded_by, rule.seconded_at = actor, clock.now()
    rule.full_clean()
    rule.save(update_fields=["seconded_by", "seconded_at"])
    record(rule.conference, "seconded offers", rule.conference, actor=actor)
    return rule


@transaction.atomic
def stop_offers(conference: Conference, *, actor: User) -> None:
    """Make no further offers. Open ones stand until their time is over."""
    OfferRule.objects.filter(conference=conference).delete()
    record(conference, "stopped offers", conference, actor=actor)


def free_in_conference(conference: Conference) -> int | None:
    """Places left in the whole conference; None where it has no cap."""
    counter = Counter.objects.filter(conference=conference, category=None).first()
    if counter is None or counter.cap is None:
        return None
    return max(0, counter.cap - counter.taken)


@transaction.atomic
def _offer(key: str, rule: OfferRule) -> bool:
    registration = Registration.objects.locked().get(pk=key)
    if registration.state != State.WAITING or registration.offers.open().exists():
        return False
    # Left behind by a withdrawal or a decision; this row may be open alone.
    registration.offers.filter(state=Offer.State.OPEN).update(state=Offer.State.PASSED)
    places.move(registration, states.OFFER.target)
    store(registration)
    offer = Offer.objects.create(
        registration=registration,
        made_at=clock.now(),
        expires_at=_expiry(registration.conference),
    )
    record(
        registration.conference, "offered", registration, actor=None,
        offer=offer, rule=rule.preview,
    )  # fmt: skip
    _tell(
        "vetting/offer",
        registration,
        offer,
        "vetting:offer",
        expires_at=offer.expires_at,
    )
    return True


def _tell(
    template: str,
    registration: Registration,
    offer: Offer,
    page: str = "delegations:registration",
    **facts: object,
) -> None:
    """Write to the person; about whoever no letter reaches, to the focal points."""
    if registration.email:
        letters.send(template, registration, send_key=offer.pk, page=page, **facts)
    elif registration.delegation is not None:
        letters.tell_focal_points(
            f"{template}_for", registration, send_key=offer.pk, page=page, **facts
        )


def _expiry(conference: Conference) -> datetime:
    in_time = clock.now() + timedelta(hours=conference.offer_hours)
    return min(in_time, conference.ends_at)


@transaction.atomic
def _pass_on(key: str) -> bool:
    offer = Offer.objects.get(pk=key)
    registration = Registration.objects.locked().get(pk=offer.registration_id)
    offer.refresh_from_db()
    offer.registration = registration
    if not offer.is_open:
        return False
    offer.state, offer.answered_at = Offer.State.PASSED, clock.now()
    offer.save(update_fields=["state", "answered_at"])
    places.move(registration, states.PASS_ON.target)
    registration.waiting_since = clock.now()
    store(registration)
    record(
        registration.conference, "passed on offer", registration, actor=None,
        offer=offer,
    )  # fmt: skip
    letters.send(
        "vetting/offer_passed",
        registration,
        send_key=offer.pk,
        page="delegations:registration",
    )
    return True


def _open(offer: Offer) -> tuple[Offer, Registration]:
    registration = Registration.objects.locked().get(pk=offer.registration_id)
    offer = Offer.objects.get(pk=offer.pk)
    offer.registration = registration
    if not offer.is_open or offer.expires_at <= clock.now():
        raise ValidationError(
            _("This offer is over; the place was passed on."), code="offer-over"
        )
    return offer, registration
