"""Free places are offered, taken, declined and passed on; a rule is approved and ends.

Of the rows, a rule is locked before a position, and a position before its offers.
"""

import logging
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model
from django.utils.translation import gettext as _

from hemicycle.fields.checked import reread_locked
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock, crypto
from hemicycle.offers.journal import Happened
from hemicycle.offers.models import Offer, OfferRule
from hemicycle.offers.queues import Full, Need, Queue, Waiting
from hemicycle.seconding import actions as seconding
from hemicycle.ui.refusals import codes_of

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Offers made in one run, at most: the next run, minutes later, goes on."""

RULE: Need = ("rule", None)
"""What every position needs: a rule in force that allows one more open offer."""

P = TypeVar("P", bound=Model)
R = TypeVar("R", bound=OfferRule)


def offer_free_places(queue: Queue[Any]) -> int:
    """Pass on what expired, then offer every free place to the next it fits. How many.

    Nothing is offered without a rule that two people approved, nor while the e-mails it
    sends differ from those that both saw. Whoever needs what is full is passed over
    and keeps the place in line. One that can't be done keeps back no other.
    """
    pass_on_expired(queue)
    rule = rule_in_force(queue)
    if rule is None or clock.now() >= queue.ends_at:
        return 0
    if has_changed(queue, rule):
        return 0
    line = in_order(queue, rule)
    needs = {waiting.key: waiting.needs | {RULE} for waiting in line}
    full: set[Need] = set()
    left = AT_ONCE

    def offer_place(key: str) -> bool:
        nonlocal left
        if not left or needs[key] & full:
            return False
        try:
            is_offered = _offer(queue, rule, key)
        except Full as lacking:
            full.update(lacking.needs)
            return False
        except ValidationError as refusal:
            logger.warning("No offer to %s: %s", key, codes_of(refusal))
            return False
        left -= is_offered
        return is_offered

    return each(needs, offer_place, conference=queue.conference, is_atomic=False)


def pass_on_expired(queue: Queue[Any]) -> int:
    """End the offers not answered in time; those who got them go to the line's end."""

    def pass_on(key: str) -> bool:
        return _pass_on(queue, key)

    expired = queue.made().open().filter(expires_at__lte=clock.now())
    return each(
        expired.values_list("pk", flat=True), pass_on, conference=queue.conference
    )


def rule_in_force(queue: Queue[Any]) -> OfferRule | None:
    """The rule by which this queue's places are offered; None where none are."""
    rule: OfferRule | None = (
        queue.rule_model._default_manager.in_force(queue.conference)  # type: ignore[attr-defined]  # an OfferRuleQuerySet
        .with_people()
        .first()
    )
    return rule


def has_changed(queue: Queue[Any], rule: OfferRule) -> bool:
    """Whether the rule and its e-mails are no longer those that two people saw."""
    return queue.fingerprint(rule) != rule.fingerprint


def in_order(queue: Queue[Any], rule: OfferRule) -> list[Waiting]:
    """Who may be offered a place now, and has no open offer, as the rule orders them.

    The lot is drawn once a position and rule, and no one can compute it beforehand;
    whoever let an offer pass comes after all who did not.
    """
    open_to = set(queue.made().open().values_list("position", flat=True))
    line = [waiting for waiting in queue.waiting() if waiting.key not in open_to]
    if not rule.is_by_lot:
        return line
    passed = dict(
        queue.made()
        .filter(state=Offer.State.PASSED)
        .values_list("position")
        .annotate(times=Count("pk"))
        .order_by()
    )
    return sorted(
        line,
        key=lambda waiting: (
            passed.get(waiting.key, 0),
            crypto.fingerprint(f"{rule.pk}:{waiting.key}", purpose="lot"),
        ),
    )


@transaction.atomic
def take(queue: Queue[P], offer: Offer, *, actor: AbstractBaseUser) -> P:
    """The place offered is taken.

    Raises ValidationError: code "offer-over", or what `queue.check` refuses.
    """
    offer = _reread_open(queue, offer)
    position: P = offer.position
    queue.check(position)
    _answer(offer, Offer.State.TAKEN)
    queue.approve(position)
    _record(queue, Happened.TOOK_OFFER, offer, actor, **queue.details(position, actor))
    queue.tell(offer, actor=actor)
    return position


