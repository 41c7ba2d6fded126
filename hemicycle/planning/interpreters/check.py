"""Verifies the staffing of booths, sharing no code with the model."""

from collections import defaultdict
from typing import Any


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
    session = {assignment["name"]: assignment for assignment in assignments}
    people = {assignment["name"]: assignment for assignment in members}
    booth: dict[tuple[str, str], int] = defaultdict(int)
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for seat in seats:
        name, language, where = seat["member"], seat["language"], seat["assignment"]
        if name not in people or where not in session:
            wrong.append(f"{name} in {where}: no such person or session")
            continue
        assignment, person = session[where], people[name]
        if language not in assignment["languages"]:
            wrong.append(f"{where} is not interpreted into {language}")
        if language not in person["booths"]:
            wrong.append(f"{name} cannot work into {language}")
        if assignment["day"] in person["away"]:
            wrong.append(f"{name} is away on day {assignment['day']}")
        for other in held[name]:
            apart = (
                other["start"] + other["minutes"] <= assignment["start"]
                or assignment["start"] + assignment["minutes"] <= other["start"]
            )
            if other["day"] == assignment["day"] and not apart:
                wrong.append(f"{name} is in {other['name']} and {where} at once")
        held[name].append(assignment)
        booth[where, language] += 1
    for (where, language), count in sorted(booth.items()):
        if count > team.get((where, language), 0):
            wrong.append(f"{count} people sit in the {language} booth of {where}")
    for name, mine in sorted(held.items()):
        worked = [assignment["day"] for assignment in mine]
        for day in sorted(set(worked)):
            if worked.count(day) > a_day:
                wrong.append(f"{name} has {worked.count(day)} assignments on day {day}")
            in_a_run = sum(day <= other < day + days for other in worked)
            if in_a_run > in_days:
                wrong.append(f"{name} has {in_a_run} assignments in {days} days")
    return wrong
