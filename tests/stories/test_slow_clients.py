"""Slow and idle clients, on the server as script/server starts it."""

import http.client
import os
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from hemicycle import web
from hemicycle.lib.front import GRACE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
# Its database has no tables: nothing here asks it.
SIGN_IN = "/en/account/sign-in/"
SLOW, IDLE = 4, 128


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HEMICYCLE_")}
    environment = kept | {
        "HEMICYCLE_DATA": str(tmp_path),
        "HEMICYCLE_PORT": str(port),
        "HEMICYCLE_MAIL": "none",
    }
    process = subprocess.Popen(
        web.command("--port", str(port), "--log-level", "critical"),
        cwd=ROOT, env=environment,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            get(port, "/healthz")
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def get(port: int, path: str) -> tuple[int, float]:
    """The status, and after how many seconds all of it was there."""
    start = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asking:
        asking.request("GET", path)
        response = asking.getresponse()
        response.read()
        return response.status, time.monotonic() - start


def trickle(connection: socket.socket, is_over: threading.Event) -> None:
    """One byte a second."""
    try:
        while not is_over.wait(1):
            connection.sendall(b"x")
    except OSError:
        return


@pytest.mark.slow
def test_four_slow_bodies_and_128_idle_connections_keep_nobody_out(port: int) -> None:
    token = secrets.token_hex(16)  # with its cookie a form is read before it is refused
    post = (
        f"POST {SIGN_IN} HTTP/1.1\r\nHost: localhost:{port}\r\n"
        f"Cookie: csrftoken={token}\r\nContent-Length: 5000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        f"csrfmiddlewaretoken={token}&email="
    ).encode()
    idle = f"GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    is_over = threading.Event()
    with ExitStack() as stack:
        stack.callback(is_over.set)
        for number in range(SLOW + IDLE):
            connection = socket.create_connection(("127.0.0.1", port))
            stack.enter_context(connection)
            connection.sendall(post if number < SLOW else idle)
            if number < SLOW:
                threading.Thread(target=trickle, args=(connection, is_over)).start()
        time.sleep(1)
        for _time in range(5):
            for path in ("/healthz", "/.well-known/security.txt"):
                status, seconds = get(port, path)
                assert status == 200
                # Else they wait until a body has its whole grace behind it.
                assert seconds < GRACE_SECONDS / 2
