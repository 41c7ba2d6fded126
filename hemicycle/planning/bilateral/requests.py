"""A whole conference of bilateral meetings: who asks for whom, how much, and when.

Delegates, slots and tables are numbered from 0. Times are slots of equal length; a
delegate's own sessions are slots in which they cannot meet.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hemicycle.planning.result import Malformed
from hemicycle.planning.rules import Level, Rule, Violation

RULES: tuple[Rule, ...] = (
    Rule("cap", "A delegate has no more meetings than their cap."),
    Rule("floor", "A delegate has the meetings promised, as far as requests allow."),
    Rule("busy", "A delegate meets nobody during a session of their own."),
    Rule("veto", "Nobody meets whom they do not want to meet."),
    Rule("breaks", "A delegate has no more breaks than allowed."),
)
CODES = frozenset(rule.code for rule in RULES)

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

    `levels` overrides the level of a rule by its code (see RULES). A floor can never be
    enforced: it is sought and said at every level but IGNORE.
    """

    delegates: tuple[Delegate, ...]
    requests: tuple[Request, ...]
    slots: int
    tables: tuple[tuple[float, float], ...]
    breaks: int = 1
    worth: Worth = field(default_factory=Worth)
    levels: Mapping[str, Level] = field(default_factory=dict)

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

    def level(self, code: str) -> Level:
        return self.levels.get(code, Level.FORBID)

    def as_it_binds(self) -> "Conference":
        """The same without what its rules do not forbid."""
        binds = {code: self.level(code).binds for code in CODES}
        seeks_floors = self.level("floor") is not Level.IGNORE
        return replace(
            self,
            breaks=self.breaks if binds["breaks"] else self.slots,
            delegates=tuple(
                replace(
                    delegate,
                    cap=delegate.cap if binds["cap"] else max(delegate.cap, self.slots),
                    floor=delegate.floor if seeks_floors else 0,
                    busy=delegate.busy if binds["busy"] else frozenset(),
                    vetoes=delegate.vetoes if binds["veto"] else frozenset(),
                )
                for delegate in self.delegates
            ),
        )

    def violations(self, meetings: Sequence[Meeting]) -> list[Violation]:
        """What these meetings break of the rules on people, unless ignored."""
        violations: list[Violation] = []

        def note(code: str, words: str) -> None:
            if self.level(code) is not Level.IGNORE:
                violations.append(Violation(code, self.level(code), words))

        slots: dict[int, list[int]] = defaultdict(list)
        for meeting in meetings:
            pair = meeting.first, meeting.second
            for person, other in (pair, pair[::-1]):
                delegate = self.delegates[person]
                slots[person].append(meeting.slot)
                if other in delegate.vetoes:
                    name = self.delegates[other].name
                    note("veto", f"{delegate.name} does not want to meet {name}")
                if meeting.slot in delegate.busy:
                    note(
                        "busy",
                        f"{delegate.name} is in a session in slot {meeting.slot}",
                    )
        for person, delegate in enumerate(self.delegates):
            mine = sorted(slots[person])
            breaks = sum(later - earlier > 1 for earlier, later in pairwise(mine))
            if len(mine) > delegate.cap:
                note(
                    "cap",
                    f"{delegate.name} has {len(mine)} meetings, at most {delegate.cap}",
                )
            if breaks > self.breaks:
                note("breaks", f"{delegate.name} has {breaks} breaks")
        return violations

    def candidates(self) -> list[Candidate]:
        """Pairs that somebody asked for and nobody vetoed, with a slot in common."""
        asked: dict[tuple[int, int], set[int]] = {}
        for request in self.requests:
            pair = tuple(sorted((request.asker, request.asked)))
            asked.setdefault((pair[0], pair[1]), set()).add(request.asker)
        candidates = []
        for (first, second), askers in sorted(asked.items()):
            delegate, partner = self.delegates[first], self.delegates[second]
            if second in delegate.vetoes or first in partner.vetoes:
                continue
            slots = tuple(
                slot
                for slot in range(self.slots)
                if slot not in delegate.busy and slot not in partner.busy
            )
            if slots and self.tables:
                shared = min(
                    len(delegate.interests & partner.interests),
                    self.worth.most_interests,
                )
                base = self.worth.mutual if len(askers) > 1 else self.worth.request
                worth = base + self.worth.interest * shared
                candidates.append(Candidate(first, second, worth, slots))
        return candidates
