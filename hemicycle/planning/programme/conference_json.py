"""The JSON form of a conference, as in the planning set `un68`, and of its plan.

Top level: `S` sessions, `rooms`, `T` slots in `D` days, `teams` interpreter teams with
`team_slots_day` slots each, `want` the wishes by person. A session: `id`, `dur` in
slots, `dom` allowed starts, `speakers`, `dem` seats, flags `booth hyb setup vip`. A
room: `cap`, flags `booth hyb`. Optional, ours: `pinned` [{session, start, hall}],
`closed` [[hall, slot]], `levels` {code: level}; for sentences `slots` ["Tuesday 09:00",
one per slot], `people` {identifier of a speaker: name}, a session's `name` its title.
"""

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
from hemicycle.planning.reading import (
    LARGEST_NUMBER,
    Node,
    json_of,
    levels_of,
    short,
)
from hemicycle.planning.result import Malformed

MOST = 200_000  # sessions, rooms, people
MOST_SLOTS = 10_000
MOST_DAYS = 1_000
MOST_ENTRIES = 2_000_000  # pins, closed halls

CONFERENCE = frozenset(
    [
        "S",
        "rooms",
        "want",
        "T",
        "D",
        "SPD",
        "teams",
        "team_slots_day",
        "pinned",
        "closed",
        "levels",
        "slots",
        "people",
    ]
)
SESSION = frozenset(
    [
        "id",
        "theme",
        "kind",
        "dur",
        "dom",
        "speakers",
        "dem",
        "booth",
        "hyb",
        "setup",
        "vip",
        "name",
    ]
)
ROOM = frozenset(["name", "cap", "booth", "hyb", "id"])
PIN = frozenset(("session", "start", "hall"))


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
        raise Malformed("the file does not hold a conference but " + short(data))
    node.spelled(CONFERENCE)
    slots = node.key("T").whole(1, MOST_SLOTS)
    days = node.key("D").whole(1, MOST_DAYS)
    if slots % days:
        raise Malformed(f"T: {slots} slots do not make {days} equal days (D)")
    sessions = sessions_of(node.key("S"), slots)
    halls = tuple(map(hall_of, enumerate(node.key("rooms").entries(MOST))))
    if not halls:
        raise Malformed("rooms: the conference has no rooms")
    return Conference(
        sessions=sessions,
        halls=halls,
        slots=slots,
        days=days,
        teams=node.key("teams").whole(0, MOST),
        team_slots_a_day=node.key("team_slots_day").whole(0, MOST),
        wishes=tuple(
            tuple(sorted(set(person.wholes(0, len(sessions) - 1))))
            for person in node.key("want").entries(MOST)
        ),
        pinned=pins_of(node.maybe("pinned"), len(sessions), slots, len(halls)),
        levels=levels_of(node.maybe("levels"), CODES),
        closed=closed_of(node.maybe("closed"), slots, len(halls)),
        slot_names=slot_names_of(node.maybe("slots"), slots),
        speaker_names=speaker_names_of(node.maybe("people")),
    )


def sessions_of(node: Node, slots: int) -> tuple[Session, ...]:
    made: list[Session] = []
    names: set[str] = set()
    for i, each in enumerate(node.entries(MOST)):
        each.spelled(SESSION)
        named, speakers = each.maybe("id"), each.maybe("speakers")
        title = each.maybe("name")
        name = named.name() if named else str(i)
        if name in names:
            raise Malformed(f"{each.place}: a second session is called '{name[:60]}'")
        names.add(name)
        made.append(
            Session(
                name=name,
                slots=each.key("dur").whole(1, MOST),
                starts=tuple(dict.fromkeys(each.key("dom").wholes(0, slots - 1))),
                speakers=frozenset(
                    speakers.wholes(0, LARGEST_NUMBER) if speakers else ()
                ),
                expected=each.key("dem").whole(),
                has_interpretation=has(each, "booth"),
                is_hybrid=has(each, "hyb"),
                needs_setup=has(each, "setup"),
                has_vips=has(each, "vip"),
                title=title.name() if title else "",
            )
        )
    return tuple(made)


def hall_of(numbered: tuple[int, Node]) -> Hall:
    j, each = numbered
    each.spelled(ROOM)
    named = each.maybe("name")
    return Hall(
        name=named.name() if named else str(j),
        seats=each.key("cap").whole(),
        has_booths=has(each, "booth"),
        is_equipped=has(each, "hyb"),
    )


def has(node: Node, key: str) -> bool:
    """A flag that is false where it is missing."""
    flag = node.maybe(key)
    return flag is not None and flag.flag()


def pins_of(
    node: Node | None, sessions: int, slots: int, halls: int
) -> dict[int, Placement]:
    pinned: dict[int, Placement] = {}
    for each in node.entries(MOST) if node else ():
        each.spelled(PIN)
        i = each.key("session").whole(0, sessions - 1)
        if i in pinned:
            raise Malformed(f"{each.place}: session {i} is pinned twice")
        start, hall = each.maybe("start"), each.maybe("hall")
        pinned[i] = Placement(
            start.whole(0, slots - 1) if start else None,
            hall.whole(0, halls - 1) if hall else None,
        )
    return pinned


def closed_of(node: Node | None, slots: int, halls: int) -> frozenset[tuple[int, int]]:
    closed = set()
    for each in node.entries(MOST_ENTRIES) if node else ():
        pair = each.entries()
        if len(pair) != 2:
            raise each.wants("a pair: hall, slot")
        closed.add((pair[0].whole(0, halls - 1), pair[1].whole(0, slots - 1)))
    return frozenset(closed)


def slot_names_of(node: Node | None, slots: int) -> tuple[str, ...]:
    if node is None:
        return ()
    names = tuple(each.name() for each in node.entries(MOST_SLOTS))
    if len(names) != slots:
        raise node.wants(f"{slots} names, one for each slot")
    return names


def speaker_names_of(node: Node | None) -> dict[int, str]:
    names = {}
    for person, name in node.members() if node else ():
        if not person.isdecimal():
            raise found_wants_number(person)
        names[int(person)] = name.name()
    return names


def found_wants_number(key: str) -> Malformed:
    return Malformed(f"people: expected a speaker's number, found {short(key)}")


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
    index = {session.name: i for i, session in enumerate(conference.sessions)}
    by_session: dict[int, tuple[int, int, int | None]] = {}
    for row in Node(rows, "solution").entries():
        named = row.key("session")
        if named.name() not in index:
            raise named.wants("a session of the instance")
        i = index[named.name()]
        if i in by_session:
            raise Malformed(f"{row.place}: session {named.name()[:60]} is placed twice")
        team = row.maybe("team")
        by_session[i] = (
            row.key("start").whole(0, conference.slots - 1),
            row.key("hall").whole(0, len(conference.halls) - 1),
            team.whole(0, MOST) if team else None,
        )
    missing = [s.name for i, s in enumerate(conference.sessions) if i not in by_session]
    if missing:
        raise Malformed(f"the solution leaves out session {missing[0]}")
    rows_in_order = [by_session[i] for i in range(len(conference.sessions))]
    return Plan(
        tuple(row[0] for row in rows_in_order),
        tuple(row[1] for row in rows_in_order),
        tuple(row[2] for row in rows_in_order),
    )
