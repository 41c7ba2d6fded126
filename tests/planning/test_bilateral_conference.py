"""A whole conference: chosen, timed, seated; then cancellations."""

import dataclasses
import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bench.planning_bilateral import invented
from hemicycle.planning.bilateral import check, conference_json, rematching
from hemicycle.planning.bilateral.matching import Plan, measure, plan
from hemicycle.planning.bilateral.requests import (
    Conference,
    Delegate,
    Meeting,
    Request,
    Worth,
)
from hemicycle.planning.commands import bilateral as command
from hemicycle.planning.result import Effort, Malformed, Result, Status


def small_conference(seed: int) -> Conference:
    chance = random.Random(seed)
    count, slots = chance.randint(3, 5), chance.randint(2, 4)
    delegates = tuple(
        Delegate(
            name=f"delegate {number}",
            cap=chance.randint(1, 3),
            floor=chance.randint(0, 1),
            busy=frozenset(s for s in range(slots) if chance.random() < 0.2),
            interests=frozenset(chance.sample("abcd", 2)),
            vetoes=frozenset({(number + 1) % count} if chance.random() < 0.1 else ()),
        )
        for number in range(count)
    )
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    requests = tuple(Request(*p) for p in sorted(chance.sample(pairs, 5)))
    tables = tuple((float(k), 0.0) for k in range(chance.randint(1, 2)))
    return Conference(delegates, requests, slots, tables)


def planned(conference: Conference, seed: int = 0) -> tuple[Result[Plan], Plan]:
    result = plan(conference, Effort(seconds=20.0, threads=1, seed=seed))
    assert result.solution is not None
    return result, result.solution


def plain(meetings: list[Meeting]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(meeting) for meeting in meetings]


def most_worth(conference: Conference) -> tuple[int, int]:
    """By trying everything: fewest seats below the floors, then most worth."""
    raw = conference_json.conference_as_json(conference)
    candidates, best = conference.candidates(), (-1000, 0)
    for slots in product(*[(None, *candidate.slots) for candidate in candidates]):
        load: dict[int, int] = {}
        meetings, worth = [], 0
        for candidate, slot in zip(candidates, slots, strict=True):
            if slot is not None:
                table = load[slot] = load.get(slot, -1) + 1
                meetings.append(Meeting(*candidate.pair, slot, table))
                worth += candidate.worth
        if not check.plan_violations(raw, plain(meetings)):
            held = [p for m in meetings for p in (m.first, m.second)]
            short = sum(
                max(0, delegate.floor - held.count(number))
                for number, delegate in enumerate(conference.delegates)
            )
            best = max(best, (-short, worth))
    return -best[0], best[1]


@pytest.mark.parametrize("seed", range(20))
def test_a_small_conference_keeps_its_rules_and_its_bound(seed: int) -> None:
    conference = small_conference(seed)
    result, made = planned(conference)
    raw = conference_json.conference_as_json(conference)
    assert check.plan_violations(raw, plain(made.meetings), result.objective) == []
    short, worth = most_worth(conference)
    assert result.bound is not None
    assert made.figures.worth <= result.bound + 1e-6
    if made.figures.seats_below_floor <= short:
        assert worth <= result.bound + 1e-6
    # A heuristic: never below the floors or the worth by more than one meeting here.
    assert made.figures.seats_below_floor <= short + 2
    assert (
        made.figures.worth >= worth - 2 * 36 or made.figures.seats_below_floor < short
    )


def test_a_conference_of_a_hundred_reaches_its_fractional_bound() -> None:
    conference = invented(1, delegates=120, tables=8, slots=16)
    result, made = planned(conference)
    raw = conference_json.conference_as_json(conference)
    assert check.plan_violations(raw, plain(made.meetings), result.objective) == []
    assert result.objective is not None
    assert result.bound is not None
    assert result.objective >= 0.97 * result.bound
    assert made.figures.below_floor == 0
    assert made.figures.most_breaks <= 1


