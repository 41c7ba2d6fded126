"""Timing a forum: against brute force, under renaming, through the checker."""

import dataclasses
import json
import random
from itertools import product
from pathlib import Path

import pytest

from hemicycle.planning.commands import bilateral as command
from hemicycle.planning.published.forums import dzn, timing
from hemicycle.planning.published.forums.check import timing_violations
from hemicycle.planning.published.forums.forum import Forum, Half, Meeting
from hemicycle.planning.result import Effort, Malformed, Progress, Result, Status
from tests.planning.worlds import shared


def small_forum(seed: int) -> Forum:
    chance = random.Random(seed)
    people, slots = chance.randint(3, 5), chance.randint(3, 5)
    pairs = [(a, b) for a in range(1, people + 1) for b in range(a + 1, people + 1)]
    chosen = chance.sample(pairs, min(len(pairs), chance.randint(2, 5)))
    meetings = []
    for number, pair in enumerate(chosen, 1):
        fixed = chance.randint(1, slots) if chance.random() < 0.15 else None
        before = {chance.randint(1, number - 1)} if number > 1 else set()
        after = frozenset(before if chance.random() < 0.25 else ())
        half = chance.choices(list(Half), (1, 1, 4))[0]
        meetings.append(Meeting(*pair, half, fixed, after))
    unavailable = tuple(
        frozenset(slot for slot in range(1, slots + 1) if chance.random() < 0.12)
        for _ in range(people)
    )
    tables = chance.randint(1, 3)
    return Forum(people, tables, slots, slots // 2, tuple(meetings), unavailable)


def solve(forum: Forum, fairness: int = 2, **kw: object) -> Result[list[int]]:
    effort = Effort(**{"seconds": 20.0, "threads": 1, **kw})  # type: ignore[arg-type]
    return timing.solve(forum, effort, fairness=fairness)


def fewest_breaks(forum: Forum, fairness: int) -> int | None:
    """By trying everything; judged by the checker, which is judged on its own below."""
    text, best = dzn.text_of(forum), None
    every = range(1, forum.slots + 1)
    for slots in product(every, repeat=len(forum.meetings)):
        if not timing_violations(text, list(slots), fairness):
            breaks = count_breaks(forum, slots)
            best = breaks if best is None else min(best, breaks)
    return best


def count_breaks(forum: Forum, slots: tuple[int, ...] | list[int]) -> int:
    total = 0
    for person in range(1, forum.participants + 1):
        used = [
            slot
            for meeting, slot in zip(forum.meetings, slots, strict=True)
            if person in (meeting.first, meeting.second)
        ]
        for slot in range(2, forum.slots + 1):
            ends = slot in used and slot - 1 not in used
            total += ends and any(earlier < slot for earlier in used)
    return total


@pytest.mark.parametrize("seed", range(24))
def test_a_small_forum_is_closed_as_trying_everything_says(seed: int) -> None:
    forum, fairness = small_forum(seed), seed % 3
    result = solve(forum, fairness)
    expected = fewest_breaks(forum, fairness)
    if expected is None:
        assert result.status is Status.INFEASIBLE
        assert len(result.reasons) > 1
    else:
        assert (result.status, result.objective) == (Status.OPTIMAL, expected)
        text = dzn.text_of(forum)
        found = list(result.solution or [])
        assert timing_violations(text, found, fairness, expected) == []


@pytest.mark.parametrize("seed", [3, 11])
def test_two_racing_searches_prove_the_same_value_as_one(seed: int) -> None:
    forum = small_forum(seed)
    assert solve(forum, threads=2).objective == solve(forum).objective


@pytest.mark.parametrize("seed", range(6))
def test_renaming_and_reordering_change_nothing(seed: int) -> None:
    forum = dataclasses.replace(
        small_forum(seed),
        meetings=tuple(
            dataclasses.replace(meeting, after=frozenset())
            for meeting in small_forum(seed).meetings
        ),
    )
    people = list(range(1, forum.participants + 1))
    renamed = people[1:] + people[:1]
    meetings = [
        dataclasses.replace(m, first=renamed[m.first - 1], second=renamed[m.second - 1])
        for m in reversed(forum.meetings)
    ]
    unavailable = [frozenset[int]()] * forum.participants
    for person in people:
        unavailable[renamed[person - 1] - 1] = forum.unavailable[person - 1]
    other = dataclasses.replace(
        forum, meetings=tuple(meetings), unavailable=tuple(unavailable)
    )
    first, second = solve(forum), solve(other)
    assert (first.status, first.objective) == (second.status, second.objective)


@pytest.mark.parametrize("seed", range(8))
def test_another_table_never_makes_it_worse(seed: int) -> None:
    forum = small_forum(seed)
    before = solve(forum)
    after = solve(dataclasses.replace(forum, tables=forum.tables + 1))
    if before.objective is not None:
        assert after.objective is not None
        assert after.objective <= before.objective


def test_the_same_seed_with_one_thread_gives_the_same_plan() -> None:
    forum = small_forum(5)
    assert solve(forum, seed=4).solution == solve(forum, seed=4).solution


def test_meetings_with_people_who_meet_nobody_else_keep_their_own_slots() -> None:
    """They are placed as one group; each still gets a slot of its own."""
    meetings = tuple(Meeting(1, other) for other in range(2, 7))
    forum = Forum(6, 2, 6, 3, meetings, (frozenset({3}), *[frozenset[int]()] * 5))
    result = solve(forum)
    assert result.objective == 1
    assert sorted(result.solution or []) == [1, 2, 4, 5, 6]


def test_progress_is_told_and_a_stop_ends_the_search() -> None:
    heard: list[Progress] = []
    effort = Effort(seconds=20.0, threads=1, listener=heard.append)
    result = timing.solve(small_forum(2), effort)
    assert result.status is Status.OPTIMAL
    assert heard[-1].objective == result.objective
    effort.stop.set()
    stopped = timing.solve(small_forum(2), effort)
    assert stopped.seconds < 20


def test_contradicting_rules_are_named_and_none_can_be_spared() -> None:
    forum = Forum(
        participants=3,
        tables=2,
        slots=4,
        morning=2,
        meetings=(
            Meeting(1, 2, Half.MORNING),
            Meeting(1, 3, Half.MORNING),
            Meeting(2, 3),
        ),
        unavailable=(frozenset({1}), frozenset({4}), frozenset()),
    )
    result = solve(forum)
    assert result.status is Status.INFEASIBLE
    assert sorted(result.reasons[1:]) == [
        "meeting 1 (1 with 2) is asked for the morning, slots 1 to 2",
        "meeting 2 (1 with 3) is asked for the morning, slots 1 to 2",
        "participant 1 cannot meet in slot 1",
        "participant 1 holds 2 meetings, one at a time, in 4 slots",
    ]


def test_too_few_tables_are_named() -> None:
    meetings = (Meeting(1, 2), Meeting(3, 4))
    forum = Forum(4, 1, 1, 1, meetings, (frozenset[int](),) * 4)
    assert solve(forum).reasons[1:] == [
        "at most 1 meetings at once, one at each table, in 1 slots"
    ]


def test_an_empty_forum_is_a_plan() -> None:
    result = solve(Forum(0, 0, 0, 0, (), ()))
    assert (result.status, result.objective, result.solution) == (Status.OPTIMAL, 0, [])


@pytest.mark.parametrize("seed", range(10))
def test_reading_what_was_written_gives_the_same_forum(seed: int) -> None:
    forum = small_forum(seed)
    assert dzn.parse(dzn.text_of(forum)) == forum


GOOD = dzn.text_of(small_forum(1))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("nMeetings = 5", "nMeetings = 7", "nMeetings = 7, but requested has"),
        ("nTables", "nTable", "unknown entry nTable, perhaps nTables is meant"),
        ("nTotalSlots = 3", "nTotalSlots = three", "is not a number"),
        ("[|", "[|99, 1, 3\n|", "but requested has"),
        (", 3\n", ", 9\n", "expected two participants and 1, 2 or 3"),
        ("fixed = [", "fixed = [x,", "fixed: x is not a number"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(
    old: str, new: str, words: str
) -> None:
    forum = Forum(
        4, 2, 3, 1, tuple(Meeting(1, 2) for _ in range(5)), (frozenset(),) * 4
    )
    text = dzn.text_of(forum)
    assert old in text
    with pytest.raises(Malformed, match=words) as refused:
        dzn.parse(text.replace(old, new, 1))
    assert "\n" not in str(refused.value)


def test_an_enormous_forum_is_refused_before_memory_is_gone() -> None:
    meetings = tuple(Meeting(1, 2) for _ in range(3000))
    with pytest.raises(Malformed, match="too many"):
        Forum(2, 1, 1000, 500, meetings, (frozenset(), frozenset()))


def printed(tmp_path: Path, forum: Forum) -> tuple[Path, dict[str, object]]:
    file = tmp_path / "forum.dzn"
    file.write_text(dzn.text_of(forum))
    return file, solve(forum).as_json()


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda s: s[:-1], "slots for"),
        (lambda s: [s[0]] * len(s), "has"),
        (lambda s: [99, *s[1:]], "does not exist"),
        (lambda s: ["1", *s[1:]], "has no slot"),
    ],
)
def test_a_tampered_plan_is_rejected(tmp_path: Path, tamper, words: str) -> None:  # type: ignore[no-untyped-def]
    forum = Forum(
        4, 2, 4, 2, (Meeting(1, 2), Meeting(1, 3), Meeting(2, 3)), (frozenset(),) * 4
    )
    file, answer = printed(tmp_path, forum)
    solution = tmp_path / "solution.json"
    solution.write_text(json.dumps(answer))
    assert command.check(file, solution) == []
    solution.write_text(json.dumps(answer | {"solution": tamper(answer["solution"])}))
    found = command.check(file, solution)
    assert found
    assert any(words in one for one in found)


