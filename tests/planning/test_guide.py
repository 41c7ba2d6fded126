"""What the guide shows a person who builds on the engines does run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planning.worlds import ROOT

GUIDE = ROOT / "docs" / "guides" / "planning.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)


def run(code: str, path: Path) -> str:
    """In a process of its own: HiGHS and OR-Tools never meet in one."""
    code = code.replace("seconds=120", "seconds=3")
    start = f"from pathlib import Path\npath = Path({str(path)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_programme_is_drafted_explained_and_repaired() -> None:
    told = run(EXAMPLES[0], GUIDE.with_name("planning-example.json"))
    assert "other slots" in told


def test_a_forum_is_timed_and_written(tmp_path: Path) -> None:
    file = tmp_path / "forum.dzn"
    assert run(EXAMPLES[1], file).startswith("0 [")
    assert "nMeetings = 2;" in file.read_text()


def test_a_team_of_interpreters_says_what_it_lacks(tmp_path: Path) -> None:
    assert run(EXAMPLES[2], tmp_path) == (
        "['Tuesday 15:00 lacks one Arabic', 'Tuesday 15:00 lacks two en']\n"
    )


def test_every_example_is_run() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("solver", ["ortools", "highspy", "pysat", "numpy"])
def test_what_all_engines_share_loads_no_solver(solver: str, tmp_path: Path) -> None:
    code = f"import sys, hemicycle.planning\nprint({solver!r} in sys.modules)"
    assert run(code, tmp_path) == "False\n"