def test_mutual_requests_weigh_more_and_interests_decide_between_equals() -> None:
    def worth_of(conference: Conference) -> dict[tuple[int, int], int]:
        return {one.pair: one.worth for one in conference.candidates()}

    people = tuple(
        Delegate(str(number), interests=frozenset(interests))
        for number, interests in enumerate(("ab", "ab", "bc", ""))
    )
    asked = ((0, 1), (0, 2), (0, 3), (3, 0))
    requests = tuple(Request(*pair) for pair in asked)
    conference = Conference(
        people, requests, 3, ((0.0, 0.0),), worth=Worth(10, 30, 2, 3)
    )
    assert worth_of(conference) == {(0, 1): 14, (0, 2): 12, (0, 3): 30}
    vetoed = dataclasses.replace(people[3], vetoes=frozenset({0}))
    conference = dataclasses.replace(conference, delegates=(*people[:3], vetoed))
    assert worth_of(conference) == {(0, 1): 14, (0, 2): 12}


@pytest.mark.parametrize("seed", range(5))
def test_another_table_never_lowers_the_bound(seed: int) -> None:
    conference = small_conference(seed)
    more = dataclasses.replace(conference, tables=(*conference.tables, (9.0, 0.0)))
    first, one = planned(conference)
    second, two = planned(more)
    if one.figures.seats_below_floor == two.figures.seats_below_floor == 0:
        assert (first.bound or 0) <= (second.bound or 0) + 1e-6


def test_the_same_seed_gives_the_same_plan() -> None:
    conference = invented(2, delegates=60, tables=5, slots=10)
    assert planned(conference, 3)[1].meetings == planned(conference, 3)[1].meetings


def test_people_walk_less_than_with_tables_by_lot() -> None:
    conference = invented(4, delegates=80, tables=12, slots=10)
    _, made = planned(conference)
    chance, where = random.Random(0), dict[tuple[int, int], int]()
    for slot in range(conference.slots):
        here = [m for m in made.meetings if m.slot == slot]
        for meeting, table in zip(
            here, chance.sample(range(12), len(here)), strict=True
        ):
            where[meeting.first, meeting.second] = table

    by_lot = [
        dataclasses.replace(m, table=where[m.first, m.second]) for m in made.meetings
    ]
    assert made.figures.walked < 0.6 * measure(conference, by_lot).walked


def test_cancellations_hold_everything_else() -> None:
    conference = invented(5, delegates=200, tables=12, slots=16)
    _, made = planned(conference)
    gone = random.Random(1).sample(range(200), 10)
    effort = Effort(seconds=10.0, threads=1)
    result = rematching.repair(conference, made.meetings, effort, withdrawn=gone)
    found = result.solution
    assert found is not None
    assert found.changes <= 2 * len(gone) == found.allowed
    assert found.given_up == []
    assert len(found.added) > 0
    raw = conference_json.conference_as_json(conference)
    announced, held = plain(made.meetings), plain(found.meetings)
    assert check.repair_violations(raw, announced, held, gone, found.allowed) == []
    assert result.objective is not None
    assert result.bound is not None
    assert result.objective <= result.bound
    # Tampered: a held meeting moved to another table is one change too many in the end.
    moved = [{**one, "slot": (one["slot"] + 1) % 16} for one in held]
    assert check.repair_violations(raw, announced, moved, gone, found.allowed) != []


def test_one_pair_that_cancels_is_not_planned_again() -> None:
    conference = invented(6, delegates=60, tables=5, slots=10)
    _, made = planned(conference)
    first = made.meetings[0]
    pair = first.second, first.first
    effort = Effort(seconds=5.0, threads=1)
    found = rematching.repair(
        conference, made.meetings, effort, cancelled=[pair]
    ).solution
    assert found is not None
    assert found.allowed == 2
    assert (first.first, first.second) not in {
        (meeting.first, meeting.second) for meeting in found.meetings
    }
    assert len(set(made.meetings) - set(found.meetings)) <= 1 + found.changes


def test_a_break_torn_open_is_mended() -> None:
    """Four meetings in two runs lose one in the middle: three runs would be left."""
    people = tuple(Delegate(str(n), cap=6, floor=0) for n in range(6))
    requests = tuple(Request(0, other) for other in range(1, 6))
    conference = Conference(people, requests, 7, ((0.0, 0.0),))
    slots = {1: 0, 2: 1, 3: 2, 4: 5, 5: 6}
    announced = [Meeting(0, other, slot, 0) for other, slot in slots.items()]
    effort = Effort(seconds=5.0, threads=1)
    result = rematching.repair(conference, announced, effort, cancelled=[(0, 2)])
    found = result.solution
    assert found is not None
    assert (found.figures.most_breaks, found.figures.meetings) == (1, 4)
    assert (found.changes, found.given_up) == (1, [])


