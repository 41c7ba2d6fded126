"""Verify a plan of a conference from first principles, without any of the models.

`violations` walks the finished timetable rule by rule; `lost_wishes` counts, person by
person, by the earliest end, which is exact for intervals (Kleinberg and Tardos,
"Algorithm Design", 4.1). CoSPLib timetables are verified in `published.tracks.check`.
"""

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from hemicycle.planning import rules
from hemicycle.planning.programme.conference import RULES, Conference, Plan
from hemicycle.planning.rules import Level, Violation


def violations(conference: Conference, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks, unless its level is IGNORE."""
    broken: list[Violation] = []

    def note(code: str, words: str, *sessions: int) -> None:
        level = conference.level(code)
        if level is not Level.IGNORE:
            broken.append(Violation(code, level, words, sessions))

    sessions, halls = conference.sessions, conference.halls
    day = conference.slots // conference.days
    for i, session in enumerate(sessions):
        start, hall = plan.starts[i], plan.halls[i]
        name = conference.called(i)
        end = start + session.slots
        if start not in session.starts or start // day != (end - 1) // day:
            note("start", f"{name} may not start in {conference.when(start)}", i)
        room = halls[hall]
        if session.expected > room.seats:
            note(
                "capacity",
                f"{name} expects {session.expected}, hall {room.name} seats "
                f"{room.seats}",
                i,
            )
        if session.has_interpretation and not room.has_booths:
            note("booth", f"{name} needs booths, hall {room.name} has none", i)
        if session.is_hybrid and not room.is_equipped:
            note("hybrid", f"{name} is hybrid, hall {room.name} is not equipped", i)
        pin = conference.pinned.get(i)
        if pin is not None and (
            pin.start not in (None, start) or pin.hall not in (None, hall)
        ):
            note("pinned", f"{name} is not where it is pinned", i)
        for t in range(start, end):
            if (hall, t) in conference.closed:
                note(
                    "hall",
                    f"{name} is in hall {room.name}, closed in {conference.when(t)}",
                    i,
                )
    in_hall: dict[tuple[int, int], list[int]] = defaultdict(list)
    speaking: dict[tuple[int, int], list[int]] = defaultdict(list)
    interpreted: dict[int, list[int]] = defaultdict(list)
    for i, session in enumerate(sessions):
        for t in range(plan.starts[i], plan.starts[i] + session.slots):
            in_hall[plan.halls[i], t].append(i)
            for person in session.speakers:
                speaking[person, t].append(i)
            if session.has_interpretation:
                interpreted[t].append(i)
    for (hall, t), held in sorted(in_hall.items()):
        for a, b in combinations(held, 2):
            note(
                "hall",
                f"{conference.called(a)} and {conference.called(b)} are both in hall "
                f"{halls[hall].name} in {conference.when(t)}",
                a,
                b,
            )
    for (person, t), held in sorted(speaking.items()):
        if len(held) > 1:
            words = f"{conference.speaker(person)} is in {conference.listed(held)}"
            note("speaker", f"{words} in {conference.when(t)}", *held)
    for i, session in enumerate(sessions):
        name, before = conference.called(i), (plan.halls[i], plan.starts[i] - 1)
        for code, needs in (
            ("setup", session.needs_setup),
            ("sweep", session.has_vips),
        ):
            if needs and before in conference.closed:
                note(code, f"the hall of {name} is closed in the slot before it", i)
            for j in in_hall.get(before, []) if needs else []:
                note(
                    code,
                    f"{conference.called(j)} is in the hall of {name} in the slot "
                    "before it",
                    j,
                    i,
                )
    interpreters(conference, plan, interpreted, note)
    return broken


def interpreters(
    conference: Conference,
    plan: Plan,
    interpreted: dict[int, list[int]],
    note: Callable[..., None],
) -> None:
    """Teams by number, and by name where the plan names them."""
    day = conference.slots // conference.days
    work: dict[int, list[int]] = defaultdict(list)
    for t, held in sorted(interpreted.items()):
        work[t // day] += held
        if len(held) > conference.teams:
            note(
                "teams",
                f"{conference.when(t)} has {len(held)} sessions with interpretation "
                f"and {conference.teams} teams",
                *held,
            )
    for d, held in sorted(work.items()):
        if len(held) > conference.teams * conference.team_slots_a_day:
            note(
                "team-day",
                f"{conference.on_day(d)} there are {len(held)} slots of "
                f"interpretation; {conference.teams} teams give "
                f"{conference.teams * conference.team_slots_a_day}",
                *sorted(set(held)),
            )
    if not plan.teams or all(team is None for team in plan.teams):
        return
    busy: dict[tuple[int, int], list[int]] = defaultdict(list)
    load: dict[tuple[int, int], list[int]] = defaultdict(list)
    for t, held in sorted(interpreted.items()):
        for i in held:
            team = plan.teams[i]
            if team is None or not 0 <= team < conference.teams:
                note("teams", f"{conference.called(i)} has no team of interpreters", i)
            else:
                busy[team, t].append(i)
                load[team, t // day].append(i)
    for (team, t), held in sorted(busy.items()):
        if len(held) > 1:
            words = f"team {team} is in {len(held)} sessions in {conference.when(t)}"
            note("teams", words, *held)
    for (team, d), held in sorted(load.items()):
        if len(held) > conference.team_slots_a_day:
            note(
                "team-day",
                f"team {team} works {len(held)} slots {conference.on_day(d)}, at most "
                f"{conference.team_slots_a_day}",
                *sorted(set(held)),
            )


def warnings(conference: Conference, plan: Plan) -> list[str]:
    """The rules that the plan breaks and that only warn, in words."""
    return rules.warnings(RULES, violations(conference, plan))


def lost_wishes(conference: Conference, plan: Plan) -> int:
    """Wishes that cannot be fulfilled when each person chooses as well as possible.

    A person attends sessions in full and one at a time; nobody needs time to walk.
    """
    ends = [
        start + session.slots
        for start, session in zip(plan.starts, conference.sessions, strict=True)
    ]
    lost = 0
    for wanted in conference.wishes:
        free = 0
        for i in sorted(set(wanted), key=lambda i: (ends[i], -plan.starts[i])):
            if plan.starts[i] >= free:
                free = ends[i]
            else:
                lost += 1
    return lost
