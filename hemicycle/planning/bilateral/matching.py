"""From requests to a plan: which pairs meet, in which slot, at which table.

Choosing is a capacitated b-matching (Edmonds 1965; Pulleyblank 1973): its linear
relaxation gives the bound and is almost whole; CP-SAT decides what it splits. Timing is
an edge colouring with availability (de Werra, European Journal of Operational Research
19, 1985) under a cap on everybody's breaks: greedy, then ejection chains. Tables come
last, slot by slot, as assignment problems (Kuhn 1955) on walking distance.
"""

import dataclasses
import math
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from ortools.graph.python import linear_sum_assignment
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from hemicycle.planning.bilateral.agenda import Agenda, Placed, breaks_of, limit_of
from hemicycle.planning.bilateral.requests import (
    RULES,
    Candidate,
    Conference,
    Meeting,
)
from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.result import Effort, Result, Status
from hemicycle.planning.rules import warnings

# A delegate without the meetings their floor promises weighs more than any one request.
FLOOR_POINTS = 1000
# Tables left free while choosing: a full hall cannot be timed without breaks.
SLACK = 0.01
RELAXING = 0.4  # of the time left, at most
CHOOSING = 0.3  # of the time left
TABLES = 2.0  # seconds kept for tables


@dataclasses.dataclass(frozen=True)
class Figures:
    """What a plan is worth: points, counts, metres walked between meetings."""

    worth: int
    meetings: int
    below_floor: int
    seats_below_floor: int
    most_breaks: int
    breaks: int
    walked: float


@dataclasses.dataclass(frozen=True)
class Plan:
    meetings: list[Meeting]
    figures: Figures


def plan(conference: Conference, effort: Effort) -> Result[Plan]:
    """Choose, time and seat. The objective is the worth of the meetings, in points.

    The bound is fractional and holds for every plan that keeps as many floors as can be
    kept; for one that keeps fewer, the bound without floors is given.
    """
    asked, conference = conference, conference.as_it_binds()
    candidates = conference.candidates()
    room = conference.slots * len(conference.tables)
    relaxed = relax(conference, candidates, room, RELAXING * effort.left)
    effort.tell(None, relaxed.worth)
    timed = room - math.ceil(SLACK * room) if room > 1 / SLACK else room
    split = relax(conference, candidates, timed, RELAXING * effort.left)
    chosen = choose(conference, candidates, split, timed, effort)
    agenda = Agenda(conference, candidates)
    time_greedily(agenda, chosen)
    fill(agenda, chosen, effort)
    effort.tell(sum(candidates[index].worth for index in agenda.placed), relaxed.worth)
    shorten(agenda, effort)
    meetings = seat(conference, candidates, agenda.placed)
    figures = measure(conference, meetings)
    bound = relaxed.worth
    if figures.seats_below_floor > math.ceil(relaxed.missing):
        unbound = dataclasses.replace(
            conference,
            delegates=tuple(
                dataclasses.replace(delegate, floor=0)
                for delegate in conference.delegates
            ),
        )
        bound = relax(unbound, candidates, room, effort.left).worth
    status = Status.OPTIMAL if figures.worth >= bound - 1e-6 else Status.FEASIBLE
    effort.tell(figures.worth, bound)
    made = Plan(meetings, figures)
    reasons = remarks(conference, candidates, figures)
    reasons += warnings(RULES, asked.violations(meetings))
    return Result(status, figures.worth, bound, effort.spent, made, reasons)


def remarks(
    conference: Conference, candidates: Sequence[Candidate], figures: Figures
) -> list[str]:
    asked = {person for candidate in candidates for person in candidate.pair}
    alone = sum(
        delegate.floor > 0 and number not in asked
        for number, delegate in enumerate(conference.delegates)
    )
    said = []
    if figures.below_floor:
        said.append(
            f"{figures.below_floor} delegates have fewer meetings than promised"
        )
    if alone:
        said.append(f"{alone} delegates have no request that could be met")
    return said


