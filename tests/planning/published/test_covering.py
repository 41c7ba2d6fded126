"""Covering pairs and sessions: against brute force, under changes, checked."""

import dataclasses
import json
import random
import subprocess
import sys
from collections import defaultdict
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from hemicycle.planning.commands import interpreters as command
from hemicycle.planning.published.covering import check, isp_json
from hemicycle.planning.published.covering.assembly import (
    Assembly,
    Interpreter,
    Limits,
    Pair,
    Session,
)
from hemicycle.planning.result import Malformed, Status
from tests.planning.interpreters_apart import Apart, apart
from tests.planning.worlds import ROOT, shared

COVERING = "published.covering.covering"
PAIRS = f"{COVERING}.pairs"

__all__ = ["apart"]
LANGUAGES = ["ar", "en", "es", "fr", "zh"]


def small_assembly(seed: int) -> Assembly:
    chance = random.Random(seed)
    blocks = chance.randint(1, 3)
    sessions = tuple(
        Session(
            f"session {number}",
            chance.randrange(blocks),
            frozenset(chance.sample(LANGUAGES, chance.randint(2, 3))),
        )
        for number in range(chance.randint(1, 4))
    )
    interpreters = tuple(
        Interpreter(
            f"interpreter {number}",
            frozenset(chance.sample(LANGUAGES, chance.randint(2, 3))),
        )
        for number in range(chance.randint(1, 3))
    )
    names = tuple(f"block {number}" for number in range(blocks))
    return Assembly(names, sessions, interpreters)


def best_by_trying(assembly: Assembly, limits: Limits | None) -> tuple[int, int]:
    """Most pairs, most whole sessions. Every interpreter chooses in every block."""
    choices: list[list[tuple[Session, Pair] | None]] = []
    for interpreter in assembly.interpreters:
        for block in range(len(assembly.blocks)):
            here: list[tuple[Session, Pair] | None] = [None]
            here += [
                (session, pair)
                for session in assembly.sessions
                if session.block == block
                for pair in combinations(sorted(session.languages), 2)
                if set(pair) <= interpreter.languages
            ]
            choices.append(here)
    best = 0, 0
    for chosen in product(*choices):
        if limits is not None:
            width = len(assembly.blocks)
            rows = [chosen[at : at + width] for at in range(0, len(chosen), width)]
            if any(over(row, limits) for row in rows):
                continue
        covered = defaultdict(set)
        for one in chosen:
            if one is not None:
                covered[one[0].name].add(one[1])
        whole = sum(
            len(covered[session.name]) == len(session.pairs)
            for session in assembly.sessions
        )
        best = max(best[0], sum(map(len, covered.values()))), max(best[1], whole)
    return best


def over(row: tuple[object, ...], limits: Limits) -> bool:
    works = [one is not None for one in row]
    span = limits.consecutive + 1
    in_a_row = any(all(works[at : at + span]) for at in range(len(works) - span + 1))
    return sum(works) > limits.sessions or in_a_row


@pytest.mark.parametrize("seed", range(12))
def test_small_assemblies_are_covered_as_trying_everything_says(
    seed: int, apart: Apart
) -> None:
    assembly = small_assembly(seed)
    limits = Limits(sessions=2, consecutive=1) if seed % 2 else None
    pairs, sessions = best_by_trying(assembly, limits)
    for counted, expected in (("pairs", pairs), ("sessions", sessions)):
        result = apart(f"{COVERING}.{counted}", assembly, limits=limits)
        assert (result.status, result.objective, result.bound) == (
            Status.OPTIMAL,
            expected,
            expected,
        )
        assert violations(assembly, result.solution, limits, expected, counted) == []


def violations(
    assembly: Assembly,
    assigned: list[Any],
    limits: Limits | None = None,
    objective: float | None = None,
    counted: str | None = None,
) -> list[str]:
    return check.violations(
        isp_json.as_json(assembly),
        [dataclasses.asdict(one) for one in assigned],
        limits=(limits.sessions, limits.consecutive) if limits else None,
        objective=objective,
        counted=counted,
    )


def test_another_interpreter_never_covers_less(apart: Apart) -> None:
    for seed in range(5):
        assembly = small_assembly(seed)
        one_more = dataclasses.replace(
            assembly,
            interpreters=(
                *assembly.interpreters,
                Interpreter("another", frozenset(LANGUAGES)),
            ),
        )
        before = apart(PAIRS, assembly)
        after = apart(PAIRS, one_more)
        assert (before.objective or 0) <= (after.objective or 0)


def test_order_and_names_do_not_matter(apart: Apart) -> None:
    assembly = small_assembly(8)
    other = Assembly(
        assembly.blocks,
        tuple(
            dataclasses.replace(session, name=f"other {session.name}")
            for session in reversed(assembly.sessions)
        ),
        tuple(reversed(assembly.interpreters)),
    )
    first = apart(PAIRS, assembly, limits=Limits(2, 1))
    second = apart(PAIRS, other, limits=Limits(2, 1))
    assert first.objective == second.objective


def test_the_same_seed_gives_the_same_plan(apart: Apart) -> None:
    plans = [apart(PAIRS, small_assembly(3), seed=7) for _ in range(2)]
    assert plans[0].solution == plans[1].solution


