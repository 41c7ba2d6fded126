"""The search for a CoSPLib timetable: relax, decode, split what did not fit, repeat."""

import math
import time
from dataclasses import dataclass, replace
from typing import Any

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, SolutionCallback, run
from hemicycle.planning.published.tracks import check as check_tracks
from hemicycle.planning.published.tracks.arrange import arrange
from hemicycle.planning.published.tracks.cosplib import Instance, Schedule, Weights
from hemicycle.planning.published.tracks.exact import LARGEST as IN_FULL
from hemicycle.planning.published.tracks.exact import ExactModel
from hemicycle.planning.published.tracks.exact import size as size_in_full
from hemicycle.planning.published.tracks.greedy import first_timetable
from hemicycle.planning.published.tracks.model import (
    Assignment,
    TrackModel,
    give_rooms,
    room_classes,
)
from hemicycle.planning.published.tracks.prices import Priced, add_cuts, combine, price
from hemicycle.planning.result import Effort, Malformed, Result, Status, Unbuilt

# Above this the model alone would need more memory than a small server has (about 1 KB
# for each of these); refused with a sentence.
LARGEST = 3_000_000

# Building the full model takes about half of a second for so many places: it is not
# begun when it would end after the limit.
PLACES_PER_SECOND = 20_000

# After the first round, the linear relaxation in full beside large neighbourhoods:
# docs/decisions/planning-programme-tracks.md.
STRATEGY: dict[str, Any] = {"subsolvers": ["max_lp"]}


@dataclass
class Incumbent:
    """The best timetable so far, whatever round found it, and the best proved bound."""

    instance: Instance
    effort: Effort
    bound: int = 0
    value: int | None = None
    schedule: Schedule | None = None
    short: frozenset[int] = frozenset()
    latest_gap: int = 0

    def decode(self, assignment: Assignment, relaxed: float) -> None:
        """Give rooms and timeslots, within a second of the limit or of a stop."""
        patience = min(20.0, self.effort.left + 1.0)
        grace = Effort(patience, self.effort.threads, self.effort.seed)
        try:
            given = give_rooms(self.instance, assignment, grace)
            if given is None:
                return
            rooms, short = given
            schedule = arrange(self.instance, assignment, rooms, grace)
        except Unbuilt:
            return
        if schedule is None:
            self.latest_gap = 1
            return
        self.short |= short
        self.latest_gap = self.take(schedule) - round(relaxed)

    def take(self, schedule: Schedule) -> int:
        """Keep the timetable if it is the best; its value is the checker's."""
        value = check_tracks.value(self.instance, schedule)
        if self.value is None or value < self.value:
            self.value, self.schedule = value, schedule
            bound = min(self.bound, value)
            spent = self.effort.spent
            self.effort.best.keep(
                Result(Status.FEASIBLE, value, bound, spent, schedule)
            )
            self.effort.tell(value, self.bound)
        return value

    def raise_bound(self, bound: float) -> None:
        if math.isfinite(bound):
            self.bound = max(self.bound, math.ceil(bound - 1e-6))

    @property
    def is_proved(self) -> bool:
        return self.value is not None and self.value <= self.bound


