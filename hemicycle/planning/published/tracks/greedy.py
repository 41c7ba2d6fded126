"""A first CoSPLib timetable without a solver: ruin and recreate on whole tracks.

Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, "Record breaking optimization results
using the ruin and recreate principle", Journal of Computational Physics 159, 2000. A
few tracks are taken out and put back where they cost least: in one room for consecutive
sessions when they fit there, cell by cell when not. The search of `search`
starts from it.
"""

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field

from hemicycle.planning.published.tracks.cosplib import Instance, Schedule
from hemicycle.planning.published.tracks.model import Pair, session_cost, shared_people
from hemicycle.planning.result import Effort


@dataclass(frozen=True)
class Seat:
    """Where a track's talks are: (session, room) -> talks in their sequence."""

    cells: dict[Pair, list[int]]
    cost: float


@dataclass
class Greedy:
    instance: Instance
    seed: int = 0
    seats: dict[int, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        instance, weights = self.instance, self.instance.weights
        self.random = random.Random(self.seed)
        self.S, self.R = len(instance.sessions), len(instance.rooms)
        self.talks: dict[int, list[int]] = defaultdict(list)
        for i, talk in enumerate(instance.submissions):
            self.talks[talk.track].append(i)
        self.length = [talk.timeslots for talk in instance.submissions]
        self.cap = [session.timeslots for session in instance.sessions]
        self.talk_cost = [
            [session_cost(instance, i, s) for s in range(self.S)]
            for i in range(len(instance.submissions))
        ]
        self.rivals: dict[int, list[tuple[int, int]]] = defaultdict(list)
        presenters, attendees = shared_people(instance)
        for pairs, weight in (
            (presenters, weights.presenters_conflicts),
            (attendees, weights.attendees_conflicts),
        ):
            for i, j in pairs if weight else ():
                self.rivals[i].append((j, weight))
                self.rivals[j].append((i, weight))
        self.neighbour: dict[int, dict[int, int]] = defaultdict(dict)
        for a, first in enumerate(instance.tracks):
            for b, second in enumerate(instance.tracks):
                cost = weights.similar_tracks * instance.similar[a][b]
                if first.chairs & second.chairs:
                    cost += weights.chairs_conflicts
                if a != b and cost:
                    self.neighbour[a][b] = cost
        self.taken: dict[Pair, int] = {}
        self.session_of: dict[int, int] = {}

    def remove(self, t: int) -> None:
        seat = self.seats.pop(t)
        for place, held in seat.cells.items():
            del self.taken[place]
            for i in held:
                del self.session_of[i]

    def put(self, t: int, seat: Seat) -> None:
        self.seats[t] = seat
        for (s, r), held in seat.cells.items():
            self.taken[s, r] = t
            for i in held:
                self.session_of[i] = s

    def with_others(self, i: int, s: int) -> int:
        """Cost of talk i in session s, people shared with talks already there."""
        return self.talk_cost[i][s] + sum(
            weight for j, weight in self.rivals[i] if self.session_of.get(j) == s
        )

    def cost(self, t: int, cells: dict[Pair, list[int]]) -> int:
        """What the track costs where it is, beside all that are placed."""
        instance, weights = self.instance, self.instance.weights
        total = 0
        per_session: dict[int, int] = defaultdict(int)
        for (s, r), held in cells.items():
            per_session[s] += 1
            total += weights.tracks_sessions * instance.tracks_sessions[t][s]
            total += weights.tracks_rooms * instance.tracks_rooms[t][r]
            total += weights.sessions_rooms * instance.sessions_rooms[s][r]
            for i in held:
                total += self.with_others(i, s)
                total += (
                    weights.submissions_rooms
                    * instance.submissions[i].room_penalty[r]
                    * self.length[i]
                )
            for q in range(self.R) if self.neighbour[t] else ():
                other = self.taken.get((s, q))
                if other is not None:
                    total += self.neighbour[t].get(other, 0)
        total += weights.rooms_per_track * (len({r for _, r in cells}) - 1)
        total += weights.parallel_tracks * (len(cells) - len(per_session))
        if max(per_session) - min(per_session) >= len(per_session):
            total += weights.consecutive_tracks
        if weights.submissions_order:
            row = [i for place in sorted(cells) for i in cells[place]]
            total += weights.submissions_order * sum(
                instance.submissions[i].order not in (0, k + 1)
                for k, i in enumerate(row)
            )
        return total

    def fill(self, t: int, cells: list[Pair]) -> dict[Pair, list[int]] | None:
        """Talks into these cells: in their order, or each where it costs least."""
        cells = sorted(cells)
        free = {place: self.cap[place[0]] for place in cells}
        held: dict[Pair, list[int]] = {place: [] for place in cells}
        talks = self.instance.submissions
        if self.instance.weights.submissions_order and any(
            talks[i].order for i in self.talks[t]
        ):
            row = sorted(self.talks[t], key=lambda i: talks[i].order or math.inf)
            at = 0
            for i in row:
                while at < len(cells) and free[cells[at]] < self.length[i]:
                    at += 1
                if at == len(cells):
                    return None
                held[cells[at]].append(i)
                free[cells[at]] -= self.length[i]
        else:
            sessions = {s for s, _ in cells}
            costs = {
                i: {s: self.with_others(i, s) for s in sessions} for i in self.talks[t]
            }

            def urgency(i: int) -> tuple[int, int]:
                ranked = sorted(costs[i].values())
                return -self.length[i], -(ranked[min(1, len(ranked) - 1)] - ranked[0])

            for i in sorted(self.talks[t], key=urgency):
                open_cells = [place for place in cells if free[place] >= self.length[i]]
                if not open_cells:
                    return None
                best = min(open_cells, key=lambda place: (costs[i][place[0]], place))
                held[best].append(i)
                free[best] -= self.length[i]
        return {place: each for place, each in held.items() if each}

    def best_seat(self, t: int, effort: Effort) -> Seat | None:
        total = sum(self.length[i] for i in self.talks[t])
        longest = max(self.length[i] for i in self.talks[t])
        best: Seat | None = None
        for r in range(self.R):
            if effort.left <= 0:
                return best
            for a in range(self.S):
                room, cells = 0, []
                for s in range(a, self.S):
                    if (s, r) in self.taken:
                        break
                    cells.append((s, r))
                    room += self.cap[s]
                    if room >= total and max(self.cap[a : s + 1]) >= longest:
                        best = self.better(t, cells, best)
                        if room >= total + 2 * max(self.cap):
                            break
        if best is None:
            best = self.cell_by_cell(t)
        return best

    def better(self, t: int, cells: list[Pair], best: Seat | None) -> Seat | None:
        held = self.fill(t, cells)
        if held is None:
            return best
        cost = self.cost(t, held) + self.random.random() * 0.5
        return Seat(held, cost) if best is None or cost < best.cost else best

    def cell_by_cell(self, t: int) -> Seat | None:
        """Cheapest free cells, one more while the talks do not fit."""
        instance, weights = self.instance, self.instance.weights
        chosen: list[Pair] = []
        free = {(s, r) for s in range(self.S) for r in range(self.R)} - set(self.taken)
        least = [
            min(self.with_others(i, s) for i in self.talks[t]) for s in range(self.S)
        ]
        total = sum(self.length[i] for i in self.talks[t])
        while free:
            rooms = {r for _, r in chosen}
            sessions = {s for s, _ in chosen}

            def price(
                place: Pair, rooms: set[int] = rooms, sessions: set[int] = sessions
            ) -> tuple[float, float]:
                s, r = place
                cost = (
                    weights.tracks_sessions * instance.tracks_sessions[t][s]
                    + weights.tracks_rooms * instance.tracks_rooms[t][r]
                    + weights.sessions_rooms * instance.sessions_rooms[s][r]
                    + weights.rooms_per_track * (bool(rooms) and r not in rooms)
                    + weights.parallel_tracks * (s in sessions)
                    + least[s]
                )
                away = min((abs(s - u) for u in sessions), default=0)
                return cost / self.cap[s], away + self.random.random()

            place = min(free, key=price)
            free.remove(place)
            chosen.append(place)
            if sum(self.cap[s] for s, _ in chosen) >= total:
                held = self.fill(t, chosen)
                if held is not None:
                    return Seat(held, self.cost(t, held))
        return None

    def recreate(self, tracks: list[int], effort: Effort) -> bool:
        """Whether all found a place before the effort ended."""
        for t in tracks:
            seat = self.best_seat(t, effort)
            if seat is None:
                return False
            self.put(t, seat)
        return True

    def run(self, rounds: int, effort: Effort, first: Effort) -> Schedule | None:
        """The best of `rounds` ruins; None when not even a first timetable was
        found, for which there is another effort."""
        tracks = [t for t in self.talks if self.talks[t]]
        order = sorted(
            tracks, key=lambda t: -sum(self.length[i] for i in self.talks[t])
        )
        for _ in range(20):
            if self.recreate(order, first):
                break
            for t in list(self.seats):
                self.remove(t)
            self.random.shuffle(order)
            if first.left <= 0:
                return None
        else:
            return None
        now = self.value()
        best, best_value = dict(self.seats), now
        for k in range(rounds):
            if effort.left <= 0:
                break
            heat = max(1.0, 0.02 * best_value) * (1 - k / rounds)
            size = min(len(tracks), self.random.choice((1, 2, 2, 3, 4, 6)))
            out = self.random.sample(tracks, size)
            before = {t: self.seats[t] for t in out}
            for t in out:
                self.remove(t)
            value = self.value() if self.recreate(out, effort) else math.inf
            # A worse timetable is kept for a while, the less the later.
            luck = self.random.random()
            slack = heat * math.log(0.3 / luck) if 0 < luck < 0.3 else 0.0
            if value <= now + slack:
                now = value
                if now < best_value:
                    best, best_value = dict(self.seats), now
                continue
            for t in out:
                if t in self.seats:
                    self.remove(t)
            for t in out:
                self.put(t, before[t])
        return self.schedule(best)

    def value(self) -> float:
        """Each pair of tracks is counted from both sides, so halve what they share."""
        alone = shared = 0.0
        for t, seat in self.seats.items():
            alone += self.cost(t, seat.cells)
            for (s, _), held in seat.cells.items():
                for i in held:
                    shared += sum(
                        weight
                        for j, weight in self.rivals[i]
                        if self.session_of.get(j) == s
                    )
                for q in range(self.R) if self.neighbour[t] else ():
                    other = self.taken.get((s, q))
                    if other is not None:
                        shared += self.neighbour[t].get(other, 0)
        return alone - shared / 2

    def schedule(self, seats: dict[int, Seat]) -> Schedule:
        schedule: Schedule = {}
        for seat in seats.values():
            for (s, r), held in seat.cells.items():
                row: list[int | None] = []
                for i in held:
                    row += [i] * self.length[i]
                schedule[s, r] = tuple(row + [None] * (self.cap[s] - len(row)))
        return schedule


def first_timetable(
    instance: Instance, effort: Effort, first: Effort
) -> Schedule | None:
    """Up to 2,000 ruins, fewer on large and on tiny instances; the same for the same
    seed."""
    cells = len(instance.sessions) * len(instance.rooms)
    rounds = max(50, min(2000, 150_000 // max(1, cells), 40 * len(instance.tracks)))
    return Greedy(instance, effort.seed).run(rounds, effort, first)