def test_a_wrong_objective_is_rejected(tmp_path: Path) -> None:
    forum = Forum(3, 1, 4, 2, (Meeting(1, 2), Meeting(1, 3)), (frozenset(),) * 3)
    file, answer = printed(tmp_path, forum)
    solution = tmp_path / "solution.json"
    solution.write_text(json.dumps(answer | {"objective": 1}))
    assert command.check(file, solution) == [
        "the plan has 0 breaks, not 1",
        "the status is OPTIMAL, yet the bound 0 is not the objective 1",
    ]


def test_the_checker_sees_every_rule() -> None:
    forum = Forum(
        4,
        1,
        4,
        2,
        (
            Meeting(1, 2, Half.MORNING),
            Meeting(3, 4, Half.AFTERNOON, fixed=4),
            Meeting(1, 3, after=frozenset({1})),
        ),
        (frozenset({2}), frozenset(), frozenset(), frozenset()),
    )
    text = dzn.text_of(forum)
    assert timing_violations(text, [1, 4, 3], 2) == []
    assert timing_violations(text, [3, 2, 2], 2) == [
        "meeting 1 is a morning's, but in slot 3",
        "meeting 2 is an afternoon's, but in slot 2",
        "meeting 2 is fixed at 4, but in slot 2",
        "meeting 3 does not come after meeting 1",
        "meeting 3: participant 1 cannot meet in slot 2",
        "slot 2 needs 2 tables",
        "participant 3 has 2 meetings in slot 2",
    ]
    idle = dzn.text_of(
        Forum(
            3,
            1,
            5,
            2,
            (Meeting(1, 2), Meeting(1, 2), Meeting(1, 2)),
            (frozenset(),) * 3,
        )
    )
    assert timing_violations(idle, [1, 3, 5], 1) == ["breaks differ by 2, more than 1"]


