"""The JSON form of a conference, as in the planning set `un68`, and of its plan.

Top level: `S` sessions, `rooms`, `T` slots in `D` days, `teams` interpreter teams with
`team_slots_day` slots each, `want` the wishes by person. A session: `id`, `dur` in
slots, `dom` allowed starts, `speakers`, `dem` seats, flags `booth hyb setup vip`. A
room: `cap`, flags `booth hyb`. Optional, ours: `pinned` [{session, start, hall}],
`closed` [[hall, slot]], `levels` {code: level}.
"""

import json
from pathlib import Path
from typing import Any

from hemicycle.planning.programme.conference import (
    CODES,
    Conference,
    Hall,
    Placement,
    Plan,
    Session,
)
from hemicycle.planning.result import Malformed
from hemicycle.planning.rules import Level

MOST = 200_000


def load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Malformed(f"{path} is not JSON: {error}") from None


def number(holder: Any, key: str, where: str, least: int = 0, most: int = MOST) -> int:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, int) or not least <= value <= most:
        raise Malformed(
            f"{where}: '{key}' must be a whole number from {least} to {most}"
        )
    return int(value)


def numbers(value: Any, where: str, below: int) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(
        isinstance(each, int) and 0 <= each < below for each in value
    ):
        raise Malformed(f"{where} must be a list of whole numbers below {below}")
    return tuple(value)


def read(path: Path) -> Conference:
    """Raises Malformed, naming the session, room or person."""
    data = load(path)
    if not isinstance(data, dict):
        raise Malformed(f"{path} does not hold a conference")
    for key in ("S", "rooms", "want"):
        if not isinstance(data.get(key), list):
            raise Malformed(f"{path}: '{key}' must be a list")
        if len(data[key]) > MOST:
            raise Malformed(f"{path}: '{key}' has over {MOST:,} entries")
    slots = number(data, "T", "conference", least=1, most=10_000)
    days = number(data, "D", "conference", least=1, most=1_000)
    if slots % days:
        raise Malformed(f"{slots} slots do not make {days} equal days")
    if not data["rooms"]:
        raise Malformed("the conference has no rooms")
    sessions = []
    for i, each in enumerate(data["S"]):
        where = f"session {i}"
        sessions.append(
            Session(
                name=str(each.get("id", i)) if isinstance(each, dict) else str(i),
                slots=number(each, "dur", where, least=1),
                starts=numbers(each.get("dom"), f"{where}: 'dom'", slots),
                speakers=frozenset(
                    numbers(each.get("speakers", []), f"{where}: 'speakers'", 10**9)
                ),
                expected=number(each, "dem", where, most=10**9),
                has_interpretation=bool(each.get("booth")),
                is_hybrid=bool(each.get("hyb")),
                needs_setup=bool(each.get("setup")),
                has_vips=bool(each.get("vip")),
            )
        )
    halls = tuple(
        Hall(
            name=str(each.get("name", j)) if isinstance(each, dict) else str(j),
            seats=number(each, "cap", f"room {j}", most=10**9),
            has_booths=bool(each.get("booth")),
            is_equipped=bool(each.get("hyb")),
        )
        for j, each in enumerate(data["rooms"])
    )
    count = len(sessions)
    wishes = tuple(
        tuple(sorted(set(numbers(each, f"wishes of person {p}", count))))
        for p, each in enumerate(data["want"])
    )
    pinned = {}
    for each in data.get("pinned", []):
        i = number(each, "session", "pinned", most=count - 1)
        start, hall = each.get("start"), each.get("hall")
        if start is not None:
            start = number(each, "start", f"pinned session {i}", most=slots - 1)
        if hall is not None:
            hall = number(each, "hall", f"pinned session {i}", most=len(halls) - 1)
        pinned[i] = Placement(start, hall)
    closed = set()
    for each in data.get("closed", []):
        pair = numbers(each, "closed", max(slots, len(halls)))
        if len(pair) != 2 or pair[0] >= len(halls) or pair[1] >= slots:
            raise Malformed("closed: each entry is [hall, slot]")
        closed.add((pair[0], pair[1]))
    levels = data.get("levels", {})
    if not isinstance(levels, dict) or not set(levels) <= CODES:
        raise Malformed(f"levels: the rules are {', '.join(sorted(CODES))}")
    try:
        chosen = {code: Level(level) for code, level in levels.items()}
    except ValueError as error:
        raise Malformed(f"levels: {error}") from None
    return Conference(
        sessions=tuple(sessions),
        halls=halls,
        slots=slots,
        days=days,
        teams=number(data, "teams", "conference"),
        team_slots_a_day=number(data, "team_slots_day", "conference"),
        wishes=wishes,
        pinned=pinned,
        levels=chosen,
        closed=frozenset(closed),
    )


def plan_as_json(conference: Conference, plan: Plan) -> list[dict[str, Any]]:
    """Start slot, hall and team of every session, in the order of the instance.

    Sessions are named as the instance does: a number stays a number.
    """
    teams = plan.teams or (None,) * len(plan.starts)
    return [
        {
            "session": int(session.name) if session.name.isdecimal() else session.name,
            "start": start,
            "hall": hall,
            "team": team,
        }
        for session, start, hall, team in zip(
            conference.sessions, plan.starts, plan.halls, teams, strict=True
        )
    ]


def plan_from_json(conference: Conference, rows: object) -> Plan:
    """Raises Malformed unless every session is named once, with numbers that exist."""
    if not isinstance(rows, list):
        raise Malformed("the solution is not a list of sessions")
    index = {session.name: i for i, session in enumerate(conference.sessions)}
    found: dict[int, tuple[int, int, int | None]] = {}
    for row in rows:
        if not isinstance(row, dict) or str(row.get("session")) not in index:
            raise Malformed(f"the solution names an unknown session: {row}")
        i = index[str(row["session"])]
        if i in found:
            raise Malformed(f"the solution places session {row['session']} twice")
        where = f"session {row['session']}"
        team = row.get("team")
        if team is not None:
            team = number(row, "team", where)
        found[i] = (
            number(row, "start", where, most=conference.slots - 1),
            number(row, "hall", where, most=len(conference.halls) - 1),
            team,
        )
    missing = [s.name for i, s in enumerate(conference.sessions) if i not in found]
    if missing:
        raise Malformed(f"the solution leaves out session {missing[0]}")
    rows_in_order = [found[i] for i in range(len(conference.sessions))]
    return Plan(
        tuple(row[0] for row in rows_in_order),
        tuple(row[1] for row in rows_in_order),
        tuple(row[2] for row in rows_in_order),
    )
