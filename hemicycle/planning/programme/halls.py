"""Halls and interpreter teams for sessions whose slots are known: exact, by CP-SAT.

Assignment of intervals to named machines (interval scheduling with eligibility: Kolen,
Lenstra, Papadimitriou and Spieksma, Naval Research Logistics 54(5), 2007).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import FOUND, LEAN, run
from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.result import Effort


def assign_halls(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    preferred: Mapping[int, int] | None = None,
) -> list[int] | None:
    """A hall for each session; None when there is no such assignment.

    As many `preferred` halls are kept as a moment of search finds: nearly always the
    most there can be."""
    model = cp_model.CpModel()
    sessions, halls = range(len(conference.sessions)), range(len(conference.halls))
    place: dict[tuple[int, int], cp_model.IntVar] = {}
    changes = []
    for i in sessions:
        slots = conference.occupied(i, starts[i])
        fitting = [
            h
            for h in halls
            if conference.suits(i, h)
            and not (
                conference.binds("hall")
                and any((h, t) in conference.closed for t in slots)
            )
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
        model.add_exactly_one(place[i, h] for h in fitting)
    if conference.binds("hall"):
        inside: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (i, h), var in place.items():
            session = conference.sessions[i]
            for t in range(starts[i], starts[i] + session.slots):
                inside[h, t].append(var)
        for held in inside.values():
            model.add_at_most_one(held)
        # An empty slot before a session may be shared by two that need it: nobody
        # starts there. Only what runs in it must be elsewhere.
        for (i, h), var in place.items():
            if conference.lead(i) and starts[i] > 0:
                before = inside.get((h, starts[i] - 1), [])
                for other in before:
                    model.add_implication(var, ~other)
    if changes:
        model.minimize(sum(changes))
        solver, status = run(
            model, effort, seconds=0.4 * effort.left, max_deterministic_time=0.5
        )
        if status not in FOUND:
            model.minimize(0)
            solver, status = run(model, effort, **LEAN)
    else:
        solver, status = run(model, effort, **LEAN)
    if status not in FOUND:
        return None
    chosen = {i: h for (i, h), var in place.items() if solver.boolean_value(var)}
    return [chosen[i] for i in sessions]


def assign_teams(
    conference: Conference, starts: Sequence[int], effort: Effort
) -> list[int | None] | None:
    """A team for each session with interpretation; None when there are too few."""
    held = [i for i, s in enumerate(conference.sessions) if s.has_interpretation]
    teams: list[int | None] = [None] * len(conference.sessions)
    binds = conference.binds("teams") or conference.binds("team-day")
    if not conference.teams and not binds:
        return teams  # nobody to name, and that is only a warning
    day = conference.slots_a_day
    for d in range(conference.days):
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
            if conference.binds("teams"):
                for t in range(d * day, (d + 1) * day):
                    model.add_at_most_one(
                        of[i, k]
                        for i in here
                        if starts[i] <= t < starts[i] + conference.sessions[i].slots
                    )
            if conference.binds("team-day"):
                model.add(
                    sum(conference.sessions[i].slots * of[i, k] for i in here)
                    <= conference.team_slots_a_day
                )
        solver, status = run(model, effort, **LEAN)
        if status not in FOUND:
            return None
        for i in here:
            teams[i] = next(
                k for k in range(conference.teams) if solver.boolean_value(of[i, k])
            )
    return teams
