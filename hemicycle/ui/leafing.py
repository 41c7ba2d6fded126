"""One letter of many to look at, and the ways to those beside it."""

from collections.abc import Sequence
from typing import Any


def leaf(letters: Sequence[Any], at: str | None) -> dict[str, Any]:
    """All letters, the one at this place (the first is 1), and the places beside it."""
    typed = int(at) if at and at.isdecimal() and len(at) < 6 else 1
    place = max(1, min(typed, len(letters)))
    return {
        "letters": letters,
        "letter": letters[place - 1] if letters else None,
        "at": place,
        "before": place - 1 if place > 1 else None,
        "after": place + 1 if place < len(letters) else None,
    }
