"""A conference to be given a programme: sessions, halls, slots, interpreters,
wishes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hemicycle.planning.rules import Level, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "start", "A session starts in one of its allowed slots and ends the same day."
    ),
    Rule("speaker", "A speaker is in one session at a time."),
    Rule("hall", "A hall holds one session at a time."),
    Rule("capacity", "A hall seats as many as the session expects."),
    Rule("booth", "A session with interpretation has a hall with booths."),
    Rule("hybrid", "A hybrid session has a hall equipped for it."),
    Rule("setup", "A hall is empty in the slot before a session that needs set-up."),
    Rule("sweep", "A hall is empty in the slot before a session with VIPs."),
    Rule("teams", "Each session with interpretation has a team of its own."),
    Rule("team-day", "An interpreter team works a limited number of slots a day."),
    Rule("pinned", "A pinned session stays where it is pinned."),
)
CODES = frozenset(rule.code for rule in RULES)

MOST_UNIONS = 400  # of sets of halls; real conferences have a dozen


@dataclass(frozen=True)
class Session:
    """`slots` is its length; `starts` the slots in which it may begin; `expected` the
    seats it needs; `speakers` are identifiers of people."""

    name: str
    slots: int
    starts: tuple[int, ...]
    speakers: frozenset[int] = frozenset()
    expected: int = 0
    has_interpretation: bool = False
    is_hybrid: bool = False
    needs_setup: bool = False
    has_vips: bool = False
    title: str = ""  # for sentences, "Opening plenary"


@dataclass(frozen=True)
class Hall:
    name: str
    seats: int
    has_booths: bool = False
    is_equipped: bool = False  # for hybrid sessions


@dataclass(frozen=True)
class Placement:
    """Where a session is or is pinned: a start slot, a hall, or both."""

    start: int | None = None
    hall: int | None = None


@dataclass(frozen=True)
class Plan:
    """Per session its start slot and hall; the interpreter team where it has one."""

    starts: tuple[int, ...]
    halls: tuple[int, ...]
    teams: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Conference:
    """`slots` are numbered through, `slots // days` to a day.

    `wishes` has a tuple of session indices per person. `levels` overrides the level of
    a rule by its code (see RULES). `closed` are (hall, slot) that cannot be used, as
    after a burst pipe. Sentences call slots by `slot_names` ("Tuesday 09:00", one per
    slot) and people by `speaker_names` where they are given, else by number.
    """

    sessions: tuple[Session, ...]
    halls: tuple[Hall, ...]
    slots: int
    days: int
    teams: int = 0
    team_slots_a_day: int = 0
    wishes: tuple[tuple[int, ...], ...] = ()
    pinned: Mapping[int, Placement] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    closed: frozenset[tuple[int, int]] = frozenset()
    slot_names: tuple[str, ...] = ()
    speaker_names: Mapping[int, str] = field(default_factory=dict)

    @property
    def slots_a_day(self) -> int:
        return self.slots // self.days

    def level(self, code: str) -> Level:
        return self.levels.get(code, Level.FORBID)

    def binds(self, code: str) -> bool:
        return self.level(code).binds

    @cached_property
    def wanted_by(self) -> tuple[frozenset[int], ...]:
        """People who want each session."""
        people: list[set[int]] = [set() for _ in self.sessions]
        for person, wanted in enumerate(self.wishes):
            for i in wanted:
                people[i].add(person)
        return tuple(map(frozenset, people))

    @property
    def wish_count(self) -> int:
        return sum(len(set(wanted)) for wanted in self.wishes)

    def called(self, i: int) -> str:
        """Session i in a sentence."""
        session = self.sessions[i]
        return f"“{session.title}”" if session.title else f"session {session.name}"

    def listed(self, several: Iterable[int]) -> str:
        return ", ".join(map(self.called, several))

    def when(self, slot: int) -> str:
        return self.slot_names[slot] if self.slot_names else f"slot {slot}"

    def on_day(self, day: int) -> str:
        first = day * self.slots_a_day
        last = first + self.slots_a_day - 1
        if self.slot_names:
            return f"from {self.when(first)} to {self.when(last)}"
        return f"on day {day + 1} (slots {first} to {last})"

    def speaker(self, person: int) -> str:
        return self.speaker_names.get(person, f"speaker {person}")

    def lead(self, i: int) -> int:
        """Slots in which the hall stands empty before session i, for set-up or
        sweep."""
        session = self.sessions[i]
        return int(
            (session.needs_setup and self.binds("setup"))
            or (session.has_vips and self.binds("sweep"))
        )

    @property
    def crosses_days(self) -> bool:
        """Whether a session may go on into the next day: that rule only warns."""
        return self.days > 1 and not self.binds("start")

    def possible_starts(self, i: int) -> tuple[int, ...]:
        """Starts that end in time, whatever the session itself allows: on the same day,
        or, where rule `start` does not bind, before the conference is over."""
        last = self.sessions[i].slots - 1
        day = self.slots if self.crosses_days else self.slots_a_day
        return tuple(
            t for t in range(self.slots - last) if t // day == (t + last) // day
        )

    def starts_of(self, i: int) -> tuple[int, ...]:
        """Allowed starts: the session's own, within one day, and its pin."""
        session = self.sessions[i]
        starts = self.possible_starts(i)
        if self.binds("start"):
            ends_well = frozenset(starts)
            starts = tuple(t for t in session.starts if t in ends_well)
        pin = self.pinned.get(i)
        if pin is not None and pin.start is not None and self.binds("pinned"):
            starts = tuple(t for t in starts if t == pin.start)
        return starts

    def occupied(self, i: int, start: int) -> range:
        """Slots in which its hall is taken when session i begins at `start`.

        The empty slot before it is the last of the day before when it opens a day:
        crews do not work at night. Before the first slot of all nothing is needed.
        """
        return range(max(0, start - self.lead(i)), start + self.sessions[i].slots)

    def is_open(self, i: int, hall: int, start: int) -> bool:
        """Whether the hall is open for session i from `start`, and before it for the
        crew, as far as the rules about halls, set-up and sweep bind."""
        held = self.occupied(i, start)
        if not self.binds("hall"):
            held = held[: start - held.start]
        return not self.closed or all((hall, t) not in self.closed for t in held)

    def suitable_halls(self) -> list[frozenset[int]]:
        """The halls that suit each session."""
        return [
            frozenset(h for h in range(len(self.halls)) if self.suits(i, h))
            for i in range(len(self.sessions))
        ]

    def unsuited(self, i: int, hall: int) -> list[str]:
        """Codes of the rules that the hall alone breaks for session i, at any level."""
        session, room, pin = self.sessions[i], self.halls[hall], self.pinned.get(i)
        broken = {
            "pinned": pin is not None and pin.hall not in (None, hall),
            "capacity": session.expected > room.seats,
            "booth": session.has_interpretation and not room.has_booths,
            "hybrid": session.is_hybrid and not room.is_equipped,
        }
        return [code for code, is_broken in broken.items() if is_broken]

    def suits(self, i: int, hall: int) -> bool:
        """Seats, booths, equipment, and the pin, as far as these rules bind."""
        return not any(map(self.binds, self.unsuited(i, hall)))


def unions(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """All unions of the sets, small ones first (few: halls come in kinds).

    Of very many sets only some unions, which makes Hall's condition weaker, not wrong.
    """
    given = set(sets)
    united, frontier = set(given), list(given)
    while frontier and len(united) < MOST_UNIONS:
        new = {a | b for a in frontier for b in given} - united
        united |= new
        frontier = list(new)
    return sorted(united, key=lambda halls: (len(halls), sorted(halls)))
