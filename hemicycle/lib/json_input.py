"""JSON that strangers send: read within bounds, refused in one way."""

import json
from typing import Any

MOST_DEPTH = 20
"""Of lists within lists; what browsers and our own pages send has five or six."""


class TooDeep(ValueError):
    """Nested further than anything of ours: sent to exhaust the reader."""


def read(text: str | bytes) -> Any:
    """What the text says. Raises ValueError for whatever can't be read, never another.

    TooDeep is a ValueError; so is a number of more than 4,300 digits.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        raise TooDeep from None
    level = [value]
    for _depth in range(MOST_DEPTH):
        level = [each for outer in level for each in _inside(outer)]
        if not level:
            return value
    raise TooDeep


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
