"""The programme engine: CoSPLib, un68 and worlds like it, disruptions after release."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.planning_case import ROOT, Case, Comparison, Outcome, shared
from hemicycle.planning.programme import check, conference_json
from hemicycle.planning.programme.conference import Conference, Plan
from hemicycle.planning.programme.disruption import Disruption, after
from hemicycle.planning.result import Effort

SCRIPTS = 100
SCRIPTS_IN_A_CASE = 20
SECONDS_PER_SCRIPT = 5.0
# On a machine with other work the clock runs on while we wait: the limit is held on the
# processor's time, which is never less than an idle machine's clock would show with one
# thread, and the clock may show this many times as much.
PATIENCE = 6.0


def cosplib() -> Iterator[Case]:
    """PL1: 300 s each, beside the authors' files re-scored and our own first minute."""
    folder = shared()
    if folder is None:
        return
    conference = folder / "planning" / "conference"
    published = json.loads((conference / "published.json").read_text())
    for file in sorted((conference / "cosplib").glob("*.xlsx")):
        known = published.get(file.stem, {})
        rescored = known.get("published_files_rescored", {}).values()
        ours = known.get("best_seen_60s_2_threads")
        yield Case(
            name=file.stem,
            seconds=300.0,
            beside=Comparison(rescored=min(rescored, default=None), ours=ours),
            arguments=("programme", str(file)),
            file=file,
        )


def un68() -> Iterator[Case]:
    """PL2: 120 s. The goal is 25% fewer lost wishes than feasibility alone loses.

    The other worlds are the same conference with other people: wishes and speakers
    shuffled by a seed, so that nothing can be tuned to the one given.
    """
    file = un68_file()
    if file is None:
        return
    yield Case(
        "un68",
        120.0,
        Comparison(ours="17.75% of the wishes"),
        arguments=("programme", str(file)),
        file=file,
    )
    for seed in range(1, 4):
        other = ROOT / "bench" / "out" / f"un68-seed-{seed}.json"
        if not other.exists():
            other.parent.mkdir(exist_ok=True)
            other.write_text(json.dumps(another_world(file, seed)))
        yield Case(
            f"un68 shuffled, seed {seed}",
            120.0,
            arguments=("programme", str(other)),
            file=other,
        )


def un68_file() -> Path | None:
    folder = shared()
    return None if folder is None else folder / "planning/conference/un68.json"


def another_world(file: Path, seed: int) -> dict[str, object]:
    """Every session takes the wishes, needs and starts of another of its kind."""
    world: dict[str, object] = json.loads(file.read_text())
    draw = random.Random(seed)
    sessions = world["S"]
    assert isinstance(sessions, list)
    ordinary = [i for i, each in enumerate(sessions) if each["kind"] == "ws"]
    for keys in (("speakers",), ("booth",), ("setup",)):
        order = draw.sample(ordinary, len(ordinary))
        held = [{key: sessions[i][key] for key in keys} for i in order]
        for i, values in zip(ordinary, held, strict=True):
            if not (keys == ("booth",) and sessions[i]["dur"] > 1):
                sessions[i].update(values)
    wishes = world["want"]
    assert isinstance(wishes, list)
    popular = [i for each in wishes for i in each]
    world["want"] = [
        sorted({i if draw.random() < 0.7 else draw.choice(popular) for i in each})
        for each in wishes
    ]
    return world


def disruptions() -> Iterator[Case]:
    """PL3: after a release of un68: 100 seeded scripts of 5 s, a whole programme."""
    if un68_file() is None:
        return
    for first in range(0, SCRIPTS, SCRIPTS_IN_A_CASE):
        name = f"scripts {first}-{first + SCRIPTS_IN_A_CASE - 1}"
        yield Case(name, SECONDS_PER_SCRIPT, call=Scripts(first))
    file = un68_file()
    assert file is not None
    yield Case(
        "a whole new programme", 30.0, arguments=("programme", str(file)), file=file
    )


def released(conference: Conference) -> Plan:
    """The plan that the scripts disturb: annealed for half a minute once, then kept."""
    from hemicycle.planning.programme import draft

    kept = ROOT / "bench" / "out" / "un68-released.json"
    if kept.exists():
        return conference_json.plan_from_json(conference, json.loads(kept.read_text()))
    plan = draft.solve(conference, Effort(30.0, 1)).solution
    assert plan is not None
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(conference_json.plan_as_json(conference, plan)))
    return plan


def script(conference: Conference, plan: Plan, seed: int) -> Disruption:
    """What goes wrong in the weeks before a conference, by seed: up to six speakers who
    miss the slot they were announced for or the whole day, a hall lost for a day or for
    good, up to three sessions that now need interpretation, one that needs set-up."""
    draw = random.Random(seed)
    day = conference.slots_a_day
    workshops = [i for i, s in enumerate(conference.sessions) if len(s.starts) > 4]
    away: dict[int, frozenset[int]] = {}
    for i in draw.sample(workshops, draw.randint(0, 6)):
        start = plan.starts[i]
        slots = range(start, start + conference.sessions[i].slots)
        if draw.random() < 0.3:
            slots = range(start // day * day, (start // day + 1) * day)
        away[min(conference.sessions[i].speakers)] = frozenset(slots)
    closed: set[tuple[int, int]] = set()
    if draw.random() < 0.6:
        hall = draw.randrange(3, len(conference.halls))
        whole = draw.random() < 0.5
        lost = draw.randrange(conference.days)
        closed = {
            (hall, t) for t in range(conference.slots) if whole or t // day == lost
        }
    silent = [
        i
        for i in workshops
        if not conference.sessions[i].has_interpretation
        and conference.sessions[i].expected <= 300
        and conference.sessions[i].slots == 1
    ]
    return Disruption(
        away=away,
        closed=frozenset(closed),
        interpreted=frozenset(draw.sample(silent, draw.randint(0, 3))),
        with_setup=frozenset(draw.sample(workshops, draw.randint(0, 1))),
    )


class Scripts:
    """A range of scripts, one after the other, each checked."""

    def __init__(self, first: int) -> None:
        self.first = first

    def __call__(self, effort: Effort) -> Outcome:
        from hemicycle.planning.programme.repair import moves_between, repair

        file = un68_file()
        assert file is not None
        conference = conference_json.read(file)
        plan = released(conference)
        proved, slowest, moved, lawful, impossible = 0, 0.0, 0, True, 0
        most_cpu = 0.0
        for seed in range(self.first, self.first + SCRIPTS_IN_A_CASE):
            now = after(conference, script(conference, plan, seed))
            started, cpu = time.monotonic(), time.process_time()
            patient = replace(
                effort, started=started, seconds=PATIENCE * effort.seconds
            )
            result = repair(now, plan, patient)
            slowest = max(slowest, time.monotonic() - started)
            cpu = time.process_time() - cpu
            most_cpu = max(most_cpu, cpu)
            is_proved = result.status in ("OPTIMAL", "INFEASIBLE")
            proved += is_proved and cpu <= effort.seconds
            impossible += result.status == "INFEASIBLE"
            if result.solution is not None:
                lawful = lawful and not check.violations(now, result.solution)
                moved += len(moves_between(now, plan, result.solution).moved)
        return Outcome(
            "OPTIMAL" if proved == SCRIPTS_IN_A_CASE else "FEASIBLE",
            proved,
            SCRIPTS_IN_A_CASE,
            slowest,
            lawful,
            f"{proved} proved in {effort.seconds:g} s of CPU (at most {most_cpu:.1f}), "
            f"{impossible} of them impossible; {moved} sessions moved in all; seconds: "
            "the slowest by the clock",
        )
