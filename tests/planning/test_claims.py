"""The checkers disbelieve what cannot be true of an answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from hemicycle.planning import claims
from hemicycle.planning.__main__ import main
from tests.planning.test_reading import SOLUTIONS

OBJECTIVES = {"programme": 0, "delegates": 10, "forum": 0, "interpreters": 1}


def judged(kind: str, folder: Path, answer: Any, **asked: Any) -> list[str]:
    command, name, instance, _ = SOLUTIONS[kind]
    file, solution = folder / name, folder / "answer.json"
    file.write_text(instance if isinstance(instance, str) else json.dumps(instance))
    solution.write_text(json.dumps(answer))
    found: list[str] = command.check(file, solution, **asked)
    return found


def answer_of(kind: str) -> dict[str, Any]:
    value = OBJECTIVES[kind]
    return {
        "status": "OPTIMAL",
        "objective": value,
        "bound": value,
        "seconds": 0.2,
        "solution": SOLUTIONS[kind][3],
        "reasons": [],
    }


@pytest.mark.parametrize("kind", SOLUTIONS)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "PROVED"}, 'the status is "PROVED", not one of OPTIMAL, '),
        ({"status": None}, "the status is null, not one of"),
        ({"status": "INFEASIBLE"}, "the status is INFEASIBLE, yet there is a solution"),
        ({"status": "UNKNOWN"}, "the status is UNKNOWN, yet there is a solution"),
        ({"bound": None}, "the status is OPTIMAL, yet no bound is stated"),
        ({"bound": "low"}, 'the bound is "low", not a number'),
        ({"bound": float("nan")}, "the bound is NaN, not a number"),
        ({"objective": None}, "the status is OPTIMAL, yet no objective is stated"),
        ({"objective": True}, "the objective is true, not a number"),
        ({"seconds": -1}, "the answer took -1 seconds, less than none"),
        ({"seconds": float("nan")}, "the seconds is NaN, not a number"),
        ({"seconds": float("inf")}, "the seconds is Infinity, not a number"),
    ],
)
def test_an_impossible_figure_is_rejected(
    kind: str, changes: dict[str, Any], words: str, tmp_path: Path
) -> None:
    assert judged(kind, tmp_path, answer_of(kind)) == []
    wrong = judged(kind, tmp_path, answer_of(kind) | changes)
    assert any(words in one for one in wrong), wrong


@pytest.mark.parametrize("kind", SOLUTIONS)
def test_a_bound_beyond_the_objective_is_rejected_whichever_way_is_better(
    kind: str, tmp_path: Path
) -> None:
    value = OBJECTIVES[kind]
    is_maximised = kind in ("delegates", "interpreters")
    beyond, before = (value - 1, value + 1) if is_maximised else (value + 1, value - 1)
    feasible = answer_of(kind) | {"status": "FEASIBLE"}
    assert judged(kind, tmp_path, feasible | {"bound": before}) == []
    wrong = judged(kind, tmp_path, feasible | {"bound": beyond})
    assert any("already passed" in words for words in wrong)
    optimal = judged(kind, tmp_path, answer_of(kind) | {"bound": before})
    assert any("is not the objective" in words for words in optimal)


@pytest.mark.parametrize("kind", SOLUTIONS)
def test_an_objective_that_is_not_the_plans_is_rejected(
    kind: str, tmp_path: Path
) -> None:
    false = OBJECTIVES[kind] + 1
    changed = answer_of(kind) | {"objective": false, "bound": false}
    assert judged(kind, tmp_path, changed)


@pytest.mark.parametrize("kind", SOLUTIONS)
@pytest.mark.parametrize("other", SOLUTIONS)
def test_a_solution_of_another_kind_is_rejected(
    kind: str, other: str, tmp_path: Path
) -> None:
    foreign = answer_of(kind) | {"solution": SOLUTIONS[other][3]}
    assert bool(judged(kind, tmp_path, foreign)) is (kind != other)
    assert judged(kind, tmp_path, answer_of(kind) | {"solution": None})


def test_a_bare_solution_claims_nothing() -> None:
    assert claims.violations(claims.Claim([1, 2])) == []


def test_the_checker_of_forums_can_be_told_the_fairness_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, solution = tmp_path / "forum.dzn", tmp_path / "answer.json"
    file.write_text(
        "nBusiness = 4; nMeetings = 3; nTables = 1; nTotalSlots = 6;"
        "nMorningSlots = 3; requested = [|1, 2, 3 |1, 3, 3 |1, 4, 3|];"
    )
    answer = {"solution": [1, 3, 5], "objective": 2}
    apart = "breaks differ by 2, more than 1"

    def verdict(reasons: list[str], *words: str) -> list[str]:
        solution.write_text(json.dumps(answer | {"reasons": reasons}))
        main(["check", "bilateral", str(file), str(solution), *words])
        found: list[str] = json.loads(capsys.readouterr().out)["violations"]
        return found

    assert verdict([]) == []
    assert verdict([], "--fairness", "1") == [apart]
    assert verdict(["fairness 1: kept"]) == [apart]
    assert verdict(["fairness 3: kept"], "--fairness", "2") == [
        "the answer is for fairness 3, asked was 2"
    ]


def test_the_checker_of_interpreters_can_be_told_limits_and_objective(
    tmp_path: Path,
) -> None:
    blocks = [f"block {number}" for number in range(4)]
    sessions = [f"session {number}" for number in range(4)]
    instance = {
        "Blocks": blocks,
        "Sessions": sessions,
        "Sessions_b": {
            block: [session] for block, session in zip(blocks, sessions, strict=True)
        },
        "Interpreters": ["Ines"],
        "Languages": ["ar", "en", "fr"],
        "Languages_s": {name: ["ar", "en"] for name in sessions[1:]}
        | {sessions[0]: ["ar", "en", "fr"]},
        "Languages_i": {"Ines": ["ar", "en"]},
    }
    file, solution = tmp_path / "assembly.json", tmp_path / "answer.json"
    file.write_text(json.dumps(instance))
    pairs = [
        {"interpreter": "Ines", "session": session, "languages": ["ar", "en"]}
        for session in sessions
    ]
    command = SOLUTIONS["interpreters"][0]
    solution.write_text(json.dumps({"solution": pairs, "objective": 4}))
    assert command.check(file, solution) == []
    assert command.check(file, solution, objective="pairs") == []
    assert command.check(file, solution, objective="sessions") == [
        "the plan covers 4 pairs and 3 whole sessions, not 4"
    ]
    assert command.check(file, solution, limits=True) == [
        "Ines works more than 3 blocks in a row"
    ]
    named = {"solution": pairs, "reasons": ["limits 15 and 4: as agreed"]}
    solution.write_text(json.dumps(named))
    assert command.check(file, solution) == []
    assert command.check(file, solution, limits=True) == [
        "the answer is for limits 15 and 4, asked was 15 and 3",
        "Ines works more than 3 blocks in a row",
    ]
