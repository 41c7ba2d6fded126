"""Instances too large for the time given: an answer soon after the limit, no crash."""

import argparse
import json
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hemicycle.planning.__main__ import Late, solve
from hemicycle.planning.commands import bilateral as command
from hemicycle.planning.commands import interpreters as interpreters_command
from hemicycle.planning.commands import programme as programme_command
from hemicycle.planning.programme import conference, draft
from hemicycle.planning.programme.slots import SlotModel
from hemicycle.planning.published.covering.assembly import (
    Assembly,
    Interpreter,
    Session,
)
from hemicycle.planning.published.forums import check, dzn, timing
from hemicycle.planning.published.forums.first_slots import first_slots
from hemicycle.planning.published.forums.formula import Formula
from hemicycle.planning.published.forums.forum import Forum, Meeting
from hemicycle.planning.published.tracks import search as tracks_search
from hemicycle.planning.result import Effort, Result, Status, Unbuilt
from tests.planning.interpreters_apart import Apart, apart
from tests.planning.worlds import ROOT, make_conference, make_tracks

__all__ = ["apart"]

GONE = Effort(seconds=1e-9)


def large_forum(seed: int = 1) -> Forum:
    """300 meetings of 100 people in 24 slots; a plan is easy to find."""
    draw = random.Random(seed)
    pairs = {tuple(sorted(draw.sample(range(1, 101), 2))) for _ in range(300)}
    meetings = tuple(Meeting(*pair) for pair in sorted(pairs))
    return Forum(100, 20, 24, 12, meetings, (frozenset(),) * 100)


def test_models_are_given_up_while_they_are_built() -> None:
    with pytest.raises(Unbuilt):
        SlotModel(make_conference(1), GONE)
    with pytest.raises(Unbuilt):
        timing.Model(large_forum(), 2, counted=True, effort=GONE)


def test_a_formula_that_would_not_fit_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "hemicycle.planning.published.forums.formula.MOST_CLAUSES", 3_000
    )
    formula = Formula()
    literals = [formula.new() for _ in range(100)]
    with pytest.raises(Unbuilt, match="over 3,000 clauses"):
        formula.at_most(literals, 50)


def test_a_limit_passed_before_the_search_is_unknown(apart: Apart) -> None:
    over = Effort(seconds=0.001, threads=1, started=time.monotonic() - 5)
    made = make_conference(1)
    assert draft.solve(made, over).status is Status.UNKNOWN
    assert tracks_search.solve(make_tracks(1), over).status in (
        Status.UNKNOWN,
        Status.FEASIBLE,
    )
    assembly = Assembly(
        ("b",),
        (Session("s", 0, frozenset({"ar", "en"})),),
        (Interpreter("i", frozenset({"ar", "en"})),),
    )
    for counted in ("pairs", "sessions"):
        place = f"published.covering.covering.{counted}"
        late = apart(place, assembly, seconds=1e-9)
        assert (late.status, late.solution) == (Status.UNKNOWN, None)
        assert late.reasons == ["no plan was found in the time allowed"]


def test_nine_hundred_sessions_in_sixty_slots_keep_a_limit_of_a_second() -> None:
    session = [
        conference.Session(f"s{i}", 1, tuple(range(60)), frozenset({i, i + 1}))
        for i in range(900)
    ]
    halls = tuple(conference.Hall(f"h{h}", 50 + h) for h in range(30))
    made = conference.Conference(tuple(session), halls, 60, 10)
    started = time.monotonic()
    result = draft.solve(made, Effort(1.0, 1))
    assert result.status in (Status.UNKNOWN, Status.FEASIBLE, Status.OPTIMAL)
    assert time.monotonic() - started < 15  # on a busy machine


def test_a_forum_has_a_first_plan_at_once_and_the_same_one_for_the_same_seed() -> None:
    forum = large_forum()
    first = first_slots(forum, 2, Effort(20.0, 1, seed=3))
    assert first is not None
    assert first == first_slots(forum, 2, Effort(20.0, 1, seed=3))
    value, slots = first
    assert check.timing_violations(dzn.text_of(forum), list(slots), 2, value) == []


