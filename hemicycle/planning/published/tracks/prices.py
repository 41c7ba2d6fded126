"""A bound for CoSPLib from prices: one small exact problem per track.

Dantzig and Wolfe, "Decomposition principle for linear programs", Operations Research
8(1), 1960; the bound at any prices is Lagrange's (Geoffrion, "Lagrangean relaxation for
integer programming", Mathematical Programming Study 2, 1974); prices are smoothed after
Wentges, "Weighted Dantzig-Wolfe decomposition for linear mixed-integer programming",
International Transactions in Operational Research 4(2), 1997.

Tracks meet only in the rooms of a class, in similar tracks and chairs at one time, and
in people who have talks in two tracks. With a price on each of these every track is
alone, and the least it can pay is a small `TrackModel`, solved exactly. A linear
program over the placements met so far finds the prices. Prices are whole numbers of
thousandths and the small problems are bounded from below, so the bound is exact.

The same numbers are a cut for the whole model: what a track pays, prices included, is
never less than its least. With one cut per track the linear relaxation of the whole
model is worth as much as the bound.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import (
    HAS_SOLUTION,
    LEAN,
    WORK_PER_SECOND,
    SolutionCallback,
)
from hemicycle.planning.published.tracks import check as check_tracks
from hemicycle.planning.published.tracks.cosplib import Instance, Schedule
from hemicycle.planning.published.tracks.model import (
    Assignment,
    RoomClass,
    TrackModel,
    shared_people,
)
from hemicycle.planning.result import Effort, Unbuilt

UNIT = 1000  # prices are whole numbers of 1/UNIT

# Against an endless tail: prices settled within 30 rounds where this was measured.
MOST_ROUNDS = 120

# What a track uses: ("room", session, class), ("track", track, session), ("talk",
# submission, session) -> how many.
Use = tuple[str, int, int]
Uses = dict[Use, int]


@dataclass(frozen=True)
class Row:
    """These uses together are at most `most`, or the charge of this number is paid."""

    uses: tuple[Use, ...]
    most: int
    charge: int | None = None


@dataclass(frozen=True)
class Coupling:
    """Where tracks meet, and what each charge costs (each is paid at most once)."""

    rows: list[Row]
    charges: list[int]

    def bound(self, prices: list[int]) -> int:
        """What the rows themselves add to the bound, in 1/UNIT."""
        left = [UNIT * cost for cost in self.charges]
        total = 0
        for row, price in zip(self.rows, prices, strict=True):
            total -= row.most * price
            if row.charge is not None:
                left[row.charge] -= price
        return total + sum(min(0, each) for each in left)

    def of_uses(self, prices: list[int]) -> Uses:
        total: Uses = defaultdict(int)
        for row, price in zip(self.rows, prices, strict=True):
            for use in row.uses if price else ():
                total[use] += price
        return total


def coupling(instance: Instance, classes: list[RoomClass]) -> Coupling:
    weights, tracks = instance.weights, instance.tracks
    sessions = range(len(instance.sessions))
    rows = [
        Row((("room", s, c),), len(kind.rooms))
        for s in sessions
        for c, kind in enumerate(classes)
    ]
    charges: list[int] = []
    peopled = sorted({talk.track for talk in instance.submissions})
    for a in peopled:
        for b in peopled:
            cost = weights.similar_tracks * instance.similar[a][b]
            if tracks[a].chairs & tracks[b].chairs:
                cost += weights.chairs_conflicts
            for s in sessions if a < b and cost else ():
                rows.append(Row((("track", a, s), ("track", b, s)), 1, len(charges)))
                charges.append(cost)
    presenters, attendees = shared_people(instance)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for pairs, weight in (
        (presenters, weights.presenters_conflicts),
        (attendees, weights.attendees_conflicts),
    ):
        for pair in pairs if weight else ():
            shared[pair] += weight
    for (i, j), cost in sorted(shared.items()):
        if instance.submissions[i].track != instance.submissions[j].track:
            rows += [
                Row((("talk", i, s), ("talk", j, s)), 1, len(charges)) for s in sessions
            ]
            charges.append(cost)
    return Coupling(rows, charges)


@dataclass(frozen=True)
class Column:
    """One placement of a track: what it costs alone and what it uses."""

    track: int
    cost: int
    uses: Uses

    @property
    def key(self) -> tuple[int, int, frozenset[tuple[Use, int]]]:
        return self.track, self.cost, frozenset(self.uses.items())


@dataclass(frozen=True)
class Cut:
    """UNIT times what the track pays, plus these prices, is at least `least`."""

    track: int
    prices: Uses
    least: int


@dataclass
class Priced:
    """The best bound, the cuts that give it, and every placement met."""

    bound: float = -math.inf
    cuts: list[Cut] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


class Alone:
    """One track with the conference to itself."""

    def __init__(
        self,
        instance: Instance,
        classes: list[RoomClass],
        t: int,
        effort: Effort | None = None,
    ) -> None:
        talks = [i for i, talk in enumerate(instance.submissions) if talk.track == t]
        of_track = replace(
            instance,
            tracks=(instance.tracks[t],),
            submissions=tuple(replace(instance.submissions[i], track=0) for i in talks),
            tracks_sessions=(instance.tracks_sessions[t],),
            tracks_rooms=(instance.tracks_rooms[t],),
            similar=((0,),),
        )
        self.track = t
        self.built = built = TrackModel(of_track, classes=classes, effort=effort)
        self.variables: dict[Use, cp_model.IntVar] = {}
        for s in built.S:
            self.variables["track", t, s] = built.used[0, s]
            for c in built.C:
                self.variables["room", s, c] = built.y[0, s, c]
            for k, i in enumerate(talks):
                self.variables["talk", i, s] = built.x[k, s]

    def least(self, prices: Uses, effort: Effort) -> tuple[Cut, Column, float] | None:
        """The least it pays at these prices, a placement that does (nearly), and the
        work that took; None when not even a placement was found in time."""
        if effort.left <= 0:
            return None
        charged = {use: prices[use] for use in self.variables if prices.get(use)}
        total: list[cp_model.LinearExprT] = [UNIT * term for term in self.built.terms]
        total += [price * self.variables[use] for use, price in charged.items()]
        self.built.model.minimize(sum(total))
        solver = cp_model.CpSolver()
        for name, value in (LEAN | {"linearization_level": 2}).items():
            setattr(solver.parameters, name, value)
        solver.parameters.random_seed = effort.seed
        solver.parameters.max_deterministic_time = 1.0
        solver.parameters.max_time_in_seconds = effort.left + 0.1
        solver.parameters.catch_sigint_signal = False
        if solver.solve(self.built.model) not in HAS_SOLUTION:
            return None
        uses = {
            use: solver.value(var)
            for use, var in self.variables.items()
            if solver.value(var)
        }
        paid = solver.objective_value - sum(
            charged.get(use, 0) * n for use, n in uses.items()
        )
        # Whole numbers up to 10^12 in a float.
        least = math.ceil(solver.best_objective_bound - 0.01)
        work = solver.deterministic_time
        column = Column(self.track, round(paid / UNIT), uses)
        return Cut(self.track, charged, least), column, work


class Master:
    """The linear program over placements: which prices make them fit together."""

    def __init__(self, met: Coupling, tracks: Iterable[int], dear: float) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        self.cost = self.solver.Objective()
        self.rows = [self.solver.Constraint(-infinity, row.most) for row in met.rows]
        self.rows_of: dict[Use, list[int]] = defaultdict(list)
        paid = [self.solver.NumVar(0, 1, "") for _ in met.charges]
        for var, cost in zip(paid, met.charges, strict=True):
            self.cost.SetCoefficient(var, cost)
        for k, row in enumerate(met.rows):
            for use in row.uses:
                self.rows_of[use].append(k)
            if row.charge is not None:
                self.rows[k].SetCoefficient(paid[row.charge], -1)
        self.one = {t: self.solver.Constraint(1, infinity) for t in tracks}
        for placed in self.one.values():
            missing = self.solver.NumVar(0, infinity, "")
            self.cost.SetCoefficient(missing, dear)
            placed.SetCoefficient(missing, 1)
        self.columns: dict[object, Column] = {}

    def add(self, column: Column) -> bool:
        if column.key in self.columns:
            return False
        self.columns[column.key] = column
        var = self.solver.NumVar(0, self.solver.infinity(), "")
        self.cost.SetCoefficient(var, column.cost)
        self.one[column.track].SetCoefficient(var, 1)
        for use, n in column.uses.items():
            for k in self.rows_of[use]:
                self.rows[k].SetCoefficient(var, n)
        return True

    def solve(self) -> tuple[float, list[float]] | None:
        """Its value, and a price >= 0 for each row."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        prices = [max(0.0, -row.dual_value()) for row in self.rows]
        return self.cost.Value(), prices


