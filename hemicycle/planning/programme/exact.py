"""Small conferences to the end: the fewest lost wishes, proved by CP-SAT.

Attendance beside starts: who wants two sessions that overlap attends one of them at
most; the most attendance is sought (the preference-based model of Vangerven et al.,
Omega 81, 2018, person by person). Intervals that do not overlap in pairs can all be
attended, so nothing is relaxed but halls, which are counted by kind as in `slots`.
"""

from collections.abc import Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.programme.slots import SlotModel
from hemicycle.planning.result import Effort, Unbuilt

# Pairs of wishes of all people, and pairs of sessions in slots: beyond, annealing alone
# is better.
MOST_CLASHES = 6_000
MOST_OVERLAPS = 20_000


def is_small(conference: Conference) -> bool:
    if len(conference.wishes) > MOST_CLASHES:
        return False
    clashes = sum(len(set(w)) * (len(set(w)) - 1) // 2 for w in conference.wishes)
    overlaps = len(conference.sessions) ** 2 * conference.slots // 2
    return clashes <= MOST_CLASHES and overlaps <= MOST_OVERLAPS


def fewest_lost(
    conference: Conference, starts: Sequence[int], effort: Effort, seconds: float
) -> tuple[list[int], int]:
    """Starts at least as good as the given ones, and a bound on lost wishes."""
    try:
        built = SlotModel(conference, effort)
        attended = attendance(built, effort)
    except Unbuilt:
        return list(starts), 0
    for (i, t), var in built.start.items():
        built.model.add_hint(var, starts[i] == t)
    built.model.maximize(sum(attended))
    solver, status = run(built.model, effort, seconds=seconds)
    if status not in HAS_SOLUTION:
        return list(starts), 0
    most = round(solver.best_objective_bound)
    return built.read(solver), max(0, len(attended) - most)


def attendance(built: SlotModel, effort: Effort) -> list[cp_model.IntVar]:
    """One literal for each wish that is kept."""
    conference, model = built.conference, built.model
    overlaps: dict[tuple[int, int], cp_model.IntVar] = {}
    kept: list[cp_model.IntVar] = []
    for wanted in conference.wishes:
        effort.go_on()
        attends = {i: model.new_bool_var("") for i in sorted(set(wanted))}
        kept += attends.values()
        for i, j in combinations(attends, 2):
            if (i, j) not in overlaps:
                overlaps[i, j] = overlap(built, i, j)
            model.add_bool_or(~attends[i], ~attends[j], ~overlaps[i, j])
    return kept


def overlap(built: SlotModel, i: int, j: int) -> cp_model.IntVar:
    both = built.model.new_bool_var("")
    for t in range(built.conference.slots):
        for first in built.running(i, t):
            for second in built.running(j, t):
                built.model.add_bool_or(~first, ~second, both)
    return both