def test_a_forum_stopped_early_answers_with_its_first_plan() -> None:
    stop = threading.Event()
    told: list[object] = []

    def listen(progress: object) -> None:
        told.append(progress)
        stop.set()

    forum = large_forum()
    effort = Effort(60.0, 2, stop=stop, listener=listen)
    result = timing.solve(forum, effort)
    assert result.solution is not None
    assert result.seconds < 30
    text = dzn.text_of(forum)
    assert check.timing_violations(text, list(result.solution), 2) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_prints_the_best_forum_so_far(number: int, tmp_path: Path) -> None:
    file, solution = tmp_path / "forum.dzn", tmp_path / "answer.json"
    file.write_text(dzn.text_of(large_forum()))
    words = ["-m", "hemicycle.planning", "bilateral", str(file), "--seconds", "600"]
    running = subprocess.Popen(
        [sys.executable, *words, "--progress"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    running.stderr.readline()  # the first plan
    running.send_signal(number)
    stdout, _ = running.communicate(timeout=100)
    solution.write_text(stdout)
    assert running.returncode == 0
    assert json.loads(stdout)["status"] in ("FEASIBLE", "OPTIMAL")
    assert command.check(file, solution) == []


def large_conference() -> dict[str, Any]:
    """40 sessions that 4,000 people want, in 12 slots: not closed in a test's time."""
    return {
        "S": [
            {"id": i, "dur": 1, "dom": list(range(12)), "speakers": [i], "dem": 5}
            for i in range(40)
        ],
        "rooms": [{"cap": 9, "booth": 0, "hyb": 0}] * 6,
        "T": 12,
        "D": 1,
        "teams": 0,
        "team_slots_day": 0,
        "want": [[p % 40, (7 * p) % 40, (11 * p + 3) % 40] for p in range(4000)],
    }


def large_assembly() -> dict[str, Any]:
    """Many sessions of many languages for few interpreters."""
    draw = random.Random(5)
    blocks = [f"b{k}" for k in range(30)]
    sessions = [f"s{k}" for k in range(240)]
    people = [f"i{k}" for k in range(60)]
    spoken = [f"l{k}" for k in range(12)]
    return {
        "Blocks": blocks,
        "Sessions": sessions,
        "Interpreters": people,
        "Languages": spoken,
        "Sessions_b": {b: sessions[8 * k : 8 * k + 8] for k, b in enumerate(blocks)},
        "Languages_s": {s: draw.sample(spoken, draw.randint(2, 5)) for s in sessions},
        "Languages_i": {i: draw.sample(spoken, draw.randint(2, 4)) for i in people},
    }


def stopped(kind: str, file: Path, number: int, *options: str) -> dict[str, Any]:
    """What is printed after a signal, with ten minutes to go."""
    words = ["-m", "hemicycle.planning", kind, str(file), "--seconds", "600"]
    running = subprocess.Popen(
        [sys.executable, *words, *options, "--progress"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    running.stderr.readline()  # a first plan, or the end
    running.send_signal(number)
    stdout, _ = running.communicate(timeout=100)
    assert running.returncode == 0
    answer: dict[str, Any] = json.loads(stdout)
    return answer


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_prints_the_best_programme_so_far(number: int, tmp_path: Path) -> None:
    file, solution = tmp_path / "conference.json", tmp_path / "answer.json"
    file.write_text(json.dumps(large_conference()))
    answer = stopped("programme", file, number)
    assert answer["status"] in ("FEASIBLE", "OPTIMAL")
    solution.write_text(json.dumps(answer))
    assert programme_command.check(file, solution) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_prints_the_best_interpreters_so_far(
    number: int, tmp_path: Path
) -> None:
    file, solution = tmp_path / "assembly.json", tmp_path / "answer.json"
    file.write_text(json.dumps(large_assembly()))
    answer = stopped("interpreters", file, number, "--objective", "sessions")
    if answer["solution"] is None:
        assert answer["status"] == "UNKNOWN"
        return
    solution.write_text(json.dumps(answer))
    assert interpreters_command.check(file, solution) == []


def slow_engine(kept: Result[Any] | None) -> ModuleType:
    """An engine that hands over a plan and does not come back in time."""
    engine = ModuleType("slow")

    def run(arguments: object, effort: Effort) -> Result[Any]:
        effort.best.shape = str
        if kept is not None:
            effort.best.keep(kept)
        time.sleep(4)
        return Result(Status.OPTIMAL, 0, 0, effort.spent, None)

    engine.run = run  # type: ignore[attr-defined]
    return engine


def test_an_engine_that_does_not_end_is_left_with_the_best_it_had() -> None:
    arguments = argparse.Namespace(seconds=0.1, threads=1, seed=0, progress=False)
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        made = Result(Status.FEASIBLE, 7, 3, 0.0, 12)
        for kept, told in ((made, "12"), (None, None)):
            with pytest.raises(Late) as late:
                solve(slow_engine(kept), arguments, time.monotonic())
            assert late.value.result.solution == told
            assert late.value.result.seconds < 4
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
