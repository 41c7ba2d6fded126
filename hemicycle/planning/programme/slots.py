"""Sessions into slots by CP-SAT, with nested counts of halls; and why that cannot be.

Without halls being named: Hall's condition per slot, as in `annealing`. Model:
time-indexed start variables (Pritsker, Watters and Wolfe, "Multiproject scheduling with
limited resources", Management Science 16(1), 1969).

Each rule's constraints hang on literals, one for each thing the rule is about (a
session, a speaker, a kind of hall), so that a contradiction is a set of literals. It is
thinned by leaving out many at once, then one by one, until each that remains is needed
(Junker, "QuickXplain", AAAI 2004): a smallest set in that sense. The literals are fixed
for each question rather than assumed: presolve then proves in a quarter of a second
what a search under assumptions did not in half a minute.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.programme.conference import Conference, unions
from hemicycle.planning.result import Effort, Unbuilt

HALLS = 5.0  # seconds kept for halls and interpreters after a first plan on slots
MOST_NAMED = 4  # slots or halls in a sentence
MOST_ALONE = 16  # reasons about many sessions that are tried without the others
QUICK: dict[str, Any] = {
    "num_workers": 1,
    "symmetry_level": 0,
    "cp_model_probing_level": 0,
}


@dataclass
class SlotModel:
    """`start[i, t]` is true when session i begins in slot t. With `explain`, every
    group of constraints can be switched off by its literal in `reasons`. With
    `names_halls`, sessions that hold their hall for several slots choose theirs by
    name,
    which makes the counts exact: what remains in a slot is a bipartite matching. Raises
    Unbuilt when the effort ends before the model is whole."""

    conference: Conference
    effort: Effort | None = None
    explain: bool = False
    names_halls: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    start: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    reasons: dict[str, cp_model.IntVar] = field(default_factory=dict)
    about: dict[str, set[int]] = field(default_factory=dict)  # sessions of a reason

    def __post_init__(self) -> None:
        self.starts()
        self.speakers()
        self.halls()
        self.interpreters()

    def ask(self) -> None:
        if self.effort is not None:
            self.effort.go_on()

    def reason(self, words: str, sessions: Iterable[int]) -> list[cp_model.IntVar]:
        """The literal that switches on what `words` say of these sessions; none when
        not explaining."""
        if not self.explain:
            return []
        if words not in self.reasons:
            self.reasons[words] = self.model.new_bool_var(words)
            self.about[words] = set()
        self.about[words].update(sessions)
        return [self.reasons[words]]

    def switch(self, on: Collection[str]) -> None:
        """These reasons hold and no others."""
        for words, var in self.reasons.items():
            domain = self.model.proto.variables[var.index].domain
            domain[0] = domain[1] = int(words in on)

    def starts(self) -> None:
        conference, model = self.conference, self.model
        for i, session in enumerate(conference.sessions):
            self.ask()
            allowed = conference.starts_of(i)
            possible = allowed
            if self.explain:
                possible = conference.possible_starts(i)
            for t in possible:
                self.start[i, t] = model.new_bool_var(f"{i}@{t}")
            if possible or not self.explain:
                model.add_exactly_one([self.start[i, t] for t in possible])
            else:
                model.add_bool_or().only_enforce_if(
                    self.reason(
                        f"{conference.called(i)} takes {session.slots} slots, a day "
                        f"has {conference.slots_a_day}",
                        [i],
                    )
                )
            if self.explain:
                own = set(session.starts) if conference.binds("start") else None
                pin = conference.pinned.get(i)
                pinned = pin.start if pin and conference.binds("pinned") else None
                for t in possible:
                    if own is not None and t not in own:
                        model.add(self.start[i, t] == 0).only_enforce_if(
                            self.reason(allowed_words(conference, i), [i])
                        )
                    if pinned is not None and t != pinned:
                        model.add(self.start[i, t] == 0).only_enforce_if(
                            self.reason(pinned_words(conference, i, pinned), [i])
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
            self.ask()
            switch = self.reason(
                f"{conference.speaker(person)} speaks in {conference.listed(held)}, "
                "one at a time",
                held,
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
            if self.names_halls:
                self.empty_before()
            return
        suitable = conference.suitable_halls()
        wide = self.wide_sessions(suitable) if self.names_halls else {}
        for group in unions(suitable):
            inside = [i for i, halls_of in enumerate(suitable) if halls_of <= group]
            if not group:
                for i in inside:
                    self.model.add_bool_or().only_enforce_if(
                        self.reason(unsuited_words(conference, i), [i])
                    )
                continue
            words = few_words(conference, group, inside)
            for t in range(conference.slots):
                self.ask()
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
                self.model.add(sum(here) <= room).only_enforce_if(
                    self.reason(words, inside)
                )

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
            self.ask()
            held: dict[tuple[int, int], cp_model.IntVar] = {}
            names = {h: model.new_bool_var("") for h in suitable[i]}
            model.add_exactly_one(names.values()).only_enforce_if(
                self.reason(f"{conference.called(i)} keeps one hall throughout", [i])
            )
            model.add_at_most_one(names.values())
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

    def empty_before(self) -> None:
        """Set-up and sweep where a hall may hold several sessions at a time: every
        session chooses its hall by name."""
        conference, model = self.conference, self.model
        sessions = range(len(conference.sessions))
        waiting = [i for i in sessions if conference.lead(i)]
        if not waiting:
            return
        suitable = conference.suitable_halls()
        names = [{h: model.new_bool_var("") for h in halls} for halls in suitable]
        for i, chosen in enumerate(names):
            words = f"{conference.called(i)} has a suitable hall"
            if not suitable[i]:
                words = unsuited_words(conference, i)
            model.add_exactly_one(chosen.values()).only_enforce_if(
                self.reason(words, [i])
            )
        for i in waiting:
            words = (
                f"the hall of {conference.called(i)} stands empty in the slot before "
                "it, for set-up or sweep"
            )
            switch = self.reason(words, [i])
            for t in range(1, conference.slots):
                self.ask()
                if (i, t) not in self.start:
                    continue
                for h, own in names[i].items():
                    if (h, t - 1) in conference.closed:
                        model.add_bool_or(
                            ~self.start[i, t], ~own, *(~each for each in switch)
                        )
                    for j in sessions:
                        if j == i or h not in names[j]:
                            continue
                        for running in self.running(j, t - 1):
                            model.add_bool_or(
                                ~self.start[i, t],
                                ~own,
                                ~names[j][h],
                                ~running,
                                *(~each for each in switch),
                            )

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
                            teams_words(conference, held, "at a time"),
                            held,
                        )
                    )
            if work and conference.binds("team-day"):
                most = conference.teams * conference.team_slots_a_day
                self.model.add(sum(work) <= most).only_enforce_if(
                    self.reason(
                        teams_words(
                            conference,
                            held,
                            f"at most {conference.team_slots_a_day} slots each "
                            + conference.on_day(d),
                        ),
                        held,
                    )
                )

        if self.names_halls and any(conference.sessions[i].slots > 1 for i in held):
            self.named_teams(held)

    def named_teams(self, held: list[int]) -> None:
        """Each session chooses its team: long ones may not pack into the teams' days
        though their slots add up."""
        conference, model = self.conference, self.model
        if not conference.binds("team-day"):
            return
        day = conference.slots_a_day
        works: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for i in held:
            self.ask()
            names = [model.new_bool_var("") for _ in range(conference.teams)]
            words = f"{conference.called(i)} keeps one team of interpreters throughout"
            model.add_exactly_one(names).only_enforce_if(self.reason(words, [i]))
            for t in range(conference.slots):
                starts = self.running(i, t)
                for k, name in enumerate(names if starts else ()):
                    var = model.new_bool_var("")
                    works[k, t].append(var)
                    for start in starts:
                        model.add_bool_or(~start, ~name, var)
        for k in range(conference.teams):
            for d in range(conference.days):
                slots = range(d * day, (d + 1) * day)
                load = [var for t in slots for var in works[k, t]]
                if load:
                    model.add(sum(load) <= conference.team_slots_a_day)
            for t in range(conference.slots):
                if conference.binds("teams") and len(works[k, t]) > 1:
                    model.add_at_most_one(works[k, t])

    def read(self, solver: cp_model.CpSolver) -> list[int]:
        starts = [0] * len(self.conference.sessions)
        for (i, t), var in self.start.items():
            if solver.boolean_value(var):
                starts[i] = t
        return starts


def allowed_words(conference: Conference, i: int) -> str:
    starts, called = sorted(conference.sessions[i].starts), conference.called(i)
    if not starts:
        return f"{called} has no slot left in which it may start"
    plural = "s" * (len(starts) > 1)
    named = f"slot{plural} {', '.join(map(str, starts))}"
    if conference.slot_names:
        named = several(conference, starts)
    words = f"{called} may start only {'' if conference.slot_names else 'in '}{named}"
    if set(starts).isdisjoint(conference.possible_starts(i)):
        words += f", and takes {conference.sessions[i].slots} slots of one day"
    return words


def pinned_words(conference: Conference, i: int, start: int) -> str:
    words = f"{conference.called(i)} is pinned to {conference.when(start)}"
    if start not in conference.possible_starts(i):
        words += f", and takes {conference.sessions[i].slots} slots of one day"
    return words


def several(conference: Conference, slots: Sequence[int]) -> str:
    """Some of the slots by name, and how many more there are."""
    named = ", ".join(conference.when(t) for t in slots[:MOST_NAMED])
    more = len(slots) - MOST_NAMED
    return named + (f" and {more} more" if more > 0 else "")


def teams_words(conference: Conference, held: Sequence[int], most: str) -> str:
    if not conference.teams:
        some = conference.listed(held[:MOST_NAMED])
        return f"there is no team of interpreters for {some}"
    if conference.teams == 1:
        return f"one team of interpreters works {most}"
    return f"{conference.teams} teams of interpreters work {most}"


def unsuited_words(conference: Conference, i: int) -> str:
    session, pin = conference.sessions[i], conference.pinned.get(i)
    needs = []
    if conference.binds("capacity") and session.expected:
        needs.append(f"{session.expected} seats")
    if conference.binds("booth") and session.has_interpretation:
        needs.append("booths for interpreters")
    if conference.binds("hybrid") and session.is_hybrid:
        needs.append("equipment for a hybrid session")
    needed = " and ".join(needs)
    if conference.binds("pinned") and pin is not None and pin.hall is not None:
        hall = conference.halls[pin.hall].name
        return (
            f"{conference.called(i)} is pinned to hall {hall}, which does not have "
            f"what it needs: {needed}"
        )
    return f"no hall has what {conference.called(i)} needs: {needed}"


def few_words(
    conference: Conference, group: Collection[int], inside: Sequence[int]
) -> str:
    """That these sessions have only these halls, whose slots may be too few."""
    halls = sorted(group)
    count = "1 hall suits" if len(halls) == 1 else f"{len(halls)} halls suit"
    sessions = conference.listed(inside[:MOST_NAMED])
    more = len(inside) - MOST_NAMED
    sessions += f" and {more} more" if more > 0 else ""
    named = ", ".join(conference.halls[h].name for h in halls[:MOST_NAMED])
    named += ", ..." if len(halls) > MOST_NAMED else ""
    words = f"only {count} {sessions}, one session at a time: {named}"
    if any(conference.lead(i) for i in inside):
        words += "; set-up or sweep needs the slot before as well"
    shut = sorted((t, h) for h, t in conference.closed if h in group)
    if shut:
        closed = [
            f"{conference.halls[h].name} {conference.when(t)}"
            for t, h in shut[:MOST_NAMED]
        ]
        words += "; closed: " + ", ".join(closed)
        words += ", ..." if len(shut) > MOST_NAMED else ""
    return words


def feasible_starts(conference: Conference, effort: Effort) -> list[int] | None:
    """Starts within every binding rule on slots; None when none were found in time or
    there are none (ask `contradiction`)."""
    if not conference.sessions:
        return []
    if any(not conference.starts_of(i) for i in range(len(conference.sessions))):
        return None
    try:
        built = SlotModel(conference, effort)
    except Unbuilt:
        return None
    most = effort.left - min(HALLS, 0.1 * effort.seconds)
    solver, status = run(built.model, effort, seconds=most)
    return built.read(solver) if status in HAS_SOLUTION else None


def contradiction(
    conference: Conference, effort: Effort, *, names_halls: bool = False
) -> list[str] | None:
    """Rules that cannot hold together, none of which could be left out; None when there
    is no contradiction among slots or the time did not suffice to find one.

    When time ends during thinning the set still contradicts, but may hold rules too
    many.
    """
    try:
        built = SlotModel(conference, effort, explain=True, names_halls=names_halls)
    except Unbuilt:
        return None
    built.switch(built.reasons)
    _, status = run(built.model, effort, **QUICK)
    if status != cp_model.INFEASIBLE:
        return None
    return Thinning(built, effort, list(built.reasons)).needed


def part(conference: Conference, kept: Collection[int]) -> Conference:
    """The conference with these sessions alone, and without wishes."""
    order = sorted(kept)
    return replace(
        conference,
        sessions=tuple(conference.sessions[i] for i in order),
        wishes=(),
        pinned={
            new: conference.pinned[i]
            for new, i in enumerate(order)
            if i in conference.pinned
        },
    )


@dataclass
class Thinning:
    """Leaves out of `needed` what is not."""

    built: SlotModel
    effort: Effort
    needed: list[str]

    def __post_init__(self) -> None:
        about = self.built.about
        single = [words for words in self.needed if len(about[words]) == 1]
        joint = [words for words in self.needed if len(about[words]) > 1]
        # Often one kind of hall is too few for the sessions that need it, or teams are.
        joint.sort(key=lambda words: -len(about[words]))
        for alone in ([], *([words] for words in joint[:MOST_ALONE])):
            if self.contradict([*single, *alone]):
                self.needed = [*single, *alone]
                break
        else:
            self.spare(joint)
        held = {i for words in self.needed if words in joint for i in about[words]}
        self.spare([words for words in single if not about[words] <= held])
        if not self.built.names_halls:
            kept = {i for words in self.needed for i in about[words]}
            few = part(self.built.conference, kept)
            with suppress(Unbuilt):
                self.built = SlotModel(few, self.effort, explain=True)
        for words in single:
            if about[words] <= held:
                self.spare([words])

    def contradict(self, reasons: Collection[str]) -> bool:
        self.built.switch(reasons)
        _, status = run(self.built.model, self.effort, seconds=5.0, **QUICK)
        return status == cp_model.INFEASIBLE

    def spare(self, chunk: list[str]) -> None:
        """Leave out as many of the chunk as can be."""
        if not chunk or self.effort.left <= 0:
            return
        rest = [words for words in self.needed if words not in chunk]
        if self.contradict(rest):
            self.needed = rest
        elif len(chunk) > 1:
            middle = len(chunk) // 2
            self.spare(chunk[:middle])
            self.spare(chunk[middle:])
