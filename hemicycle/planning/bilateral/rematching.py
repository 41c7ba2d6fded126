"""After the announcement: somebody cancels, everything else stays where it is.

Minimal perturbation (Barták, Müller, Rudová, Practice and Theory of Automated
Timetabling 2004): a change is a meeting that is new, moved or given up although nobody
cancelled it, and there are at most `changes` per cancellation.
"""

import dataclasses
from collections.abc import Collection, Sequence

from hemicycle.planning.bilateral.agenda import Agenda, breaks_of
from hemicycle.planning.bilateral.matching import (
    Figures,
    measure,
    relax,
    seat,
    squeeze_in,
)
from hemicycle.planning.bilateral.requests import Candidate, Conference, Meeting
from hemicycle.planning.result import Effort, Malformed, Result, Status

Pair = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Repair:
    """The plan after the cancellations, and what differs from the announced one.

    `allowed` is the number of changes that the cancellations allow.
    """

    meetings: list[Meeting]
    figures: Figures
    added: list[Pair]
    moved: list[Pair]
    given_up: list[Pair]
    allowed: int

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.moved) + len(self.given_up)


def repair(
    conference: Conference,
    announced: Sequence[Meeting],
    effort: Effort,
    *,
    withdrawn: Collection[int] = (),
    cancelled: Collection[Pair] = (),
    changes: int = 2,
) -> Result[Repair]:
    """Who withdrew meets nobody; pairs that cancelled do not meet; the rest is held.

    Only people who lost a meeting, or are below their floor, get a new one. A meeting
    moves only where a cancellation left somebody with too many breaks, or to give
    somebody their only meeting. The objective is the worth of the plan in points; the
    bound holds for all plans that give up nothing that was announced.
    """
    conference = conference.as_it_binds()
    left = set(withdrawn)
    gone = {(min(pair), max(pair)) for pair in cancelled}
    candidates = [
        candidate
        for candidate in conference.candidates()
        if candidate.pair not in gone and left.isdisjoint(candidate.pair)
    ]
    number = {candidate.pair: index for index, candidate in enumerate(candidates)}
    agenda = Agenda(conference, candidates)
    standing: dict[int, Meeting] = {}
    waiting: set[int] = set()
    for meeting in announced:
        pair = meeting.first, meeting.second
        if pair in gone or not left.isdisjoint(pair):
            waiting |= set(pair) - left
        elif pair not in number:
            raise Malformed(f"delegates {pair} were announced without a request")
        else:
            standing[number[pair]] = meeting
            agenda.add(number[pair], meeting.slot)
    for person, delegate in enumerate(conference.delegates):
        if person not in left and len(agenda.holds[person]) < delegate.floor:
            waiting.add(person)
    bound = bound_of(conference, candidates, agenda, waiting, effort.left)
    allowed = changes * (len(left) + len(gone))
    work = Mending(agenda, standing, waiting, left, allowed, effort)
    work.mend_breaks()
    work.add_meetings()
    return work.result(bound)


def bound_of(
    conference: Conference,
    candidates: Sequence[Candidate],
    agenda: Agenda,
    waiting: set[int],
    seconds: float,
) -> float:
    """What stands, and the linear relaxation of all that could be added to it."""
    rest = dataclasses.replace(
        conference,
        delegates=tuple(
            dataclasses.replace(
                delegate,
                cap=max(0, agenda.most[person] - len(agenda.holds[person])),
                floor=0,
            )
            for person, delegate in enumerate(conference.delegates)
        ),
    )
    free = [
        candidate
        for index, candidate in enumerate(candidates)
        if index not in agenda.placed and not waiting.isdisjoint(candidate.pair)
    ]
    room = conference.slots * len(conference.tables) - len(agenda.placed)
    stands = sum(candidates[index].worth for index in agenda.placed)
    return stands + relax(rest, free, room, seconds).worth


