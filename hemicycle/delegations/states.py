"""The states of a registration, and the verbs of this room: docs/states.md.

`vetting` adds its own. Whatever offers, allows or refuses a verb by the state or the
person reads it here.
"""

from hemicycle.delegations import policy
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import Asked, Detail, asked_at
from hemicycle.delegations.places import OFFERED
from hemicycle.lib.states import Actor, Thing, Verb
from hemicycle.people.models import User

State = Registration.State

ASKED = "asked"
"""A draft whose person waits for the answer of the focal point."""


def state_of(registration: Registration) -> str:
    """Its state, where a request to a focal point and an open offer count apart."""
    if registration.is_asking:
        return ASKED
    return OFFERED if registration.is_offered else registration.state


REGISTRATION = Thing(
    "Registration",
    (
        State.DRAFT, ASKED, State.NOMINATED, State.CONFIRMED, State.WAITING, OFFERED,
        State.APPROVED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.SUBSTITUTED,
    ),
    state_of,
)  # fmt: skip


def _leads_without_address(user: User, registration: Registration) -> bool:
    return not registration.email and policy.leads_it(user, registration)


def _desk_without_address(user: User, registration: Registration) -> bool:
    return not registration.email and policy.is_desk.on(user, registration)


ANYONE = Actor("anyone signed in", lambda user, registration: True)
PERSON = Actor("the person", policy.is_own)
FOCAL_POINT = Actor("the focal point", policy.leads_it)
DESK = Actor("the desk (registrar, help desk)", policy.is_desk.on)
DESK_FOR_OTHERS = Actor("the desk, for another person", policy.acts_for_it)
FOCAL_POINT_FOR_UNREACHED = Actor(
    "the focal point, for a person without an address", _leads_without_address
)
DESK_FOR_UNREACHED = Actor(
    "the desk, for a person without an address", _desk_without_address
)
CLOCK = Actor("the clock", lambda user, registration: False)

NEW: frozenset[str] = frozenset()
STAYS: frozenset[str] = frozenset()

