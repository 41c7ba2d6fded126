"""A slot for every meeting of a forum with as few breaks as possible.

Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint Solving Approaches
to the Business-to-Business Meeting Scheduling Problem, JAIR 74 (2022). From there:
Booleans "a break ends at this slot", the implied sums, core-guided search. Ours: people
are counted along time, and meetings that are interchangeable are placed as one group.
"""

import dataclasses
import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import SolutionCallback, run
from hemicycle.planning.published.forums.contradiction import contradicting
from hemicycle.planning.published.forums.first_slots import first_slots
from hemicycle.planning.published.forums.formula import ASKED_EVERY, TRUE, Formula
from hemicycle.planning.published.forums.forum import Forum
from hemicycle.planning.result import Effort, Result, Status, Unbuilt

# Seconds kept for the words after a proof that nothing fits.
EXPLANATION = 10.0


@dataclasses.dataclass(frozen=True)
class Group:
    """Interchangeable meetings: same busy people, same slots. One literal per slot.

    A participant's meetings with people who meet nobody else can be swapped freely:
    their partners have no other meeting and therefore no break.
    """

    meetings: tuple[int, ...]
    people: tuple[int, ...]
    at: dict[int, int]


class Model:
    """The formula of one forum, and how to read slots from its literals.

    `counted`: tables and breaks are counted by clauses, so that the search learns about
    them; else they stay sums, which makes a third of the clauses.
    """

    def __init__(
        self,
        forum: Forum,
        fairness: int,
        *,
        counted: bool,
        effort: Effort | None = None,
    ) -> None:
        self.forum = forum
        self.counted = counted
        self.fairness = fairness
        self.formula = Formula(effort)
        self.held = forum.meetings_of()
        self.breaks: dict[int, list[int]] = {}
        self.groups = self.grouped()
        for group in self.groups:
            self.exactly(list(group.at.values()), len(group.meetings))
        self.busy = {
            person: self.follow(person)
            for person in range(1, forum.participants + 1)
            if len(self.held[person]) > 1
        }
        self.tables()
        self.order()

    def grouped(self) -> list[Group]:
        forum = self.forum
        ordered = {
            index for index, meeting in enumerate(forum.meetings) if meeting.after
        }
        ordered |= {other - 1 for meeting in forum.meetings for other in meeting.after}
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        people: dict[tuple[object, ...], tuple[int, ...]] = {}
        slots: dict[tuple[object, ...], tuple[int, ...]] = {}
        for index, meeting in enumerate(forum.meetings):
            pair = sorted((meeting.first, meeting.second))
            several = tuple(person for person in pair if len(self.held[person]) > 1)
            allowed = forum.allowed(meeting)
            single = index in ordered or not several
            key = (index,) if single else ("group", several, allowed)
            alike[key].append(index)
            people[key], slots[key] = several, allowed
        return [
            Group(
                tuple(meetings),
                people[key],
                {slot: self.formula.new() for slot in slots[key]},
            )
            for key, meetings in alike.items()
        ]

    def exactly(self, literals: list[int], count: int) -> None:
        """The sum; `follow` has the clauses for everybody with several meetings."""
        if len(literals) < count:
            self.formula.clause([])
        elif count == 1:
            self.formula.clause(literals)
        self.formula.sums.append((literals, count))

    def follow(self, person: int) -> list[int]:
        """Literals "this person meets in slot t", index t - 1; adds their break
        literals.
        """
        formula, slots = self.formula, range(1, self.forum.slots + 1)
        mine = [group for group in self.groups if person in group.people]
        meets = []
        for slot in slots:
            here = [group.at[slot] for group in mine if slot in group.at]
            now = formula.new()
            formula.clause([*here, -now])
            for literal in here:
                formula.implies(literal, now)
            formula.sums.append(([*here, -now], 1))
            meets.append(now)
        total = len(self.held[person])
        formula.sums.append((meets, total))
        by = formula.cumulative(meets, total)
        ends = []
        for slot in slots[2:]:
            end, now, last = formula.new(), meets[slot - 1], meets[slot - 2]
            started = by[slot - 1].get(1, TRUE)
            formula.clause((-now, last, -started, end))
            formula.implies(end, now)
            formula.implies(end, -last)
            formula.implies(end, started)
            ends.append(end)
        self.breaks[person] = ends
        if self.forum.someone_has_none():
            self.at_most(ends, min(self.fairness, total - 1))
        else:
            self.at_most(ends, total - 1)
        return meets

    def at_most(self, literals: list[int], limit: int) -> None:
        if self.counted:
            self.formula.at_most(literals, limit)
        elif len(literals) > limit:
            self.formula.caps.append((literals, limit))

    def tables(self) -> None:
        for slot in range(1, self.forum.slots + 1):
            literals = [group.at[slot] for group in self.groups if slot in group.at]
            self.at_most(literals, self.forum.tables)
            seats = [meets[slot - 1] for meets in self.busy.values()]
            self.at_most(seats, 2 * self.forum.tables)

    def order(self) -> None:
        single = {
            group.meetings[0]: group.at
            for group in self.groups
            if len(group.meetings) == 1
        }
        for index, meeting in enumerate(self.forum.meetings):
            for other in meeting.after:
                late, early = single[index], single[other - 1]
                for slot, literal in late.items():
                    before = [early[at] for at in early if at < slot]
                    self.formula.clause([-literal, *before])
                for slot, literal in early.items():
                    after = [late[at] for at in late if at > slot]
                    self.formula.clause([-literal, *after])

    def in_cpsat(self) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        """The same model for CP-SAT; literal n is variable n of the list."""
        model = cp_model.CpModel()
        variables = [model.new_bool_var("") for _ in range(self.formula.variables + 1)]
        literals: dict[int, Any] = {}
        for number in range(1, len(variables)):
            literals[number] = variables[number]
            literals[-number] = ~variables[number]
        for at, clause in enumerate(self.formula.clauses):
            model.add_bool_or([literals[literal] for literal in clause])
            if at % ASKED_EVERY == 0:
                self.formula.ask()
        for at, (members, count) in enumerate(self.formula.sums):
            if at % 100 == 0:
                self.formula.ask()
            if count == 1:
                model.add_exactly_one([literals[literal] for literal in members])
            else:
                model.add(sum(literals[literal] for literal in members) == count)
        for members, most in self.formula.caps:
            model.add(sum(literals[literal] for literal in members) <= most)
        totals = [
            sum(variables[end] for end in ends) for ends in self.breaks.values() if ends
        ]
        if not self.forum.someone_has_none():
            least = model.new_int_var(0, self.forum.slots, "")
            for total in totals:
                model.add(total >= least)
                model.add(total <= least + self.fairness)
        model.minimize(sum(totals))
        return model, variables

    def slots(self, solver: Any, variables: Sequence[Any]) -> list[int]:
        """The slot of every meeting, from 1."""
        slots = [0] * len(self.forum.meetings)
        for group in self.groups:
            used = [at for at, v in group.at.items() if solver.value(variables[v])]
            for meeting, slot in zip(group.meetings, used, strict=True):
                slots[meeting] = slot
        return slots


