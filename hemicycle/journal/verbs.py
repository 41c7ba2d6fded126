"""What the journal can say, as one list for each room."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models

from hemicycle.journal.models import Entry
from hemicycle.rooms import answering


class JournalVerb(models.TextChoices):
    """The base of `Happened` in each `<room>/journal.py`, the verbs recorded there.

    The value is stored, in the past tense ("withdrew"), and no two rooms share one. The
    label is what a history shows ("withdrawn").
    """


@cache
def verbs() -> dict[str, JournalVerb]:
    """The verbs of every room, by what is stored."""
    return {verb.value: verb for room in answering("journal") for verb in room.Happened}


def in_words(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What happened, when, by whom, why: for the pages that show a history."""
    return [
        {
            "at": entry.at,
            "actor": entry.actor,
            "words": verbs()[entry.verb].label,
            "reason": entry.reason,
        }
        for entry in entries
    ]
