"""Clients that send and read a byte a second, and idle connections (finding F2).

None may hold a thread: meanwhile the web answers everybody else at once.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

from hemicycle.proofs.web_server import Browser, WebServer

BODY = 1000
PACE = 1.0
MOST_SECONDS = 1.0
READ = b"/static/ui/hemicycle.css"


@dataclass
class Outcome:
    """`times`: seconds of each answer of /healthz; `ended`: slow bodies refused."""

    slow_bodies: int
    slow_readers: int
    idle: int
    times: list[float] = field(default_factory=list)
    failures: int = 0
    ended: int = 0

    @property
    def slowest(self) -> float:
        return max(self.times, default=0.0)

    @property
    def is_passed(self) -> bool:
        is_answered = bool(self.times) and not self.failures
        return is_answered and self.slowest <= MOST_SECONDS


def run(slow_bodies: int, slow_readers: int, idle: int, seconds: float) -> Outcome:
    """Ask /healthz for so long while all of them are there."""
    outcome = Outcome(slow_bodies, slow_readers, idle)
    with WebServer() as server, ExitStack() as lines:
        for _number in range(idle):
            line = lines.enter_context(_connected(server.port))
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        is_over = threading.Event()
        crowd = [
            threading.Thread(target=_send_slowly, args=(server.port, is_over, outcome))
            for _number in range(slow_bodies)
        ] + [
            threading.Thread(target=_read_slowly, args=(server.port, is_over))
            for _number in range(slow_readers)
        ]
        for thread in crowd:
            thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                status, _onward = Browser(server.port).get("/healthz")
                outcome.failures += status != 200
            except OSError:
                outcome.failures += 1
            outcome.times.append(time.monotonic() - began)
            time.sleep(0.05)
        is_over.set()
        for thread in crowd:
            thread.join()
    return outcome


@contextmanager
def _connected(port: int) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        yield line


def _send_slowly(port: int, is_over: threading.Event, outcome: Outcome) -> None:
    """A form of a thousand bytes, a byte a second; anew when it is ended."""
    while not is_over.is_set():
        try:
            with _connected(port) as line:
                line.sendall(
                    b"POST /en/account/sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
                    b"Content-Type: application/x-www-form-urlencoded\r\n"
                    b"Content-Length: %d\r\n\r\n" % BODY
                )
                for _byte in range(BODY):
                    if is_over.wait(PACE):
                        return
                    line.sendall(b"x")
        except OSError:
            outcome.ended += 1


def _read_slowly(port: int, is_over: threading.Event) -> None:
    """A stylesheet, a byte a second."""
    while not is_over.is_set():
        try:
            with _connected(port) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                line.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % READ)
                while not is_over.wait(PACE) and line.recv(1):
                    continue
        except OSError:
            continue
