"""Impossible inputs, answered in words that a programme officer understands.

Each set is exact, and contradicts no more when any one of its members is left out.
"""

from typing import Any

import pytest
from ortools.sat.python import cp_model

from hemicycle.planning.cpsat import run
from hemicycle.planning.programme import draft
from hemicycle.planning.programme.conference import (
    Conference,
    Hall,
    Placement,
    Session,
)
from hemicycle.planning.programme.slots import SlotModel
from hemicycle.planning.published.forums import timing
from hemicycle.planning.published.forums.contradiction import Rules, contradicting
from hemicycle.planning.published.forums.forum import Forum, Half, Meeting
from hemicycle.planning.result import Effort, Status

HALLS = (
    Hall("Assembly Hall", 200, has_booths=True, is_equipped=True),
    Hall("Room 2", 60, has_booths=True),
    Hall("Room 3", 30),
)


def conference(*sessions: Session, **given: Any) -> Conference:
    """Two days of three slots, three halls, one team of interpreters."""
    made: dict[str, Any] = {
        "halls": HALLS,
        "slots": 6,
        "days": 2,
        "teams": 1,
        "team_slots_a_day": 2,
        "slot_names": tuple(
            f"{day} {hour}"
            for day in ("Monday", "Tuesday")
            for hour in ("09:00", "11:00", "14:00")
        ),
        "speaker_names": {7: "Rosa Diaz"},
    }
    return Conference(sessions, **(made | given))


def session(title: str, *starts: int, slots: int = 1, **needs: Any) -> Session:
    return Session(
        title.lower(), slots, starts or (0, 1, 2, 3, 4, 5), title=title, **needs
    )


LARGE = {"expected": 150}
PROGRAMMES = {
    "a closed hall": (
        conference(session("Opening", 0, **LARGE), closed=frozenset({(0, 0)})),
        [
            "only 1 hall suits “Opening”, one session at a time: Assembly Hall; "
            "closed: Assembly Hall Monday 09:00",
            "“Opening” may start only Monday 09:00",
        ],
    ),
    "two in one hall": (
        conference(
            session("Opening"),
            session("Panel"),
            session("Gala"),
            pinned={0: Placement(1, 0), 1: Placement(1, 0)},
        ),
        [
            "only 1 hall suits “Opening”, “Panel”, one session at a time: Assembly "
            "Hall",
            "“Opening” is pinned to Monday 11:00",
            "“Panel” is pinned to Monday 11:00",
        ],
    ),
    "a pin against the allowed slots": (
        conference(session("Opening", 0), pinned={0: Placement(start=3)}),
        [
            "“Opening” is pinned to Tuesday 09:00",
            "“Opening” may start only Monday 09:00",
        ],
    ),
    "a pin at the end of a day": (
        conference(session("Double", slots=2), pinned={0: Placement(start=2)}),
        ["“Double” is pinned to Monday 14:00, and takes 2 slots of one day"],
    ),
    "a pin in a small hall": (
        conference(session("Opening", **LARGE), pinned={0: Placement(hall=2)}),
        [
            "“Opening” is pinned to hall Room 3, which does not have what it needs: "
            "150 seats"
        ],
    ),
    "no interpreters": (
        conference(session("Opening", has_interpretation=True), teams=0),
        ["there is no team of interpreters for “Opening”"],
    ),
    "too few interpreters": (
        conference(
            session("Opening", 1, has_interpretation=True),
            session("Panel", 1, has_interpretation=True),
        ),
        [
            "one team of interpreters works at a time",
            "“Opening” may start only Monday 11:00",
            "“Panel” may start only Monday 11:00",
        ],
    ),
    "tired interpreters": (
        conference(
            *(session(name, 3, 4, 5, has_interpretation=True) for name in "ABC")
        ),
        [
            "one team of interpreters works at most 2 slots each from Tuesday 09:00 to "
            "Tuesday 14:00",
            *(
                f"“{name}” may start only Tuesday 09:00, Tuesday 11:00, Tuesday 14:00"
                for name in "ABC"
            ),
        ],
    ),
    "nowhere to seat them": (
        conference(session("Gala", expected=500, is_hybrid=True)),
        ["no hall has what “Gala” needs: 500 seats and equipment for a hybrid session"],
    ),
    "more sessions than slots": (
        conference(*(session(name, **LARGE) for name in "ABCDEFG"), session("Small")),
        [
            "only 1 hall suits “A”, “B”, “C”, “D” and 3 more, one session at a time: "
            "Assembly Hall"
        ],
    ),
    "one speaker in too many": (
        conference(
            *(session(name, 0, 1, speakers=frozenset({7})) for name in "ABC"),
            session("D", speakers=frozenset({8})),
        ),
        [
            "Rosa Diaz speaks in “A”, “B”, “C”, one at a time",
            *(f"“{name}” may start only Monday 09:00, Monday 11:00" for name in "ABC"),
        ],
    ),
    "no time for set-up": (
        conference(
            session("Forum", 0, **LARGE),
            session("Gala", 1, needs_setup=True, **LARGE),
        ),
        [
            "only 1 hall suits “Forum”, “Gala”, one session at a time: Assembly Hall; "
            "set-up or sweep needs the slot before as well",
            "“Forum” may start only Monday 09:00",
            "“Gala” may start only Monday 11:00",
        ],
    ),
    "longer than a day": (
        conference(session("Marathon", slots=4)),
        ["“Marathon” takes 4 slots, a day has 3"],
    ),
}