def solve(instance: Instance, effort: Effort) -> Result[Schedule]:
    """A timetable of least weighted penalty, with a proved lower bound.

    The first round tells apart only rooms that differ and is usually exact; when tracks
    could not keep to the rooms it counted, those rooms are told apart in the next.
    """
    size = len(instance.submissions) * len(instance.sessions)
    size += len(instance.tracks) * len(instance.sessions) * len(instance.rooms)
    if size > LARGEST:
        raise Malformed(
            f"{len(instance.submissions):,} submissions, {len(instance.sessions):,} "
            f"sessions and {len(instance.rooms):,} rooms are more than this engine "
            "takes"
        )
    reasons = impossible(instance)
    if reasons:
        return Result(Status.INFEASIBLE, None, None, effort.spent, None, reasons)
    best = Incumbent(instance, effort)
    few = Effort(0.1 * effort.left, 1, effort.seed, stop=effort.stop)
    greedy = first_timetable(instance, few, effort)
    if greedy is not None and not check_tracks.violations(instance, greedy):
        best.take(greedy)
    priced = search_by_prices(instance, effort, best)
    split: frozenset[int] = frozenset()
    is_first = True
    while effort.left > 0 and not best.is_proved:
        status = search_round(instance, effort, best, priced, split, is_first)
        if status == cp_model.INFEASIBLE and best.value is None:
            reasons = smallest_overfull_tracks(instance, effort)
            return Result(Status.INFEASIBLE, None, None, effort.spent, None, reasons)
        if best.is_proved or (not is_first and not best.short - split):
            break
        if not is_first or status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            if not best.short - split:
                break
            split |= best.short
        is_first = False
    places = size_in_full(instance)
    has_time = effort.left > places / PLACES_PER_SECOND
    if not best.is_proved and has_time and places <= IN_FULL:
        search_in_full(instance, effort, best, priced)
    if best.value is None:
        return Result(Status.UNKNOWN, None, best.bound, effort.spent, None, [])
    return Result(
        Status.OPTIMAL if best.is_proved else Status.FEASIBLE,
        best.value,
        min(best.bound, best.value),
        effort.spent,
        best.schedule,
        what_it_costs(instance, best.schedule or {}),
    )


def search_by_prices(instance: Instance, effort: Effort, best: Incumbent) -> Priced:
    """A bound track by track, and the best timetable of the placements met on the
    way."""
    classes = room_classes(instance)
    part = Effort(
        share(effort, 0.25, whole=False), effort.threads, effort.seed, stop=effort.stop
    )
    priced = price(instance, classes, part, best.schedule, building=effort)
    best.raise_bound(priced.bound)
    if best.is_proved or effort.left <= 0 or not priced.columns:
        return priced
    try:
        model, assignment = combine(instance, classes, priced, effort)
    except Unbuilt:
        return priced
    last_decoded = 0.0

    def tell(solution: SolutionCallback) -> None:
        nonlocal last_decoded
        if effort.threads == 1 or time.monotonic() - last_decoded > 1.0:
            best.decode(assignment(solution), solution.objective_value)
            last_decoded = time.monotonic()

    solver, status = run(
        model,
        effort,
        seconds=share(effort, 0.05, whole=False),
        tell=tell,
        enough=lambda: best.is_proved,
    )
    if status in HAS_SOLUTION:
        best.decode(assignment(solver), solver.objective_value)
    return priced


def search_round(
    instance: Instance,
    effort: Effort,
    best: Incumbent,
    priced: Priced,
    split: frozenset[int],
    is_first: bool,
) -> cp_model.CpSolverStatus:
    """One model; ends early when its timetables keep missing what it had counted, and
    the first round soon after a timetable is found: knowing its value, the next model
    is much smaller, because what costs more is left out before the search begins."""
    try:
        built = TrackModel(instance, split, effort=effort)
    except Unbuilt:
        return cp_model.UNKNOWN
    add_cuts(built, room_classes(instance), priced.cuts)
    objective = sum(built.terms)
    if best.value is not None and best.schedule is not None:
        # Not below: the hint is then a solution, from which neighbourhoods can start.
        built.model.add(objective <= best.value)
        built.hint(best.schedule)
    if best.bound:
        built.model.add(objective >= best.bound)
    started, budget = time.monotonic(), effort.left
    last_decoded = 0.0

    def tell(solution: SolutionCallback) -> None:
        nonlocal last_decoded
        if effort.threads == 1 or time.monotonic() - last_decoded > 1.0:
            best.decode(built.assignment(solution), solution.objective_value)
            last_decoded = time.monotonic()

    def enough() -> bool:
        if best.is_proved or effort.threads == 1:
            return best.is_proved
        spent = time.monotonic() - started
        if is_first and best.value is not None and spent > 0.25 * budget:
            return True
        late = spent > 0.4 * budget
        return late and best.latest_gap > 0 and bool(best.short - split)

    solver, status = run(
        built.model,
        effort,
        seconds=share(effort, 0.25 if is_first else 0.4),
        tell=tell,
        tell_bound=best.raise_bound,
        enough=enough,
        **({} if is_first else STRATEGY),
    )
    if status in HAS_SOLUTION:
        best.raise_bound(solver.best_objective_bound)
        best.decode(built.assignment(solver), solver.objective_value)
    elif status == cp_model.INFEASIBLE and best.value is not None:
        best.raise_bound(best.value)
    return status


