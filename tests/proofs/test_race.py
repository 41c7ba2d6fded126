"""R2 in its small size, and its control that must fail."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
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


def rows(data: Path) -> dict[str, int]:
    """How many each table has."""
    with closing(sqlite3.connect(data / "hemicycle.sqlite3")) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%!_fts%' ESCAPE '!'"
        ).fetchall()
        return {
            table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for (table,) in tables
        }


@pytest.mark.slow
def test_one_wins_each_last_place_and_nothing_is_left_behind(migrated: Path) -> None:
    before = rows(migrated)
    ran = manage(migrated, "race", "--claims", "50", "--rounds", "20")
    assert ran.stdout.splitlines()[-1] == (
        "rounds 20, limit 1, winners 20, rounds exceeded 0"
    ), ran.stderr
    assert ran.returncode == 0
    assert rows(migrated) == before


@pytest.mark.slow
def test_the_last_place_of_a_member_is_won_once_by_its_umbrella(migrated: Path) -> None:
    ran = manage(migrated, "race", "--claims", "50", "--rounds", "20", "--for-members")
    assert ran.stdout.splitlines()[-1] == (
        "rounds 20, limit 1, winners 20, rounds exceeded 0"
    ), ran.stderr
    assert ran.returncode == 0


@pytest.mark.slow
def test_without_the_lock_it_oversells(migrated: Path) -> None:
    ran = manage(migrated, "race", "--claims", "50", "--rounds", "20", "--without-lock")
    last = ran.stdout.splitlines()[-1]
    assert last.startswith("rounds 20, limit 1, winners "), ran.stderr
    assert int(last.rpartition(" ")[2]) > 0
    assert ran.returncode == 1
    assert rows(migrated)["journal_entry"] == 0


@pytest.mark.parametrize("size", ["--claims", "--rounds"])
def test_a_race_of_nothing_is_refused_in_words(migrated: Path, size: str) -> None:
    ran = manage(migrated, "race", size, "0")
    assert ran.returncode == 2
    assert ran.stderr.strip().endswith("at least one claim and one round.")
