"""Simulated annealing on the true number of lost wishes (Kirkpatrick et al., Science
1983).

Moves take a session to another slot or exchange two. People are bits of Python
integers: who already has a short session in a slot, who has two or more, who would be
lost; a move costs a few operations on numbers of as many bits as there are people, and
only accepted moves rebuild a slot. Nearly all moves are bad ones: `screen` sorts out
hundreds at a time, and only what passes is counted here.

A plan is kept within every rule on slots: allowed starts, speakers, teams by slot and
day, and, for halls, Hall's condition per slot (P. Hall, 1935): for each set of halls,
the sessions that fit nowhere else are at most as many. Sessions that hold their hall
for several slots may still fail to find one hall for all of them; `halls` decides
exactly.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hemicycle.planning.programme.conference import Conference, unions
from hemicycle.planning.programme.screen import Proposal, Screen
from hemicycle.planning.result import Effort

FIELD = 12  # bits per counter in a packed row; counts stay below 2 ** 11

# Temperatures, as shares of the people who want a session on average. A hot start is
# worth its time only in a long search: it grows with the work, from a few seconds' on.
HOT = 0.014
HOTTEST = 0.04
COLD = 0.005
SHORT_WORK = 6e6
GROWTH = 0.3

SMALLEST_BATCH = 32
LARGEST_BATCH = 2048
# Work, about a microsecond each: a batch, each move in it, each counted, each accepted.
WORK_BATCH = 150.0
WORK_MOVE = 0.3
WORK_COUNTED = 25.0
WORK_ACCEPTED = 250.0


@dataclass(frozen=True)
class HallSets:
    """Hall's condition, packed: one field per set of halls, a guard bit on top of each.

    `needs[i]` has a one in each field whose halls are all that session i fits;
    `free[t]` starts with guard + number of open halls in slot t. Subtracting what is
    placed must leave every guard bit set.
    """

    needs: tuple[int, ...]
    free: tuple[int, ...]
    guards: int


def hall_sets(conference: Conference) -> HallSets:
    """Hall's condition for all unions of the sessions' sets of suitable halls."""
    suitable = conference.suitable_halls()
    kept = unions(suitable) if conference.binds("hall") else []
    guards = sum(1 << (FIELD * k + FIELD - 1) for k in range(len(kept)))
    needs = tuple(
        sum(1 << (FIELD * k) for k, halls in enumerate(kept) if own <= halls)
        for own in suitable
    )
    free = tuple(
        guards
        + sum(
            sum((h, t) not in conference.closed for h in halls) << (FIELD * k)
            for k, halls in enumerate(kept)
        )
        for t in range(conference.slots)
    )
    return HallSets(needs, free, guards)


@dataclass
class Annealer:
    """One search, from a plan of starts that keeps the rules on slots."""

    conference: Conference
    starts: list[int]
    seed: int = 0
    best_starts: list[int] = field(default_factory=list)
    best_lost: int = 0

    def __post_init__(self) -> None:
        conference = self.conference
        sessions = range(len(conference.sessions))
        self.wish_count = conference.wish_count
        self.work_day = conference.slots_a_day
        # Where sessions may go on overnight, all days are one.
        self.day = conference.slots if conference.crosses_days else self.work_day
        self.days = conference.slots // self.day
        self.people = [
            sum(1 << person for person in conference.wanted_by[i]) for i in sessions
        ]
        ids = sorted({p for s in conference.sessions for p in s.speakers})
        bit = {person: k for k, person in enumerate(ids)}
        speaks = conference.binds("speaker")
        self.speakers = [
            sum(1 << bit[p] for p in s.speakers) if speaks else 0
            for s in conference.sessions
        ]
        self.length = [s.slots for s in conference.sessions]
        self.allowed = [frozenset(conference.starts_of(i)) for i in sessions]
        self.choices = [sorted(allowed) for allowed in self.allowed]
        self.span = [
            {t: tuple(conference.occupied(i, t)) for t in self.allowed[i]}
            for i in sessions
        ]
        self.interpreted = [int(s.has_interpretation) for s in conference.sessions]
        self.sets = hall_sets(conference)
        self.by_slot = conference.teams if conference.binds("teams") else 10**9
        self.by_day = (
            conference.teams * conference.team_slots_a_day
            if conference.binds("team-day")
            else 10**9
        )
        movable = [i for i in sessions if len(self.choices[i]) > 1]
        self.plain = [i for i in movable if self.length[i] == 1 and self.is_plain(i)]
        self.is_exchangeable = [False for _ in sessions]
        for i in self.plain:
            self.is_exchangeable[i] = True
        self.special = [i for i in movable if not self.is_exchangeable[i]]
        self.days_changed: set[int] = set()
        self.long_of_day: list[list[int]] = [[] for _ in range(self.days)]
        self.load()
        self.best_starts, self.best_lost = list(self.starts), self.lost

    def is_plain(self, i: int) -> bool:
        return not self.conference.lead(i)

    def load(self) -> None:
        """All per-slot state from `starts`."""
        conference = self.conference
        slots = range(conference.slots)
        self.members: list[list[int]] = [[] for _ in slots]  # short sessions
        self.free = list(self.sets.free)
        self.speaking = [0 for _ in slots]
        self.teams = [0 for _ in slots]
        self.team_day = [0 for _ in range(conference.days)]
        self.long_of_day = [[] for _ in range(self.days)]
        for i, start in enumerate(self.starts):
            for t in self.span[i][start]:
                self.free[t] -= self.sets.needs[i]
            for t in range(start, start + self.length[i]):
                self.speaking[t] |= self.speakers[i]
                self.teams[t] += self.interpreted[i]
                self.team_day[t // self.work_day] += self.interpreted[i]
            if self.length[i] == 1:
                self.members[start].append(i)
            else:
                self.long_of_day[start // self.day].append(i)
        self.once = [0 for _ in slots]
        self.twice = [0 for _ in slots]
        self.count = [0 for _ in slots]
        for t in slots:
            self.fold(t)
        self.by_long = [0 for _ in slots]  # people who want a long session over a slot
        self.long_value = [0 for _ in range(self.days)]
        for d in range(self.days):
            self.refresh_long(d)
        self.attended = sum(self.count) + sum(self.long_value)

    @property
    def lost(self) -> int:
        return self.wish_count - self.attended

    def fold(self, t: int) -> None:
        once = twice = 0
        for i in self.members[t]:
            people = self.people[i]
            twice |= once & people
            once |= people
        self.once[t], self.twice[t] = once, twice
        self.count[t] = once.bit_count()

    def refresh_long(self, d: int) -> None:
        for t in range(d * self.day, (d + 1) * self.day):
            self.by_long[t] = 0
        self.long_of_day[d].sort(key=lambda i: (self.starts[i] + self.length[i], i))
        for i in self.long_of_day[d]:
            for t in range(self.starts[i], self.starts[i] + self.length[i]):
                self.by_long[t] |= self.people[i]
        self.long_value[d] = self.value_of_long(d, self.once)

    def value_of_long(self, d: int, once: list[int]) -> int:
        """People who attend a long session of the day, each as often as they do."""
        attending, _ = self.long_attendance(d, once)
        return sum(people.bit_count() for people in attending)

    def long_attendance(self, d: int, once: list[int]) -> tuple[list[int], list[int]]:
        """Who attends each long session of the day, since no short one in its slots is
        theirs, and who is busy in each slot. A short one in the same slot is never
        worse; long ones go by the earliest end."""
        base = d * self.day
        busy = once[base : base + self.day]
        held = []
        for i in self.long_of_day[d]:
            first = self.starts[i] - base
            taken = busy[first]
            for k in range(first + 1, first + self.length[i]):
                taken |= busy[k]
            people = self.people[i]
            attending = people ^ (people & taken)
            held.append(attending)
            if attending:
                for k in range(first, first + self.length[i]):
                    busy[k] |= attending
        return held, busy

    def run(
        self,
        effort: Effort,
        *,
        work: float | None = None,
        tell: Callable[["Annealer"], bool] | None = None,
    ) -> None:
        """Propose moves, the temperature falling.

        It falls with the work done when `work` is given (see `WORK_BATCH`; the same
        seed then gives the same plan), with the clock otherwise. Ends early when the
        effort is spent or `tell`, asked between batches of moves, answers False. The
        best plan met is kept.
        """
        budget = effort.left
        if (not self.plain and not self.special) or budget <= 0:
            return
        began = time.monotonic()
        screen = Screen(self, self.seed)
        count, spent = SMALLEST_BATCH, 0.0
        while effort.left > 0:
            if work is not None:
                done = spent / work
            else:
                done = (time.monotonic() - began) / budget
            if done >= 1.0 or (tell is not None and not tell(self)):
                break
            expected = work or (spent / done if done > 0.01 else SHORT_WORK)
            self.days_changed.clear()
            proposals = screen.proposals(count, self.heat(done, expected))
            accepted = 0
            for proposal in proposals:
                if self.attempt(proposal, screen):
                    accepted += 1
                    if self.lost < self.best_lost:
                        self.best_lost = self.lost
                        self.best_starts = list(self.starts)
            screen.refresh(self.days_changed)
            spent += WORK_BATCH + count * WORK_MOVE
            spent += len(proposals) * WORK_COUNTED + accepted * WORK_ACCEPTED
            # The table is out of date after a few moves: stop there, but not sooner.
            if accepted > 3:
                count = max(SMALLEST_BATCH, count * 3 // 4)
            elif accepted < 2:
                count = min(LARGEST_BATCH, count * 5 // 4)

    def heat(self, done: float, work: float) -> float:
        """The temperature, in wishes, when `done` of a search of so much work is
        over."""
        usual = self.wish_count / len(self.starts)
        growth = math.pow(max(1.0, work / SHORT_WORK), GROWTH)
        hot = max(1.0, usual * min(HOTTEST, HOT * growth))
        cold = max(0.2, usual * COLD)
        return hot * math.pow(cold / hot, done)

    def attempt(self, proposal: Proposal, screen: Screen) -> bool:
        i, j, slot, bar = proposal
        if j >= 0:
            return self.try_swap(i, j, bar)
        if self.is_exchangeable[i]:
            return self.try_move(i, slot, bar)
        return self.try_special(i, slot, bar, screen)

    def try_swap(self, i: int, j: int, bar: float) -> bool:
        """Exchange two plain sessions; accepted when it gains at least `bar` wishes."""
        a, b = self.starts[i], self.starts[j]
        if a == b or b not in self.allowed[i] or a not in self.allowed[j]:
            return False
        people_i, people_j = self.people[i], self.people[j]
        once_a, once_b = self.once[a], self.once[b]
        only_i = people_i ^ (people_i & self.twice[a])
        only_j = people_j ^ (people_j & self.twice[b])
        new_a = (once_a ^ only_i) | people_j
        new_b = (once_b ^ only_j) | people_i
        count_a, count_b = new_a.bit_count(), new_b.bit_count()
        gain = count_a + count_b - self.count[a] - self.count[b]
        day_a, day_b = a // self.day, b // self.day
        hope = gain
        if self.by_long[a]:
            hope += (only_i & self.by_long[a]).bit_count()
        if self.by_long[b]:
            hope += (only_j & self.by_long[b]).bit_count()
        if hope < bar:
            return False
        needs_i, needs_j = self.sets.needs[i], self.sets.needs[j]
        guards = self.sets.guards
        if needs_i != needs_j:
            free_a = self.free[a] + needs_i - needs_j
            free_b = self.free[b] + needs_j - needs_i
            if free_a & guards != guards or free_b & guards != guards:
                return False
        else:
            free_a, free_b = self.free[a], self.free[b]
        speakers_i, speakers_j = self.speakers[i], self.speakers[j]
        if (self.speaking[a] ^ speakers_i) & speakers_j:
            return False
        if (self.speaking[b] ^ speakers_j) & speakers_i:
            return False
        shift = self.interpreted[i] - self.interpreted[j]
        if shift and not self.has_teams(a, b, shift):
            return False
        once = self.once
        once[a], once[b] = new_a, new_b
        long_a = self.value_of_long(day_a, once)
        long_b = self.value_of_long(day_b, once) if day_b != day_a else 0
        gain += long_a - self.long_value[day_a]
        if day_b != day_a:
            gain += long_b - self.long_value[day_b]
        if gain < bar:
            once[a], once[b] = once_a, once_b
            return False
        self.long_value[day_a] = long_a
        if day_b != day_a:
            self.long_value[day_b] = long_b
        self.free[a], self.free[b] = free_a, free_b
        self.speaking[a] ^= speakers_i ^ speakers_j
        self.speaking[b] ^= speakers_i ^ speakers_j
        if shift:
            self.teams[a] -= shift
            self.teams[b] += shift
            self.team_day[a // self.work_day] -= shift
            self.team_day[b // self.work_day] += shift
        self.starts[i], self.starts[j] = b, a
        self.members[a].remove(i)
        self.members[b].remove(j)
        self.members[a].append(j)
        self.members[b].append(i)
        self.fold(a)
        self.fold(b)
        self.attended += gain
        self.days_changed |= {day_a, day_b}
        return True

    def has_teams(self, a: int, b: int, shift: int) -> bool:
        """Whether `shift` more interpreted sessions fit at b, and fewer at a."""
        if self.teams[b] + shift > self.by_slot or self.teams[a] - shift > self.by_slot:
            return False
        day_a, day_b = a // self.work_day, b // self.work_day
        return day_a == day_b or (
            self.team_day[day_b] + shift <= self.by_day
            and self.team_day[day_a] - shift <= self.by_day
        )

    def try_move(self, i: int, b: int, bar: float) -> bool:
        """Move one plain session to slot b."""
        a = self.starts[i]
        if a == b:
            return False
        people = self.people[i]
        once_a, once_b = self.once[a], self.once[b]
        only = people ^ (people & self.twice[a])
        new_a, new_b = once_a ^ only, once_b | people
        gain = new_a.bit_count() + new_b.bit_count() - self.count[a] - self.count[b]
        if gain + (only & self.by_long[a]).bit_count() < bar:
            return False
        free_b = self.free[b] - self.sets.needs[i]
        if free_b & self.sets.guards != self.sets.guards:
            return False
        if self.speaking[b] & self.speakers[i]:
            return False
        if self.interpreted[i] and not self.has_teams(a, b, 1):
            return False
        day_a, day_b = a // self.day, b // self.day
        once = self.once
        once[a], once[b] = new_a, new_b
        values = {d: self.value_of_long(d, once) for d in {day_a, day_b}}
        gain += sum(value - self.long_value[d] for d, value in values.items())
        if gain < bar:
            once[a], once[b] = once_a, once_b
            return False
        for d, value in values.items():
            self.long_value[d] = value
        self.free[a] += self.sets.needs[i]
        self.free[b] = free_b
        self.speaking[a] ^= self.speakers[i]
        self.speaking[b] ^= self.speakers[i]
        if self.interpreted[i]:
            self.teams[a] -= 1
            self.teams[b] += 1
            self.team_day[a // self.work_day] -= 1
            self.team_day[b // self.work_day] += 1
        self.starts[i] = b
        self.members[a].remove(i)
        self.members[b].append(i)
        self.fold(a)
        self.fold(b)
        self.attended += gain
        self.days_changed |= {day_a, day_b}
        return True

    def try_special(self, i: int, b: int, bar: float, screen: Screen) -> bool:
        """Move a session that holds its hall for several slots; where it takes the
        last place, a plain session goes the other way."""
        a = self.starts[i]
        if a == b:
            return False
        sets = self.sets
        old, new = self.span[i][a], self.span[i][b]
        moves = [(i, b)]
        vacated = [t for t in old if t not in new]
        hope = screen.hope(i, b)
        free = {t: self.free[t] + sets.needs[i] for t in vacated}
        for t in new:
            if t in old:
                continue
            free[t] = self.free[t] - sets.needs[i]
            if free[t] & sets.guards == sets.guards:
                continue
            exchangeable = [j for j in self.members[t] if self.is_exchangeable[j]]
            goals = [u for u in vacated if u != t]
            if not exchangeable or not goals:
                return False
            j = exchangeable[int(screen.draw.integers(len(exchangeable)))]
            u = goals[int(screen.draw.integers(len(goals)))]
            if u not in self.allowed[j]:
                return False
            moves.append((j, u))
            free[t] += sets.needs[j]
            free[u] -= sets.needs[j]
            hope += screen.hope(j, u) + 2 * int(screen.both[i, j])
        return (
            hope >= bar
            and all(left & sets.guards == sets.guards for left in free.values())
            and self.transact(moves, bar)
        )

    def transact(self, moves: list[tuple[int, int]], bar: float) -> bool:
        """Apply all moves, check every rule, undo unless it gains at least `bar`."""
        sets = self.sets
        was = [(i, self.starts[i]) for i, _ in moves]
        attended = self.attended
        self.shift(moves)
        touched = {
            t
            for changes in (was, moves)
            for i, start in changes
            for t in self.span[i][start]
        }
        if (
            self.attended - attended >= bar
            and all(self.free[t] & sets.guards == sets.guards for t in touched)
            and all(self.teams[t] <= self.by_slot for t in touched)
            and all(load <= self.by_day for load in self.team_day)
        ):
            speaking = self.speakers_in(touched)
            if speaking is not None:
                for t, speakers in speaking.items():
                    self.speaking[t] = speakers
                self.days_changed |= {t // self.day for t in touched}
                return True
        self.shift(was)
        return False

    def speakers_in(self, touched: set[int]) -> dict[int, int] | None:
        """Who speaks in these slots; None when somebody does twice in one of them."""
        speaking = dict.fromkeys(touched, 0)
        for i, start in enumerate(self.starts):
            for t in range(start, start + self.length[i]):
                if t in speaking:
                    if speaking[t] & self.speakers[i]:
                        return None
                    speaking[t] |= self.speakers[i]
        return speaking

    def shift(self, moves: list[tuple[int, int]]) -> None:
        """Put sessions elsewhere without asking; `speaking` is left to the caller."""
        needs = self.sets.needs
        slots: set[int] = set()
        days: set[int] = set()
        for i, b in moves:
            a, length = self.starts[i], self.length[i]
            for t in self.span[i][a]:
                self.free[t] += needs[i]
            for t in self.span[i][b]:
                self.free[t] -= needs[i]
            if self.interpreted[i]:
                for k in range(length):
                    self.teams[a + k] -= 1
                    self.teams[b + k] += 1
                    self.team_day[(a + k) // self.work_day] -= 1
                    self.team_day[(b + k) // self.work_day] += 1
            if length == 1:
                self.members[a].remove(i)
                self.members[b].append(i)
                slots |= {a, b}
            else:
                self.long_of_day[a // self.day].remove(i)
                self.long_of_day[b // self.day].append(i)
            days |= {a // self.day, b // self.day}
            self.starts[i] = b
        for t in slots:
            self.attended -= self.count[t]
            self.fold(t)
            self.attended += self.count[t]
        for d in days:
            self.attended -= self.long_value[d]
            self.refresh_long(d)
            self.attended += self.long_value[d]
