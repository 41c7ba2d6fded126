"""Verifies the slots of a forum. Shares no code with the model.

Reads the published file once more with its own few lines, so that a fault of the reader
shows too.
"""

import re
from itertools import pairwise


def timing_violations(
    text: str, slots: list[object], fairness: int = 2, objective: object = None
) -> list[str]:
    """What is wrong with the slot per meeting, in words; empty when all is well."""
    number = {n: int(v) for n, v in re.findall(r"(n[A-Z]\w+)\s*=\s*(\d+)\s*;", text)}
    field = dict(re.findall(r"(\w+)\s*=\s*\[(.*?)\]\s*;", text, re.DOTALL))
    digits = re.compile(r"\d+")
    rows = [
        list(map(int, digits.findall(row))) for row in field["requested"].split("|")
    ]
    rows = [row for row in rows if row]
    fixed = list(map(int, digits.findall(field.get("fixed", ""))))

    def sets(name: str) -> list[set[int]]:
        inner = re.findall(r"\{(.*?)\}", field.get(name, ""), re.DOTALL)
        return [set(map(int, digits.findall(members))) for members in inner]

    forbidden, before = sets("forbidden"), sets("precedences")
    if len(slots) != len(rows):
        return [f"{len(slots)} slots for {len(rows)} meetings"]
    wrong = []
    for index, slot in enumerate(slots, 1):
        if not isinstance(slot, int) or isinstance(slot, bool):
            wrong.append(f"meeting {index} has no slot but {slot!r}")
        elif not 1 <= slot <= number["nTotalSlots"]:
            wrong.append(f"meeting {index} is in slot {slot}, which does not exist")
    if wrong:
        return wrong
    at = [int(str(slot)) for slot in slots]
    morning = number["nMorningSlots"]
    agenda: dict[int, list[int]] = {p: [] for p in range(1, number["nBusiness"] + 1)}
    for index, (row, slot) in enumerate(zip(rows, at, strict=True)):
        name = f"meeting {index + 1}"
        if row[2] == 1 and slot > morning:
            wrong.append(f"{name} is a morning's, but in slot {slot}")
        if row[2] == 2 and slot <= morning:
            wrong.append(f"{name} is an afternoon's, but in slot {slot}")
        if fixed and fixed[index] not in (0, slot):
            wrong.append(f"{name} is fixed at {fixed[index]}, but in slot {slot}")
        if before:
            for other in before[index]:
                if at[other - 1] >= slot:
                    wrong.append(f"{name} does not come after meeting {other}")
        for person in row[:2]:
            agenda[person].append(slot)
            if forbidden and slot in forbidden[person - 1]:
                wrong.append(f"{name}: participant {person} cannot meet in slot {slot}")
    for slot in sorted(set(at)):
        if at.count(slot) > number["nTables"]:
            wrong.append(f"slot {slot} needs {at.count(slot)} tables")
    breaks = []
    for person, held in agenda.items():
        used = sorted(held)
        for slot in sorted(set(used)):
            if used.count(slot) > 1:
                wrong.append(
                    f"participant {person} has {used.count(slot)} meetings "
                    f"in slot {slot}"
                )
        breaks.append(sum(b - a > 1 for a, b in pairwise(used)))
    if breaks and max(breaks) - min(breaks) > fairness:
        wrong.append(
            f"breaks differ by {max(breaks) - min(breaks)}, more than {fairness}"
        )
    if objective is not None and objective != sum(breaks):
        wrong.append(f"the plan has {sum(breaks)} breaks, not {objective!r:.60}")
    return wrong
