"""What each role may do, read from the policies that the checks ask."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemicycle import rooms
from hemicycle.conferences.models import OF_A_CATEGORY, OF_A_CO_ORGANISER, Hat
from hemicycle.lib.rights import Declared


@dataclass(frozen=True)
class Row:
    """One deed, and for each hat in its order whether it may."""

    words: str
    allowed: list[bool]


def declared() -> Iterator[Declared]:
    """What every room declares in its `policy`, the lowest floor first, once."""
    rights: list[Declared] = []
    for policy in rooms.answering("policy"):
        for right in vars(policy).values():
            if isinstance(right, Declared) and not any(right is k for k in rights):
                rights.append(right)
                yield right


def rows() -> list[Row]:
    return [
        Row(
            str(right.words),
            [hat == Hat.CHIEF or hat in right.hats for hat in Hat.values],
        )
        for right in declared()
    ]


def scopes() -> list[Row]:
    """For which part of a conference each role can be assigned."""
    return [
        Row(words, [hat in hats for hat in Hat.values])
        for words, hats in (
            (_("Can be assigned for one category"), OF_A_CATEGORY),
            (_("Can be assigned for one co-organiser"), OF_A_CO_ORGANISER),
        )
    ]