def at(
    prices: Uses, effort: Effort
) -> Callable[[Alone], tuple[Cut, Column, float] | None]:
    return lambda alone: alone.least(prices, effort)


def price(
    instance: Instance,
    classes: list[RoomClass],
    effort: Effort,
    start: Schedule | None = None,
    building: Effort | None = None,
) -> Priced:
    """The bound of the decomposition, or as far as `effort` goes; its models are given
    up when `building` ends.

    With one thread the limit is work, not the clock, so that the same seed gives the
    same answer.
    """
    tracks = sorted({talk.track for talk in instance.submissions})
    try:
        alone = [Alone(instance, classes, t, building) for t in tracks]
        met = coupling(instance, classes)
        if building is not None:
            building.go_on()
    except Unbuilt:
        return Priced()
    best = Priced()
    first = [] if start is None else columns_of(instance, classes, start)
    dear = 1000.0 + sum(column.cost for column in first)
    master = Master(met, tracks, dear)
    for column in first:
        master.add(column)
    centre = [0] * len(met.rows)
    wanted = [0.0] * len(met.rows)
    value, work = math.inf, 0.0
    most_work = WORK_PER_SECOND * effort.seconds
    with ThreadPoolExecutor(effort.threads) as pool:
        for k in range(MOST_ROUNDS):
            # Every second time without smoothing when smoothing met nothing new.
            for share in (0.5, 0.0) if k else (0.0,):
                now = [
                    round(share * kept + (1 - share) * UNIT * each)
                    for kept, each in zip(centre, wanted, strict=True)
                ]
                prices = met.of_uses(now)
                plans = list(pool.map(at(prices, effort), alone))
                bound, cuts, is_new = met.bound(now), [], False
                for each in plans:
                    if each is None:
                        return best
                    cut, column, used = each
                    bound += cut.least
                    cuts.append(cut)
                    work += used
                    is_new = master.add(column) or is_new
                if bound > UNIT * best.bound:
                    best.bound, best.cuts, centre = bound / UNIT, cuts, now
                if is_new or effort.left <= 0:
                    break
            best.columns = list(master.columns.values())
            solved = master.solve()
            if solved is None or not is_new or effort.left <= 0:
                break
            value, wanted = solved
            # The optimum is whole, so a bound is worth its next whole number.
            if math.ceil(best.bound - 1e-6) >= value - 1e-6:
                break
            if effort.threads == 1 and work > most_work:
                break
    return best


