"""R2 in its small size, and its control that must fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"HEMICYCLE_DATA": str(data), "HEMICYCLE_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of its own: forked processes can't share that of the tests."""
    data = tmp_path_factory.mktemp("race")
    made = manage(data, "migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    return data


@pytest.mark.slow
def test_one_wins_each_last_place_and_nothing_is_left_behind(migrated: Path) -> None:
    ran = manage(migrated, "race", "--claims", "50", "--rounds", "20")
    assert ran.stdout.splitlines()[-1] == (
        "rounds 20, limit 1, winners 20, rounds exceeded 0"
    ), ran.stderr
    assert ran.returncode == 0
    counted = manage(
        migrated,
        "shell",
        "--verbosity",
        "0",
        "--command",
        "from hemicycle.conferences.models import Conference as C\n"
        "from hemicycle.organisations.models import Organisation as O\n"
        "from hemicycle.people.models import User as U\n"
        "print(C.objects.count(), O.objects.count(), U.objects.count())",
    )
    assert counted.stdout.split() == ["0", "0", "0"], counted.stderr


@pytest.mark.slow
def test_without_the_lock_it_oversells(migrated: Path) -> None:
    ran = manage(migrated, "race", "--claims", "50", "--rounds", "20", "--without-lock")
    last = ran.stdout.splitlines()[-1]
    assert last.startswith("rounds 20, limit 1, winners "), ran.stderr
    assert int(last.rpartition(" ")[2]) > 0
    assert ran.returncode == 1
