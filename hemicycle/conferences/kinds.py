"""What windows and notices a conference can have: each room adds its own.

A room whose verbs have a deadline, or that asks people to accept a text, has a module
`asked.py` with WINDOWS or NOTICES. A row whose kind no room knows any more (its room is
gone) is shown by its code where the chief sets it, and asked nowhere else.
docs/decisions/kinds.md.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from hemicycle import rooms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class WindowKind:
    """What may be done only between two moments.

    `follows`: what happens when it closes. `before`: kinds of windows that close no
    earlier than this one. `missing`: what Set-up says before invitations where it has
    no dates; "" if none are needed. `opening`: what of `openings.Opening` begins on the
    day it opens.
    """

    code: str
    label: "_StrPromise"
    purpose: "_StrPromise"
    follows: "_StrPromise"
    before: tuple[str, ...] = ()
    missing: "_StrPromise | str" = ""
    opening: str = ""


@dataclass(frozen=True)
class NoticeKind:
    """A text that people accept when they confirm their details.

    `answer` stands at the box; `refusal` is said to those who leave a required one
    empty. `missing`: what Set-up says where none is in force; "" if none is needed.
    """

    code: str
    label: "_StrPromise"
    answer: "_StrPromise"
    refusal: "_StrPromise"
    is_required: bool = False
    missing: "_StrPromise | str" = ""
    is_blocking: bool = False


@cache
def windows() -> dict[str, WindowKind]:
    """By code, in the order in which pages list them."""
    return _by_code("WINDOWS")


@cache
def notices() -> dict[str, NoticeKind]:
    """By code, in the order in which pages list them."""
    return _by_code("NOTICES")


def _by_code(declared: str) -> dict[str, Any]:
    return {
        kind.code: kind
        for room in rooms.answering("asked")
        for kind in getattr(room, declared, ())
    }