@pytest.mark.parametrize("case", PROGRAMMES)
def test_a_programme_that_cannot_be_says_why(case: str) -> None:
    made, words = PROGRAMMES[case]
    result = draft.solve(made, Effort(60.0, 1))
    assert result.status is Status.INFEASIBLE
    assert sorted(result.reasons) == words
    built = SlotModel(made, explain=True)
    assert set(words) <= built.reasons.keys()
    for spared in words:
        built.switch([each for each in words if each != spared])
        _, status = run(built.model, Effort(60.0, 1), num_workers=1)
        assert status == cp_model.OPTIMAL, f"not needed: {spared}"


def forum(*meetings: Meeting, **given: Any) -> Forum:
    """Four people, two tables, four slots, two of them in the morning."""
    made: dict[str, Any] = {
        "participants": 4,
        "tables": 2,
        "slots": 4,
        "morning": 2,
        "unavailable": (frozenset(),) * 4,
    }
    return Forum(meetings=meetings, **(made | given))


def absent(person: int, *slots: int) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(slots if p == person else ()) for p in range(1, 5))


ALL_SIX = [Meeting(a, b) for a in range(1, 5) for b in range(a + 1, 5)]
FORUMS = {
    "absent all morning": (
        forum(Meeting(1, 2, Half.MORNING), unavailable=absent(1, 1, 2)),
        [
            "meeting 1 (1 with 2) is asked for the morning, slots 1 to 2",
            "participant 1 cannot meet in slots 1, 2",
        ],
    ),
    "fixed while absent": (
        forum(Meeting(1, 2, fixed=3), unavailable=absent(2, 3)),
        [
            "meeting 1 (1 with 2) is fixed at slot 3",
            "participant 2 cannot meet in slot 3",
        ],
    ),
    "fixed in the other half": (
        forum(Meeting(1, 2, Half.AFTERNOON, fixed=1)),
        [
            "meeting 1 (1 with 2) is asked for the afternoon, slots 3 to 4",
            "meeting 1 (1 with 2) is fixed at slot 1",
        ],
    ),
    "two at once": (
        forum(Meeting(1, 2, fixed=1), Meeting(1, 3, fixed=1)),
        [
            "meeting 1 (1 with 2) is fixed at slot 1",
            "meeting 2 (1 with 3) is fixed at slot 1",
            "participant 1 holds 2 meetings, one at a time, in 4 slots",
        ],
    ),
    "more meetings than slots": (
        forum(Meeting(1, 2), Meeting(1, 3), Meeting(1, 4), slots=2, morning=1),
        ["participant 1 holds 3 meetings, one at a time, in 2 slots"],
    ),
    "more meetings than tables": (
        forum(*ALL_SIX, tables=1),
        ["at most 1 meetings at once, one at each table, in 4 slots"],
    ),
    "a circle of precedences": (
        forum(Meeting(1, 2, after=frozenset({2})), Meeting(3, 4, after=frozenset({1}))),
        [
            "meeting 1 (1 with 2) comes after meeting 2 (3 with 4)",
            "meeting 2 (3 with 4) comes after meeting 1 (1 with 2)",
        ],
    ),
    "before the first": (
        forum(Meeting(1, 2, fixed=1, after=frozenset({2})), Meeting(3, 4)),
        [
            "meeting 1 (1 with 2) comes after meeting 2 (3 with 4)",
            "meeting 1 (1 with 2) is fixed at slot 1",
        ],
    ),
    "after the afternoon": (
        forum(
            Meeting(1, 2, Half.MORNING, after=frozenset({2})),
            Meeting(3, 4, Half.AFTERNOON),
        ),
        [
            "meeting 1 (1 with 2) comes after meeting 2 (3 with 4)",
            "meeting 1 (1 with 2) is asked for the morning, slots 1 to 2",
            "meeting 2 (3 with 4) is asked for the afternoon, slots 3 to 4",
        ],
    ),
    "never there": (
        forum(Meeting(1, 2), unavailable=absent(1, 1, 2, 3, 4)),
        ["participant 1 cannot meet in slots 1, 2, 3, 4"],
    ),
}


@pytest.mark.parametrize("case", FORUMS)
def test_a_forum_that_cannot_be_says_why(case: str) -> None:
    made, words = FORUMS[case]
    result = timing.solve(made, Effort(60.0, 1))
    assert result.status is Status.INFEASIBLE
    title, *reasons = result.reasons
    assert title == (
        "these rules contradict each other; without any one of them a plan exists:"
    )
    assert sorted(reasons) == words


@pytest.mark.parametrize("case", FORUMS)
def test_no_reason_of_a_forum_can_be_spared(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, words = FORUMS[case]
    whole = Rules.rule
    for spared in words:

        def all_but(rules: Rules, said: str, state: Any, spared: str = spared) -> None:
            if said in words and said != spared:
                whole(rules, said, state)

        monkeypatch.setattr(Rules, "rule", all_but)
        assert contradicting(made, fairness=2, seconds=60) == []
