"""The journal's verbs in words, for the pages that show a history."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.models import Entry

WORDS: dict[str, Promise] = {
    "prepared invitation": _("prepared"),
    "changed invitation": _("corrected"),
    "sent invitation": _("sent"),
    "accepted invitation": _("accepted"),
    "declined invitation": _("declined"),
    "withdrew invitation": _("withdrawn"),
    "began": _("begun"),
    "registered": _("registered without an organisation"),
    "asked": _("asked the focal point"),
    "took in": _("taken into the delegation"),
    "returned": _("returned by the focal point"),
    "nominated": _("nominated"),
    "corrected": _("corrected"),
    "reminded": _("letter sent again"),
    "confirmed": _("confirmed"),
    "corrected details": _("details corrected by the person"),
    "corrected on behalf": _("details corrected by the secretariat"),
    "approved": _("approved"),
    "put on the waiting list": _("put on the waiting list"),
    "refused": _("refused"),
    "withdrew": _("withdrawn"),
    "lapsed": _("lapsed"),
    "substituted": _("replaced by somebody else"),
    "offered": _("place offered"),
    "took offer": _("offer taken"),
    "declined offer": _("offer declined"),
    "passed on offer": _("offer passed on"),
    "claimed": _("claimed"),
    "released": _("released"),
    "cleared flag": _("flag cleared"),
    "left a note": _("note left"),
}


def in_words(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What happened, when, by whom, why. A verb without words is shown as recorded."""
    return [
        {
            "at": entry.at,
            "actor": entry.actor,
            "words": WORDS.get(entry.verb, entry.verb),
            "reason": entry.reason,
        }
        for entry in entries
    ]
