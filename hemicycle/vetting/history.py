"""The journal's verbs of this room in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.delegations import history
from hemicycle.journal.models import Entry

WORDS: dict[str, Promise] = {
    **history.WORDS,
    "approved": _("approved"),
    "put on the waiting list": _("put on the waiting list"),
    "refused": _("refused"),
    "offered": _("place offered"),
    "took offer": _("offer accepted"),
    "declined offer": _("offer declined"),
    "passed on offer": _("offer passed on"),
    "assigned": _("assigned"),
    "released": _("released"),
    "cleared flag": _("flag resolved"),
    "left a note": _("note added"),
}


def in_words(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """As `delegations.history` does, for all that happens to a registration."""
    return history.in_words(entries, WORDS)
