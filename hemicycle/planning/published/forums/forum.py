"""A forum: meetings that are agreed and need a slot. Participants, meetings, slots from
1.
"""

from dataclasses import dataclass
from enum import IntEnum

from hemicycle.planning.result import Malformed

# Beyond this the model would not fit the 2 GB a planner's machine can spare.
LARGEST = 2_000_000


class Half(IntEnum):
    """Which part of the day a meeting may use; the numbers are the published ones."""

    MORNING = 1
    AFTERNOON = 2
    ANY = 3


@dataclass(frozen=True)
class Meeting:
    """Two participants. `fixed` is a slot or None; `after` are meetings that come
    before.
    """

    first: int
    second: int
    half: Half = Half.ANY
    fixed: int | None = None
    after: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Forum:
    """`tables` meetings at once, `slots` of which the first `morning` are the
    morning's.

    `unavailable[p - 1]` are the slots in which participant p cannot meet.
    """

    participants: int
    tables: int
    slots: int
    morning: int
    meetings: tuple[Meeting, ...]
    unavailable: tuple[frozenset[int], ...]

    def __post_init__(self) -> None:
        if min(self.participants, self.tables, self.slots, self.morning) < 0:
            raise Malformed(
                "counts of participants, tables and slots cannot be negative"
            )
        if len(self.meetings) * self.slots > LARGEST:
            raise Malformed(
                f"{len(self.meetings)} meetings in {self.slots} slots are too many: "
                f"at most {LARGEST:,} pairs of a meeting and a slot"
            )
        if len(self.unavailable) != self.participants:
            raise Malformed(
                f"{len(self.unavailable)} lists of forbidden slots "
                f"for {self.participants} participants"
            )
        for number, meeting in enumerate(self.meetings, 1):
            for person in (meeting.first, meeting.second):
                if not 1 <= person <= self.participants:
                    raise Malformed(f"meeting {number} names participant {person}")
            if meeting.first == meeting.second:
                raise Malformed(f"meeting {number}: {meeting.first} meets themselves")
            if meeting.fixed is not None and not 1 <= meeting.fixed <= self.slots:
                raise Malformed(f"meeting {number} is fixed at slot {meeting.fixed}")
            for other in meeting.after:
                if not 1 <= other <= len(self.meetings):
                    raise Malformed(f"meeting {number} comes after meeting {other}")

    def allowed(self, meeting: Meeting) -> tuple[int, ...]:
        """Slots that the meeting's own rules and its two people leave, in order."""
        half = {
            Half.MORNING: range(1, min(self.morning, self.slots) + 1),
            Half.AFTERNOON: range(self.morning + 1, self.slots + 1),
            Half.ANY: range(1, self.slots + 1),
        }[meeting.half]
        busy = (
            self.unavailable[meeting.first - 1] | self.unavailable[meeting.second - 1]
        )
        return tuple(
            slot for slot in half if slot not in busy and meeting.fixed in (None, slot)
        )

    def meetings_of(self) -> list[list[int]]:
        """Indices from 0 into `meetings` of each participant; entry 0 is empty."""
        held: list[list[int]] = [[] for _ in range(self.participants + 1)]
        for index, meeting in enumerate(self.meetings):
            held[meeting.first].append(index)
            held[meeting.second].append(index)
        return held

    def someone_has_none(self) -> bool:
        """Whether somebody surely has no break: then fairness is a cap on everybody."""
        return any(len(held) < 2 for held in self.meetings_of()[1:])
