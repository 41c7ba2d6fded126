"""Every rule at every level: bound, only said, or free."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from hemicycle.planning.bilateral import conference_json, matching, requests
from hemicycle.planning.bilateral.check import plan_violations
from hemicycle.planning.bilateral.requests import Delegate
from hemicycle.planning.programme import check, draft
from hemicycle.planning.programme.conference import (
    CODES,
    Conference,
    Hall,
    Placement,
    Plan,
    Session,
)
from hemicycle.planning.programme.repair import repair
from hemicycle.planning.result import Effort, Status
from hemicycle.planning.rules import Level


def one(name: str = "a", slots: int = 1, **needs: Any) -> Session:
    return Session(name, slots, needs.pop("starts", (1,)), **needs)


def conference(*sessions: Session, **given: Any) -> Conference:
    """Two days of two slots, one small hall, no interpreters."""
    made: dict[str, Any] = {"halls": (Hall("h", 50),), "slots": 4, "days": 2}
    return Conference(sessions, **(made | given))


BOOTHS = (Hall("h", 50, has_booths=True), Hall("g", 50, has_booths=True))
INTERPRETED = one(has_interpretation=True)
# Conferences in which every plan breaks the rule, and no other.
BROKEN = {
    "start": conference(one(slots=2, starts=(1, 3))),
    "speaker": conference(
        one(speakers=frozenset({7})), one("b", speakers=frozenset({7})), halls=BOOTHS
    ),
    "hall": conference(one(), one("b")),
    "capacity": conference(one(expected=90)),
    "booth": conference(INTERPRETED, teams=1, team_slots_a_day=1),
    "hybrid": conference(one(is_hybrid=True)),
    "setup": conference(one(starts=(0,)), one("b", needs_setup=True)),
    "sweep": conference(one(has_vips=True), closed=frozenset({(0, 0)})),
    "teams": conference(
        INTERPRETED,
        replace(INTERPRETED, name="b"),
        halls=BOOTHS,
        teams=1,
        team_slots_a_day=2,
    ),
    "team-day": conference(INTERPRETED, halls=BOOTHS, teams=1, team_slots_a_day=0),
    "pinned": conference(
        one(), one("b"), halls=BOOTHS, pinned={0: Placement(1, 0), 1: Placement(1, 0)}
    ),
}


def test_every_rule_is_tried() -> None:
    assert BROKEN.keys() == CODES


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_rule_of_the_programme_obeys_its_level(code: str, level: Level) -> None:
    made = replace(BROKEN[code], levels={code: level})
    result = draft.solve(made, Effort(60.0, 1))
    if level.binds:
        assert result.status is Status.INFEASIBLE
        return
    assert result.status is Status.OPTIMAL
    assert result.solution is not None
    told = check.violations(made, result.solution)
    if level is Level.IGNORE:
        assert (told, result.reasons) == ([], [])
        return
    assert {(each.code, each.level) for each in told} == {(code, Level.WARN)}
    assert all(each.words in " ".join(result.reasons) for each in told)
    nearest = repair(made, result.solution, Effort(60.0, 1))
    assert (nearest.status, nearest.objective) == (Status.OPTIMAL, 0)


@pytest.mark.parametrize("level", [Level.FORBID, Level.BLOCK_RELEASE])
def test_a_plan_made_by_hand_is_told_at_the_level_of_the_rule(level: Level) -> None:
    """A draft may break what blocks a release: the release sees it."""
    made = replace(BROKEN["hall"], levels={"hall": level})
    (told,) = check.violations(made, Plan((1, 1), (0, 0)))
    assert (told.code, told.level, told.level.binds) == ("hall", level, True)


def test_halls_break_no_more_rules_that_warn_than_they_must() -> None:
    """Four sessions, two halls, one of them large: one pair shares a hall."""
    made = conference(
        *(one(name) for name in "abc"),
        one("d", starts=(3,), expected=90),
        halls=(Hall("h", 50), Hall("g", 100)),
        levels={"hall": Level.WARN, "capacity": Level.WARN},
    )
    plan = draft.solve(made, Effort(60.0, 1)).solution
    assert plan is not None
    assert [each.code for each in check.violations(made, plan)] == ["hall"]


def test_set_up_is_kept_where_halls_may_be_shared() -> None:
    """Nobody before set-up, though the rule on halls itself only warns: the session
    must leave the only hall to the crew by moving."""
    made = conference(
        one(starts=(0, 2)),
        one("b", needs_setup=True),
        levels={"hall": Level.WARN},
    )
    result = draft.solve(made, Effort(60.0, 1))
    assert result.solution is not None
    assert result.solution.starts == (2, 1)


def test_long_sessions_are_packed_into_the_days_of_teams() -> None:
    """Three sessions of two slots and two teams of three slots a day: the slots add
    up, the sessions do not fit."""
    long = [one(n, 2, starts=(0, 2, 4), has_interpretation=True) for n in "abc"]
    made = Conference(tuple(long), BOOTHS, 12, 2, teams=2, team_slots_a_day=3)
    assert draft.solve(made, Effort(60.0, 1)).status is Status.INFEASIBLE
    later = replace(made, sessions=(*long[:2], replace(long[2], starts=(0, 6))))
    result = draft.solve(later, Effort(60.0, 1))
    assert result.solution is not None
    assert check.violations(later, result.solution) == []


PEOPLE = (Delegate("Rosa"), Delegate("Sam"), Delegate("Eve"))
MEETINGS = {
    "cap": ((Delegate("Rosa", cap=1), *PEOPLE[1:]), {}),
    "busy": ((Delegate("Rosa", busy=frozenset({0, 2})), *PEOPLE[1:]), {}),
    "veto": ((Delegate("Rosa", vetoes=frozenset({1})), *PEOPLE[1:]), {}),
    "breaks": (
        (PEOPLE[0], *(Delegate(n, busy=frozenset({1})) for n in ("Sam", "Eve"))),
        {"breaks": 0},
    ),
    "floor": (PEOPLE, {"tables": ()}),
}
SAID = {
    "cap": "A delegate has no more meetings than their cap: broken once, which only "
    "warns: Rosa has 2 meetings, at most 1",
    "busy": "A delegate meets nobody during a session of their own: broken once, which "
    "only warns: Rosa is in a session in slot ",
    "veto": "Nobody meets whom they do not want to meet: broken once, which only "
    "warns: Rosa does not want to meet Sam",
    "breaks": "A delegate has no more breaks than allowed: broken once, which only "
    "warns: Rosa has 1 breaks",
}


def test_every_rule_on_meetings_is_tried() -> None:
    assert MEETINGS.keys() == requests.CODES


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("code", sorted(MEETINGS))
def test_a_rule_on_meetings_obeys_its_level(code: str, level: Level) -> None:
    """Rosa is to meet Sam and Eve in three slots; the rule allows one of the two."""
    people, given = MEETINGS[code]
    made = requests.Conference(
        people,
        (requests.Request(0, 1), requests.Request(0, 2)),
        **({"slots": 3, "tables": ((0.0, 0.0),), "levels": {code: level}} | given),
    )
    raw = conference_json.conference_as_json(made)
    assert conference_json.parse(raw) == made
    result = matching.plan(made, Effort(60.0, 1))
    assert result.solution is not None
    meetings = result.solution.meetings
    plain = [asdict(meeting) for meeting in meetings]
    assert plan_violations(raw, plain, result.objective) == []
    if code == "floor":
        lacks = any("fewer meetings than promised" in each for each in result.reasons)
        assert lacks is (level is not Level.IGNORE)
        return
    if level.binds:
        assert len(meetings) == 1
        return
    assert len(meetings) == 2
    said = [words for words in result.reasons if "which only warns" in words]
    if level is Level.IGNORE:
        assert said == []
        return
    assert len(said) == 1
    assert said[0].startswith(SAID[code])
    strict = raw | {"levels": {code: "block release"}}
    assert len(plan_violations(strict, plain)) == 1