# Clause learning alone; the linear relaxation says nothing here.
CORE: dict[str, Any] = {
    "subsolvers": ["core"],
    "linearization_level": 0,
    "symmetry_level": 0,
}
# Shares of the time: the small model where there is one thread, and the end, when any
# plan to fall back on is better than none.
ALONE = 0.2
LAST = 0.15


class Race:
    """Core-guided searches on two formulations; the first proof ends both.

    The small model closes forums with many breaks soonest, the counted one those where
    tables are short. Neither is good at both, and they need no more than their own
    thread. Where nobody may have a break, the counted one is asked for the fewest
    breaks instead: a core says soonest that there must be one.
    """

    def __init__(self, forum: Forum, fairness: int, effort: Effort) -> None:
        self.forum = forum
        self.fairness = fairness
        self.effort = effort
        self.nobody = fairness == 0 and forum.someone_has_none()
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.best = first_slots(forum, fairness, effort)
        self.bound = 0
        self.status = Status.UNKNOWN

    def tell(self, value: int, slots: list[int]) -> None:
        self.effort.tell(value, self.bound)
        said = kept_fairness(self.fairness)
        spent = self.effort.spent
        self.effort.best.keep(
            Result(Status.FEASIBLE, value, self.bound, spent, slots, said)
        )

    def run(self) -> None:
        if self.best is not None:
            self.tell(*self.best)
            if self.best[0] == 0:
                self.status = Status.OPTIMAL
                return
        if self.effort.threads == 1:
            self.prove(counted=False, seconds=ALONE * self.effort.left)
            self.prove(counted=True, seconds=(1 - LAST) * self.effort.left)
            self.fall_back()
            return
        with ThreadPoolExecutor(2) as pool:
            small = pool.submit(self.small_then_any)
            counted = pool.submit(self.prove, counted=True, seconds=self.effort.left)
            small.result()
            counted.result()

    def small_then_any(self) -> None:
        self.prove(counted=False, seconds=(1 - LAST) * self.effort.left)
        self.fall_back()

    def prove(self, *, counted: bool, seconds: float) -> None:
        if not self.over.is_set():
            self.search(counted=counted, seconds=seconds, any_plan=False)

    def fall_back(self) -> None:
        if not self.over.is_set() and self.best is None:
            self.search(counted=False, seconds=self.effort.left, any_plan=True)

    def search(self, *, counted: bool, seconds: float, any_plan: bool) -> None:
        if self.effort.left <= 0:
            return
        try:
            fairness = 1 if self.nobody and counted else self.fairness
            problem = Model(self.forum, fairness, counted=counted, effort=self.effort)
            model, variables = problem.in_cpsat()
        except Unbuilt:
            return
        if any_plan:
            model.proto.clear_objective()
        effort = dataclasses.replace(self.effort, threads=1)
        _, status = run(
            model,
            effort,
            seconds=seconds,
            tell=lambda solution: self.hear(problem, variables, solution),
            tell_bound=None if any_plan else self.hear_bound,
            enough=self.over.is_set,
            max_deterministic_time=seconds if self.effort.threads == 1 else 1e9,
            **CORE,
        )
        with self.lock:
            if status == cp_model.INFEASIBLE:
                self.status = Status.INFEASIBLE
                self.over.set()
            elif status == cp_model.OPTIMAL and not any_plan:
                excluded = self.nobody and self.best is None
                self.status = Status.INFEASIBLE if excluded else Status.OPTIMAL
                self.over.set()

    def hear(
        self, problem: Model, variables: Sequence[Any], solution: SolutionCallback
    ) -> None:
        slots = problem.slots(solution, variables)
        value = sum(
            solution.value(variables[end])
            for ends in problem.breaks.values()
            for end in ends
        )
        if self.nobody and value > 0:
            return
        with self.lock:
            if self.best is None or value < self.best[0]:
                self.best = value, slots
                self.tell(value, slots)

    def hear_bound(self, bound: float) -> None:
        with self.lock:
            if self.nobody and bound > 0:
                self.status = Status.INFEASIBLE
                self.over.set()
            elif bound > self.bound:
                self.bound = round(bound)
                self.effort.tell(self.best[0] if self.best else None, self.bound)


