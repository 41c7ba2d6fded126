"""The journal's verbs in words, for the pages that show a history."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.models import Entry

WORDS: dict[str, Promise] = {
    "began": _("started"),
    "registered": _("registered without an organisation"),
    "asked": _("asked the focal point"),
    "returned": _("returned by the focal point"),
    "nominated": _("nominated"),
    "corrected": _("corrected"),
    "reminded": _("e-mail sent again"),
    "confirmed": _("confirmed"),
    "corrected details": _("details corrected by the person"),
    "corrected on behalf": _("details corrected by the secretariat"),
    "withdrew": _("withdrawn"),
    "lapsed": _("lapsed"),
    "substituted": _("replaced by another person"),
}


def in_words(
    entries: Iterable[Entry], words: Mapping[str, Promise] = WORDS
) -> list[dict[str, Any]]:
    """What happened, when, by whom, why. A verb without words is shown as recorded."""
    return [
        {
            "at": entry.at,
            "actor": entry.actor,
            "words": words.get(entry.verb, entry.verb),
            "reason": entry.reason,
        }
        for entry in entries
    ]
