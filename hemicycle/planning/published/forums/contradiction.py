"""Why a forum has no plan: a smallest set of its rules that contradict each other, in
words.

Each rule gets a literal that switches it on; a SAT solver names rules that cannot hold
together, and these are thinned out one by one until every one of them is needed
(deletion, Marques-Silva, ISMVL 2010). The set is irreducible: without any one of its
rules a plan exists.
"""

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from operator import eq

from pysat.solvers import Glucose4

from hemicycle.planning.published.forums.formula import Formula
from hemicycle.planning.published.forums.forum import Forum, Half
from hemicycle.planning.result import Effort, Unbuilt


class Rules:
    """The forum once more, slot by slot, with a switch for each rule."""

    def __init__(
        self, forum: Forum, fairness: int, effort: Effort | None = None
    ) -> None:
        self.forum = forum
        self.formula = Formula(effort)
        self.words: dict[int, str] = {}
        self.switch: int | None = None
        every = range(1, forum.slots + 1)
        self.at = [{slot: self.formula.new() for slot in every} for _ in forum.meetings]
        for literals in self.at:
            self.formula.clause(literals.values())
            self.formula.at_most(list(literals.values()), 1)
        self.meetings()
        self.participants()
        self.capacity()
        self.fairness(fairness)

    def rule(self, words: str, state: Callable[[], None]) -> None:
        """Everything that `state` adds holds only while the new switch is on."""
        start = len(self.formula.clauses)
        state()
        added = self.formula.clauses[start:]
        if added:
            switch = self.formula.new()
            self.words[switch] = words
            for clause in added:
                clause.append(-switch)

    def only(self, index: int, slots: Callable[[int], bool]) -> None:
        for slot, literal in self.at[index].items():
            if not slots(slot):
                self.formula.clause([-literal])

    def name(self, index: int) -> str:
        meeting = self.forum.meetings[index]
        return f"meeting {index + 1} ({meeting.first} with {meeting.second})"

    def meetings(self) -> None:
        morning = self.forum.morning
        for index, meeting in enumerate(self.forum.meetings):
            name = self.name(index)
            if meeting.half == Half.MORNING:
                self.rule(
                    f"{name} is asked for the morning, slots 1 to {morning}",
                    partial(self.only, index, lambda at: at <= morning),
                )
            elif meeting.half == Half.AFTERNOON:
                self.rule(
                    f"{name} is asked for the afternoon, slots {morning + 1} to "
                    f"{self.forum.slots}",
                    partial(self.only, index, lambda at: at > morning),
                )
            if meeting.fixed is not None:
                self.rule(
                    f"{name} is fixed at slot {meeting.fixed}",
                    partial(self.only, index, partial(eq, meeting.fixed)),
                )
            for other in sorted(meeting.after):
                self.rule(
                    f"{name} comes after {self.name(other - 1)}",
                    partial(self.after, index, other - 1),
                )

    def after(self, late: int, early: int) -> None:
        for slot, literal in self.at[late].items():
            before = [other for at, other in self.at[early].items() if at < slot]
            self.formula.clause([-literal, *before])

    def participants(self) -> None:
        for person, held in enumerate(self.forum.meetings_of()):
            if not held:
                continue
            slots = self.forum.unavailable[person - 1]
            listed = ", ".join(map(str, sorted(slots)))
            self.rule(
                f"participant {person} cannot meet in slot{'s'[: len(slots) > 1]} "
                f"{listed}",
                partial(self.never, held, slots),
            )
            self.rule(
                f"participant {person} holds {len(held)} meetings, one at a time, in "
                f"{self.forum.slots} slots",
                partial(self.one_at_a_time, held),
            )

    def never(self, held: list[int], slots: frozenset[int]) -> None:
        for index in held:
            self.only(index, lambda at: at not in slots)

    def one_at_a_time(self, held: list[int]) -> None:
        for slot in range(1, self.forum.slots + 1):
            self.formula.at_most([self.at[index][slot] for index in held], 1)

    def capacity(self) -> None:
        def state() -> None:
            for slot in range(1, self.forum.slots + 1):
                here = [literals[slot] for literals in self.at]
                self.formula.at_most(here, self.forum.tables)

        self.rule(
            f"at most {self.forum.tables} meetings at once, one at each table, in "
            f"{self.forum.slots} slots",
            state,
        )

    def fairness(self, fairness: int) -> None:
        """The cap on breaks, where somebody surely has none; else it is left out."""
        held_by = self.forum.meetings_of()
        if all(len(held) > 1 for held in held_by[1:]):
            return

        def state() -> None:
            for held in held_by:
                if len(held) > fairness + 1:
                    self.formula.at_most(self.breaks(held), fairness)

        self.rule(
            f"nobody has more than {fairness} breaks, as somebody surely has none",
            state,
        )

    def breaks(self, held: list[int]) -> list[int]:
        formula, started, ends = self.formula, formula_false(self.formula), []
        last = started
        for slot in range(1, self.forum.slots + 1):
            now, later, end = formula.new(), formula.new(), formula.new()
            here = [self.at[index][slot] for index in held]
            for literal in here:
                formula.implies(literal, now)
            formula.clause([-now, *here])
            formula.clause((-now, last, -started, end))
            formula.implies(started, later)
            formula.implies(now, later)
            ends.append(end)
            started, last = later, now
        return ends