def solve(forum: Forum, effort: Effort, *, fairness: int = 2) -> Result[list[int]]:
    """The slot of every meeting, from 1, with the fewest breaks.

    A break is a group of idle slots between two meetings of one participant, whatever
    the reason; nobody has more than `fairness` breaks above the one who has fewest.
    With one thread the same seed gives the same plan.
    """
    race = Race(forum, fairness, effort)
    race.run()
    if race.status is Status.INFEASIBLE:
        seconds = min(EXPLANATION, effort.left)
        reasons = contradicting(forum, fairness=fairness, seconds=seconds)
        return Result(Status.INFEASIBLE, None, None, effort.spent, None, reasons)
    if race.best is None:
        words = ["no plan was found, and none was excluded, in the time allowed"]
        return Result(Status.UNKNOWN, None, race.bound, effort.spent, None, words)
    value, slots = race.best
    said = kept_fairness(fairness)
    if race.status is Status.OPTIMAL or value == race.bound:
        return Result(Status.OPTIMAL, value, value, effort.spent, slots, said)
    return Result(Status.FEASIBLE, value, race.bound, effort.spent, slots, said)


def kept_fairness(fairness: int) -> list[str]:
    """The checker reads the figure back from here."""
    return [f"fairness {fairness}: no more than {fairness} breaks above the fewest"]