@transaction.atomic
def decline(queue: Queue[P], offer: Offer, *, actor: AbstractBaseUser) -> P:
    """The place is not wanted: it is given back, and the wait ends.

    Raises ValidationError: code "offer-over".
    """
    offer = _reread_open(queue, offer)
    position: P = offer.position
    _answer(offer, Offer.State.DECLINED)
    queue.withdraw(position)
    _record(
        queue, Happened.DECLINED_OFFER, offer, actor, **queue.details(position, actor)
    )
    queue.tell(offer, actor=actor)
    return position


def submit_rule(queue: Queue[Any], rule: R, *, seen: str, actor: AbstractBaseUser) -> R:
    """Submit a rule for approval, its e-mails having been seen. Nothing changes yet.

    Raises ValidationError: "changed" where rule and e-mails are not those whose
    fingerprint is `seen`; and while another rule is pending.
    """
    rule.conference = queue.conference
    return seconding.submit(rule, seen=seen, now=queue.fingerprint(rule), actor=actor)


@transaction.atomic
def approve_rule(
    queue: Queue[Any], rule: R, *, seen: str, actor: AbstractBaseUser
) -> R:
    """A second person agrees; from now on places are offered by this rule alone.

    Open offers stay open. Raises ValidationError: as `seconding.approve`.
    """
    rules: Any = queue.rule_model._default_manager
    for earlier in rules.in_force(queue.conference).select_for_update(of=("self",)):
        seconding.finish(earlier)
        record(queue.conference, Happened.REPLACED_RULE, earlier, actor=actor, by=rule)
    return seconding.approve(rule, seen=seen, now=queue.fingerprint(rule), actor=actor)


@transaction.atomic
def stop_rule(rule: R, *, actor: AbstractBaseUser) -> R:
    """Make no further offers. Open ones stay open until their time is over.

    Raises ValidationError: code "not-in-force".
    """
    rule = reread_locked(rule)
    if not rule.is_running:
        raise ValidationError(
            _("This rule is no longer in force."), code="not-in-force"
        )
    seconding.finish(rule)
    record(rule.conference, Happened.STOPPED_OFFERS, rule, actor=actor)
    return rule


@transaction.atomic
def _offer(queue: Queue[Any], rule: OfferRule, key: str) -> bool:
    """Hold a place for one position and tell it so. One worker at a time offers by one
    rule: its row is locked first."""
    rule = reread_locked(rule)
    if not rule.is_running:
        raise Full(RULE)
    if rule.at_once and queue.made().open().count() >= rule.at_once:
        raise Full(RULE)
    position = queue.locked(key)
    offers = queue.made().filter(position=position)
    if not queue.is_waiting(position) or offers.open().exists():
        return False
    # Left behind by a withdrawal or a decision; this position waits once more.
    offers.filter(state=Offer.State.OPEN).update(state=Offer.State.ENDED)
    queue.hold(position)
    offer = queue.offer_model(
        made_at=clock.now(), expires_at=rule.expiry(queue.ends_at)
    )
    offer.position = position
    offer.save(force_insert=True)
    _record(queue, Happened.OFFERED, offer, None, rule=rule)
    queue.tell(offer, actor=None)
    return True


@transaction.atomic
def _pass_on(queue: Queue[Any], key: str) -> bool:
    offer = _reread(queue, queue.made().get(pk=key))
    if not offer.is_open or not offer.has_expired:
        return False
    _answer(offer, Offer.State.PASSED)
    queue.to_the_end(offer.position)
    _record(queue, Happened.PASSED_ON_OFFER, offer, None)
    queue.tell(offer, actor=None)
    return True


def _reread_open(queue: Queue[Any], offer: Offer) -> Offer:
    offer = _reread(queue, offer)
    if not offer.is_open or offer.has_expired:
        raise ValidationError(
            _("This offer is over; the place was passed on."), code="offer-over"
        )
    return offer


def _reread(queue: Queue[Any], offer: Offer) -> Offer:
    """The offer as it is now, with its position locked."""
    position = queue.locked(offer.position_id)
    now: Offer = queue.made().get(pk=offer.pk)
    now.position = position
    return now


def _answer(offer: Offer, state: Offer.State) -> None:
    offer.state, offer.answered_at = state, clock.now()
    offer.save(update_fields=["state", "answered_at"])


def _record(
    queue: Queue[Any],
    verb: Happened,
    offer: Offer,
    actor: AbstractBaseUser | None,
    **details: Any,
) -> None:
    record(queue.conference, verb, offer.position, actor=actor, offer=offer, **details)