MEETING = {"first": 0, "second": 1, "slot": 0, "table": 0}


@pytest.mark.parametrize(
    ("meetings", "words"),
    [
        ([MEETING, MEETING | {"table": 1}], "they meet twice"),
        ([MEETING, MEETING | {"second": 2}], "table 0 is taken"),
        ([MEETING | {"slot": 9}], "no such slot"),
        ([MEETING | {"table": 9}], "no table 9"),
        ([MEETING | {"second": 7}], "no such delegate"),
        ([MEETING | {"first": 1, "second": 2}], "nobody asked for it"),
        ([MEETING | {"second": 3}], "will not meet the other"),
        ([MEETING | {"slot": 3}], "is in a session"),
        ([MEETING, MEETING | {"second": 2, "table": 1}], "two meetings at once"),
        (["lunch"], "not a meeting"),
    ],
)
def test_the_checker_sees_every_fault(meetings: list[Any], words: str) -> None:
    conference = Conference(
        (
            Delegate("a", busy=frozenset({3}), vetoes=frozenset({3})),
            Delegate("b"),
            Delegate("c"),
            Delegate("d"),
        ),
        (Request(0, 1), Request(0, 2), Request(0, 3)),
        4,
        ((0.0, 0.0), (1.0, 0.0)),
    )
    raw = conference_json.conference_as_json(conference)
    assert check.plan_violations(raw, [MEETING], 10) == []
    assert any(words in one for one in check.plan_violations(raw, meetings))


def test_caps_breaks_and_worth_are_checked() -> None:
    people = (Delegate("a", cap=2), *(Delegate(c) for c in "bcd"))
    requests = tuple(Request(0, other) for other in (1, 2, 3))
    conference = Conference(people, requests, 6, ((0.0, 0.0),), breaks=1)
    raw = conference_json.conference_as_json(conference)
    meetings = [MEETING | {"second": n, "slot": 2 * (n - 1)} for n in (1, 2, 3)]
    assert check.plan_violations(raw, meetings) == [
        "delegate 0 has 3 meetings",
        "delegate 0 has 2 breaks",
    ]
    assert check.plan_violations(raw, meetings[:1], 11) == [
        "the plan is worth 10 points, not 11"
    ]


def test_nobody_nothing_and_no_table_are_plans() -> None:
    for conference in (
        Conference((), (), 0, ()),
        Conference((Delegate("a"), Delegate("b")), (Request(0, 1),), 3, ()),
    ):
        result, made = planned(conference)
        assert (result.status, result.objective) == (Status.OPTIMAL, 0)
        assert made.meetings == []


def test_a_conference_travels_through_its_file(tmp_path: Path) -> None:
    conference = small_conference(3)
    raw = conference_json.conference_as_json(conference)
    file, solution = tmp_path / "conference.json", tmp_path / "solution.json"
    file.write_text(json.dumps(raw))
    assert conference_json.read(file) == conference
    _, made = planned(conference)
    solution.write_text(json.dumps({"solution": plain(made.meetings)}))
    assert command.check(file, solution) == []
    del raw["slots"]
    file.write_text(json.dumps(raw))
    with pytest.raises(Malformed, match=r"conference\.json: slots is missing"):
        conference_json.read(file)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"requests": (Request(0, 9),)}, "names delegate 9 of 2"),
        ({"requests": (Request(0, 0),)}, "asks to meet themselves"),
        (
            {"delegates": (Delegate("a", cap=1, floor=2),)},
            "floor of 2 under a cap of 1",
        ),
        ({"slots": -1}, "cannot be negative"),
        ({"slots": 10_000_000}, "too many"),
    ],
)
def test_a_conference_that_makes_no_sense_is_refused(
    changed: dict[str, Any], words: str
) -> None:
    sound = {
        "delegates": (Delegate("a"), Delegate("b")),
        "requests": (Request(0, 1),),
        "slots": 2,
        "tables": ((0.0, 0.0),),
    }
    if "delegates" in changed:
        sound["requests"] = ()
    with pytest.raises(Malformed, match=words):
        Conference(**(sound | changed))
