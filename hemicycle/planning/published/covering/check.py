"""Verifies who covers which languages, sharing no code with the model."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any


def violations(
    instance: dict[str, Any],
    solution: Iterable[Any],
    *,
    limits: tuple[int, int] | None = None,
    objective: float | None = None,
    counted: str | None = None,
) -> list[str]:
    """What is wrong, in words. `limits` are sessions and blocks in a row, where they
    hold.

    `counted` says what the objective counts: "pairs" or "sessions"; None accepts
    either.
    """
    wrong: list[str] = []
    block_of = {s: b for b, held in instance["Sessions_b"].items() for s in held}
    order = {block: index for index, block in enumerate(instance["Blocks"])}
    busy: dict[tuple[str, str], str] = {}
    covered: dict[str, set[frozenset[str]]] = defaultdict(set)
    agenda: dict[str, set[int]] = defaultdict(set)
    for entry in solution:
        try:
            person, session = entry["interpreter"], entry["session"]
            pair = frozenset(entry["languages"])
        except (TypeError, KeyError, ValueError):
            wrong.append(f"not an assignment: {entry!r}"[:120])
            continue
        if person not in instance["Interpreters"]:
            wrong.append(f"{person} is not an interpreter")
            continue
        if session not in instance["Sessions"]:
            wrong.append(f"{session} is not a session")
            continue
        both = " and ".join(sorted(map(str, pair)))
        if len(pair) != 2 or not pair <= set(instance["Languages_s"].get(session, [])):
            wrong.append(f"{session} does not need {both}")
        if not pair <= set(instance["Languages_i"].get(person, [])):
            wrong.append(f"{person} does not master {both}")
        block = block_of[session]
        if (person, block) in busy:
            wrong.append(f"{person} works twice in {block}")
        busy[person, block] = session
        if pair in covered[session]:
            wrong.append(f"{both} is covered twice in {session}")
        covered[session].add(pair)
        agenda[person].add(order[block])
    if limits is not None:
        wrong += over_limits(agenda, limits)
    if objective is not None and not wrong:
        pairs = sum(map(len, covered.values()))
        whole = 0
        for session in instance["Sessions"]:
            spoken = instance["Languages_s"].get(session, [])
            needed = {frozenset(pair) for pair in combinations(spoken, 2)}
            whole += needed <= covered[session]
        counts = {"pairs": pairs, "sessions": whole}
        allowed = counts.values() if counted is None else [counts[counted]]
        if objective not in allowed:
            wrong.append(
                f"the plan covers {pairs} pairs and {whole} whole sessions, "
                f"not {objective!r:.60}"
            )
    return wrong


def over_limits(agenda: dict[str, set[int]], limits: tuple[int, int]) -> list[str]:
    wrong = []
    for person, blocks in sorted(agenda.items()):
        if len(blocks) > limits[0]:
            wrong.append(f"{person} has {len(blocks)} sessions, more than {limits[0]}")
        for start in sorted(blocks):
            run = range(start, start + limits[1] + 1)
            if blocks.issuperset(run):
                wrong.append(f"{person} works more than {limits[1]} blocks in a row")
                break
    return wrong
