"""Clauses over numbered literals, with the two counters that make the timing model
quick.

A literal is a non-zero integer, negative when negated; 1 is true. Kept apart from any
solver: `timing` hands a formula to CP-SAT, `contradiction` to a SAT solver with
assumptions.
"""

from collections.abc import Iterable, Sequence

from hemicycle.planning.result import Effort, Unbuilt

TRUE = 1
FALSE = -1
# About 1 KB each by the time a solver has them; the largest published forum has a
# quarter of a million.
MOST_CLAUSES = 1_000_000
ASKED_EVERY = 2_000  # clauses


class Formula:
    """Raises Unbuilt when the effort ends, or there are too many clauses to go on."""

    def __init__(self, effort: Effort | None = None) -> None:
        self.effort = effort
        self.variables = 1
        self.clauses: list[list[int]] = [[TRUE]]
        # Sums that follow from the clauses, for solvers that use them: literals, value.
        self.sums: list[tuple[list[int], int]] = []
        # At most so many of these, for solvers that keep such rows themselves.
        self.caps: list[tuple[list[int], int]] = []

    def new(self) -> int:
        self.variables += 1
        return self.variables

    def clause(self, literals: Iterable[int]) -> None:
        kept = [literal for literal in literals if literal != FALSE]
        if TRUE not in kept:
            self.clauses.append(kept)
            if len(self.clauses) % ASKED_EVERY == 0:
                self.ask()

    def ask(self) -> None:
        if len(self.clauses) > MOST_CLAUSES:
            raise Unbuilt(f"over {MOST_CLAUSES:,} clauses")
        if self.effort is not None:
            self.effort.go_on()

    def implies(self, condition: int, consequence: int) -> None:
        self.clause((-condition, consequence))

    def totals(self, literals: Sequence[int], limit: int) -> list[int]:
        """Outputs o[j]: true when more than j of the literals are; counts up to limit +
        1.

        The totalizer of Bailleux and Boufkhad (CP 2003), one direction, cut off above
        the limit.
        """
        layer = [[literal] for literal in literals]
        while len(layer) > 1:
            layer = [
                self.merged(layer[at], layer[at + 1], limit + 1)
                if at + 1 < len(layer)
                else layer[at]
                for at in range(0, len(layer), 2)
            ]
        return layer[0] if layer else []

    def merged(self, left: list[int], right: list[int], most: int) -> list[int]:
        out = [self.new() for _ in range(min(len(left) + len(right), most))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if 0 < i + j <= len(out):
                    clause = [out[i + j - 1]]
                    if i:
                        clause.append(-left[i - 1])
                    if j:
                        clause.append(-right[j - 1])
                    self.clause(clause)
        return out

    def at_most(self, literals: Sequence[int], limit: int) -> None:
        if len(literals) <= limit:
            return
        outputs = self.totals(literals, limit)
        if len(outputs) > limit:
            self.clause([-outputs[limit]])

    def cumulative(self, events: Sequence[int], total: int) -> list[dict[int, int]]:
        """by[t][j]: at least j of the first t events happen, in both directions.

        Exactly `total` events happen. The sequential counter of Sinz (CP 2005) along
        time: what came before and what is still to come is visible at every moment,
        which a plain sum hides from a clause learner.
        """
        count = len(events)
        by: list[dict[int, int]] = [{} for _ in range(count + 1)]

        def at_least(time: int, number: int) -> int:
            if number <= max(0, total - (count - time)):
                return TRUE
            if number > min(time, total):
                return FALSE
            if number not in by[time]:
                by[time][number] = self.new()
            return by[time][number]

        for time, event in enumerate(events, 1):
            for number in range(1, min(time, total + 1) + 1):
                now, before = at_least(time, number), at_least(time - 1, number)
                one_less = at_least(time - 1, number - 1)
                self.implies(before, now)
                self.clause((-event, -one_less, now))
                self.clause((-now, before, one_less))
                self.clause((-now, before, event))
        if total > count:
            self.clause([FALSE])
        for time in range(count + 1):
            by[time][1] = at_least(time, 1)
        return by