def share(effort: Effort, part: float, *, whole: bool = True) -> float:
    """Seconds of a round. With one thread a fixed part of the limit, never what the
    clock has left, so that the same seed gives the same answer; with more all that is
    left, or that part when not the `whole`."""
    left = max(0.1, effort.left - 0.3)
    if whole and effort.threads > 1:
        return left
    return min(left, part * effort.seconds)


def search_in_full(
    instance: Instance, effort: Effort, best: Incumbent, priced: Priced
) -> None:
    """The last round: nothing relaxed, so an end of the search is a proof."""
    try:
        built = ExactModel(instance, effort)
    except Unbuilt:
        return
    add_cuts(built, room_classes(instance), priced.cuts)
    objective = sum(built.terms)
    if best.value is not None:
        built.model.add(objective <= best.value - 1)
    if best.schedule is not None:
        built.hint_schedule(best.schedule)
    if best.bound:
        built.model.add(objective >= best.bound)

    def take(solution: cp_model.CpSolver | SolutionCallback) -> None:
        best.take(built.schedule(solution))

    solver, status = run(
        built.model,
        effort,
        seconds=share(effort, 0.3),
        tell=take,
        tell_bound=best.raise_bound,
        **STRATEGY,
    )
    if status in HAS_SOLUTION:
        best.raise_bound(solver.best_objective_bound)
        take(solver)
    elif status == cp_model.INFEASIBLE and best.value is not None:
        best.raise_bound(best.value)


def impossible(instance: Instance) -> list[str]:
    """Contradictions that need no search, in words."""
    longest = max(session.timeslots for session in instance.sessions)
    for talk in instance.submissions:
        if talk.timeslots > longest:
            return [
                f"{talk.name} needs {talk.timeslots} timeslots, and the longest "
                f"session has {longest}"
            ]
    return []


def fits(instance: Instance, tracks: frozenset[int], effort: Effort) -> bool:
    """Whether these tracks alone have a timetable, whatever it costs. Raises Unbuilt
    when the effort ends before that is known."""
    chosen = tuple(talk for talk in instance.submissions if talk.track in tracks)
    bare = replace(instance, submissions=chosen, weights=Weights())
    _, status = run(
        TrackModel(bare, effort=effort).model, effort, seconds=20.0, num_workers=1
    )
    effort.go_on()
    return status != cp_model.INFEASIBLE


def smallest_overfull_tracks(instance: Instance, effort: Effort) -> list[str]:
    """Tracks that do not fit together, none of which could be left out: by deletion, as
    far as the effort goes."""
    needed = frozenset(talk.track for talk in instance.submissions)
    last = "Without any one of them the rest would fit."
    try:
        for t in sorted(needed):
            if not fits(instance, needed - {t}, effort):
                needed -= {t}
    except Unbuilt:
        last = "Some of them may fit: time did not suffice to try each."
    labels = ", ".join(f"'{instance.tracks[t].name}'" for t in sorted(needed))
    slots = sum(talk.timeslots for talk in instance.submissions if talk.track in needed)
    cells = len(instance.rooms) * len(instance.sessions)
    room = len(instance.rooms) * sum(each.timeslots for each in instance.sessions)
    return [
        f"These tracks do not fit together: {labels}. They need {slots} timeslots with "
        f"one track to a room and session; {len(instance.rooms)} rooms in "
        f"{len(instance.sessions)} sessions give {cells} places with {room} timeslots. "
        + last
    ]


def what_it_costs(instance: Instance, schedule: Schedule) -> list[str]:
    """The terms that make up the value, dearest first."""
    weights = vars(instance.weights)
    parts = [
        (weights[term] * count, term, count)
        for term, count in check_tracks.terms(instance, schedule).items()
        if weights[term] * count
    ]
    return [
        f"{term.replace('_', ' ')}: {count} at {weights[term]} each, {cost} in all"
        for cost, term, count in sorted(parts, reverse=True)
    ]
