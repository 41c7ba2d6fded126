"""The background worker goes on when a verb fails and when the database is away."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from hemicycle import worker
from hemicycle.journal.models import Failure
from hemicycle.lib import pauses
from hemicycle.people.models import User

ROOT = Path(__file__).resolve().parents[1]
OFTEN = timedelta(seconds=30)


def test_one_broken_verb_does_not_stop_the_others(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def breaks() -> None:
        raise OperationalError("database is locked")

    def works() -> None:
        done.append(User.objects.count())

    worker.run_due({breaks: OFTEN, works: OFTEN}, {})
    assert done == [0]
    assert "breaks failed" in caplog.text


def test_with_the_connection_lost_what_was_due_stays_due(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.exists()
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    def breaks() -> None:
        raise OperationalError("server closed the connection unexpectedly")

    due: dict[object, float] = {}
    with pytest.raises(OperationalError):
        worker.run_due({breaks: OFTEN}, due)  # type: ignore[arg-type]  # a small one
    assert due == {}


def test_pauses_grow_and_have_an_end() -> None:
    assert [pauses.after(n, 30) for n in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert pauses.after(5000) == 60


@pytest.fixture
def away(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A worker whose database server is not there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hemicycle.worker"],
        cwd=ROOT, text=True, stderr=subprocess.PIPE,
        env=os.environ | {
            "HEMICYCLE_DATA": str(tmp_path),
            "HEMICYCLE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        },
    )  # fmt: skip
    with process:
        yield process
        process.kill()


def test_it_waits_for_a_database_that_is_away_and_ends_when_asked(
    away: "subprocess.Popen[str]",
) -> None:
    assert away.stderr
    # Three processes say it: the schedule, the mail and the jobs.
    said = [away.stderr.readline() for _line in range(6)]
    assert all("No database (" in line for line in said)
    pauses = [line.partition("Trying again in ")[2] for line in said]
    assert sorted(pauses) == ["1 s.\n"] * 3 + ["2 s.\n"] * 3
    away.send_signal(signal.SIGTERM)
    assert away.wait(20) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="has no connections")
@pytest.mark.django_db(transaction=True)
def test_it_takes_a_new_connection_when_the_server_ended_the_old_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    done = []

    def counts() -> None:
        done.append(User.objects.count())

    with pytest.raises(OperationalError) as ended:
        worker.run_due({counts: OFTEN}, {})
    worker.lost(ended.value, 1)
    worker.run_due({counts: OFTEN}, {})
    assert done == [0]


SILENT = """
import socket, sys, time
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hemicycle import worker
from hemicycle.lib import clock
from hemicycle.post.models import Email
Email.objects.create(to="lin@example.org", language="en", template="x", subject="x",
                     body="x", send_key="x")
# A byte every second ends no time-out of one answer.
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    print("ready", flush=True)
    while True:
        connection, _address = server.accept()
        try:
            while True:
                connection.sendall(b"2")
                time.sleep(0.5)
        except OSError:
            pass
"""


@pytest.mark.slow
def test_a_mail_server_that_never_ends_its_answer_holds_up_nothing_else(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if "HEMICYCLE" not in k} | {
        "HEMICYCLE_DATA": str(tmp_path),
        "HEMICYCLE_MAIL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
    }
    run = "import sys; from hemicycle import worker; worker.MAIL_SECONDS = 2; "
    started: Any = {"cwd": ROOT, "text": True, "env": environment}
    with subprocess.Popen([sys.executable, "-c", SILENT, str(port)],
                          stdout=subprocess.PIPE, **started) as silent:  # fmt: skip
        assert silent.stdout
        assert silent.stdout.readline() == "ready\n"
        run += "sys.exit(worker.main())"
        with subprocess.Popen([sys.executable, "-c", run], stderr=subprocess.PIPE,
                              **started) as process:  # fmt: skip
            assert process.stderr
            try:
                said = [process.stderr.readline() for _line in range(2)]
                assert all(
                    line.startswith("The process of mail ended (code -14)")
                    for line in said
                ), said
                beats = sqlite3.connect(tmp_path / "hemicycle.sqlite3").execute(
                    "SELECT name FROM jobs_process ORDER BY name"
                )
                assert [name for (name,) in beats] == ["jobs", "mail", "schedule"]
            finally:
                process.terminate()
                assert process.wait(20) == 0
                silent.kill()


def test_after_the_clock_jumped_nothing_scheduled_is_done_until_it_is_back(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def at(seconds: float) -> None:
        monkeypatch.setattr(worker.ClockWatch, "_offset", staticmethod(lambda: seconds))

    watch = worker.ClockWatch()
    right = watch.offset
    assert not watch.has_jumped()
    for hours in (24, -24, 1.1):
        at(right + hours * 3600)
        assert watch.has_jumped()
        assert watch.has_jumped()
        assert Failure.objects.get().error == "ClockJumped"
    # One line a minute, not one each half second.
    assert caplog.text.count("jumped by 1440 minutes") == 1
    at(right + 0.9 * 3600)
    assert not watch.has_jumped()
    assert not Failure.objects.exists()
    # Restarted by a person, it takes the clock as it is.
    at(right + 24 * 3600)
    assert not worker.ClockWatch().has_jumped()
