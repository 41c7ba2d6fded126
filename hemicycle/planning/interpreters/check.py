"""Verifies interpreters' plans, sharing no code with the models."""

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


def staffing_violations(
    assignments: list[dict[str, Any]],
    members: list[dict[str, Any]],
    seats: list[dict[str, Any]],
    *,
    a_day: int,
    in_days: int,
    days: int,
    team: dict[tuple[str, str], int],
) -> list[str]:
    """What is wrong with a staffing, in words. Plain data; empty seats are no fault.

    `team` is the size of the booth for (assignment, language).
    """
    wrong: list[str] = []
    session = {one["name"]: one for one in assignments}
    people = {one["name"]: one for one in members}
    booth: dict[tuple[str, str], int] = defaultdict(int)
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for seat in seats:
        name, language, where = seat["member"], seat["language"], seat["assignment"]
        if name not in people or where not in session:
            wrong.append(f"{name} in {where}: no such person or session")
            continue
        one, person = session[where], people[name]
        if language not in one["languages"]:
            wrong.append(f"{where} is not interpreted into {language}")
        if language not in person["booths"]:
            wrong.append(f"{name} cannot work into {language}")
        if one["day"] in person["away"]:
            wrong.append(f"{name} is away on day {one['day']}")
        for other in held[name]:
            apart = (
                other["start"] + other["minutes"] <= one["start"]
                or one["start"] + one["minutes"] <= other["start"]
            )
            if other["day"] == one["day"] and not apart:
                wrong.append(f"{name} is in {other['name']} and {where} at once")
        held[name].append(one)
        booth[where, language] += 1
    for (where, language), count in sorted(booth.items()):
        if count > team.get((where, language), 0):
            wrong.append(f"{count} people sit in the {language} booth of {where}")
    for name, mine in sorted(held.items()):
        worked = [one["day"] for one in mine]
        for day in sorted(set(worked)):
            if worked.count(day) > a_day:
                wrong.append(f"{name} has {worked.count(day)} assignments on day {day}")
            in_a_run = sum(day <= other < day + days for other in worked)
            if in_a_run > in_days:
                wrong.append(f"{name} has {in_a_run} assignments in {days} days")
    return wrong
