"""A conference of bilateral meetings as one JSON object, ours: delegates from 0.

{"slots": 18, "tables": [[x, y], ...], "breaks": 1,
 "worth": {"request": 10, "mutual": 30, "interest": 2, "most_interests": 3},
 "delegates": [{"name", "cap", "floor", "busy", "interests", "vetoes"}, ...],
 "requests": [[asker, asked], ...], "levels": {code of a rule: level}}
"""

import dataclasses
from pathlib import Path
from typing import Any

from hemicycle.planning.bilateral.requests import (
    CODES,
    Conference,
    Delegate,
    Request,
    Worth,
)
from hemicycle.planning.reading import Node, json_of, levels_of
from hemicycle.planning.result import Malformed

CONFERENCE = frozenset(
    ["slots", "tables", "breaks", "worth", "delegates", "requests", "levels"]
)
DELEGATE = frozenset(["name", "cap", "floor", "busy", "interests", "vetoes"])
WORTH = frozenset(field.name for field in dataclasses.fields(Worth))
MOST = 200_000  # delegates, tables
MOST_REQUESTS = 4_000_000
MOST_SLOTS = 10_000
MOST_POINTS = 1_000_000


def read(path: Path) -> Conference:
    """Raises Malformed with one line: file, place, what is expected there."""
    content = json_of(path)
    try:
        return parse(content)
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from None


def parse(data: Any) -> Conference:
    node = Node(data)
    if not isinstance(data, dict):
        raise node.wants("one object")
    node.spelled(CONFERENCE)
    delegates = node.key("delegates").entries(MOST)
    slots = node.key("slots").whole(0, MOST_SLOTS)
    breaks = node.maybe("breaks")
    return Conference(
        delegates=tuple(delegate(each, len(delegates), slots) for each in delegates),
        requests=tuple(
            request(each, len(delegates))
            for each in node.key("requests").entries(MOST_REQUESTS)
        ),
        slots=slots,
        tables=tuple(map(place, node.key("tables").entries(MOST))),
        breaks=breaks.whole(0, MOST_SLOTS) if breaks else 1,
        worth=worth(node.maybe("worth")),
        levels=levels_of(node.maybe("levels"), CODES),
    )


def delegate(node: Node, delegates: int, slots: int) -> Delegate:
    node.spelled(DELEGATE)
    cap, floor = node.maybe("cap"), node.maybe("floor")
    busy, vetoes = node.maybe("busy"), node.maybe("vetoes")
    interests = node.maybe("interests")
    return Delegate(
        name=node.key("name").name(),
        cap=cap.whole(0, MOST) if cap else 6,
        floor=floor.whole(0, MOST) if floor else 1,
        busy=frozenset(busy.wholes(0, slots - 1) if busy else ()),
        interests=frozenset(interests.names() if interests else ()),
        vetoes=frozenset(vetoes.wholes(0, delegates - 1) if vetoes else ()),
    )


def request(node: Node, delegates: int) -> Request:
    pair = node.wholes(0, delegates - 1)
    if len(pair) != 2:
        raise node.wants("a pair: asker, asked")
    return Request(*pair)


def place(node: Node) -> tuple[float, float]:
    pair = node.entries()
    if len(pair) != 2:
        raise node.wants("a place: x, y in metres")
    return pair[0].number(), pair[1].number()


def worth(node: Node | None) -> Worth:
    if node is None:
        return Worth()
    node.spelled(WORTH)
    return Worth(
        **{
            key: value.whole(0, MOST_POINTS)
            for key, value in node.members()
            if key in WORTH
        }
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
                "name": person.name,
                "cap": person.cap,
                "floor": person.floor,
                "busy": sorted(person.busy),
                "interests": sorted(person.interests),
                "vetoes": sorted(person.vetoes),
            }
            for person in conference.delegates
        ],
        "requests": [[request.asker, request.asked] for request in conference.requests],
        "levels": {code: str(level) for code, level in conference.levels.items()},
    }
