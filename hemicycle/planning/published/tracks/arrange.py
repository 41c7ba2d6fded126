"""Within a session: which talk in which room of its track, in which timeslot. Exact.

A session is independent of the others once every talk has its session, because a talk's
position in its track depends on earlier sessions only through their number of talks.
"""

from collections import defaultdict

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.published.tracks.cosplib import Instance, Schedule
from hemicycle.planning.published.tracks.model import Assignment, Pair, shared_people
from hemicycle.planning.result import Effort


def arrange(
    instance: Instance,
    assignment: Assignment,
    rooms: dict[Pair, list[int]],
    effort: Effort,
) -> Schedule | None:
    """A full timetable, or None when the talks of a session do not fit their rooms.

    Raises Unbuilt when the effort ends first.
    """
    presenters, attendees = shared_people(instance)
    talks: dict[Pair, list[int]] = defaultdict(list)
    for i, s in enumerate(assignment.session_of):
        talks[instance.submissions[i].track, s].append(i)
    schedule: Schedule = {}
    placed: dict[int, int] = defaultdict(int)
    for s in range(len(instance.sessions)):
        effort.go_on()
        here = {t: held for (t, u), held in sorted(talks.items()) if u == s}
        cells = one_session(
            instance, s, here, rooms, placed, presenters, attendees, effort
        )
        if cells is None:
            return None
        schedule |= cells
        for t, held in here.items():
            placed[t] += len(held)
    return schedule


def one_session(
    instance: Instance,
    s: int,
    here: dict[int, list[int]],
    rooms: dict[Pair, list[int]],
    placed: dict[int, int],
    presenters: set[Pair],
    attendees: set[Pair],
    effort: Effort,
) -> Schedule | None:
    weights = instance.weights
    cap = instance.sessions[s].timeslots
    by_timeslot = [
        (pairs, weight)
        for pairs, weight in (
            (presenters, weights.presenters_conflicts_timeslot),
            (attendees, weights.attendees_conflicts_timeslot),
        )
        if weight
    ]
    everyone = {i for held in here.values() for i in held}
    overlapping: dict[Pair, int] = defaultdict(int)
    for pairs, weight in by_timeslot:
        for i, j in pairs:
            if i in everyone and j in everyone:
                overlapping[i, j] += weight
    apart: dict[Pair, int] = defaultdict(int)
    for pairs, weight in (
        (presenters, weights.presenters_conflicts),
        (attendees, weights.attendees_conflicts),
    ):
        for i, j in pairs if weight else ():
            first, second = instance.submissions[i], instance.submissions[j]
            if i in everyone and j in everyone and first.track == second.track:
                apart[i, j] += weight
    hard = {t for t in here if len(rooms[t, s]) > 1}
    hard |= {instance.submissions[i].track for pair in overlapping for i in pair}
    cells: Schedule = {}
    for t, held in here.items():
        if t not in hard:
            cells[s, rooms[t, s][0]] = in_one_room(instance, held, placed[t], cap)
            if len(cells[s, rooms[t, s][0]]) > cap:
                return None
    if not hard:
        return cells

    model = cp_model.CpModel()
    terms: list[cp_model.LinearExprT] = []
    start: dict[tuple[int, int, int], cp_model.IntVar] = {}
    busy: dict[Pair, list[cp_model.IntVar]] = defaultdict(list)  # (talk, timeslot)
    room_busy: dict[Pair, list[cp_model.IntVar]] = defaultdict(list)
    for t in sorted(hard):
        for i in here[t]:
            talk = instance.submissions[i]
            choices = []
            for r in rooms[t, s]:
                for k in range(cap - talk.timeslots + 1):
                    var = model.new_bool_var("")
                    start[i, r, k] = var
                    choices.append(var)
                    for m in range(k, k + talk.timeslots):
                        busy[i, m].append(var)
                        room_busy[r, m].append(var)
                    cost = weights.submissions_rooms * talk.room_penalty[r]
                    if cost:
                        terms.append(cost * talk.timeslots * var)
            model.add_exactly_one(choices)
        for r in rooms[t, s]:
            model.add_bool_or(
                var for (i, q, _), var in start.items() if q == r and i in here[t]
            )
    for held_by in room_busy.values():
        model.add_at_most_one(held_by)

    def in_room(i: int, r: int) -> cp_model.LinearExpr:
        held = [var for (j, q, _), var in start.items() if j == i and q == r]
        return cp_model.LinearExpr.sum(held)

    for (i, j), weight in apart.items():
        t = instance.submissions[i].track
        if len(rooms[t, s]) > 1:
            clash = model.new_bool_var("")
            for r in rooms[t, s]:
                model.add(in_room(i, r) - in_room(j, r) <= clash)
            terms.append(weight * clash)
    if weights.submissions_order:
        for t in sorted(hard):
            order_terms(instance, model, terms, here[t], rooms[t, s], placed[t], start)
            ordered = [i for i in here[t] if instance.submissions[i].order]
            for i in ordered:
                for j in ordered:
                    if i < j:
                        overlapping[i, j] += weights.submissions_order
    for (i, j), weight in overlapping.items():
        for k in range(cap):
            clash = model.new_bool_var("")
            model.add(sum(busy[i, k]) + sum(busy[j, k]) - 1 <= clash)
            terms.append(weight * clash)
    model.minimize(sum(terms))
    solver, status = run(model, effort, seconds=20.0, max_deterministic_time=2.0)
    if status not in HAS_SOLUTION:
        return None
    filled: dict[Pair, list[int | None]] = {}
    for (i, r, k), var in start.items():
        if solver.boolean_value(var):
            cell = filled.setdefault((s, r), [None] * cap)
            for m in range(k, k + instance.submissions[i].timeslots):
                cell[m] = i
    return cells | {place: tuple(cell) for place, cell in filled.items()}


