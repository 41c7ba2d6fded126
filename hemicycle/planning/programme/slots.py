"""Sessions into slots by CP-SAT, with nested counts of halls; and why that cannot be.

Without halls being named: Hall's condition per slot, as in `annealing`. Model:
time-indexed start variables (Pritsker, Watters and Wolfe, "Multiproject scheduling with
limited resources", Management Science 16(1), 1969).

Each rule's constraints hang on literals, one for each thing the rule is about (a
session, a speaker, a slot), so that a contradiction is a set of literals. CP-SAT's core
is then thinned by deletion until no literal can be left out: a smallest set in the
sense that each of its rules is needed.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import FOUND, run
from hemicycle.planning.programme.conference import Conference, Session, unions
from hemicycle.planning.result import Effort


@dataclass
class SlotModel:
    """`start[i, t]` is true when session i begins in slot t. With `explain`, every
    group of constraints can be switched off by its literal in `reasons`. With
    `names_halls`, sessions that hold their hall for several slots choose theirs by
    name,
    which makes the counts exact: what remains in a slot is a bipartite matching."""

    conference: Conference
    explain: bool = False
    names_halls: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    start: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    reasons: dict[str, cp_model.IntVar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.starts()
        self.speakers()
        self.halls()
        self.interpreters()

    def reason(self, words: str) -> list[cp_model.IntVar]:
        """The literal that switches on what `words` say; none when not explaining."""
        if not self.explain:
            return []
        if words not in self.reasons:
            self.reasons[words] = self.model.new_bool_var(words)
        return [self.reasons[words]]

    def starts(self) -> None:
        conference, model = self.conference, self.model
        day = conference.slots_a_day
        for i, session in enumerate(conference.sessions):
            allowed = conference.starts_of(i)
            possible = allowed
            if self.explain:
                possible = tuple(
                    t
                    for t in range(conference.slots)
                    if t // day == (t + session.slots - 1) // day
                )
            for t in possible:
                self.start[i, t] = model.new_bool_var(f"{i}@{t}")
            model.add_exactly_one([self.start[i, t] for t in possible])
            if self.explain:
                own = set(session.starts) if conference.binds("start") else None
                pin = conference.pinned.get(i)
                pinned = pin.start if pin and conference.binds("pinned") else None
                for t in possible:
                    if own is not None and t not in own:
                        model.add(self.start[i, t] == 0).only_enforce_if(
                            self.reason(allowed_words(session))
                        )
                    if pinned is not None and t != pinned:
                        model.add(self.start[i, t] == 0).only_enforce_if(
                            self.reason(
                                f"session {session.name} is pinned to slot {pinned}"
                            )
                        )

    def running(self, i: int, t: int) -> list[cp_model.IntVar]:
        """Starts with which session i runs in slot t."""
        length = self.conference.sessions[i].slots
        return [
            self.start[i, u]
            for u in range(t - length + 1, t + 1)
            if (i, u) in self.start
        ]

    def holding(self, i: int, t: int) -> list[cp_model.IntVar]:
        """Starts with which session i holds its hall in slot t, set-up included."""
        return [
            self.start[i, u]
            for u in range(max(0, t - self.conference.sessions[i].slots + 1), t + 2)
            if (i, u) in self.start and t in self.conference.occupied(i, u)
        ]

    def speakers(self) -> None:
        conference = self.conference
        if not conference.binds("speaker"):
            return
        of: dict[int, list[int]] = defaultdict(list)
        for i, session in enumerate(conference.sessions):
            for person in session.speakers:
                of[person].append(i)
        for person, held in sorted(of.items()):
            if len(held) < 2:
                continue
            labels = ", ".join(conference.sessions[i].name for i in held)
            switch = self.reason(
                f"speaker {person} is in sessions {labels}, one at a time"
            )
            for t in range(conference.slots):
                here = [var for i in held for var in self.running(i, t)]
                if len(here) > 1:
                    if switch:
                        self.model.add(sum(here) <= 1).only_enforce_if(switch)
                    else:
                        self.model.add_at_most_one(here)

    def halls(self) -> None:
        conference = self.conference
        if not conference.binds("hall"):
            return
        suitable = conference.suitable_halls()
        wide = self.wide_sessions(suitable) if self.names_halls else {}
        for group in unions(suitable):
            inside = [i for i, halls_of in enumerate(suitable) if halls_of <= group]
            examples = ", ".join(conference.sessions[i].name for i in inside[:3])
            count = f"only {len(group)} hall{'s' * (len(group) != 1)} suit"
            count += "s" * (len(group) == 1)
            shut = any(h in group for h, _ in conference.closed)
            words = (
                f"{count if group else 'no hall suits'} sessions such as {examples}, "
                "their set-up included" + ", and not in every slot" * shut
            )
            for t in range(conference.slots):
                here = [
                    var for i in inside if i not in wide for var in self.holding(i, t)
                ]
                for held in wide.values():
                    here += [
                        var for (h, u), var in held.items() if u == t and h in group
                    ]
                room = sum((h, t) not in conference.closed for h in group)
                if not here:
                    continue
                self.model.add(sum(here) <= room).only_enforce_if(self.reason(words))

    def wide_sessions(
        self, suitable: list[frozenset[int]]
    ) -> dict[int, dict[tuple[int, int], cp_model.IntVar]]:
        """For each session that holds its hall for several slots, literals that say it
        holds hall h in slot t."""
        conference, model = self.conference, self.model
        wide: dict[int, dict[tuple[int, int], cp_model.IntVar]] = {}
        for i, session in enumerate(conference.sessions):
            if session.slots == 1 and not conference.lead(i):
                continue
            held: dict[tuple[int, int], cp_model.IntVar] = {}
            names = {h: model.new_bool_var("") for h in suitable[i]}
            model.add_exactly_one(names.values())
            for t in range(conference.slots):
                starts = self.holding(i, t)
                for h in suitable[i] if starts else ():
                    var = held[h, t] = model.new_bool_var("")
                    for start in starts:
                        model.add_bool_or(~start, ~names[h], var)
                        if (h, t) in conference.closed:
                            model.add_bool_or(~start, ~names[h])
            wide[i] = held
        for h in range(len(conference.halls)):
            for t in range(conference.slots):
                here = [held[h, t] for held in wide.values() if (h, t) in held]
                if len(here) > 1:
                    model.add_at_most_one(here)
        return wide

    def interpreters(self) -> None:
        conference = self.conference
        held = [i for i, s in enumerate(conference.sessions) if s.has_interpretation]
        if not held:
            return
        day = conference.slots_a_day
        for d in range(conference.days):
            work = []
            for t in range(d * day, (d + 1) * day):
                here = [var for i in held for var in self.running(i, t)]
                work += here
                if here and conference.binds("teams"):
                    self.model.add(sum(here) <= conference.teams).only_enforce_if(
                        self.reason(
                            f"{conference.teams} interpreter teams work at a time"
                        )
                    )
            if work and conference.binds("team-day"):
                most = conference.teams * conference.team_slots_a_day
                self.model.add(sum(work) <= most).only_enforce_if(
                    self.reason(
                        f"{conference.teams} interpreter teams work "
                        f"{conference.team_slots_a_day} slots each on day {d}"
                    )
                )

    def read(self, solver: cp_model.CpSolver) -> list[int]:
        starts = [0] * len(self.conference.sessions)
        for (i, t), var in self.start.items():
            if solver.boolean_value(var):
                starts[i] = t
        return starts


def allowed_words(session: Session) -> str:
    if not session.starts:
        return f"session {session.name} has no slot left in which it may start"
    named = ", ".join(map(str, session.starts))
    return f"session {session.name} may start only in slots {named}"


def feasible_starts(conference: Conference, effort: Effort) -> list[int] | None:
    """Starts within every binding rule on slots; None when none were found in time or
    there are none (ask `contradiction`)."""
    if not conference.sessions:
        return []
    if any(not conference.starts_of(i) for i in range(len(conference.sessions))):
        return None
    built = SlotModel(conference)
    solver, status = run(built.model, effort)
    return built.read(solver) if status in FOUND else None


def contradiction(
    conference: Conference, effort: Effort, *, names_halls: bool = False
) -> list[str] | None:
    """Rules that cannot hold together, none of which could be left out; None when there
    is no contradiction among slots or the time did not suffice to find one.

    When time ends during thinning the set still contradicts, but may hold rules too
    many.
    """
    built = SlotModel(conference, explain=True, names_halls=names_halls)
    switches = list(built.reasons.items())
    built.model.add_assumptions([var for _, var in switches])
    solver, status = run(built.model, effort, num_workers=1)
    if status != cp_model.INFEASIBLE:
        return None
    core = set(solver.sufficient_assumptions_for_infeasibility())
    needed = [(words, var) for words, var in switches if var.index in core]
    if not needed:
        needed = switches
    return thin(built, needed, effort)


def thin(
    built: SlotModel, needed: list[tuple[str, cp_model.IntVar]], effort: Effort
) -> list[str]:
    """Deletion until no rule can go."""
    for entry in list(needed):
        if effort.left <= 0:
            break
        rest = [other for other in needed if other is not entry]
        built.model.clear_assumptions()
        built.model.add_assumptions([var for _, var in rest])
        _, status = run(built.model, effort, num_workers=1, seconds=5.0)
        if status == cp_model.INFEASIBLE:
            needed = rest
    return [words for words, _ in needed]
