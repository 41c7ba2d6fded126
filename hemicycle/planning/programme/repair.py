"""After a release: the plan that moves least, proved; for lost speakers, closed halls,
new needs of interpretation.

Minimal perturbation (Barták, Müller and Rudová, "A new approach to modeling and solving
minimal perturbation problems", CSCLP 2003) in lexicographic order: the binding rules;
then the sum over moved sessions of the people affected; then changes of hall; then
wishes lost. The first is proved exactly. Changes of hall are few for the slots
found, and wishes are weighed among the places that moved sessions can take without more
of either.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.programme import check
from hemicycle.planning.programme.conference import Conference, Plan
from hemicycle.planning.programme.halls import assign_halls, assign_teams
from hemicycle.planning.programme.slots import SlotModel, contradiction
from hemicycle.planning.result import Effort, Result, Status, Unbuilt


@dataclass(frozen=True)
class Moves:
    """What changes for people between two plans."""

    moved: tuple[int, ...]
    new_hall: tuple[int, ...]  # same slot, another hall
    people: int  # affected by a move, each as often as sessions of theirs move


def people_affected(conference: Conference, i: int) -> int:
    """Those who want the session and those who speak in it, at least one."""
    wanted = conference.wanted_by[i]
    return max(1, len(wanted) + len(conference.sessions[i].speakers))


def moves_between(conference: Conference, old: Plan, new: Plan) -> Moves:
    sessions = range(len(conference.sessions))
    moved = tuple(i for i in sessions if old.starts[i] != new.starts[i])
    return Moves(
        moved,
        tuple(
            i
            for i in sessions
            if old.starts[i] == new.starts[i] and old.halls[i] != new.halls[i]
        ),
        sum(people_affected(conference, i) for i in moved),
    )


def repair(conference: Conference, old: Plan, effort: Effort) -> Result[Plan]:
    """The plan nearest to `old` under the conference as it is now.

    `objective` and `bound` are people affected by moves. Hall and slot of sessions that
    need not move stay. INFEASIBLE comes with a smallest set of contradicting rules.
    """
    return nearest_with_halls(conference, old.starts, effort, old.halls)


def nearest_with_halls(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    halls: Sequence[int] | None = None,
) -> Result[Plan]:
    """Starts as near as can be to the given ones for which halls and teams exist."""
    weights = [people_affected(conference, i) for i in range(len(conference.sessions))]
    preferred = dict(enumerate(halls)) if halls is not None else None
    bound = 0
    for names_halls in (False, True):
        try:
            built = SlotModel(conference, effort, names_halls=names_halls)
        except Unbuilt:
            return Result(Status.UNKNOWN, None, bound, effort.spent, None, [])
        nearest_starts, status, solver = nearest(built, starts, weights, effort)
        if status == cp_model.INFEASIBLE:
            # That there is no plan is known: that need not wait for the limit.
            most = replace(effort, seconds=0.9 * effort.seconds)
            reasons = contradiction(conference, most, names_halls=names_halls)
            return Result(
                Status.INFEASIBLE,
                None,
                None,
                effort.spent,
                None,
                reasons or ["These rules contradict; time did not suffice to say how."],
            )
        bound = max(
            bound, round(solver.best_objective_bound) if nearest_starts else bound
        )
        if nearest_starts is None:
            return Result(Status.UNKNOWN, None, bound, effort.spent, None, [])
        grace = Effort(max(2.0, effort.left), effort.threads, effort.seed)
        places = assign_halls(conference, nearest_starts, grace, preferred)
        teams = assign_teams(conference, nearest_starts, grace)
        # Fewer clashes are worth half the time, never the proof of fewest moves.
        if preferred and places and effort.left > 0.5 * effort.seconds:
            better = with_fewer_clashes(
                conference, starts, nearest_starts, effort, names_halls
            )
            new_places = assign_halls(conference, better, effort, preferred)
            new_teams = assign_teams(conference, better, effort)
            if (
                new_places is not None
                and new_teams is not None
                and changes(new_places, preferred) <= changes(places, preferred)
            ):
                nearest_starts, places, teams = better, new_places, new_teams
        if places is not None and teams is not None:
            moved = sum(
                weights[i]
                for i, start in enumerate(starts)
                if nearest_starts[i] != start
            )
            plan = Plan(tuple(nearest_starts), tuple(places), tuple(teams))
            return Result(
                Status.OPTIMAL if moved <= bound else Status.FEASIBLE,
                moved,
                min(bound, moved),
                effort.spent,
                plan,
                [
                    *in_words(conference, starts, halls, plan),
                    *check.warnings(conference, plan),
                ],
            )
    return Result(Status.UNKNOWN, None, bound, effort.spent, None, [])


def nearest(
    built: SlotModel,
    starts: Sequence[int],
    weights: Sequence[int],
    effort: Effort,
) -> tuple[list[int] | None, cp_model.CpSolverStatus, cp_model.CpSolver]:
    """Least weight of moved sessions."""
    model = built.model
    stay = []
    for (i, t), var in built.start.items():
        model.add_hint(var, starts[i] == t)
        if starts[i] == t:
            stay.append(weights[i] * var)
    total = sum(weights)
    model.minimize(total - sum(stay))
    solver, status = run(
        model,
        effort,
        seconds=max(0.1, effort.left - 1.0),
        symmetry_level=0,
        cp_model_probing_level=0,
    )
    return (built.read(solver) if status in HAS_SOLUTION else None), status, solver


def with_fewer_clashes(
    conference: Conference,
    old: Sequence[int],
    starts: list[int],
    effort: Effort,
    names_halls: bool,
) -> list[int]:
    """Other slots for the moved sessions: fewest wishes lost, nobody else moved.

    Wishes are counted against the sessions that stay, slot by slot, and between moved
    ones in pairs.
    """
    moved = [i for i, start in enumerate(old) if starts[i] != start]
    if not moved or not conference.wish_count:
        return starts
    try:
        built = SlotModel(conference, effort, names_halls=names_halls)
    except Unbuilt:
        return starts
    busy: dict[int, set[int]] = defaultdict(set)
    for i, start in enumerate(starts):
        if i not in moved:
            built.model.add(built.start[i, start] == 1)
            for t in range(start, start + conference.sessions[i].slots):
                busy[t] |= conference.wanted_by[i]
    costs: list[cp_model.LinearExprT] = []
    for i in moved:
        people = conference.wanted_by[i]
        for t in conference.starts_of(i):
            taken = set().union(
                *(busy[u] for u in range(t, t + conference.sessions[i].slots))
            )
            costs.append(len(people & taken) * built.start[i, t])
            built.model.add_hint(built.start[i, t], starts[i] == t)
            if t == old[i]:
                built.model.add(built.start[i, t] == 0)
    for k, i in enumerate(moved):
        for j in moved[k + 1 :]:
            both = len(conference.wanted_by[i] & conference.wanted_by[j])
            if both:
                clash = built.model.new_bool_var("")
                for t in range(conference.slots):
                    first, second = built.running(i, t), built.running(j, t)
                    if first and second:
                        built.model.add(sum(first) + sum(second) - 1 <= clash)
                costs.append(both * clash)
    built.model.minimize(sum(costs))
    solver, status = run(
        built.model, effort, seconds=0.3 * effort.left, max_deterministic_time=1.0
    )
    return built.read(solver) if status in HAS_SOLUTION else starts


def changes(halls: Sequence[int], preferred: Mapping[int, int]) -> int:
    return sum(preferred.get(i, hall) != hall for i, hall in enumerate(halls))


def in_words(
    conference: Conference,
    starts: Sequence[int],
    halls: Sequence[int] | None,
    plan: Plan,
) -> list[str]:
    """One sentence for each session that people must look up again."""
    if halls is None:
        return []
    lines = []
    for i in range(len(conference.sessions)):
        if plan.starts[i] != starts[i]:
            lines.append(
                f"{conference.called(i)} moves from {conference.when(starts[i])} to "
                f"{conference.when(plan.starts[i])}, hall "
                f"{conference.halls[plan.halls[i]].name}: "
                f"{people_affected(conference, i)} people affected"
            )
        elif plan.halls[i] != halls[i]:
            lines.append(
                f"{conference.called(i)} stays in {conference.when(starts[i])} and "
                "changes from "
                f"hall {conference.halls[halls[i]].name} to "
                f"{conference.halls[plan.halls[i]].name}"
            )
    return lines