def in_one_room(
    instance: Instance, held: list[int], placed: int, cap: int
) -> tuple[int | None, ...]:
    """Ordered talks where they want to be as far as that position is here."""
    places: list[int | None] = [None] * len(held)
    late = []
    for i in held:
        wanted = instance.submissions[i].order - placed - 1
        if 0 <= wanted < len(held) and places[wanted] is None:
            places[wanted] = i
        else:
            late.append(i)
    row = [i if i is not None else late.pop(0) for i in places]
    cell: list[int | None] = []
    for i in row:
        cell += [i] * instance.submissions[i].timeslots
    return tuple(cell + [None] * (cap - len(cell)))


def order_terms(
    instance: Instance,
    model: cp_model.CpModel,
    terms: list[cp_model.LinearExprT],
    held: list[int],
    rooms: list[int],
    placed: int,
    start: dict[tuple[int, int, int], cp_model.IntVar],
) -> None:
    """A talk off its position costs one weight; rooms count one after the other."""
    if not any(instance.submissions[i].order for i in held):
        return
    span = 1 + max(k for _, _, k in start)
    when: dict[int, cp_model.LinearExprT] = {
        i: sum(
            (sorted(rooms).index(r) * span + k) * var
            for (j, r, k), var in start.items()
            if j == i
        )
        for i in held
    }
    earlier: dict[Pair, cp_model.LinearExprT] = {}
    for i in held:
        for j in held:
            if i < j:
                var = model.new_bool_var("")
                model.add(when[i] < when[j]).only_enforce_if(var)
                model.add(when[j] < when[i]).only_enforce_if(~var)
                earlier[i, j], earlier[j, i] = var, 1 - var
    for i in held:
        wanted = instance.submissions[i].order
        if wanted:
            moved = model.new_bool_var("")
            ahead = sum(earlier[j, i] for j in held if j != i)
            model.add(placed + 1 + ahead == wanted).only_enforce_if(~moved)
            terms.append(instance.weights.submissions_order * moved)
