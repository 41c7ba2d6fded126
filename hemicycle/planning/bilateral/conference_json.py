"""A conference of bilateral meetings as one JSON object, ours: delegates from 0.

{"slots": 18, "tables": [[x, y], ...], "breaks": 1,
 "worth": {"request": 10, "mutual": 30, "interest": 2, "most_interests": 3},
 "delegates": [{"name", "cap", "floor", "busy", "interests", "vetoes"}, ...],
 "requests": [[asker, asked], ...]}
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from hemicycle.planning.bilateral.requests import (
    Conference,
    Delegate,
    Request,
    Worth,
)
from hemicycle.planning.result import Malformed

LARGEST_FILE = 200_000_000  # bytes


def read(path: Path) -> Conference:
    """Raises Malformed with one line that names what is wrong."""
    if path.stat().st_size > LARGEST_FILE:
        raise Malformed(f"{path.name} is larger than {LARGEST_FILE:,} bytes")
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Malformed(f"{path.name} is not JSON: {error}") from error
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from error


def parse(found: Any) -> Conference:
    if not isinstance(found, dict):
        raise Malformed("expected one JSON object")
    try:
        return Conference(
            delegates=tuple(map(delegate, found["delegates"])),
            requests=tuple(Request(int(a), int(b)) for a, b in found["requests"]),
            slots=int(found["slots"]),
            tables=tuple((float(x), float(y)) for x, y in found["tables"]),
            breaks=int(found.get("breaks", 1)),
            worth=Worth(**{k: int(v) for k, v in found.get("worth", {}).items()}),
        )
    except KeyError as error:
        raise Malformed(f"{error.args[0]} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(f"not a conference: {error}") from error


def delegate(found: Any) -> Delegate:
    return Delegate(
        name=str(found["name"]),
        cap=int(found.get("cap", 6)),
        floor=int(found.get("floor", 1)),
        busy=frozenset(map(int, found.get("busy", []))),
        interests=frozenset(map(str, found.get("interests", []))),
        vetoes=frozenset(map(int, found.get("vetoes", []))),
    )


def conference_as_json(conference: Conference) -> dict[str, Any]:
    """The same in plain data; `parse` gives an equal conference back."""
    return {
        "slots": conference.slots,
        "tables": [list(place) for place in conference.tables],
        "breaks": conference.breaks,
        "worth": dataclasses.asdict(conference.worth),
        "delegates": [
            {
                "name": one.name,
                "cap": one.cap,
                "floor": one.floor,
                "busy": sorted(one.busy),
                "interests": sorted(one.interests),
                "vetoes": sorted(one.vetoes),
            }
            for one in conference.delegates
        ],
        "requests": [[request.asker, request.asked] for request in conference.requests],
    }