@pytest.mark.parametrize(
    "name", ["tic-12.original", "tic-13crafb.fixed040-Forb", "tic-12.forb0003"]
)
def test_published_forums_are_closed_at_the_published_value(name: str) -> None:
    forum = dzn.read(shared("bilateral", "jair2022", f"{name}.dzn"))
    published = json.loads(shared("bilateral", "published.json").read_text())
    optimum = published[name]["optimum"]
    result = solve(forum, threads=2, seconds=60.0)
    if optimum == "INF":
        assert result.status is Status.INFEASIBLE
    else:
        assert (result.status, result.objective) == (Status.OPTIMAL, optimum)


def test_the_command_line_remembers_the_fairness_it_kept(tmp_path: Path) -> None:
    forum = Forum(3, 1, 5, 2, (Meeting(1, 2), Meeting(1, 2)), (frozenset(),) * 3)
    file, solution = tmp_path / "forum.dzn", tmp_path / "solution.json"
    file.write_text(dzn.text_of(forum))
    apart = {"objective": 2, "solution": [1, 3]}
    for fairness, expected in ((1, []), (0, ["breaks differ by 1, more than 0"])):
        said = solve(forum, fairness).reasons
        solution.write_text(json.dumps(apart | {"reasons": said}))
        assert command.check(file, solution) == expected


@pytest.mark.parametrize("seed", range(6))
def test_a_free_slot_at_the_end_never_makes_it_worse(seed: int) -> None:
    forum = small_forum(seed)
    longer = dataclasses.replace(forum, slots=forum.slots + 1)
    before, after = solve(forum).objective, solve(longer).objective
    if before is not None:
        assert after is not None
        assert after <= before
