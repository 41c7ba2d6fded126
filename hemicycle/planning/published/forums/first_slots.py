"""A first plan of a forum in a moment, so that a search stopped at once has one.

Greedy, then min-conflicts with a tabu list (Minton, Johnston, Philips and Laird,
Artificial Intelligence 58, 1992), then single moves that take breaks from those with
too many. Steps are counted, not seconds: the same seed gives the same plan.
"""

import random
from collections import defaultdict

from hemicycle.planning.bilateral.agenda import breaks_of
from hemicycle.planning.published.forums.forum import Forum
from hemicycle.planning.result import Effort

WORK = 30_000  # slots looked at while mending
SWEEPS = 12  # over all meetings while shortening
TENURE = 8  # steps that a meeting stays out of the slot it left


class FirstSlots:
    """`slot[m]` is where meeting m stands; `cost` counts what a slot would break."""

    def __init__(self, forum: Forum, effort: Effort) -> None:
        self.forum = forum
        self.effort = effort
        self.chance = random.Random(effort.seed)
        self.work = WORK
        self.allowed = [forum.allowed(meeting) for meeting in forum.meetings]
        self.before = [[m - 1 for m in meeting.after] for meeting in forum.meetings]
        self.behind: list[list[int]] = [[] for _ in forum.meetings]
        for index, earlier in enumerate(self.before):
            for other in earlier:
                self.behind[other].append(index)
        self.slot = [0] * len(forum.meetings)
        self.load = [0] * (forum.slots + 1)
        self.holds: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))

    def people(self, index: int) -> tuple[int, int]:
        meeting = self.forum.meetings[index]
        return meeting.first, meeting.second

    def place(self, index: int, slot: int) -> None:
        self.slot[index] = slot
        self.load[slot] += 1
        for person in self.people(index):
            self.holds[person][slot] += 1

    def lift(self, index: int) -> int:
        slot, self.slot[index] = self.slot[index], 0
        self.load[slot] -= 1
        for person in self.people(index):
            self.holds[person][slot] -= 1
            if not self.holds[person][slot]:
                del self.holds[person][slot]
        return slot

    def conflicts(self, index: int, slot: int) -> int:
        """Rules that the meeting, not placed now, would break in that slot."""
        count = sum(self.holds[person].get(slot, 0) for person in self.people(index))
        count += self.load[slot] >= self.forum.tables
        count += sum(self.slot[m] >= slot for m in self.before[index] if self.slot[m])
        count += sum(self.slot[m] <= slot for m in self.behind[index] if self.slot[m])
        return count

    def breaks(self, index: int, slot: int) -> int:
        return sum(breaks_of([*self.holds[p], slot]) for p in self.people(index))

    def best(self, index: int, shut: set[int]) -> int:
        """The slot that breaks fewest rules, then makes fewest breaks."""
        slots = [slot for slot in self.allowed[index] if slot not in shut]
        slots = slots or list(self.allowed[index])
        self.work -= len(slots)
        least = [(self.conflicts(index, slot), slot) for slot in slots]
        fewest = min(least)[0]
        among = [slot for count, slot in least if count == fewest]
        ranked = [
            (self.breaks(index, slot), self.load[slot], self.chance.random(), slot)
            for slot in among
        ]
        return min(ranked)[3]

    @property
    def goes_on(self) -> bool:
        return self.work > 0 and self.effort.left > 0

    def run(self) -> list[int] | None:
        """The slots within all rules, fairness aside, or None when none were found."""
        if not all(self.allowed):
            return None
        for index in self.in_order():
            self.place(index, self.best(index, set()))
            if self.effort.left <= 0:
                return None
        self.work = WORK
        return self.slot if self.mend() else None

    def in_order(self) -> list[int]:
        """Those that come before others first, then those with least choice."""
        held = self.forum.meetings_of()
        depth = self.depths()
        return sorted(
            range(len(self.slot)),
            key=lambda m: (
                depth[m],
                len(self.allowed[m]) - max(len(held[p]) for p in self.people(m)),
                m,
            ),
        )

    def depths(self) -> list[int]:
        """How many meetings come before each in a row; a circle ends the count."""
        depth = [0] * len(self.slot)
        for _ in range(self.forum.slots):
            deeper = [
                max((depth[m] + 1 for m in earlier), default=0)
                for earlier in self.before
            ]
            if deeper == depth:
                break
            depth = deeper
        return depth

    def broken(self, index: int) -> int:
        self.work -= 1
        slot = self.lift(index)
        count = self.conflicts(index, slot)
        self.place(index, slot)
        return count

    def mend(self) -> bool:
        """Move meetings that break a rule until none does."""
        shut: dict[int, list[int]] = defaultdict(list)
        while self.goes_on:
            wrong = [m for m in range(len(self.slot)) if self.broken(m)]
            if not wrong:
                return True
            for _ in range(len(wrong)):
                index = self.chance.choice(wrong)
                if not self.goes_on or not self.broken(index):
                    continue
                shut[index] = [*shut[index], self.lift(index)][-TENURE:]
                self.place(index, self.best(index, set(shut[index])))
        return False

    def shorten(self, most: int) -> bool:
        """Whether nobody is left with more than `most` breaks above the fewest.

        Single moves within the rules, each to where the two people have fewer breaks
        too many, or fewer breaks.
        """

        def burden(index: int, slot: int) -> tuple[int, int]:
            counts = [breaks_of([*self.holds[p], slot]) for p in self.people(index)]
            return sum(max(0, n - most) ** 2 for n in counts), sum(counts)

        self.work = SWEEPS * sum(map(len, self.allowed))
        better = True
        while better and self.goes_on:
            better = False
            for index in range(len(self.slot)):
                if not self.goes_on:
                    break
                old = self.lift(index)
                now = burden(index, old)
                self.work -= len(self.allowed[index]) if now[1] else 0
                ranked = [
                    (burden(index, slot), slot)
                    for slot in self.allowed[index]
                    if now[1] and not self.conflicts(index, slot)
                ]
                new = min(ranked, default=(now, old))
                self.place(index, new[1] if new[0] < now else old)
                better = better or new[0] < now
        return self.spread() <= most

    def spread(self) -> int:
        counts = self.counts()
        return max(counts, default=0) - min(counts, default=0)

    def counts(self) -> list[int]:
        everybody = range(1, self.forum.participants + 1)
        return [breaks_of(self.holds[person]) for person in everybody]


def first_slots(
    forum: Forum, fairness: int, effort: Effort
) -> tuple[int, list[int]] | None:
    """The number of breaks and the slot of every meeting, or None: that proves
    nothing."""
    search = FirstSlots(forum, effort)
    if search.run() is None or not search.shorten(fairness):
        return None
    return sum(search.counts()), search.slot
