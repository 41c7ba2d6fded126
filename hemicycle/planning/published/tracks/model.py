"""CoSPLib by CP-SAT: tracks into sessions and rooms, submissions into sessions.

Model: after Pylyavskyy, Jacko and Kheiri, EJOR 317(2), 2024 (the 16 terms), smaller:

- Rooms that cost every track and session the same are one class, and a track takes a
  number of rooms of a class (no symmetry between rooms). A track needs at least as
  many rooms of a class as it uses at once; whether this suffices is decided when rooms
  are given out, exactly, by colouring (`give_rooms`). For uninterrupted tracks that use
  one room at a time it always does: interval graphs are perfect.
- A submission goes to a session; its room and timeslot within the session are decided
  afterwards, exactly (`arrange`), at no cost unless a track runs in parallel with
  itself or conflicts count by timeslot.

Both relaxations only ever lower the value, so the bound of the model is a bound of the
instance, and a timetable whose value meets it is optimal.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, SolutionCallback, run
from hemicycle.planning.published.tracks.cosplib import Instance, Schedule
from hemicycle.planning.result import Effort

Pair = tuple[int, int]


@dataclass(frozen=True)
class RoomClass:
    """Rooms that no penalty tells apart."""

    rooms: tuple[int, ...]

    @property
    def sample(self) -> int:
        return self.rooms[0]


@dataclass(frozen=True)
class Assignment:
    """What the model decides: a session per submission, rooms of a class per track."""

    session_of: tuple[int, ...]
    classes: tuple[RoomClass, ...]
    rooms_used: dict[tuple[int, int, int], int]  # (track, session, class) -> number


def room_classes(
    instance: Instance, split: frozenset[int] = frozenset()
) -> list[RoomClass]:
    """Classes of rooms; the rooms in `split` are classes of their own."""
    weights = instance.weights
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for r in range(len(instance.rooms)):
        look: list[object] = [r if r in split else None]
        if weights.tracks_rooms:
            look.append(tuple(row[r] for row in instance.tracks_rooms))
        if weights.sessions_rooms:
            look.append(tuple(row[r] for row in instance.sessions_rooms))
        if weights.submissions_rooms:
            look.append(tuple(talk.room_penalty[r] for talk in instance.submissions))
        alike[tuple(look)].append(r)
    return [RoomClass(tuple(rooms)) for rooms in alike.values()]


def shared_people(instance: Instance) -> tuple[set[Pair], set[Pair]]:
    """Pairs a < b of submissions that share a presenter (or a presenter and the other's
    chair), and pairs that share an attendee."""
    speaking: dict[str, set[int]] = defaultdict(set)
    wanting: dict[str, set[int]] = defaultdict(set)
    chairing: dict[str, set[int]] = defaultdict(set)
    for i, talk in enumerate(instance.submissions):
        for person in talk.presenters:
            speaking[person].add(i)
        for person in talk.attendees:
            wanting[person].add(i)
    for t, track in enumerate(instance.tracks):
        for person in track.chairs:
            chairing[person].add(t)

    def pairs(ones: set[int], others: Iterable[int]) -> set[Pair]:
        return {(min(i, j), max(i, j)) for j in others for i in ones if i != j}

    def chaired(person: str, ones: set[int]) -> set[Pair]:
        return {
            (min(i, j), max(i, j))
            for j, talk in enumerate(instance.submissions)
            if talk.track in chairing[person]
            for i in ones
            if instance.submissions[i].track != talk.track
        }

    presenters: set[Pair] = set()
    for person, talks in speaking.items():
        presenters |= pairs(talks, talks) | chaired(person, talks)
    attendees: set[Pair] = set()
    for person, talks in wanting.items():
        attendees |= pairs(talks, talks | speaking[person]) | chaired(person, talks)
    return presenters, attendees


def session_cost(instance: Instance, i: int, s: int) -> int:
    """Weighted cost of submission i in session s: its own penalty and its clock."""
    talk, session, clock = (
        instance.submissions[i],
        instance.sessions[s],
        instance.clock,
    )
    start = (session.starts + talk.zone_shift) % 1440
    end = (session.ends + talk.zone_shift) % 1440
    if not clock.tolerable_from <= start or not (
        clock.tolerable_from <= end <= clock.tolerable_to
    ):
        away = clock.unsuitable_penalty
    elif start < clock.suitable_from or end > clock.suitable_to:
        away = clock.tolerable_penalty
    else:
        away = 0
    weights = instance.weights
    return talk.timeslots * (
        weights.submissions_sessions * talk.session_penalty[s]
        + weights.submissions_time_zones * away
    )


class TrackModel:
    """The relaxed model; see the module. Rooms in `split` are told apart, or the
    `classes` are given."""

    def __init__(
        self,
        instance: Instance,
        split: frozenset[int] = frozenset(),
        classes: list[RoomClass] | None = None,
        effort: Effort | None = None,
    ) -> None:
        self.instance = instance
        self.effort = effort
        self.model = cp_model.CpModel()
        self.classes = room_classes(instance, split) if classes is None else classes
        self.S = range(len(instance.sessions))
        self.T = range(len(instance.tracks))
        self.C = range(len(self.classes))
        self.talks_of = [
            [i for i, talk in enumerate(instance.submissions) if talk.track == t]
            for t in self.T
        ]
        self.terms: list[cp_model.LinearExprT] = []
        self.paid_by: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
        self.presenters, self.attendees = shared_people(instance)
        self.rooms_and_sessions()
        self.submissions()
        self.sequence()
        self.rooms_per_track()
        self.neighbours()
        self.conflicts()
        self.order()
        self.model.minimize(sum(self.terms))

    def pay(self, t: int, term: cp_model.LinearExprT) -> None:
        """A term that track t pays wherever the other tracks are."""
        self.terms.append(term)
        self.paid_by[t].append(term)

    def flag(self, name: str) -> cp_model.IntVar:
        """Raises Unbuilt at the limit: there is hardly a loop without a flag."""
        if self.effort is not None:
            self.effort.go_on()
        return self.model.new_bool_var(name)

    def rooms_and_sessions(self) -> None:
        instance, model, weights = self.instance, self.model, self.instance.weights
        self.y: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.n: dict[Pair, cp_model.IntVar] = {}
        self.used: dict[Pair, cp_model.IntVar] = {}
        for t in self.T:
            for s in self.S:
                most = min(len(instance.rooms), len(self.talks_of[t]))
                n = model.new_int_var(0, most, f"n{t},{s}")
                used = self.flag(f"z{t},{s}")
                here = []
                for c, kind in enumerate(self.classes):
                    top = min(most, len(kind.rooms))
                    y = model.new_int_var(0, top, f"y{t},{s},{c}")
                    self.y[t, s, c] = y
                    here.append(y)
                    cost = (
                        weights.tracks_sessions * instance.tracks_sessions[t][s]
                        + weights.tracks_rooms * instance.tracks_rooms[t][kind.sample]
                        + weights.sessions_rooms
                        * instance.sessions_rooms[s][kind.sample]
                    )
                    if cost:
                        self.pay(t, cost * y)
                model.add(n == sum(here))
                model.add(n >= 1).only_enforce_if(used)
                model.add(n == 0).only_enforce_if(~used)
                model.add(n <= most * used)
                self.n[t, s], self.used[t, s] = n, used
                if weights.parallel_tracks and most > 1:
                    excess = model.new_int_var(0, most, "")
                    model.add(excess >= n - used)
                    self.pay(t, weights.parallel_tracks * excess)
        for s in self.S:
            for c, kind in enumerate(self.classes):
                model.add(sum(self.y[t, s, c] for t in self.T) <= len(kind.rooms))

    def submissions(self) -> None:
        instance, model = self.instance, self.model
        self.x: dict[Pair, cp_model.IntVar] = {}
        for i, talk in enumerate(instance.submissions):
            for s in self.S:
                x = self.flag(f"x{i},{s}")
                self.x[i, s] = x
                cost = session_cost(instance, i, s)
                if cost:
                    self.pay(talk.track, cost * x)
                if talk.timeslots > instance.sessions[s].timeslots:
                    model.add(x == 0)
                model.add_implication(x, self.used[talk.track, s])
            model.add_exactly_one(self.x[i, s] for s in self.S)
        for t in self.T:
            lengths = {instance.submissions[i].timeslots for i in self.talks_of[t]}
            for s in self.S:
                held = [self.x[i, s] for i in self.talks_of[t]]
                model.add(sum(held) >= self.n[t, s])
                cap = instance.sessions[s].timeslots
                load = sum(
                    instance.submissions[i].timeslots * self.x[i, s]
                    for i in self.talks_of[t]
                )
                model.add(load <= cap * self.n[t, s])
                # At most m talks longer than 1/(m + 1) of the cell fit into one cell.
                for m in sorted({cap // length for length in lengths}):
                    long = [
                        self.x[i, s]
                        for i in self.talks_of[t]
                        if instance.submissions[i].timeslots * (m + 1) > cap
                    ]
                    if m and long:
                        model.add(sum(long) <= m * self.n[t, s])
            total = sum(instance.submissions[i].timeslots for i in self.talks_of[t])
            model.add(
                sum(instance.sessions[s].timeslots * self.n[t, s] for s in self.S)
                >= total
            )
            self.cover(t, total)

    def cover(self, t: int, total: int) -> None:
        """Fewest cells that hold the track: the longest cells first."""
        if not self.talks_of[t]:
            return
        cells = sorted(
            (
                session.timeslots
                for session in self.instance.sessions
                for _ in self.instance.rooms
            ),
            reverse=True,
        )
        fewest, room = 0, 0
        while room < total and fewest < len(cells):
            room += cells[fewest]
            fewest += 1
        self.model.add(sum(self.n[t, s] for s in self.S) >= fewest)
        self.model.add_bool_or(self.used[t, s] for s in self.S)

    def sequence(self) -> None:
        """A track is interrupted when a session between its first and last lacks it."""
        weight = self.instance.weights.consecutive_tracks
        if not weight or len(self.S) < 3:
            return
        model, last = self.model, len(self.S) - 1
        for t in self.T:
            if len(self.talks_of[t]) < 2:
                continue
            broken = self.flag(f"broken{t}")
            begun = [self.flag("") for _ in self.S]
            alive = [self.flag("") for _ in self.S]
            for s in self.S:
                used = self.used[t, s]
                model.add_implication(used, begun[s])
                model.add_implication(used, alive[s])
                if s:
                    model.add_implication(begun[s - 1], begun[s])
                    model.add_implication(alive[s], alive[s - 1])
                    model.add_bool_or(~begun[s], begun[s - 1], used)
                else:
                    model.add_implication(begun[0], used)
                if s < last:
                    model.add_bool_or(~alive[s], alive[s + 1], used)
                else:
                    model.add_implication(alive[last], used)
                model.add_bool_or(~begun[s], ~alive[s], used, broken)
                model.add(begun[s] + alive[s] - used - broken <= 1)
            self.pay(t, weight * broken)

    def rooms_per_track(self) -> None:
        weight = self.instance.weights.rooms_per_track
        self.rooms_held: dict[Pair, cp_model.IntVar] = {}
        if not weight:
            return
        instance, model = self.instance, self.model
        whole_day = sum(session.timeslots for session in instance.sessions)
        for t in self.T:
            if len(self.talks_of[t]) < 2:
                continue
            held = []
            for c, kind in enumerate(self.classes):
                most = min(len(kind.rooms), len(self.talks_of[t]))
                u = model.new_int_var(0, most, f"u{t},{c}")
                for s in self.S:
                    model.add(self.y[t, s, c] <= u)
                model.add(
                    sum(
                        instance.sessions[s].timeslots * self.y[t, s, c] for s in self.S
                    )
                    <= whole_day * u
                )
                self.rooms_held[t, c] = u
                held.append(u)
            total = sum(instance.submissions[i].timeslots for i in self.talks_of[t])
            least = max(1, math.ceil(total / whole_day))
            for s in self.S:
                model.add(sum(held) >= self.n[t, s])
            extra = model.new_int_var(
                least - 1, min(len(instance.rooms), len(self.talks_of[t])) - 1, ""
            )
            model.add(extra >= sum(held) - 1)
            self.pay(t, weight * extra)

    def neighbours(self) -> None:
        """Similar tracks, and tracks that share a chair, in one session."""
        instance, model, weights = self.instance, self.model, self.instance.weights
        for a in self.T:
            for b in range(a + 1, len(instance.tracks)):
                cost = weights.similar_tracks * instance.similar[a][b]
                if instance.tracks[a].chairs & instance.tracks[b].chairs:
                    cost += weights.chairs_conflicts
                if not cost or not self.talks_of[a] or not self.talks_of[b]:
                    continue
                for s in self.S:
                    first, second = self.used[a, s], self.used[b, s]
                    both = self.flag("")
                    model.add_bool_or(~first, ~second, both)
                    self.terms.append(cost * both)
                    if max(len(self.talks_of[a]), len(self.talks_of[b])) < 2:
                        continue
                    # n m >= n + m - 1 for n, m >= 1, with equality when one is 1.
                    top = len(instance.rooms)
                    more = model.new_int_var(0, top, "")
                    model.add(
                        more >= self.n[a, s] + self.n[b, s] - first - second
                    ).only_enforce_if(both)
                    self.terms.append(cost * more)

    def conflicts(self) -> None:
        instance, model, weights = self.instance, self.model, self.instance.weights
        self.clash: dict[Pair, cp_model.IntVar] = {}
        cost: dict[Pair, int] = defaultdict(int)
        for pairs, weight in (
            (self.presenters, weights.presenters_conflicts),
            (self.attendees, weights.attendees_conflicts),
        ):
            for pair in pairs if weight else ():
                cost[pair] += weight
        for (i, j), weight in sorted(cost.items()):
            first, second = instance.submissions[i], instance.submissions[j]
            length = (
                first.timeslots + second.timeslots if first.track == second.track else 0
            )
            clash = self.clash[i, j] = self.flag("")
            for s in self.S:
                # Talks of one track that fit into one room meet there: `arrange`.
                if 0 < length <= instance.sessions[s].timeslots:
                    continue
                model.add_bool_or(~self.x[i, s], ~self.x[j, s], clash)
            if first.track == second.track:
                self.pay(first.track, weight * clash)
            else:
                self.terms.append(weight * clash)

    def order(self) -> None:
        """A talk keeps its position when it can be that many-th of its track: the talks
        of earlier sessions are fewer, those up to its own session enough."""
        instance, model = self.instance, self.model
        self.moved: dict[int, cp_model.IntVar] = {}
        self.together: dict[Pair, cp_model.IntVar] = {}
        weight = instance.weights.submissions_order
        if not weight:
            return
        for t in self.T:
            ordered = [i for i in self.talks_of[t] if instance.submissions[i].order]
            if not ordered:
                continue
            size = len(self.talks_of[t])
            before: list[cp_model.IntVar] = [model.new_constant(0)]
            for s in self.S:
                upto = model.new_int_var(0, size, f"upto{t},{s}")
                model.add(
                    upto == before[-1] + sum(self.x[i, s] for i in self.talks_of[t])
                )
                before.append(upto)
                load = sum(
                    instance.submissions[i].timeslots * self.x[i, s] for i in ordered
                )
                # Ordered talks beyond one room's length share a timeslot: at least
                # k - 1 pairs for the k-th at one time.
                cap = instance.sessions[s].timeslots
                length = sum(instance.submissions[i].timeslots for i in ordered)
                parts = []
                for k in range(1, min(len(instance.rooms), len(ordered))):
                    if k * cap >= length:
                        break
                    part = model.new_int_var(0, length, "")
                    model.add(part >= load - k * cap)
                    parts.append(part)
                together = model.new_int_var(0, length * length, "")
                self.together[t, s] = together
                model.add(together >= sum(parts))
                self.pay(t, weight * together)
            first_with: dict[int, list[cp_model.LiteralT]] = defaultdict(list)
            kept: dict[int, cp_model.IntVar] = {}
            for i in ordered:
                wanted = instance.submissions[i].order
                moved = self.flag(f"moved{i}")
                self.moved[i] = moved
                self.pay(t, weight * moved)
                if wanted > size:
                    model.add(moved == 1)
                    continue
                first_with[wanted].append(~moved)
                kept[i] = moved
                for s in self.S:
                    x = self.x[i, s]
                    model.add(before[s] <= wanted - 1).only_enforce_if(x, ~moved)
                    model.add(before[s + 1] >= wanted).only_enforce_if(x, ~moved)
            for same in first_with.values():
                if len(same) > 1:
                    model.add_at_most_one(same)
            chain = sorted(kept, key=lambda i: instance.submissions[i].order)
            for i, j in pairwise(chain):
                # Two kept talks stand in the order of their positions.
                rank_i = sum(s * self.x[i, s] for s in self.S)
                rank_j = sum(s * self.x[j, s] for s in self.S)
                model.add(rank_i <= rank_j).only_enforce_if(~kept[i], ~kept[j])

    def hint(self, schedule: Schedule) -> None:
        """Start from a finished timetable."""
        model = self.model
        session_of: dict[int, int] = {}
        rooms: dict[Pair, list[int]] = defaultdict(list)
        for (s, r), cell in schedule.items():
            held_talks = [i for i in cell if i is not None]
            session_of |= dict.fromkeys(held_talks, s)
            if held_talks:
                rooms[self.instance.submissions[held_talks[0]].track, s].append(r)
        for (i, s), x in self.x.items():
            model.add_hint(x, session_of[i] == s)
        of_room = {r: c for c, kind in enumerate(self.classes) for r in kind.rooms}
        for (t, s), n in self.n.items():
            held = rooms.get((t, s), [])
            model.add_hint(n, len(held))
            model.add_hint(self.used[t, s], bool(held))
            for c in self.C:
                model.add_hint(self.y[t, s, c], sum(of_room[r] == c for r in held))
        for (t, c), u in self.rooms_held.items():
            most = max(
                (
                    sum(of_room[r] == c for r in held)
                    for (v, _), held in rooms.items()
                    if v == t
                ),
                default=0,
            )
            model.add_hint(u, most)

    def assignment(self, value: cp_model.CpSolver | SolutionCallback) -> Assignment:
        return Assignment(
            tuple(
                next(s for s in self.S if value.boolean_value(self.x[i, s]))
                for i in range(len(self.instance.submissions))
            ),
            tuple(self.classes),
            {key: value.value(y) for key, y in self.y.items() if value.value(y)},
        )


def give_rooms(
    instance: Instance, assignment: Assignment, effort: Effort
) -> tuple[dict[Pair, list[int]], frozenset[int]] | None:
    """Rooms for every (track, session), fewest per track, class by class, exactly.

    Colouring of the tracks' sessions with the rooms of a class. The second part are the
    rooms of the classes where tracks needed more rooms than the model had counted.
    """
    rooms: dict[Pair, list[int]] = defaultdict(list)
    short: set[int] = set()
    for c, kind in enumerate(assignment.classes):
        needs = {
            (t, s): n for (t, s, d), n in assignment.rooms_used.items() if d == c and n
        }
        if not needs:
            continue
        effort.go_on()
        tracks = sorted({t for t, _ in needs})
        model = cp_model.CpModel()
        held = {(t, r): model.new_bool_var("") for t in tracks for r in kind.rooms}
        place = {
            (t, s, r): model.new_bool_var("") for t, s in needs for r in kind.rooms
        }
        for (t, s), n in needs.items():
            model.add(sum(place[t, s, r] for r in kind.rooms) == n)
            for r in kind.rooms:
                model.add_implication(place[t, s, r], held[t, r])
        for s in sorted({s for _, s in needs}):
            for r in kind.rooms:
                model.add_at_most_one(place[t, u, r] for t, u in needs if u == s)
        counted = 0
        for t in tracks:
            most = max(n for (u, _), n in needs.items() if u == t)
            model.add(sum(held[t, r] for r in kind.rooms) >= most)
            counted += most
        model.minimize(sum(held.values()))
        solver, status = run(model, effort, max_deterministic_time=2.0, seconds=20.0)
        if status not in HAS_SOLUTION:
            return None
        if solver.objective_value > counted and instance.weights.rooms_per_track:
            short |= set(kind.rooms)
        for t, s, r in place:
            if solver.boolean_value(place[t, s, r]):
                rooms[t, s].append(r)
    return rooms, frozenset(short)
