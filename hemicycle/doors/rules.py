"""How a door answers, as one table of data: the first rule that fits decides.

A door without network will read the same table, so a rule is data and not code: a name
of a fact, the value that stops, and the answer. The facts are made by `facts_of`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.badges.models import Badge
from hemicycle.doors.models import Scan

Answer = Scan.Answer


@dataclass(frozen=True)
class Reply:
    """What the steward sees: one word, why, what to say, where to send the person.

    Every red one sends somewhere: nobody is left standing in front of a door.
    """

    word: Any
    why: Any
    say: Any
    send: Any = ""


RULES: list[tuple[str, Any, Answer]] = [
    ("door_is_open", False, Answer.CLOSED),
    ("is_genuine", False, Answer.FORGED),
    ("is_known", False, Answer.UNKNOWN),
    ("is_revoked", True, Answer.REVOKED),
    ("is_approved", False, Answer.NOT_APPROVED),
    ("is_early", True, Answer.TOO_EARLY),
    ("is_late", True, Answer.TOO_LATE),
    ("is_in_zone", False, Answer.WRONG_ZONE),
]

HELP = _("Help desk")
REGISTRATION = _("Registration desk")

REPLIES: dict[str, Reply] = {
    Answer.ENTER: Reply(_("Enter"), "", ""),
    Answer.CLOSED: Reply(
        _("Stop"),
        _("This door is not in use."),
        _("“This door is closed. Please use another one.”"),
        _("Another door in use; ask your supervisor which"),
    ),
    Answer.FORGED: Reply(
        _("Stop"),
        _("The code is not genuine."),
        _("“I cannot read this badge. The help desk will assist you.”"),
        HELP,
    ),
    Answer.UNKNOWN: Reply(
        _("Stop"),
        _("Not a badge of this conference."),
        _("“This is not a badge of this conference. Do you have another badge?”"),
        REGISTRATION,
    ),
    Answer.REVOKED: Reply(
        _("Stop"),
        _("This badge was replaced or revoked."),
        _("“This badge has been replaced or revoked. The help desk can assist you.”"),
        HELP,
    ),
    Answer.NOT_APPROVED: Reply(
        _("Stop"),
        _("The registration is not approved."),
        _("“Your registration needs to be checked. The help desk can assist you.”"),
        HELP,
    ),
    Answer.TOO_EARLY: Reply(
        _("Stop"),
        _("This badge is not valid yet."),
        _("“Your badge is valid from the date printed on it.”"),
        _("Help desk, if it cannot wait until that day"),
    ),
    Answer.TOO_LATE: Reply(
        _("Stop"),
        _("This badge is no longer valid."),
        _("“Your badge is no longer valid. The help desk can assist you.”"),
        HELP,
    ),
    Answer.WRONG_ZONE: Reply(
        _("Stop"),
        _("Not for this zone."),
        _("“Your badge does not give access here. Your zones are printed on it.”"),
        _("A door of a zone on the badge; protocol desk, if expected here"),
    ),
}


def facts_of(
    badge: Badge | None,
    *,
    is_genuine: bool,
    is_in_zone: bool,
    door_is_open: bool,
    at: datetime,
) -> dict[str, bool]:
    """What the rules ask. Without a badge only its code can be judged."""
    facts = {
        "door_is_open": door_is_open,
        "is_genuine": is_genuine,
        "is_known": badge is not None,
    }
    if badge is not None:
        facts |= {
            "is_revoked": badge.revoked_at is not None,
            "is_approved": badge.registration.is_approved,
            "is_early": at < badge.valid_from,
            "is_late": at >= badge.valid_until,
            "is_in_zone": is_in_zone,
        }
    return facts


def answer(facts: dict[str, bool]) -> Answer:
    """The first rule whose fact has the value that stops; else: enter."""
    for fact, stops, says in RULES:
        if facts.get(fact) is stops:
            return says
    return Answer.ENTER
