"""The states of an enquiry, and its verbs: docs/states.md."""

from hemicycle.lib.states import Actor, Thing, Verb
from hemicycle.website import policy
from hemicycle.website.models import Enquiry

State = Enquiry.State

ENQUIRY = Thing(
    "Enquiry",
    (State.AWAITING, State.ANSWERED, State.CLOSED),
    lambda enquiry: str(enquiry.state),
)

SENDER = Actor("its sender", policy.has_asked)
STRANGER = Actor("everyone, by the page Contact us", lambda user, enquiry: True)
HANDLER = Actor(
    "the registrar and the help desk; the press officer for press and other subjects",
    policy.can_answer,
)
CLOCK = Actor("the clock", lambda user, enquiry: False)

STAYS: frozenset[str] = frozenset()
OPEN = frozenset({State.AWAITING, State.ANSWERED})

ASK = Verb(
    ENQUIRY,
    "ask",
    frozenset(),
    frozenset({State.AWAITING}),
    (STRANGER,),
    "A personal link leads the address to its page; nothing typed is in that e-mail.",
    address="website:contact",
    emails={"website/received": "the sender"},
)
WRITE_AGAIN = Verb(
    ENQUIRY,
    "write again",
    OPEN,
    frozenset({State.AWAITING}),
    (SENDER,),
    "It awaits an answer again.",
    address="website:write_again",
)
ASSIGN = Verb(
    ENQUIRY,
    "assign",
    OPEN,
    STAYS,
    (HANDLER,),
    "To a colleague whose work the subject is, or to no one.",
    address="enquiries:assign",
)
MOVE = Verb(
    ENQUIRY,
    "move",
    OPEN,
    STAYS,
    (HANDLER,),
    "To another subject. Who has no part in that subject no longer sees it.",
    address="enquiries:move",
)
ANSWER = Verb(
    ENQUIRY,
    "answer",
    OPEN,
    frozenset({State.ANSWERED}),
    (HANDLER,),
    "The e-mail is looked at first. The answer is also on the sender's page.",
    address="enquiries:answer",
    emails={"website/answered": "the sender"},
)
CLOSE = Verb(
    ENQUIRY,
    "close",
    OPEN,
    frozenset({State.CLOSED}),
    (HANDLER,),
    "The sender reads it on the page; erased 180 days later.",
    address="enquiries:close",
)
REOPEN = Verb(
    ENQUIRY,
    "reopen",
    frozenset({State.CLOSED}),
    frozenset({State.AWAITING}),
    (HANDLER,),
    "It awaits an answer again.",
    address="enquiries:reopen",
)

VERBS = (ASK, WRITE_AGAIN, ASSIGN, MOVE, ANSWER, CLOSE, REOPEN)
