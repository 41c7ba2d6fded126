"""A server killed in the middle of its work has lost nothing that it acknowledged."""

import http.client
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hemicycle import web

ROOT = Path(__file__).resolve().parents[2]
SECONDS_OF_WRITING = 2.0
WRITERS = 4
ROUNDS = 2

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from django.test import Client
from hemicycle.lib import clock
from tests.cast import OPENING_MORNING, make_cast
from tests.conftest import sign_in
with clock.frozen(OPENING_MORNING):
    cast = make_cast()
    cast.delegation.cap = 100_000
    cast.delegation.save()
    client = sign_in(Client(), cast.amina)
print(cast.delegation.pk, client.cookies["sessionid"].value)
"""


def environment(data: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HEMICYCLE_")}
    return kept | {
        "HEMICYCLE_DATA": str(data),
        "HEMICYCLE_PORT": str(port),
        "HEMICYCLE_NOW": "2019-08-26T07:30-06:00",
        "HEMICYCLE_MAIL": "none",
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
    }


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class Server:
    """A real one, with two processes, as script/server starts it."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()

    def start(self) -> None:
        self.process = subprocess.Popen(
            web.command("--port", str(self.port), "--log-level", "critical"),
            cwd=ROOT, env=environment(self.data, self.port), start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/readyz") == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> int:
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        ) as line:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            answer.read()
            return answer.status

    def kill(self) -> None:
        """At once, all its processes, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.process.poll() is None:
        server.kill()


def nominate_until_dead(
    server: Server, path: str, session: str, acknowledged: list[str], writer: str
) -> None:
    token = secrets.token_hex(16)
    number = 0
    while True:
        number += 1
        name = f"Person {writer} {number}"
        typed = {
            "full_name": name, "part": "member", "language": "en",
            "email": f"{writer}.{number}@example.org", "csrfmiddlewaretoken": token,
            "submission": secrets.token_urlsafe(16),
        }  # fmt: skip
        try:
            status = server.ask(
                "POST", path, urlencode(typed),
                **{"Content-Type": "application/x-www-form-urlencoded",
                   "Cookie": f"sessionid={session}; csrftoken={token}"},
            )  # fmt: skip
        except (OSError, http.client.HTTPException):
            return
        if status != 302:
            raise AssertionError(f"{status} instead of an acknowledgement")
        acknowledged.append(name)


@pytest.mark.slow
def test_every_acknowledged_nomination_outlives_kill_9(server: Server) -> None:
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE], cwd=ROOT, text=True, capture_output=True,
        env=environment(server.data, server.port), timeout=120,
    )  # fmt: skip
    assert prepared.returncode == 0, prepared.stderr
    delegation, session = prepared.stdout.split()
    path = f"/en/uncsc-2019/delegations/{delegation}/registrations/"
    acknowledged: list[str] = []
    for round_ in range(ROUNDS):
        server.start()
        known = len(acknowledged)
        writers = [
            threading.Thread(
                target=nominate_until_dead,
                args=(server, path, session, acknowledged, f"w{round_}{number}"),
            )
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        until = time.monotonic() + 60
        while len(acknowledged) < known + 10 and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(SECONDS_OF_WRITING)
        server.kill()
        for writer in writers:
            writer.join(30)
        assert len(acknowledged) >= known + 10
        whole(server.data, delegation, acknowledged)
    # What is left is a database that works.
    server.start()
    assert server.ask("GET", path, Cookie=f"sessionid={session}") == 200


def whole(data: Path, delegation: str, acknowledged: list[str]) -> None:
    """Everything acknowledged is there, once; nothing is there by half."""
    with closing(sqlite3.connect(data / "hemicycle.sqlite3")) as database:

        def column(sql: str, *values: str) -> list[str]:
            return [row[0] for row in database.execute(sql, values)]

        assert column("PRAGMA integrity_check") == ["ok"]
        assert column("PRAGMA foreign_key_check") == []
        stored = column(
            "SELECT full_name FROM delegations_registration WHERE holds_delegation"
        )
        assert set(acknowledged) - set(stored) == set()
        assert len(stored) == len(set(stored))
        # At most what each writer had sent and not heard of.
        assert len(stored) - len(acknowledged) <= WRITERS * ROUNDS
        taken = "SELECT taken FROM delegations_delegation WHERE id = ?"
        assert column(taken, delegation) == [len(stored)]
        letters = "SELECT count(*) FROM post_email WHERE template = ?"
        assert column(letters, "delegations/nominated") == [len(stored)]
        entries = "SELECT count(*) FROM journal_entry WHERE verb = ?"
        assert column(entries, "nominated") == [len(stored)]