class Mending:
    """The plan in the making, and how many changes it may still take."""

    def __init__(
        self,
        agenda: Agenda,
        standing: dict[int, Meeting],
        waiting: set[int],
        left: set[int],
        allowed: int,
        effort: Effort,
    ) -> None:
        self.agenda = agenda
        self.standing = standing
        self.waiting = waiting
        self.left = left
        self.allowed = allowed
        self.effort = effort

    def changed(self) -> int:
        placed = self.agenda.placed
        stay = sum(placed.get(i) == m.slot for i, m in self.standing.items())
        new = sum(index not in self.standing for index in placed)
        return len(self.standing) - stay + new

    def mend_breaks(self) -> None:
        """Those left with too many breaks: a new meeting in a gap, a move, a loss."""
        agenda = self.agenda
        for person in sorted(agenda.holds):
            if breaks_of(agenda.holds[person]) > agenda.conference.breaks:
                if self.fill_gap(person) or self.move_one(person):
                    continue
                self.give_up(person)

    def fill_gap(self, person: int) -> bool:
        agenda = self.agenda
        mine = [
            index
            for index, candidate in enumerate(agenda.candidates)
            if person in candidate.pair and index not in agenda.placed
        ]
        for index in sorted(mine, key=lambda i: (-agenda.candidates[i].worth, i)):
            slot = agenda.best_slot(index)
            if slot is not None:
                agenda.add(index, slot)
                return True
        return False

    def move_one(self, person: int) -> bool:
        agenda = self.agenda
        for index in sorted(agenda.holds[person].values()):
            slot = agenda.remove(index)
            place = agenda.best_slot(index)
            agenda.add(index, slot if place is None else place)
            if place is not None:
                return True
        return False

    def give_up(self, person: int) -> None:
        agenda = self.agenda
        while breaks_of(agenda.holds[person]) > agenda.conference.breaks:
            cheapest = min(
                agenda.holds[person].values(),
                key=lambda index: (agenda.candidates[index].worth, index),
            )
            agenda.remove(cheapest)
            for other in agenda.candidates[cheapest].pair:
                if other != person and not self.is_whole(other):
                    self.give_up(other)

    def is_whole(self, person: int) -> bool:
        return breaks_of(self.agenda.holds[person]) <= self.agenda.conference.breaks

    def add_meetings(self) -> None:
        """The best requests of those who wait, floors first, while changes are left."""
        agenda = self.agenda
        left = self.allowed - self.changed()

        def lacking(index: int) -> int:
            return sum(
                len(agenda.holds[person]) < agenda.conference.delegates[person].floor
                for person in agenda.candidates[index].pair
            )

        open_ones = [
            index
            for index, candidate in enumerate(agenda.candidates)
            if index not in agenda.placed
            and not self.waiting.isdisjoint(candidate.pair)
        ]

        def rank(index: int) -> tuple[int, int, int]:
            return -lacking(index), -agenda.candidates[index].worth, index

        for index in sorted(open_ones, key=rank):
            if left <= 0 or self.effort.left <= 0:
                return
            slot = agenda.best_slot(index)
            if slot is not None:
                agenda.add(index, slot)
                left -= 1
            elif lacking(index) and left >= 3:
                # At most the new meeting and one moved for each of the two people.
                squeeze_in(agenda, index, self.effort)
                left = self.allowed - self.changed()

    def result(self, bound: float) -> Result[Repair]:
        agenda, standing = self.agenda, self.standing
        placed = agenda.placed
        stay = [m for index, m in standing.items() if placed.get(index) == m.slot]
        fresh = {
            index: slot
            for index, slot in placed.items()
            if index not in standing or standing[index].slot != slot
        }
        meetings = seat(agenda.conference, agenda.candidates, fresh, stay)
        figures = measure(agenda.conference, meetings, absent=self.left)
        pairs = [candidate.pair for candidate in agenda.candidates]
        made = Repair(
            meetings=meetings,
            figures=figures,
            added=[pairs[index] for index in fresh if index not in standing],
            moved=[pairs[index] for index in fresh if index in standing],
            given_up=[pairs[index] for index in standing if index not in placed],
            allowed=self.allowed,
        )
        reasons = []
        if made.changes > self.allowed:
            reasons.append(
                f"{made.changes} changes were needed to keep everybody's breaks, "
                f"{self.allowed} were allowed"
            )
        if figures.below_floor:
            reasons.append(
                f"{figures.below_floor} delegates have fewer meetings than promised"
            )
        held = figures.worth >= bound - 1e-6 and not made.given_up
        status = Status.OPTIMAL if held else Status.FEASIBLE
        spent = self.effort.spent
        return Result(status, figures.worth, bound, spent, made, reasons)
