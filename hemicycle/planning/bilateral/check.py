"""Verifies plans of bilateral meetings. Shares no code with the models."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any


def plan_violations(
    conference: dict[str, Any], meetings: list[Any], objective: object = None
) -> list[str]:
    """What is wrong with a conference's meetings, in words. All is plain data."""
    wrong: list[str] = []
    people = conference["delegates"]
    asked = {tuple(pair) for pair in conference["requests"]}
    rules = conference["worth"]
    free = {
        code
        for code, level in conference.get("levels", {}).items()
        if level in ("warn", "ignore")
    }
    agenda: dict[int, list[int]] = {number: [] for number in range(len(people))}
    tables: set[tuple[int, int]] = set()
    seen: set[frozenset[int]] = set()
    worth = 0
    for entry in meetings:
        keys = ("first", "second", "slot", "table")
        numbers: list[Any] = []
        if isinstance(entry, dict):
            numbers = [entry.get(key) for key in keys]
        if not numbers or any(type(number) is not int for number in numbers):
            wrong.append(f"not a meeting: {entry!r:.100}")
            continue
        first, second, slot, table = numbers
        name = f"delegates {first} and {second} in slot {slot}"
        if not (0 <= first < len(people) and 0 <= second < len(people)):
            wrong.append(f"{name}: no such delegate")
            continue
        if first == second:
            wrong.append(f"{name}: the same person")
        if not 0 <= slot < conference["slots"]:
            wrong.append(f"{name}: no such slot")
        if not 0 <= table < len(conference["tables"]):
            wrong.append(f"{name}: no table {table}")
        if (slot, table) in tables:
            wrong.append(f"{name}: table {table} is taken")
        tables.add((slot, table))
        if frozenset((first, second)) in seen:
            wrong.append(f"{name}: they meet twice")
        seen.add(frozenset((first, second)))
        ways = ((first, second) in asked) + ((second, first) in asked)
        if not ways:
            wrong.append(f"{name}: nobody asked for it")
        vetoed = second in people[first]["vetoes"] or first in people[second]["vetoes"]
        if vetoed and "veto" not in free:
            wrong.append(f"{name}: one of them will not meet the other")
        for person in (first, second):
            if slot in people[person]["busy"] and "busy" not in free:
                wrong.append(f"{name}: delegate {person} is in a session")
            agenda[person].append(slot)
        shared = set(people[first]["interests"]) & set(people[second]["interests"])
        worth += rules["mutual"] if ways == 2 else rules["request"]
        worth += rules["interest"] * min(len(shared), rules["most_interests"])
    for person, slots in agenda.items():
        used = sorted(slots)
        if len(set(used)) < len(used):
            wrong.append(f"delegate {person} has two meetings at once")
        if len(used) > people[person]["cap"] and "cap" not in free:
            wrong.append(f"delegate {person} has {len(used)} meetings")
        breaks = sum(later - earlier > 1 for earlier, later in pairwise(used))
        if breaks > conference["breaks"] and "breaks" not in free:
            wrong.append(f"delegate {person} has {breaks} breaks")
    if objective is not None and not wrong and objective != worth:
        wrong.append(f"the plan is worth {worth} points, not {objective!r:.60}")
    return wrong


def repair_violations(
    conference: dict[str, Any],
    announced: list[Any],
    meetings: list[Any],
    withdrawn: Iterable[int],
    allowed: int,
) -> list[str]:
    """What is wrong with a repaired plan: its rules, and what it changed."""
    wrong = plan_violations(conference, meetings)
    gone = set(withdrawn)

    def places(plan: list[Any]) -> dict[tuple[int, int], tuple[int, int]]:
        return {(m["first"], m["second"]): (m["slot"], m["table"]) for m in plan}

    before, after = places(announced), places(meetings)
    changes = 0
    for pair in before.keys() | after.keys():
        if gone & set(pair):
            if pair in after:
                wrong.append(f"delegates {pair} meet, but one of them withdrew")
        elif before.get(pair) != after.get(pair):
            changes += 1
    if changes > allowed:
        wrong.append(f"{changes} changes, {allowed} allowed")
    return wrong
