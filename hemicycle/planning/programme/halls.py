"""Halls and interpreter teams for sessions whose slots are known: exact, by CP-SAT.

Assignment of intervals to named machines (interval scheduling with eligibility: Kolen,
Lenstra, Papadimitriou and Spieksma, Naval Research Logistics 54(5), 2007).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, LEAN, run
from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.result import Effort, Unbuilt
from hemicycle.planning.rules import Level


def assign_halls(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    preferred: Mapping[int, int] | None = None,
) -> list[int] | None:
    """A hall for each session; None when there is no such assignment, or the effort
    ended before one was found.

    As many `preferred` halls are kept as a moment of search finds: nearly always the
    most there can be. Then as few rules on halls are broken that only warn."""
    try:
        return fitting_halls(conference, starts, effort, preferred)
    except Unbuilt:
        return None


def fitting_halls(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    preferred: Mapping[int, int] | None,
) -> list[int] | None:
    model = cp_model.CpModel()
    sessions, halls = range(len(conference.sessions)), range(len(conference.halls))
    place: dict[tuple[int, int], cp_model.IntVar] = {}
    changes = []
    warned: list[cp_model.LinearExprT] = []
    for i in sessions:
        effort.go_on()
        fitting = [
            h
            for h in halls
            if conference.suits(i, h) and conference.is_open(i, h, starts[i])
        ]
        if not fitting:
            return None
        for h in fitting:
            var = model.new_bool_var("")
            place[i, h] = var
            if preferred is not None:
                model.add_hint(var, preferred.get(i) == h)
            if preferred is not None and preferred.get(i, h) != h:
                changes.append(var)
            warnings = sum(
                conference.level(code) is Level.WARN
                for code in conference.unsuited(i, h)
            )
            if warnings:
                warned.append(warnings * var)
        model.add_exactly_one(place[i, h] for h in fitting)
    inside: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (i, h), var in place.items():
        for t in range(starts[i], starts[i] + conference.sessions[i].slots):
            inside[h, t].append(var)
    for held in inside.values():
        if conference.binds("hall"):
            model.add_at_most_one(held)
        elif conference.level("hall") is Level.WARN and len(held) > 1:
            over = model.new_int_var(0, len(held), "")
            model.add(sum(held) - 1 <= over)
            warned.append(over)
    # An empty slot before a session may be shared by two that need it: nobody
    # starts there. Only what runs in it must be elsewhere.
    for (i, h), var in place.items():
        if conference.lead(i) and starts[i] > 0:
            for other in inside.get((h, starts[i] - 1), []):
                model.add_implication(var, ~other)
    if changes or warned:
        model.minimize(sum([*((1 + len(place)) * var for var in changes), *warned]))
        solver, status = run(
            model, effort, seconds=0.4 * effort.left, max_deterministic_time=0.5
        )
        if status not in (*HAS_SOLUTION, cp_model.INFEASIBLE):
            model.minimize(0)
            solver, status = run(model, effort, **LEAN)
    else:
        solver, status = run(model, effort, **LEAN)
    if status not in HAS_SOLUTION:
        return None
    chosen = {i: h for (i, h), var in place.items() if solver.boolean_value(var)}
    return [chosen[i] for i in sessions]


def assign_teams(
    conference: Conference, starts: Sequence[int], effort: Effort
) -> list[int | None] | None:
    """A team for each session with interpretation; None when there are too few."""
    codes = ("teams", "team-day")
    binding = {code for code in codes if conference.binds(code)}
    if not conference.teams and not binding:
        # Nobody to name, and that is only a warning.
        return [None] * len(conference.sessions)
    warning = {code for code in codes if conference.level(code) is Level.WARN}
    teams = teams_within(conference, starts, effort, binding | warning)
    if teams is None and warning:
        teams = teams_within(conference, starts, effort, binding)
    return teams


def teams_within(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    rules: Collection[str],
) -> list[int | None] | None:
    held = [i for i, s in enumerate(conference.sessions) if s.has_interpretation]
    teams: list[int | None] = [None] * len(conference.sessions)
    slots_a_day = conference.slots_a_day
    day = conference.slots if conference.crosses_days else slots_a_day
    for d in range(conference.slots // day):
        here = [i for i in held if starts[i] // day == d]
        if not here:
            continue
        model = cp_model.CpModel()
        of = {
            (i, k): model.new_bool_var("")
            for i in here
            for k in range(conference.teams)
        }
        for i in here:
            model.add_exactly_one(of[i, k] for k in range(conference.teams))
        for k in range(conference.teams):
            if "teams" in rules:
                for t in range(d * day, (d + 1) * day):
                    model.add_at_most_one(
                        of[i, k]
                        for i in here
                        if starts[i] <= t < starts[i] + conference.sessions[i].slots
                    )
            if "team-day" in rules:
                for each in range(d * day // slots_a_day, (d + 1) * day // slots_a_day):
                    model.add(
                        sum(
                            worked(conference, starts, i, each) * of[i, k] for i in here
                        )
                        <= conference.team_slots_a_day
                    )
        solver, status = run(model, effort, **LEAN)
        if status not in HAS_SOLUTION:
            return None
        for i in here:
            teams[i] = next(
                k for k in range(conference.teams) if solver.boolean_value(of[i, k])
            )
    return teams


def worked(conference: Conference, starts: Sequence[int], i: int, day: int) -> int:
    """Slots of session i on that day."""
    length = conference.slots_a_day
    first, end = day * length, (day + 1) * length
    return max(
        0, min(end, starts[i] + conference.sessions[i].slots) - max(first, starts[i])
    )
