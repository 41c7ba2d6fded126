"""A mail server on loopback that behaves as badly as it is told, and counts what it
took.

It speaks as much SMTP as is needed to receive, one thread for each connection.
"""

import re
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.M | re.I)
SLOW_SECONDS = 0.2


class Mood(StrEnum):
    GOOD = "good"
    SLOW = "slow"
    """Each e-mail takes 0.2 s."""
    SILENT = "silent"
    """Connections are accepted and nothing is ever said."""
    REFUSING = "refusing"
    """Every e-mail is refused because of us."""
    BREAKING = "breaking"
    """Every tenth text ends its connection, unanswered; half of these are taken."""


class MailServer(socketserver.ThreadingTCPServer):
    """`accepted` counts by Message-ID, `at` is when each first was (monotonic)."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, mood: Mood = Mood.GOOD) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mood = mood
        self.accepted: Counter[str] = Counter()
        self.at: dict[str, float] = {}
        self.texts = self.broken = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, text: bytes) -> None:
        match = MESSAGE_ID.search(text)
        key = match[1].decode() if match else ""
        with self.lock:
            self.accepted[key] += 1
            self.at.setdefault(key, time.monotonic())


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            return

    def _talk(self) -> None:
        if self.server.mood == Mood.SILENT:
            self.connection.settimeout(60)
            self.rfile.readline()
            return
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"MAIL" and self.server.mood == Mood.REFUSING:
                self._say("530 5.7.0 authenticate first")
            elif word == b"DATA":
                if not self._receive():
                    return
            else:
                self._say("250 ok")

    def _receive(self) -> bool:
        """Take in a text; False when the connection is to break."""
        self._say("354 go ahead")
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            line = self.rfile.readline()
            if not line:
                return False
            text += line
        server = self.server
        with server.lock:
            server.texts += 1
            number = server.texts
        if server.mood == Mood.SLOW:
            time.sleep(SLOW_SECONDS)
        if server.mood == Mood.BREAKING and number % 10 == 0:
            server.broken += 1
            if number % 20 == 0:
                server.take(text)
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        server.take(text)
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running(mood: Mood = Mood.GOOD) -> Iterator[MailServer]:
    """One that listens until the end of the block."""
    with MailServer(mood) as server:
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