def by_person(candidates: Sequence[Candidate]) -> dict[int, list[int]]:
    held: dict[int, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        for person in candidate.pair:
            held[person].append(index)
    return held


@dataclasses.dataclass(frozen=True)
class Relaxed:
    """The linear relaxation: shares of candidates, points, seats below the floors."""

    shares: list[float]
    worth: float
    missing: float


def relax(
    conference: Conference,
    candidates: Sequence[Candidate],
    room: int,
    seconds: float,
) -> Relaxed:
    """The most worth on `room` table slots, floors first, in fractions of meetings; in
    more than so many seconds the worth of all meetings, and nothing else."""
    if not candidates:
        return Relaxed([], 0.0, 0.0)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    shares = [solver.NumVar(0, 1, "") for _ in candidates]
    tables = solver.Constraint(-solver.infinity(), room)
    objective = solver.Objective()
    for share, candidate in zip(shares, candidates, strict=True):
        tables.SetCoefficient(share, 1)
        objective.SetCoefficient(share, candidate.worth)
    lacking = []
    for person, held in by_person(candidates).items():
        most = limit_of(conference, person)
        cap = solver.Constraint(-solver.infinity(), most)
        floor = min(conference.delegates[person].floor, most, len(held))
        least = solver.Constraint(floor, solver.infinity())
        for index in held:
            cap.SetCoefficient(shares[index], 1)
            least.SetCoefficient(shares[index], 1)
        if floor > 0:
            short = solver.NumVar(0, floor, "")
            least.SetCoefficient(short, 1)
            objective.SetCoefficient(short, -FLOOR_POINTS)
            lacking.append(short)
    objective.SetMaximization()
    solver.SetTimeLimit(max(10, round(1000 * seconds)))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        whole = float(sum(candidate.worth for candidate in candidates))
        return Relaxed([0.0] * len(candidates), whole, 0.0)
    missing = sum(short.solution_value() for short in lacking)
    return Relaxed(
        [share.solution_value() for share in shares],
        round(objective.Value() + FLOOR_POINTS * missing, 6),
        round(missing, 6),
    )


def choose(
    conference: Conference,
    candidates: Sequence[Candidate],
    relaxed: Relaxed,
    room: int,
    effort: Effort,
) -> list[int]:
    """Indices of the candidates to time: what the relaxation takes whole, and the best
    whole choice among those it splits and their rivals.
    """
    held_by = by_person(candidates)
    split = {
        person
        for share, candidate in zip(relaxed.shares, candidates, strict=True)
        if 1e-6 < share < 1 - 1e-6
        for person in candidate.pair
    }
    open_ones = sorted({index for person in split for index in held_by[person]})
    sure = {index for index, share in enumerate(relaxed.shares) if share >= 1 - 1e-6}
    sure -= set(open_ones)
    model = cp_model.CpModel()
    taken = {index: model.new_bool_var("") for index in open_ones}
    affected = sorted({p for index in open_ones for p in candidates[index].pair})
    missing = []
    for person in affected:
        mine = [taken[index] for index in held_by[person] if index in taken]
        already = sum(index in sure for index in held_by[person])
        most = limit_of(conference, person)
        model.add(sum(mine) <= most - already)
        floor = min(conference.delegates[person].floor, most, len(held_by[person]))
        if floor > already:
            lacking = model.new_int_var(0, floor, "")
            model.add(sum(mine) + already + lacking >= floor)
            missing.append(lacking)
    model.add(sum(taken.values()) <= max(0, room - len(sure)))
    for index, literal in taken.items():
        model.add_hint(literal, relaxed.shares[index] >= 1 - 1e-6)
    worth = sum(candidates[index].worth * literal for index, literal in taken.items())
    model.maximize(worth - FLOOR_POINTS * sum(missing))
    solver, status = run(
        model, effort, seconds=CHOOSING * effort.left, relative_gap_limit=0.0005
    )
    if status in HAS_SOLUTION:
        sure |= {index for index, literal in taken.items() if solver.value(literal)}
    return sorted(sure)


def time_greedily(agenda: Agenda, chosen: Sequence[int]) -> None:
    """A first plan: those with fewest slots and fullest agendas first."""
    candidates = agenda.candidates
    wanted: dict[int, int] = defaultdict(int)
    for index in chosen:
        for person in candidates[index].pair:
            wanted[person] += 1

    def urgency(index: int) -> tuple[int, int]:
        heavy = max(wanted[person] for person in candidates[index].pair)
        return len(candidates[index].slots) - 2 * heavy, index

    for index in sorted(chosen, key=urgency):
        slot = agenda.best_slot(index)
        if slot is not None:
            agenda.add(index, slot)


def squeeze_in(agenda: Agenda, index: int, effort: Effort) -> bool:
    """Place a candidate by moving at most one meeting of each of its people.

    An ejection chain of length one (Glover 1996): a slot is freed when what stands
    there finds another place.
    """
    for slot in agenda.candidates[index].slots:
        if effort.left <= 0:
            return False
        pair = agenda.candidates[index].pair
        standing = {agenda.holds[person].get(slot) for person in pair} - {None}
        full = agenda.load[slot] - len(standing) >= len(agenda.conference.tables)
        if full or any(len(agenda.holds[p]) >= agenda.most[p] for p in pair):
            continue
        ejected = sorted(other for other in standing if other is not None)
        for other in ejected:
            agenda.remove(other)
        undone = not agenda.fits(index, slot)
        back: list[int] = []
        if not undone:
            agenda.add(index, slot)
            for other in ejected:
                place = agenda.best_slot(other)
                if place is None:
                    undone = True
                    break
                agenda.add(other, place)
                back.append(other)
            if undone:
                agenda.remove(index)
        if not undone:
            return True
        for other in back:
            agenda.remove(other)
        for other in ejected:
            agenda.add(other, slot)
    return False


def shorten(agenda: Agenda, effort: Effort) -> None:
    """Move single meetings, and swap slots of two, while that leaves fewer breaks."""
    chance = random.Random(effort.seed)
    better = True
    while better and effort.left > TABLES:
        better = False
        order = sorted(agenda.placed)
        chance.shuffle(order)
        for index in order:
            if effort.left <= TABLES:
                return
            before = agenda.breaks(index, agenda.placed[index])
            if before == 0:
                continue
            slot = agenda.remove(index)
            place = agenda.best_slot(index)
            gain = place is not None and agenda.breaks(index, place) < before
            agenda.add(index, place if gain and place is not None else slot)
            better = better or gain


def fill(agenda: Agenda, chosen: Sequence[int], effort: Effort) -> None:
    """What was chosen but found no slot, floors first; then the best outside."""
    conference, candidates = agenda.conference, agenda.candidates

    def lacking(index: int) -> int:
        return sum(
            len(agenda.holds[person]) < conference.delegates[person].floor
            for person in candidates[index].pair
        )

    def rank(index: int) -> tuple[int, int, int]:
        return -lacking(index), -candidates[index].worth, index

    wanted = set(chosen) - agenda.placed.keys()
    for index in sorted(wanted, key=rank):
        squeeze_in(agenda, index, effort)
    outside = [i for i in range(len(candidates)) if i not in agenda.placed]
    for index in sorted(outside, key=rank):
        if effort.left <= min(TABLES, 0.2 * effort.seconds):
            return
        slot = agenda.best_slot(index)
        if slot is not None:
            agenda.add(index, slot)
        elif lacking(index):
            squeeze_in(agenda, index, effort)


def seat(
    conference: Conference,
    candidates: Sequence[Candidate],
    placed: Placed,
    held: Sequence[Meeting] = (),
) -> list[Meeting]:
    """A table for every meeting; those `held` keep theirs. Short walks, slot by slot.

    Each slot is an assignment problem against the tables its people use before and
    after; a second sweep sees both sides.
    """
    table: dict[tuple[int, int, int], int] = {
        (meeting.first, meeting.second, meeting.slot): meeting.table for meeting in held
    }
    seats: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, slot in placed.items():
        first, second = candidates[index].pair
        seats[slot].append((first, second, slot))
    agenda: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for key in [*table, *(key for keys in seats.values() for key in keys)]:
        agenda[key[0]][key[2]] = key
        agenda[key[1]][key[2]] = key
    for _ in range(2):
        for slot in sorted(seats):
            used = {k for key, k in table.items() if key[2] == slot}
            used -= {table[key] for key in seats[slot] if key in table}
            free = [k for k in range(len(conference.tables)) if k not in used]
            near = {key: neighbours(key, agenda, table) for key in seats[slot]}
            chosen = assign(conference, seats[slot], free, near)
            table.update(chosen)
    return [Meeting(*key, table[key]) for key in sorted(table, key=lambda k: (k[2], k))]


def neighbours(
    key: tuple[int, int, int],
    agenda: dict[int, dict[int, tuple[int, int, int]]],
    table: dict[tuple[int, int, int], int],
) -> list[int]:
    """Tables that the two people use in their meetings just before and just after."""
    near = []
    for person in key[:2]:
        slots = agenda[person]
        before = max((slot for slot in slots if slot < key[2]), default=None)
        after = min((slot for slot in slots if slot > key[2]), default=None)
        for slot in (before, after):
            if slot is not None and slots[slot] in table:
                near.append(table[slots[slot]])
    return near


def assign(
    conference: Conference,
    keys: list[tuple[int, int, int]],
    free: list[int],
    near: dict[tuple[int, int, int], list[int]],
) -> dict[tuple[int, int, int], int]:
    problem = linear_sum_assignment.SimpleLinearSumAssignment()
    # Square, as the solver wants it: the tables left over go to nobody, at no cost.
    for row in range(len(free)):
        for column, place in enumerate(free):
            cost = 0.0
            if row < len(keys):
                cost = sum(walk(conference, place, table) for table in near[keys[row]])
            problem.add_arc_with_cost(row, column, round(100 * cost))
    problem.solve()
    return {key: free[problem.right_mate(row)] for row, key in enumerate(keys)}


def walk(conference: Conference, start: int, end: int) -> float:
    """Metres between two tables."""
    return math.dist(conference.tables[start], conference.tables[end])


def measure(
    conference: Conference,
    meetings: Sequence[Meeting],
    absent: Collection[int] = (),
) -> Figures:
    """The figures of a plan; those `absent` are owed no meeting."""
    worth = {c.pair: c.worth for c in conference.candidates()}
    agenda: dict[int, dict[int, int]] = defaultdict(dict)
    for meeting in meetings:
        for person in (meeting.first, meeting.second):
            agenda[person][meeting.slot] = meeting.table
    walked = 0.0
    for slots in agenda.values():
        tables = [slots[slot] for slot in sorted(slots)]
        walked += sum(walk(conference, start, end) for start, end in pairwise(tables))
    breaks = [breaks_of(slots) for slots in agenda.values()]
    short = [
        max(0, delegate.floor - len(agenda.get(number, ())))
        for number, delegate in enumerate(conference.delegates)
        if number not in absent
    ]
    return Figures(
        worth=sum(worth[meeting.first, meeting.second] for meeting in meetings),
        meetings=len(meetings),
        below_floor=sum(missing > 0 for missing in short),
        seats_below_floor=sum(short),
        most_breaks=max(breaks, default=0),
        breaks=sum(breaks),
        walked=round(walked, 1),
    )
