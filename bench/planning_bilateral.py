"""The published forums (goal PL4) and invented conferences (goal PL5).

PL4: the published files with fairness 2, and the originals with fairness 0, 1 and 3,
each closed within 60 s. PL5: 1,500 delegates, 80 tables, 18 slots in 120 s, at least
97% of the fractional bound; one in twenty withdraws: repaired in 10 s.
"""

import dataclasses
import json
import math
import random
import time
from collections.abc import Iterator
from functools import partial

from bench.planning_case import Case, Comparison, Outcome, shared
from hemicycle.planning.bilateral import check, conference_json, rematching
from hemicycle.planning.bilateral.matching import plan as plan_of
from hemicycle.planning.bilateral.requests import Conference, Delegate, Request
from hemicycle.planning.result import Effort

SECONDS = 60.0


def jair() -> Iterator[Case]:
    folder = shared()
    if folder is None:
        return
    files = folder / "planning" / "bilateral"
    published = json.loads((files / "published.json").read_text())
    for file in sorted((files / "jair2022").glob("*.dzn")):
        best = published.get(file.stem, {}).get("optimum")
        beside = Comparison(published="infeasible" if best == "INF" else best)
        yield Case(file.stem, SECONDS, beside, ("bilateral", str(file)), file)


def fairness() -> Iterator[Case]:
    folder = shared()
    if folder is None:
        return
    files = folder / "planning" / "bilateral" / "jair2022"
    for file in sorted(files.glob("*.original.dzn")):
        for most in (0, 1, 3):
            words = ("bilateral", str(file), "--fairness", str(most))
            name = f"{file.stem} fairness {most}"
            yield Case(name, SECONDS, arguments=words, file=file)


def invented(
    seed: int,
    *,
    delegates: int = 1500,
    tables: int = 80,
    slots: int = 18,
    asked: float = 5.0,
) -> Conference:
    """A conference like no real one: a few people whom everybody asks for, a long tail.

    `asked` is the mean number of requests that a delegate makes; about one in four is
    returned. Each has two to five slots of own sessions and one in twenty a veto.
    """
    chance = random.Random(seed)
    subjects = [f"subject {number}" for number in range(24)]
    fame = [chance.paretovariate(1.6) for _ in range(delegates)]
    people, requests = [], set()
    for number in range(delegates):
        start = chance.randrange(slots)
        length = min(chance.randint(2, 5), max(0, slots - 2))
        others = frozenset(chance.sample(range(delegates), 1))
        people.append(
            Delegate(
                name=f"delegate {number}",
                cap=chance.choice((3, 4, 5, 6, 8)),
                floor=1,
                busy=frozenset((start + step) % slots for step in range(length)),
                interests=frozenset(chance.sample(subjects, 4)),
                vetoes=others - {number} if chance.random() < 0.05 else frozenset(),
            )
        )
        count = 1 + min(int(chance.expovariate(1 / asked)), 30)
        for other in chance.choices(range(delegates), fame, k=count):
            if other != number:
                requests.add((number, other))
                if chance.random() < 0.25:
                    requests.add((other, number))
    width = math.ceil(math.sqrt(tables))
    return Conference(
        delegates=tuple(people),
        requests=tuple(Request(*pair) for pair in sorted(requests)),
        slots=slots,
        tables=tuple((4.0 * (k % width), 4.0 * (k // width)) for k in range(tables)),
    )


def matched(seed: int, effort: Effort) -> Outcome:
    conference = invented(seed)
    effort = dataclasses.replace(effort, started=time.monotonic())
    answer = plan_of(conference, effort)
    seconds = effort.spent
    if answer.solution is None or answer.bound is None or answer.objective is None:
        return Outcome(answer.status, None, answer.bound, seconds, None)
    figures = answer.solution.figures
    plan = conference_json.conference_as_json(conference)
    held = [dataclasses.asdict(meeting) for meeting in answer.solution.meetings]
    wrong = check.plan_violations(plan, held, answer.objective)
    remark = (
        f"{answer.objective / answer.bound:.1%} of the bound; {figures.meetings} "
        f"meetings, {figures.below_floor} below the floor, at most "
        f"{figures.most_breaks} breaks each, {figures.breaks} in all"
    )
    return Outcome(
        answer.status,
        answer.objective,
        answer.bound,
        seconds,
        not wrong,
        remark if not wrong else wrong[0],
    )


def repaired(seed: int, effort: Effort) -> Outcome:
    """One delegate in twenty withdraws from the plan of `matched`."""
    conference = invented(seed)
    whole = dataclasses.replace(effort, seconds=120.0, started=time.monotonic())
    planned = plan_of(conference, whole).solution
    if planned is None:
        return Outcome("UNKNOWN", None, None, whole.spent)
    count = len(conference.delegates)
    gone = random.Random(seed + 1).sample(range(count), count // 20)
    effort = dataclasses.replace(effort, started=time.monotonic())
    answer = rematching.repair(conference, planned.meetings, effort, withdrawn=gone)
    seconds, found = effort.spent, answer.solution
    if found is None:
        return Outcome(answer.status, None, None, seconds)
    plan = conference_json.conference_as_json(conference)
    held = [dataclasses.asdict(meeting) for meeting in found.meetings]
    wrong = check.repair_violations(
        plan,
        [dataclasses.asdict(m) for m in planned.meetings],
        held,
        gone,
        found.allowed,
    )
    remark = (
        f"{found.changes / len(gone):.2f} changes per cancellation: {len(found.added)} "
        f"new, {len(found.moved)} moved, {len(found.given_up)} given up; "
        f"{found.figures.below_floor} below the floor"
    )
    return Outcome(
        answer.status,
        answer.objective,
        answer.bound,
        seconds,
        not wrong,
        remark if not wrong else wrong[0],
    )


def matching() -> Iterator[Case]:
    for seed in range(5):
        yield Case(f"choose, seed {seed}", 120.0, call=partial(matched, seed))
        yield Case(f"repair, seed {seed}", 10.0, call=partial(repaired, seed))
