"""What moves would gain, estimated for hundreds of them at once with numpy.

A table holds for each session and slot what arriving there gains, and for each session
what leaving loses: counts of people, as bits. Moves that lose more than their bar are
passed over here; `annealing` counts exactly what the others gain, so that an estimate
may be out by a few people but no plan's value is. Sessions of several slots are few and
estimated one by one.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hemicycle.planning.programme.annealing import Annealer

FEW = 200  # one in so many people may change in a slot before it is counted anew
NEVER = -(10**6)
MOST_PAIRED = 4_000  # sessions; a table of pairs takes 4 bytes for each pair
MOST_WISHES = 1_000_000  # counted in pairs, about a second's work


class Proposal(NamedTuple):
    """Session i to `slot`, and j (unless -1) to where i was, if that gains at least
    `bar` wishes."""

    i: int
    j: int
    slot: int
    bar: float


class Screen:
    """Follows one search; `refresh` after its moves."""

    def __init__(self, search: "Annealer", seed: int) -> None:
        self.search = search
        self.draw = np.random.default_rng(seed)
        self.words = max(1, -(-len(search.conference.wishes) // 64))
        slots = search.conference.slots
        self.few = len(search.conference.wishes) // FEW
        sessions = range(len(search.starts))
        self.plain = np.array(search.plain, np.int64)
        self.special = search.special
        self.short = np.array([i for i in sessions if search.length[i] == 1], np.int64)
        rows = self.as_rows(search.people)
        self.rows = rows[self.short]
        # Kept: arrays of this size would be asked of the system anew each time.
        self.met = np.empty_like(self.rows)
        self.bits = np.empty(self.rows.shape, np.uint8)
        self.allowed = np.zeros((len(search.starts), slots), bool)
        for i, allowed in enumerate(search.allowed):
            self.allowed[i, list(allowed)] = True
        self.start = np.array(search.starts, np.int64)
        self.gain = np.full((len(search.starts), slots), NEVER, np.int32)
        self.loss = np.zeros(len(search.starts), np.int32)
        self.both = self.wanted_by_both()
        self.once = [-1] * slots
        self.kept = [-1] * slots
        self.busy = [0] * slots
        self.attending = [0] * len(search.starts)
        self.refresh(range(search.days))

    def as_rows(self, people: Sequence[int]) -> npt.NDArray[np.uint64]:
        width = 8 * self.words
        joined = b"".join(each.to_bytes(width, "little") for each in people)
        return np.frombuffer(joined, np.uint64).reshape(len(people), self.words)

    def wanted_by_both(self) -> npt.NDArray[np.int32]:
        """People who want both of two sessions. All of them zero for very many
        sessions or wishes, where fewer swaps pass."""
        count = len(self.search.starts)
        wishes = self.search.wish_count
        if count > MOST_PAIRED or wishes > MOST_WISHES:
            return np.broadcast_to(np.int32(0), (count, count))
        both = np.zeros((count, count), np.int32)
        for wanted in self.search.conference.wishes:
            held = list(set(wanted))
            both[np.ix_(held, held)] += 1
        return both

    def refresh(self, days: Iterable[int]) -> None:
        """Follow the search after moves within these days."""
        search = self.search
        for d in days:
            base = d * search.day
            attending, busy = search.long_attendance(d, search.once)
            for i, people in zip(search.long_of_day[d], attending, strict=True):
                self.attending[i] = people
            for t, people in enumerate(busy, base):
                if (people ^ self.busy[t]).bit_count() > self.few or self.once[t] < 0:
                    self.count_gain(t, people)
            for t, people in enumerate(self.spared(d, busy), base):
                kept = search.twice[t] | people
                if (
                    search.once[t] != self.once[t]
                    or (kept ^ self.kept[t]).bit_count() > self.few
                ):
                    self.once[t], self.kept[t] = search.once[t], kept
                    for i in search.members[t]:
                        self.loss[i] = (search.people[i] & ~kept).bit_count()
                        self.start[i] = t

    def count_gain(self, t: int, busy: int) -> None:
        self.busy[t] = busy
        free = ~self.as_rows([busy])
        np.bitwise_and(self.rows, free, out=self.met)
        counts = np.bitwise_count(self.met, out=self.bits).sum(1, dtype=np.int32)
        self.gain[self.short, t] = np.where(self.allowed[self.short, t], counts, NEVER)

    def spared(self, d: int, busy: list[int]) -> list[int]:
        """By slot of the day, who would attend a long session if they lost their short
        one there, and so lose nothing."""
        search = self.search
        spared = [0] * search.day
        for i in search.long_of_day[d]:
            first = search.starts[i] - d * search.day
            span = range(first, first + search.length[i])
            for k in span:
                others = 0
                for m in span:
                    if m != k:
                        others |= busy[m]
                spared[k] |= search.people[i] & ~others
        return spared

    def hope(self, i: int, slot: int) -> int:
        """What session i would gain in another slot."""
        length = self.search.length[i]
        if length == 1:
            return int(self.gain[i, slot] - self.loss[i])
        busy, own = 0, self.attending[i]
        for t in range(slot, slot + length):
            busy |= self.busy[t]
        free = self.search.people[i] & (~busy | own)
        return free.bit_count() - own.bit_count()

    def proposals(self, count: int, heat: float) -> list[Proposal]:
        """Of `count` random swaps and a share of single moves, those worth counting.

        A move passes when it gains at least its bar, `heat` times the logarithm of a
        random number: the rule of Metropolis.
        """
        proposals: list[Proposal] = []
        draw, plain = self.draw, self.plain
        if len(plain) > 1:
            i = plain[draw.integers(0, len(plain), count)]
            j = plain[draw.integers(0, len(plain), count)]
            a, b = self.start[i], self.start[j]
            # Who wants both of them keeps one in each slot, whatever the table says.
            hope = self.gain[i, b] + self.gain[j, a] - self.loss[i] - self.loss[j]
            hope += 2 * self.both[i, j]
            bars = heat * np.log1p(-draw.random(count))
            kept = np.flatnonzero((hope >= bars) & (a != b))
            proposals += map(
                Proposal._make,
                zip(
                    i[kept].tolist(),
                    j[kept].tolist(),
                    b[kept].tolist(),
                    bars[kept].tolist(),
                    strict=True,
                ),
            )
        if len(plain):
            several = max(1, count // 6)
            i = plain[draw.integers(0, len(plain), several)]
            b = draw.integers(0, self.gain.shape[1], several)
            bars = heat * np.log1p(-draw.random(several))
            kept = np.flatnonzero(self.gain[i, b] - self.loss[i] >= bars)
            proposals += [
                Proposal(int(i[k]), -1, int(b[k]), float(bars[k])) for k in kept
            ]
        for _ in range(max(1, count // 60) if self.special else 0):
            chosen = self.special[int(draw.integers(len(self.special)))]
            choices = self.search.choices[chosen]
            slot = choices[int(draw.integers(len(choices)))]
            bar = heat * float(np.log1p(-draw.random()))
            if self.hope(chosen, slot) >= bar:
                proposals.append(Proposal(chosen, -1, slot, bar))
        return proposals
