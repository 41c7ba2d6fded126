"""What the desk decides on a registration, and offers: docs/states.md."""

from hemicycle.delegations.models import Registration
from hemicycle.delegations.places import OFFERED
from hemicycle.delegations.states import (
    CLOCK,
    DESK_FOR_UNREACHED,
    FOCAL_POINT_FOR_UNREACHED,
    PERSON,
    REGISTRATION,
)
from hemicycle.lib.states import Actor, Verb
from hemicycle.vetting import policy
from hemicycle.vetting.models import Decision

State = Registration.State


REGISTRAR = Actor("the registrar; on many, two", policy.can_decide.on)

APPROVE = Verb(
    REGISTRATION,
    "approve",
    frozenset({State.CONFIRMED, State.WAITING, OFFERED, State.REFUSED}),
    frozenset({State.APPROVED}),
    (REGISTRAR,),
    "Takes the places of category and conference. A badge can be issued.",
    address="vetting:decide",
    emails={"vetting/approved": "the person"},
)
WAIT = Verb(
    REGISTRATION,
    "wait",
    frozenset({State.CONFIRMED, State.REFUSED}),
    frozenset({State.WAITING}),
    (REGISTRAR,),
    "At the end of the waiting list, without a place.",
    address="vetting:decide",
    emails={"vetting/waiting": "the person"},
)
REFUSE = Verb(
    REGISTRATION,
    "refuse",
    frozenset(
        {State.NOMINATED, State.CONFIRMED, State.WAITING, OFFERED, State.APPROVED}
    ),
    frozenset({State.REFUSED}),
    (REGISTRAR,),
    "With a reason. Gives the places back; the badge is cancelled. Of an approval, its "
    "reversal.",
    address="vetting:decide",
    emails={"vetting/refused": "the person"},
)
OFFER = Verb(
    REGISTRATION,
    "offer",
    frozenset({State.WAITING}),
    frozenset({OFFERED}),
    (CLOCK,),
    "By the rule that two people agreed on: a free place is held for the next in line.",
    emails={
        "vetting/offer": "the person",
        "vetting/offer_for": "the focal points of a person without an address",
    },
)
TAKE_OFFER = Verb(
    REGISTRATION,
    "take the offer",
    frozenset({OFFERED}),
    frozenset({State.APPROVED}),
    (PERSON, FOCAL_POINT_FOR_UNREACHED, DESK_FOR_UNREACHED),
    "As an approval.",
    address="vetting:take_offer",
    emails={
        "vetting/offer_taken": "the person",
        "vetting/offer_taken_for": "the focal points of a person without an address",
    },
)
DECLINE_OFFER = Verb(
    REGISTRATION,
    "decline the offer",
    frozenset({OFFERED}),
    frozenset({State.WITHDRAWN}),
    TAKE_OFFER.by,
    "The place is offered to the next in line.",
    address="vetting:decline_offer",
)
PASS_ON = Verb(
    REGISTRATION,
    "pass on",
    frozenset({OFFERED}),
    frozenset({State.WAITING}),
    (CLOCK,),
    "When nobody answered in time: to the end of the waiting list.",
    emails={"vetting/offer_passed": "the person"},
)

VERBS = (APPROVE, WAIT, REFUSE, OFFER, TAKE_OFFER, DECLINE_OFFER, PASS_ON)
BY_VERDICT = {
    Decision.Verdict.APPROVE: APPROVE,
    Decision.Verdict.WAIT: WAIT,
    Decision.Verdict.REFUSE: REFUSE,
}
