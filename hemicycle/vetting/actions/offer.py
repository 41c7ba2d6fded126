"""The waiting list: a free place makes an offer to the next in line, for a time."""

from dataclasses import dataclass

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Counter, Registration
from hemicycle.journal.failures import each
from hemicycle.offers import actions as offers
from hemicycle.people.models import User
from hemicycle.vetting.models import Offer, OfferRule
from hemicycle.vetting.waiting import WaitingList


def offer_everywhere() -> int:
    """Pass on expired offers and offer what is free. Returns how many offers.

    A conference, or an offer, that can't be done keeps back no other.
    """
    made = 0

    def offer_in(key: str) -> None:
        nonlocal made
        conference = Conference.objects.get(pk=key)
        made += offers.offer_free_places(WaitingList(conference))

    each(
        Conference.objects.not_over().values_list("pk", flat=True),
        offer_in,
        is_atomic=False,
    )
    return made


def take_offer(offer: Offer, *, actor: User) -> Registration:
    """The place offered is taken: approved, since two people approved the rule.

    By the person; for a person without an e-mail address, by the focal point or the
    desk. Raises ValidationError: code "offer-over", "minor", "registered-twice" or
    "organisation-refused".
    """
    return offers.take(_queue_of(offer), offer, actor=actor)


def decline_offer(offer: Offer, *, actor: User) -> Registration:
    """The person does not want the place: the registration is withdrawn.

    Raises ValidationError: code "offer-over".
    """
    return offers.decline(_queue_of(offer), offer, actor=actor)


def submit_rule(
    conference: Conference, rule: OfferRule, *, seen: str, actor: User
) -> OfferRule:
    """Submit a rule, with the e-mails it sends, for another registrar to approve.

    Raises ValidationError: as `offers.submit_rule`.
    """
    return offers.submit_rule(WaitingList(conference), rule, seen=seen, actor=actor)


def approve_rule(rule: OfferRule, *, seen: str, actor: User) -> OfferRule:
    """From now on free places are offered by this rule. Raises: `seconding.approve`."""
    return offers.approve_rule(
        WaitingList(rule.conference), rule, seen=seen, actor=actor
    )


@dataclass(frozen=True)
class QueuePosition:
    """Where a person is on the waiting list: `number` counts from 1; None where a lot
    decides. The open offer, if there is one."""

    number: int | None
    offer: Offer | None


def position_of(registration: Registration) -> QueuePosition:
    """For the person's own page: how many are before them, and the open offer."""
    offer = registration.offers.open().first()
    conference = registration.conference
    rule = OfferRule.objects.in_force(conference).first()
    if rule is not None and rule.is_by_lot:
        return QueuePosition(None, offer)
    before = Registration.objects.filter(conference=conference).waiting()
    if registration.waiting_since:
        before = before.filter(waiting_since__lt=registration.waiting_since)
    return QueuePosition(before.exclude(pk=registration.pk).count() + 1, offer)


def free_in_conference(conference: Conference) -> int | None:
    """Places left in the whole conference; None where it has no cap."""
    counter = Counter.objects.filter(conference=conference, category=None).first()
    if counter is None or counter.cap is None:
        return None
    return max(0, counter.cap - counter.taken)


def _queue_of(offer: Offer) -> WaitingList:
    return WaitingList(offer.position.conference)
