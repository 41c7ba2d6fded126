"""CoSPLib by CP-SAT in full: every talk's session, room and timeslot in one model.

The last resort, for what the smaller models leave open: talks of one track in parallel
rooms, conflicts by timeslot, talks that dislike rooms. It keeps their variables and
adds one for every place of every talk, so it is offered only where that is not too
many.
"""

from collections import defaultdict

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import SolutionCallback
from hemicycle.planning.published.tracks.cosplib import Instance, Schedule
from hemicycle.planning.published.tracks.model import Pair, TrackModel
from hemicycle.planning.result import Effort

LARGEST = 200_000


def size(instance: Instance) -> int:
    places = sum(session.timeslots for session in instance.sessions)
    places *= len(instance.rooms) * len(instance.submissions)
    pairs = 0
    for t in {talk.track for talk in instance.submissions}:
        held = [talk for talk in instance.submissions if talk.track == t]
        if any(talk.order for talk in held):
            pairs += len(held) ** 2
    return places + pairs * len(instance.sessions)


class ExactModel(TrackModel):
    def __init__(self, instance: Instance, effort: Effort | None = None) -> None:
        rooms = frozenset(range(len(instance.rooms)))
        super().__init__(instance, rooms, effort=effort)
        self.room_class = {kind.sample: c for c, kind in enumerate(self.classes)}
        self.start: dict[tuple[int, int, int, int], cp_model.IntVar] = {}
        self.inside: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(
            list
        )
        self.busy: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.places()
        self.same_track()
        self.by_timeslot()
        self.positions()
        self.model.minimize(sum(self.terms))

    def places(self) -> None:
        instance, model = self.instance, self.model
        cell: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for i, talk in enumerate(instance.submissions):
            for s in self.S:
                for r in range(len(instance.rooms)):
                    for k in range(instance.sessions[s].timeslots - talk.timeslots + 1):
                        var = self.start[i, s, r, k] = self.flag("")
                        self.inside[i, s, r].append(var)
                        for m in range(k, k + talk.timeslots):
                            self.busy[i, s, m].append(var)
                            cell[s, r, m].append(var)
                        cost = (
                            instance.weights.submissions_rooms
                            * talk.room_penalty[r]
                            * talk.timeslots
                        )
                        if cost:
                            self.terms.append(cost * var)
                    model.add(
                        sum(self.inside[i, s, r])
                        <= self.y[talk.track, s, self.room_class[r]]
                    )
                model.add(
                    self.x[i, s]
                    == sum(
                        var
                        for r in range(len(instance.rooms))
                        for var in self.inside[i, s, r]
                    )
                )
        for held in cell.values():
            model.add_at_most_one(held)
        for t in self.T:
            for s in self.S:
                for r in range(len(instance.rooms)):
                    talks = [v for i in self.talks_of[t] for v in self.inside[i, s, r]]
                    model.add(self.y[t, s, self.room_class[r]] <= sum(talks))

    def same_track(self) -> None:
        """Conflicting talks of one track in different rooms of a session."""
        for (i, j), clash in self.clash.items():
            first, second = self.instance.submissions[i], self.instance.submissions[j]
            if first.track == second.track:
                for s in self.S:
                    for r in range(len(self.instance.rooms)):
                        self.model.add(
                            sum(self.inside[i, s, r])
                            + self.x[j, s]
                            - sum(self.inside[j, s, r])
                            <= 1 + clash
                        )

    def at_once(self, i: int, j: int, s: int) -> list[cp_model.IntVar]:
        """One literal per timeslot of session s that holds both talks."""
        clashes = []
        for k in range(self.instance.sessions[s].timeslots):
            clash = self.flag("")
            self.model.add(
                sum(self.busy[i, s, k]) + sum(self.busy[j, s, k]) - 1 <= clash
            )
            clashes.append(clash)
        return clashes

    def by_timeslot(self) -> None:
        weights = self.instance.weights
        cost: dict[Pair, int] = defaultdict(int)
        for pairs, weight in (
            (self.presenters, weights.presenters_conflicts_timeslot),
            (self.attendees, weights.attendees_conflicts_timeslot),
        ):
            for pair in pairs if weight else ():
                cost[pair] += weight
        for (i, j), weight in sorted(cost.items()):
            for s in self.S:
                self.terms += [weight * clash for clash in self.at_once(i, j, s)]

    def positions(self) -> None:
        model, talks = self.model, self.instance.submissions
        for (t, s), together in self.together.items():
            ordered = [i for i in self.talks_of[t] if talks[i].order]
            clashes: list[cp_model.IntVar] = []
            for i in ordered:
                for j in ordered:
                    if i < j:
                        clashes += self.at_once(i, j, s)
            model.add(together >= sum(clashes))
        longest = max(session.timeslots for session in self.instance.sessions)
        rooms = len(self.instance.rooms)
        steps: dict[int, list[cp_model.LinearExpr]] = defaultdict(list)
        for (i, s, r, k), var in self.start.items():
            steps[i].append(((s * rooms + r) * longest + k) * var)
        when = {i: cp_model.LinearExpr.sum(held) for i, held in steps.items()}
        for t in sorted({talks[i].track for i in self.moved}):
            held = self.talks_of[t]
            ahead: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
            for i in held:
                for j in held:
                    if i < j:
                        first = self.flag("")
                        model.add(when[i] < when[j]).only_enforce_if(first)
                        model.add(when[j] < when[i]).only_enforce_if(~first)
                        ahead[j].append(first)
                        ahead[i].append(1 - first)
            for i in held:
                if i in self.moved:
                    model.add(1 + sum(ahead[i]) == talks[i].order).only_enforce_if(
                        ~self.moved[i]
                    )

    def schedule(self, value: cp_model.CpSolver | SolutionCallback) -> Schedule:
        cells: dict[Pair, list[int | None]] = {}
        for (i, s, r, k), var in self.start.items():
            if value.boolean_value(var):
                cell = cells.setdefault(
                    (s, r), [None] * self.instance.sessions[s].timeslots
                )
                for m in range(k, k + self.instance.submissions[i].timeslots):
                    cell[m] = i
        return {place: tuple(cell) for place, cell in cells.items()}

    def hint_schedule(self, schedule: Schedule) -> None:
        at: dict[int, tuple[int, int, int]] = {}
        for (s, r), cell in schedule.items():
            for k in range(len(cell) - 1, -1, -1):
                held = cell[k]
                if held is not None:
                    at[held] = (s, r, k)
        for (i, s, r, k), var in self.start.items():
            self.model.add_hint(var, at.get(i) == (s, r, k))
