"""A whole conference of bilateral meetings: who asks for whom, how much, and when.

Delegates, slots and tables are numbered from 0. Times are slots of equal length; a
delegate's own sessions are slots in which they cannot meet.
"""

from dataclasses import dataclass, field

from hemicycle.planning.result import Malformed

# A plan keeps a variable for each request and slot; beyond this it would not fit 2 GB.
LARGEST = 4_000_000


@dataclass(frozen=True)
class Worth:
    """What a meeting is worth, in points. All of it is data of the conference.

    A request is worth `request`, one that both sides made `mutual`; each interest the
    two share adds `interest`, up to `most_interests` of them.
    """

    request: int = 10
    mutual: int = 30
    interest: int = 2
    most_interests: int = 3


@dataclass(frozen=True)
class Delegate:
    """`cap` meetings at most, `floor` at least where requests allow it.

    `busy` are slots of own sessions; `interests` any words; `vetoes` are delegates whom
    this one will not meet.
    """

    name: str
    cap: int = 6
    floor: int = 1
    busy: frozenset[int] = frozenset()
    interests: frozenset[str] = frozenset()
    vetoes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Request:
    """`asker` would like to meet `asked`."""

    asker: int
    asked: int


@dataclass(frozen=True)
class Meeting:
    """Two delegates, the smaller number first, with their slot and table."""

    first: int
    second: int
    slot: int
    table: int


@dataclass(frozen=True)
class Candidate:
    """A pair that may meet: its worth in points, and the slots both have free."""

    first: int
    second: int
    worth: int
    slots: tuple[int, ...]

    @property
    def pair(self) -> tuple[int, int]:
        return self.first, self.second


@dataclass(frozen=True)
class Conference:
    """`tables[k]` is the place of table k in metres; `slots` meetings of one length.

    Nobody has more than `breaks` breaks: groups of slots without a meeting between two
    meetings, an own session included, as the published forums count them.
    """

    delegates: tuple[Delegate, ...]
    requests: tuple[Request, ...]
    slots: int
    tables: tuple[tuple[float, float], ...]
    breaks: int = 1
    worth: Worth = field(default_factory=Worth)

    def __post_init__(self) -> None:
        if self.slots < 0 or self.breaks < 0:
            raise Malformed("counts of slots and breaks cannot be negative")
        if len(self.requests) * self.slots > LARGEST:
            raise Malformed(
                f"{len(self.requests)} requests in {self.slots} slots are too many: "
                f"at most {LARGEST:,} pairs of a request and a slot"
            )
        count = len(self.delegates)
        for request in self.requests:
            for person in (request.asker, request.asked):
                if not 0 <= person < count:
                    raise Malformed(f"a request names delegate {person} of {count}")
            if request.asker == request.asked:
                raise Malformed(f"delegate {request.asker} asks to meet themselves")
        for number, delegate in enumerate(self.delegates):
            if not 0 <= delegate.floor <= delegate.cap:
                raise Malformed(
                    f"delegate {number}: a floor of {delegate.floor} under a cap of "
                    f"{delegate.cap} is impossible"
                )

    def candidates(self) -> list[Candidate]:
        """Pairs that somebody asked for and nobody vetoed, with a slot in common."""
        asked: dict[tuple[int, int], set[int]] = {}
        for request in self.requests:
            pair = tuple(sorted((request.asker, request.asked)))
            asked.setdefault((pair[0], pair[1]), set()).add(request.asker)
        found = []
        for (first, second), askers in sorted(asked.items()):
            one, other = self.delegates[first], self.delegates[second]
            if second in one.vetoes or first in other.vetoes:
                continue
            slots = tuple(
                slot
                for slot in range(self.slots)
                if slot not in one.busy and slot not in other.busy
            )
            if slots and self.tables:
                shared = min(
                    len(one.interests & other.interests), self.worth.most_interests
                )
                base = self.worth.mutual if len(askers) > 1 else self.worth.request
                worth = base + self.worth.interest * shared
                found.append(Candidate(first, second, worth, slots))
        return found
