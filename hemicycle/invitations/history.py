"""The journal's verbs of this room in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.delegations import history
from hemicycle.journal.models import Entry

WORDS: dict[str, Promise] = {
    "prepared invitation": _("prepared"),
    "changed invitation": _("corrected"),
    "sent invitation": _("sent"),
    "accepted invitation": _("accepted"),
    "declined invitation": _("declined"),
    "withdrew invitation": _("withdrawn"),
}


def in_words(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """As `delegations.history` does, for all that happens to an invitation."""
    return history.in_words(entries, WORDS)