def columns_of(
    instance: Instance, classes: list[RoomClass], schedule: Schedule
) -> list[Column]:
    """The placements of a finished timetable; their costs are the checker's."""
    kind_of = {r: c for c, kind in enumerate(classes) for r in kind.rooms}
    cells: dict[int, Schedule] = defaultdict(dict)
    uses: dict[int, Uses] = defaultdict(lambda: defaultdict(int))
    for (s, r), cell in schedule.items():
        talks = sorted({i for i in cell if i is not None})
        if talks:
            t = instance.submissions[talks[0]].track
            cells[t][s, r] = cell
            uses[t]["room", s, kind_of[r]] += 1
            uses[t]["track", t, s] = 1
            for i in talks:
                uses[t]["talk", i, s] = 1
    return [
        Column(t, check_tracks.value(instance, cells[t]), dict(uses[t]))
        for t in sorted(cells)
    ]


Reader = Callable[[cp_model.CpSolver | SolutionCallback], Assignment]


def combine(
    instance: Instance, classes: list[RoomClass], priced: Priced, effort: Effort
) -> tuple[
    cp_model.CpModel, Callable[[cp_model.CpSolver | SolutionCallback], Assignment]
]:
    """The whole-number program over the placements met: the best of them that fit
    together, and how to read it. Similar tracks in several rooms are counted in full,
    as `TrackModel` does. Raises Unbuilt when the effort ends before it is whole."""
    met = coupling(instance, classes)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in priced.columns]
    one_of: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    uses: dict[Use, list[cp_model.LinearExprT]] = defaultdict(list)
    rooms: dict[tuple[int, int], list[cp_model.LinearExprT]] = defaultdict(list)
    for var, column in zip(chosen, priced.columns, strict=True):
        effort.go_on()
        one_of[column.track].append(var)
        for use, n in column.uses.items():
            uses[use].append(n * var)
            if use[0] == "room":
                rooms[column.track, use[1]].append(n * var)
    for several in one_of.values():
        model.add_exactly_one(several)
    paid = [model.new_bool_var("") for _ in met.charges]
    terms: list[cp_model.LinearExprT] = [
        cost * var for var, cost in zip(paid, met.charges, strict=True)
    ]
    for row in met.rows:
        effort.go_on()
        total = sum(each for use in row.uses for each in uses[use])
        if row.charge is None:
            model.add(total <= row.most)
            continue
        charge = paid[row.charge]
        model.add(total <= row.most + charge)
        if row.uses[0][0] == "track":
            # n m >= n + m - 1 for n, m >= 1.
            more = model.new_int_var(0, 2 * len(instance.rooms), "")
            held = [rooms[t, s] for _, t, s in row.uses]
            both = sum(each for several in held for each in several)
            model.add(more >= both - 2).only_enforce_if(charge)
            terms.append(met.charges[row.charge] * more)
    terms += [
        column.cost * var for var, column in zip(chosen, priced.columns, strict=True)
    ]
    model.minimize(sum(terms))

    def assignment(value: cp_model.CpSolver | SolutionCallback) -> Assignment:
        session_of = [0] * len(instance.submissions)
        rooms_used: dict[tuple[int, int, int], int] = {}
        for var, column in zip(chosen, priced.columns, strict=True):
            if not value.boolean_value(var):
                continue
            for (what, a, b), n in column.uses.items():
                if what == "talk":
                    session_of[a] = b
                elif what == "room":
                    rooms_used[column.track, a, b] = n
        return Assignment(tuple(session_of), tuple(classes), rooms_used)

    return model, assignment


def add_cuts(built: TrackModel, classes: list[RoomClass], cuts: list[Cut]) -> None:
    """Into a model whose rooms may be told apart further than in `classes`."""
    inside = [
        [d for d in built.C if built.classes[d].sample in kind.rooms]
        for kind in classes
    ]
    for cut in cuts:
        total = [UNIT * term for term in built.paid_by[cut.track]]
        for (what, a, b), each in cut.prices.items():
            if what == "room":
                total += [each * built.y[cut.track, a, d] for d in inside[b]]
            else:
                held = built.used if what == "track" else built.x
                total.append(each * held[a, b])
        if total:
            built.model.add(sum(total) >= cut.least)
