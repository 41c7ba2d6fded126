"""The states of an invitation, and its verbs: docs/states.md."""

from hemicycle.invitations import policy
from hemicycle.invitations.models import Invitation
from hemicycle.lib.states import Actor, Thing, Verb

State = Invitation.State

INVITATION = Thing(
    "Invitation",
    (State.PREPARED, State.SENT, State.ACCEPTED, State.DECLINED, State.WITHDRAWN),
    lambda invitation: str(invitation.state),
)


PROTOCOL = Actor("the protocol officer", policy.can_invite.on)
ADDRESSEE = Actor("the addressee", policy.can_answer)

PREPARE = Verb(
    INVITATION,
    "prepare",
    frozenset(),
    frozenset({State.PREPARED}),
    (PROTOCOL,),
    "Only the secretariat sees it.",
    address="invitations:invite",
)
CHANGE = Verb(
    INVITATION,
    "change",
    frozenset({State.PREPARED}),
    frozenset(),
    (PROTOCOL,),
    "A sending that was prepared with it is not released.",
    address="invitations:edit",
)
SEND = Verb(
    INVITATION,
    "send",
    frozenset({State.PREPARED}),
    frozenset({State.SENT}),
    (PROTOCOL,),
    "Its letter is made and can be verified. Many at once are sent by two people.",
    address="invitations:send",
    emails={"invitations/invitation": "the addressee"},
)
ACCEPT = Verb(
    INVITATION,
    "accept",
    frozenset({State.SENT}),
    frozenset({State.ACCEPTED}),
    (ADDRESSEE,),
    "The organisation is accredited, its delegation opened, and the addressee its "
    "focal point.",
    address="invitations:accept",
    emails={"invitations/accepted": "the addressee"},
)
DECLINE = Verb(
    INVITATION,
    "decline",
    frozenset({State.SENT}),
    frozenset({State.DECLINED}),
    (ADDRESSEE,),
    "With a reason, which the secretariat reads.",
    address="invitations:decline",
    emails={"invitations/declined": "the addressee"},
)
WITHDRAW = Verb(
    INVITATION,
    "withdraw",
    frozenset({State.PREPARED, State.SENT}),
    frozenset({State.WITHDRAWN}),
    (PROTOCOL,),
    "Its code verifies as withdrawn. One that was sent is withdrawn with a reason.",
    address="invitations:withdraw",
    emails={"invitations/withdrawn": "the addressee of one that was sent"},
)

VERBS = (PREPARE, CHANGE, SEND, ACCEPT, DECLINE, WITHDRAW)