def formula_false(formula: Formula) -> int:
    literal = formula.new()
    formula.clause([-literal])
    return literal


def contradicting(
    forum: Forum, *, fairness: int, seconds: float, seed: int = 0
) -> list[str]:
    """Sentences, smallest set found in `seconds`; [] when there is no contradiction."""
    end = time.monotonic() + seconds
    try:
        rules = Rules(forum, fairness, Effort(seconds))
    except Unbuilt:
        return []
    with Glucose4(bootstrap_with=rules.formula.clauses) as solver:

        def core(switches: list[int]) -> list[int] | bool | None:
            """Switches that contradict, True when they do not, None out of time."""
            left = end - time.monotonic()
            if left <= 0:
                return None
            timer = threading.Timer(left, solver.interrupt)
            timer.start()
            answer = solver.solve_limited(assumptions=switches, expect_interrupt=True)
            timer.cancel()
            timer.join()
            solver.clear_interrupt()
            if answer is None:
                return None
            return True if answer else list(solver.get_core() or [])

        first = core(list(rules.words))
        if not isinstance(first, list):
            if first is None:
                return ["proved impossible; no small set of reasons found in the time"]
            return []
        smallest, whole = thinned(first, core)
        shuffle = random.Random(seed)
        for _ in range(4):
            if not whole or len(smallest) <= 2:
                break
            reshuffled = list(rules.words)
            shuffle.shuffle(reshuffled)
            start = core(reshuffled)
            if not isinstance(start, list):
                break
            shuffle.shuffle(start)
            other, complete = thinned(start, core)
            if complete and len(other) < len(smallest):
                smallest = other
    words = [rules.words[switch] for switch in sorted(smallest)]
    together = (
        "these rules contradict each other; without any one of them a plan exists"
    )
    if not whole:
        together = "these rules contradict each other; some may not be needed"
    if not words:
        return ["the meetings contradict each other: there is no slot at all"]
    return [f"{together}:", *words]


def thinned(
    switches: list[int], core: Callable[[list[int]], list[int] | bool | None]
) -> tuple[list[int], bool]:
    """A subset that still contradicts, and whether every one left is needed."""
    needed: list[int] = []
    open_ones = list(switches)
    while open_ones:
        tried = open_ones.pop()
        answer = core(needed + open_ones)
        if answer is None:
            return [*needed, *open_ones, tried], False
        if isinstance(answer, list):
            open_ones = [switch for switch in open_ones if switch in answer]
        else:
            needed.append(tried)
    return needed, True
