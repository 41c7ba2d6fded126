"""Writers of SQLite wait in line: each goes in turn, and nobody blocks the line."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from hemicycle.databases.sqlite3.base import wait_in_line

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def files_of_our_own(django_db_blocker: Any) -> Iterator[None]:
    """These connections never touch the tests' database."""
    with django_db_blocker.unblock():
        yield


def connect(file: Path, **options: object) -> BaseDatabaseWrapper:
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "hemicycle.databases.sqlite3",
                "NAME": str(file),
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, **options},
            }
        }
    )
    connection: BaseDatabaseWrapper = handler["default"]
    connection.inc_thread_sharing()
    return connection


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "some.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE counted (number INTEGER)")
        database.execute("INSERT INTO counted VALUES (0)")
    return file


@pytest.fixture
def connection(file: Path) -> Iterator[BaseDatabaseWrapper]:
    made = connect(file)
    yield made
    made.close()


def is_free(file: Path) -> bool:
    place = wait_in_line(f"{file}-writers", 0.05)
    if place is not None:
        os.close(place)
    return place is not None


def begin(connection: BaseDatabaseWrapper) -> None:
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )


def test_the_line_is_held_from_begin_to_commit(
    file: Path, connection: BaseDatabaseWrapper
) -> None:
    assert is_free(file)
    begin(connection)
    assert not is_free(file)
    connection.cursor().execute("UPDATE counted SET number = 1")
    connection.commit()
    assert is_free(file)


def test_a_rollback_and_a_close_leave_the_line(
    file: Path, connection: BaseDatabaseWrapper
) -> None:
    begin(connection)
    connection.rollback()
    assert is_free(file)
    connection.set_autocommit(True)
    begin(connection)
    connection.close()
    assert is_free(file)


def test_a_reader_never_waits(file: Path, connection: BaseDatabaseWrapper) -> None:
    begin(connection)
    other = connect(file)
    with other.cursor() as cursor:
        cursor.execute("SELECT number FROM counted")
        assert cursor.fetchone() == (0,)
    other.close()


def test_a_begin_that_fails_leaves_the_line(file: Path) -> None:
    """Somebody else, who knows nothing of the line, holds SQLite's own lock."""
    stranger = sqlite3.connect(file, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    late = connect(file, timeout=0.1)
    with pytest.raises(OperationalError, match="locked"):
        begin(late)
    assert is_free(file)
    stranger.execute("ROLLBACK")
    stranger.close()
    late.close()


def test_who_waits_too_long_is_refused_by_the_database_and_the_line_goes_on(
    file: Path, connection: BaseDatabaseWrapper
) -> None:
    begin(connection)
    late = connect(file, timeout=0.2)
    started = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        begin(late)
    assert time.monotonic() - started < 3
    connection.commit()
    late.close()
    time.sleep(0.1)  # the wait that was given up gets its turn, and passes it on
    assert is_free(file)


def test_a_killed_writer_lets_the_next_one_in(file: Path) -> None:
    program = (
        "import time; from hemicycle.databases.sqlite3.base import wait_in_line;"
        f"wait_in_line({str(file)!r} + '-writers', 5); print('in', flush=True);"
        "time.sleep(60)"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "in\n"
    assert not is_free(file)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert is_free(file)
    writer.stdout.close()


def test_a_folder_that_takes_no_file_makes_no_line(tmp_path: Path) -> None:
    assert wait_in_line(str(tmp_path / "absent" / "x-writers"), 0.1) is None


def test_those_who_wait_go_in_turn_and_none_is_lost(file: Path) -> None:
    """Eight writers, twenty times each: the count is right, and no wait is long."""
    waits: list[float] = []

    def write() -> None:
        mine = connect(file)
        for _time in range(20):
            started = time.monotonic()
            begin(mine)
            waits.append(time.monotonic() - started)
            mine.cursor().execute("UPDATE counted SET number = number + 1")
            time.sleep(0.002)
            mine.commit()
            mine.set_autocommit(True)
        mine.close()

    writers = [threading.Thread(target=write) for _writer in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT number FROM counted").fetchone() == (160,)
    assert len(waits) == 160


def test_the_project_uses_it_where_it_uses_sqlite() -> None:
    engine = settings.DATABASES["default"]["ENGINE"]
    assert engine in ("hemicycle.databases.sqlite3", "django.db.backends.postgresql")
