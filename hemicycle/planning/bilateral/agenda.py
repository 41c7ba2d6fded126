"""Who is where when, while a plan is built by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from hemicycle.planning.bilateral.requests import Candidate, Conference

Placed = dict[int, int]  # candidate -> slot


def limit_of(conference: Conference, person: int) -> int:
    """Most meetings of one delegate: the cap, or the slots free of own sessions."""
    delegate = conference.delegates[person]
    free = sum(slot not in delegate.busy for slot in range(conference.slots))
    return min(delegate.cap, free)


class Agenda:
    """Everybody's slots and the meetings in them; `placed` is the plan so far."""

    def __init__(self, conference: Conference, candidates: Sequence[Candidate]) -> None:
        self.conference = conference
        self.candidates = candidates
        self.placed: Placed = {}
        self.holds: dict[int, dict[int, int]] = defaultdict(dict)
        self.load = [0] * conference.slots
        self.most = [limit_of(conference, p) for p in range(len(conference.delegates))]

    def add(self, index: int, slot: int) -> None:
        self.placed[index] = slot
        self.load[slot] += 1
        for person in self.candidates[index].pair:
            self.holds[person][slot] = index

    def remove(self, index: int) -> int:
        """The slot it had."""
        slot = self.placed.pop(index)
        self.load[slot] -= 1
        for person in self.candidates[index].pair:
            del self.holds[person][slot]
        return slot

    def fits(self, index: int, slot: int) -> bool:
        if self.load[slot] >= len(self.conference.tables):
            return False
        for person in self.candidates[index].pair:
            mine = self.holds[person]
            if slot in mine or len(mine) >= self.most[person]:
                return False
            if breaks_of([*mine, slot]) > self.conference.breaks:
                return False
        return True

    def best_slot(self, index: int) -> int | None:
        """The slot that makes fewest breaks, then the emptiest."""
        return min(
            (slot for slot in self.candidates[index].slots if self.fits(index, slot)),
            key=lambda slot: (self.breaks(index, slot), self.load[slot], slot),
            default=None,
        )

    def breaks(self, index: int, slot: int) -> int:
        """Breaks of the two people with the candidate in that slot."""
        pair = self.candidates[index].pair
        return sum(breaks_of([*self.holds[person], slot]) for person in pair)

    def whole(self, index: int) -> bool:
        """Whether the two people have no more breaks than allowed."""
        return all(
            breaks_of(self.holds[person]) <= self.conference.breaks
            for person in self.candidates[index].pair
        )


def breaks_of(slots: Iterable[int]) -> int:
    used = sorted(slots)
    return sum(later - earlier > 1 for earlier, later in pairwise(used))
