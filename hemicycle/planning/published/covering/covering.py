"""Interpreters to sessions so that most is covered.

The interpreter scheduling problem of the ULB set: one session per interpreter and
block, one pair of languages per interpreter and session; objectives OF1 (language
pairs) and OF2 (whole sessions); optional limits on an interpreter's work.

Two observations make it small. Sessions of a block that need the same pair are
interchangeable for OF1: a column per interpreter, block and pair is enough, with the
number of such sessions as its cap, and the rest is dealt out afterwards. For OF2, a
session with n languages takes n(n-1)/2 interpreters: those that cannot be staffed even
alone are left out by bipartite matching (Kuhn 1955).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from hemicycle.planning.interpreters.highs import Answer, Programme
from hemicycle.planning.interpreters.teams import count
from hemicycle.planning.published.covering.assembly import (
    Assembly,
    Assignment,
    Limits,
    Pair,
    Session,
)
from hemicycle.planning.result import Effort, Result, Status, Unbuilt

MOST_LACKS = 200  # sentences

Work = dict[tuple[int, int], list[int]]  # (interpreter, block) -> columns


def pairs(
    assembly: Assembly, effort: Effort, *, limits: Limits | None = None
) -> Result[list[Assignment]]:
    """Cover the most pairs of languages, counted once per session (OF1)."""
    try:
        return most_pairs(assembly, effort, limits)
    except Unbuilt:
        return out_of_time(effort)


def most_pairs(
    assembly: Assembly, effort: Effort, limits: Limits | None
) -> Result[list[Assignment]]:
    programme, work = Programme(effort), defaultdict(list)
    waiting: dict[tuple[int, Pair], list[Session]] = defaultdict(list)
    for session in assembly.sessions:
        for pair in session.pairs:
            waiting[session.block, pair].append(session)
    able: dict[tuple[int, Pair], list[tuple[int, int]]] = defaultdict(list)
    for index, interpreter in enumerate(assembly.interpreters):
        for block in range(len(assembly.blocks)):
            for pair in interpreter.pairs:
                if (block, pair) in waiting:
                    column = programme.column(gain=1.0)
                    work[index, block].append(column)
                    able[block, pair].append((index, column))
    for place, candidates in able.items():
        if len(candidates) > len(waiting[place]):
            columns = [column for _, column in candidates]
            programme.row(columns, upper=float(len(waiting[place])))
    keep_limits(programme, work, assembly, limits)
    answer = programme.solve()
    assigned = []
    for (block, pair), candidates in able.items():
        chosen = [i for i, column in candidates if taken(answer, column)]
        for index, session in zip(chosen, waiting[block, pair], strict=False):
            name = assembly.interpreters[index].name
            assigned.append(Assignment(name, session.name, pair))
    return result(answer, assigned, effort)


def sessions(
    assembly: Assembly, effort: Effort, *, limits: Limits | None = None
) -> Result[list[Assignment]]:
    """Cover the most sessions wholly, every pair by an interpreter of its own (OF2)."""
    try:
        return most_sessions(assembly, effort, limits)
    except Unbuilt:
        return out_of_time(effort)


def most_sessions(
    assembly: Assembly, effort: Effort, limits: Limits | None
) -> Result[list[Assignment]]:
    programme, work = Programme(effort), defaultdict(list)
    able: list[tuple[int, Session, Pair, int]] = []
    for session in assembly.sessions:
        effort.go_on()
        if not staffable(session, assembly):
            continue
        covered = programme.column(gain=1.0)
        for pair in session.pairs:
            columns = []
            for index, interpreter in enumerate(assembly.interpreters):
                if interpreter.languages.issuperset(pair):
                    column = programme.column()
                    columns.append(column)
                    work[index, session.block].append(column)
                    able.append((index, session, pair, column))
            programme.row(
                [*columns, covered],
                factors=[*[1.0] * len(columns), -1.0],
                lower=0.0,
                upper=0.0,
            )
    keep_limits(programme, work, assembly, limits)
    answer = programme.solve()
    assigned = [
        Assignment(assembly.interpreters[index].name, session.name, pair)
        for index, session, pair, column in able
        if taken(answer, column)
    ]
    return result(answer, assigned, effort)


def keep_limits(
    programme: Programme, work: Work, assembly: Assembly, limits: Limits | None
) -> None:
    blocks = range(len(assembly.blocks))
    for columns in work.values():
        programme.row(columns, upper=1.0)
    if limits is None:
        return
    for index in range(len(assembly.interpreters)):
        mine = [column for block in blocks for column in work.get((index, block), [])]
        if len(blocks) > limits.sessions:
            programme.row(mine, upper=float(limits.sessions))
        for start in blocks[: max(0, len(blocks) - limits.consecutive)]:
            row = blocks[start : start + limits.consecutive + 1]
            columns = [c for block in row for c in work.get((index, block), [])]
            programme.row(columns, upper=float(limits.consecutive))


def staffable(session: Session, assembly: Assembly) -> bool:
    """Whether its pairs find an interpreter each, if nobody were needed elsewhere."""
    serves: dict[int, Pair] = {}

    def place(pair: Pair, seen: set[int]) -> bool:
        for index, interpreter in enumerate(assembly.interpreters):
            if index not in seen and interpreter.languages.issuperset(pair):
                seen.add(index)
                if index not in serves or place(serves[index], seen):
                    serves[index] = pair
                    return True
        return False

    if len(session.pairs) > len(assembly.interpreters):
        return False
    return all(place(pair, set()) for pair in session.pairs)


def taken(answer: Answer, column: int) -> bool:
    return bool(answer.values) and answer.values[column] > 0.5


def lacks(assembly: Assembly, assigned: Iterable[Assignment]) -> list[str]:
    """What is not covered, in words, block by block; sessions by their names."""
    covered = {(team.session, tuple(sorted(team.languages))) for team in assigned}
    missing: dict[tuple[int, Pair], list[str]] = defaultdict(list)
    for session in assembly.sessions:
        for pair in session.pairs:
            if (session.name, pair) not in covered:
                missing[session.block, pair].append(session.name)
    said = [
        f"{assembly.blocks[block]} lacks {count(len(held))} for {pair[0]} and "
        f"{pair[1]}: {', '.join(held)}"
        for (block, pair), held in sorted(missing.items())
    ]
    rest = len(said) - MOST_LACKS
    return [*said[:MOST_LACKS], *([f"and {rest:,} lacks more"] if rest > 0 else [])]


def out_of_time(effort: Effort) -> Result[Any]:
    words = ["no plan was found in the time allowed"]
    return Result(Status.UNKNOWN, None, None, effort.spent, None, words)


def result(
    answer: Answer, assigned: list[Assignment], effort: Effort
) -> Result[list[Assignment]]:
    if answer.objective is None:
        words = ["no plan was found in the time allowed"]
        return Result(answer.status, None, answer.bound, effort.spent, None, words)
    objective = round(answer.objective)
    # Only whole numbers are possible, so the bound may be rounded down.
    bound = None if answer.bound is None else int(answer.bound + 1e-6)
    status = Status.OPTIMAL if bound == objective else answer.status
    return Result(status, objective, bound, effort.spent, assigned)
