"""The command line: JSON out, one line on errors, stopped at any moment."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hemicycle.planning.__main__ import main
from hemicycle.planning.published.tracks import cosplib
from tests.planning.worlds import ROOT, make_tracks

TINY: dict[str, Any] = {
    "S": [
        {"id": 0, "dur": 1, "dom": [0, 1], "speakers": [1], "dem": 10},
        {"id": 1, "dur": 1, "dom": [0, 1], "speakers": [1], "dem": 10, "booth": 1},
        {"id": 2, "dur": 2, "dom": [2], "speakers": [2], "dem": 50, "setup": 1},
    ],
    "rooms": [{"cap": 60, "booth": 1, "hyb": 0}, {"cap": 20, "booth": 0, "hyb": 0}],
    "T": 4,
    "D": 1,
    "teams": 1,
    "team_slots_day": 2,
    "want": [[0, 1], [0, 2], [1]],
}


Answer = subprocess.CompletedProcess[str]


def planning(*words: object) -> Answer:
    """In a process of its own, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "hemicycle.planning", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Answer]]:
    """The same in this process, many times faster; signal handlers are put back."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}

    def run(*words: object) -> Answer:
        code = main([str(word) for word in words])
        out = capsys.readouterr()
        return subprocess.CompletedProcess(
            [str(w) for w in words], code, out.out, out.err
        )

    yield run
    for number, handler in before.items():
        signal.signal(number, handler)


Here = Callable[..., Answer]


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data))
    return path


def test_a_plan_is_printed_as_json_and_its_check_accepts_it(tmp_path: Path) -> None:
    file = write(tmp_path / "tiny.json", TINY)
    done = planning("programme", file, "--seconds", 60, "--threads", 1)
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "status",
        "objective",
        "bound",
        "seconds",
        "solution",
        "reasons",
    }
    assert (answer["status"], answer["objective"], answer["bound"]) == ("OPTIMAL", 0, 0)
    solution = tmp_path / "solution.json"
    solution.write_text(done.stdout)
    verdict = planning("check", "programme", file, solution)
    assert (verdict.returncode, json.loads(verdict.stdout)["accepted"]) == (0, True)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("start", 3, "may not start"),
        ("hall", 1, "seats"),
        ("hall", 9, "solution[2].hall: expected a whole number from 0 to 1, found 9"),
    ],
)
def test_a_tampered_plan_is_rejected(
    here: Here, tmp_path: Path, key: str, value: int, words: str
) -> None:
    file = write(tmp_path / "tiny.json", TINY)
    answer = json.loads(here("programme", file, "--seconds", 60, "--threads", 1).stdout)
    answer["solution"][2][key] = value
    verdict = here(
        "check", "programme", file, write(tmp_path / "solution.json", answer)
    )
    assert verdict.returncode == 1
    assert words in verdict.stdout


def test_a_false_objective_is_rejected(here: Here, tmp_path: Path) -> None:
    file = write(tmp_path / "tiny.json", TINY)
    answer = json.loads(here("programme", file, "--seconds", 60, "--threads", 1).stdout)
    answer["objective"] = -1
    verdict = here(
        "check", "programme", file, write(tmp_path / "solution.json", answer)
    )
    assert verdict.returncode == 1
    assert "the stated objective is -1" in verdict.stdout


def test_a_workbook_in_and_the_library_layout_out(tmp_path: Path) -> None:
    file, out = tmp_path / "seed 3.xlsx", tmp_path / "out.xlsx"
    cosplib.write_instance(make_tracks(3), file)
    done = planning("programme", file, "--seconds", 60, "--out", out)
    assert json.loads(done.stdout)["status"] == "OPTIMAL"
    assert planning("check", "programme", file, out).returncode == 0


def test_a_contradiction_is_an_answer_and_not_an_error(
    here: Here, tmp_path: Path
) -> None:
    pins = [{"session": 0, "start": 1}, {"session": 1, "start": 1}]
    file = write(tmp_path / "tiny.json", {**TINY, "pinned": pins})
    done = here("programme", file, "--seconds", 5, "--threads", 1)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["status"], answer["solution"]) == ("INFEASIBLE", None)
    assert len(answer["reasons"]) >= 2
    assert any("pinned to slot 1" in words for words in answer["reasons"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "does not hold a conference"),
        (json.dumps({**TINY, "T": 0}), "bad.json: T: expected a whole number"),
        (json.dumps({**TINY, "T": 5, "D": 2}), "equal days"),
        (
            json.dumps({**TINY, "want": [[99]]}),
            "want[0][0]: expected a whole number from 0 to 2, found 99",
        ),
        (json.dumps({**TINY, "rooms": []}), "no rooms"),
        (json.dumps({**TINY, "levels": {"speaker": "shout"}}), "levels"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(
    here: Here, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    done = here("programme", file, "--seconds", 2)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr


def test_a_missing_file_and_an_unknown_kind_are_refused(
    here: Here, tmp_path: Path
) -> None:
    for name in ("absent.json", "notes.txt"):
        done = here("programme", tmp_path / name)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert here("seating", "x").returncode == 2


def test_an_interrupt_gives_the_best_so_far(tmp_path: Path) -> None:
    sessions = [
        {"id": i, "dur": 1, "dom": list(range(12)), "speakers": [i], "dem": 5}
        for i in range(40)
    ]
    crowd = {
        **TINY,
        "S": sessions,
        "rooms": [{"cap": 9, "booth": 0, "hyb": 0}] * 6,
        "T": 12,
        "want": [[p % 40, (7 * p) % 40, (11 * p + 3) % 40] for p in range(400)],
    }
    file = write(tmp_path / "crowd.json", crowd)
    words = ["-m", "hemicycle.planning", "programme", str(file), "--seconds", "600"]
    running = subprocess.Popen(
        [sys.executable, *words, "--progress"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    running.stderr.readline()
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    stdout, _ = running.communicate(timeout=200)  # it would run for 600
    answer = json.loads(stdout)
    assert answer["status"] in ("FEASIBLE", "OPTIMAL")
    assert len(answer["solution"]) == 40


def test_the_limit_is_kept(here: Here, tmp_path: Path) -> None:
    file = tmp_path / "seed 2.xlsx"
    cosplib.write_instance(make_tracks(2), file)
    answer = json.loads(here("programme", file, "--seconds", 1).stdout)
    assert answer["seconds"] < 60