BEGIN = Verb(
    REGISTRATION,
    "begin",
    NEW,
    frozenset({State.DRAFT}),
    (ANYONE,),
    "Holds no place. Only its person and the desk see it.",
    address="delegations:register",
)
CHANGE_DRAFT = Verb(
    REGISTRATION,
    "change the draft",
    frozenset({State.DRAFT}),
    STAYS,
    (PERSON,),
    "The organisation or the name is another.",
    address="delegations:draft",
)
NOMINATE = Verb(
    REGISTRATION,
    "nominate",
    NEW,
    frozenset({State.NOMINATED}),
    (DESK, FOCAL_POINT),
    "Takes a place in the delegation where the first to come are the first served.",
    address="delegations:nominate",
    emails={"delegations/nominated": "the person"},
)
CONFIRM = Verb(
    REGISTRATION,
    "confirm",
    frozenset({State.NOMINATED}),
    frozenset({State.CONFIRMED}),
    (PERSON, DESK, FOCAL_POINT_FOR_UNREACHED),
    "The notices are accepted, the rules raise their flags, and the desk decides next. "
    "Under quotas this takes the place in the delegation.",
    address="delegations:confirm",
    emails={"delegations/confirmed": "the person"},
)
ASK = Verb(
    REGISTRATION,
    "ask",
    frozenset({State.DRAFT}),
    frozenset({ASKED, State.NOMINATED}),
    (PERSON, DESK),
    "The focal point answers. Without an organisation the registration is nominated, "
    "and confirmed in the same step.",
    address="delegations:confirm",
    emails={"delegations/asked": "the focal points"},
)
SAVE_DETAILS = Verb(
    REGISTRATION,
    "save the details",
    frozenset({State.DRAFT, ASKED, State.NOMINATED}),
    STAYS,
    CONFIRM.by,
    "Kept as typed; the focal point does not see them before they are confirmed.",
    address="delegations:confirm",
)
ADMIT = Verb(
    REGISTRATION,
    "admit",
    frozenset({ASKED}),
    frozenset({State.NOMINATED}),
    (DESK, FOCAL_POINT),
    "As a nomination.",
    address="delegations:admit",
    emails={"delegations/nominated": "the person"},
)
RETURN = Verb(
    REGISTRATION,
    "return",
    frozenset({ASKED}),
    frozenset({State.DRAFT}),
    (DESK, FOCAL_POINT),
    "The person reads the reason, and may change the draft and ask again.",
    address="delegations:send_back",
    emails={"delegations/returned": "the person"},
)
CORRECT = Verb(
    REGISTRATION,
    "correct",
    frozenset({State.NOMINATED}),
    STAYS,
    (DESK, FOCAL_POINT),
    "A changed address is another person: the claim, the answers and all that the "
    "person before typed are deleted.",
    address="delegations:correct",
    emails={
        "delegations/nominated": "the person, at a changed address",
        "delegations/removed": "the person before, at the address that was changed",
    },
)
REMIND = Verb(
    REGISTRATION,
    "remind",
    frozenset({State.NOMINATED}),
    STAYS,
    (DESK, FOCAL_POINT),
    "The same e-mail again, at most once a minute.",
    address="delegations:remind",
    emails={"delegations/nominated": "the person"},
)
CORRECT_DETAILS = Verb(
    REGISTRATION,
    "correct the own details",
    frozenset({State.CONFIRMED, State.WAITING, OFFERED, State.APPROVED}),
    STAYS,
    (PERSON,),
    "A decision that was prepared with other details is not carried out. Once decided, "
    "only what the decision does not rest on.",
    address="delegations:details",
)
CORRECT_ON_BEHALF = Verb(
    REGISTRATION,
    "correct the details",
    CORRECT_DETAILS.starts,
    STAYS,
    (DESK_FOR_OTHERS,),
    "With a reason for the history. A badge that differs says so.",
    address="delegations:details",
)
SUBSTITUTE = Verb(
    REGISTRATION,
    "substitute",
    frozenset({State.NOMINATED, State.CONFIRMED, State.APPROVED}),
    frozenset({State.SUBSTITUTED}),
    (DESK, FOCAL_POINT),
    "Another person is nominated and gets the places; the badge is cancelled.",
    address="delegations:substitute",
    emails={
        "delegations/nominated": "the new person",
        "delegations/substituted": "the person",
    },
)
DISCARD = Verb(
    REGISTRATION,
    "discard the draft",
    frozenset({State.DRAFT}),
    frozenset({State.WITHDRAWN}),
    (PERSON, DESK),
    "The focal point never read it.",
    address="delegations:withdraw",
    emails={"delegations/withdrawn": "the person, if the desk did it"},
)
WITHDRAW = Verb(
    REGISTRATION,
    "withdraw",
    frozenset(
        {
            ASKED,
            State.NOMINATED,
            State.CONFIRMED,
            State.WAITING,
            OFFERED,
            State.APPROVED,
        }
    ),
    frozenset({State.WITHDRAWN}),
    (PERSON, DESK, FOCAL_POINT),
    "Gives the places back; the badge is cancelled.",
    address="delegations:withdraw",
    emails={"delegations/withdrawn": "the person"},
)


def correctable(registration: Registration) -> list[Detail]:
    """The details that its person may still correct, having confirmed them."""
    if not CORRECT_DETAILS.starts_from(registration):
        return []
    return [
        detail
        for detail in asked_at(Asked.DETAILS)
        if registration.is_undecided or detail.changes_any_time
    ]


def ending(registration: Registration) -> Verb:
    """What withdrawing this registration is now."""
    return DISCARD if DISCARD.starts_from(registration) else WITHDRAW


LAPSE = Verb(
    REGISTRATION,
    "lapse",
    frozenset({State.NOMINATED}),
    frozenset({State.LAPSED}),
    (CLOCK,),
    "When nobody confirmed in time. Gives the places back.",
    emails={"delegations/lapsed": "the person"},
)

VERBS = (
    BEGIN, CHANGE_DRAFT, NOMINATE, CONFIRM, ASK, SAVE_DETAILS, ADMIT, RETURN, CORRECT,
    REMIND, CORRECT_DETAILS, CORRECT_ON_BEHALF, SUBSTITUTE, DISCARD, WITHDRAW,
    LAPSE,
)  # fmt: skip
"""Among verbs of one address, the first that starts in the state is the one done."""