def test_nothing_to_cover_is_a_plan(apart: Apart) -> None:
    result = apart(PAIRS, Assembly((), (), ()))
    assert (result.status, result.objective, result.solution) == (Status.OPTIMAL, 0, [])


INSTANCE = {
    "Blocks": ["morning", "noon"],
    "Sessions": ["opening", "panel"],
    "Sessions_b": {"morning": ["opening"], "noon": ["panel"]},
    "Interpreters": ["Ana", "Bo"],
    "Languages": ["ar", "en", "fr"],
    "Languages_s": {"opening": ["ar", "en", "fr"], "panel": ["en", "fr"]},
    "Languages_i": {"Ana": ["ar", "en"], "Bo": ["en", "fr"]},
}
PLAN = [
    {"interpreter": "Ana", "session": "opening", "languages": ["ar", "en"]},
    {"interpreter": "Bo", "session": "opening", "languages": ["en", "fr"]},
    {"interpreter": "Bo", "session": "panel", "languages": ["en", "fr"]},
]


def test_the_checker_accepts_a_plan_and_sees_every_fault() -> None:
    assert check.violations(INSTANCE, PLAN, objective=3, counted="pairs") == []
    assert check.violations(INSTANCE, PLAN, objective=1, counted="sessions") == []

    def wrong(**changed: object) -> list[str]:
        return check.violations(INSTANCE, [*PLAN[:2], PLAN[2] | changed])

    assert wrong(interpreter="Ana") == ["Ana does not master en and fr"]
    assert wrong(interpreter="Eve") == ["Eve is not an interpreter"]
    assert wrong(session="dinner") == ["dinner is not a session"]
    assert wrong(session="opening") == [
        "Bo works twice in morning",
        "en and fr is covered twice in opening",
    ]
    assert wrong(languages=["ar", "en"]) == [
        "panel does not need ar and en",
        "Bo does not master ar and en",
    ]
    assert wrong(languages=7)[0].startswith("not an assignment")
    assert check.violations(INSTANCE, PLAN, limits=(1, 1)) == [
        "Bo has 2 sessions, more than 1",
        "Bo works more than 1 blocks in a row",
    ]
    assert check.violations(INSTANCE, PLAN, objective=4) == [
        "the plan covers 3 pairs and 1 whole sessions, not 4"
    ]


def test_reading_what_was_written_gives_the_same_assembly() -> None:
    for seed in range(5):
        assembly = small_assembly(seed)
        assert isp_json.parse(isp_json.as_json(assembly)) == assembly


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("Blocks", None, "Blocks is missing"),
        ("Sessions", ["opening", "opening"], "holds the name 'opening' twice"),
        ("Sessions", "opening", "Sessions: expected a list of names"),
        ("Sessions_b", {"morning": ["opening"]}, "panel is in no block"),
        (
            "Languages_s",
            {"opening": ["tlh"]},
            r"Languages_s\['opening'\]: expected a language",
        ),
        ("Languages_i", [], "Languages_i: expected an object"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(
    field: str, value: object, words: str
) -> None:
    with pytest.raises(Malformed, match=words):
        isp_json.parse(INSTANCE | {field: value})


def test_a_file_that_is_not_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sessions.json"
    file.write_text("{")
    with pytest.raises(Malformed, match=r"sessions\.json is not JSON"):
        isp_json.read(file)


def test_published_runs_are_proved_at_the_published_value(apart: Apart) -> None:
    assembly = isp_json.read(shared("interpreters", "isp-S40-I40.json"))
    free = apart(PAIRS, assembly)
    limited = apart(PAIRS, assembly, limits=Limits())
    assert (free.status, free.objective) == (Status.OPTIMAL, 669)
    assert (limited.status, limited.objective) == (Status.OPTIMAL, 522)
    found = json.loads(json.dumps([dataclasses.asdict(a) for a in limited.solution]))
    raw = isp_json.as_json(assembly)
    assert check.violations(raw, found, limits=(15, 3), objective=522) == []


def test_what_is_not_covered_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "assembly.json"
    languages = {"opening": ["Arabic", "English", "French"], "panel": ["Arabic"]}
    instance = {
        "Blocks": ["Tuesday 15:00"],
        "Sessions": ["opening", "panel"],
        "Sessions_b": {"Tuesday 15:00": ["opening", "panel"]},
        "Interpreters": ["Ines"],
        "Languages": ["Arabic", "English", "French"],
        "Languages_s": languages,
        "Languages_i": {"Ines": ["English", "French"]},
    }
    file.write_text(json.dumps(instance))
    words = ["-m", "hemicycle.planning", "interpreters", str(file), "--limits"]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, check=True, timeout=120
    )
    answer = json.loads(done.stdout)
    assert answer["reasons"] == [
        "limits 15 and 3: sessions, blocks in a row",
        "Tuesday 15:00 lacks one for Arabic and English: opening",
        "Tuesday 15:00 lacks one for Arabic and French: opening",
    ]
    solution = tmp_path / "answer.json"
    solution.write_bytes(done.stdout)
    assert command.check(file, solution, limits=True, objective="pairs") == []
