"""The web server itself, on loopback, and browsers that ask it."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from django.conf import settings

from hemicycle import web

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 60
ANSWERED_WITHIN = 60


class WebServer:
    """Started by `with`, as script/server starts it, on a port of its own."""

    def __init__(self) -> None:
        with closing(socket.socket()) as door:
            door.bind(("127.0.0.1", 0))
            self.port: int = door.getsockname()[1]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()

    def start(self) -> None:
        """Raises ValueError when it does not answer."""
        command = web.command("--port", str(self.port), "--log-level", "critical")
        self.process = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < until:
            try:
                if Browser(self.port).get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        self.kill()
        raise ValueError("The web server did not start.")

    def kill(self) -> None:
        """At once, all its processes, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Browser:
    """One browser: a connection, and cookies of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        # As after any page with a form; ours need none of it but this.
        self.token = secrets.token_hex(16)
        self.cookies = {settings.CSRF_COOKIE_NAME: self.token}

    def post(self, address: str, **typed: str) -> tuple[int, str]:
        """The status, and where it leads."""
        body, headers = self.form(typed)
        return self._ask("POST", address, body, headers)

    def get(self, address: str) -> tuple[int, str]:
        return self._ask("GET", address, None, self._headers())

    def form(self, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Body and headers of a form of this browser."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": self.token} | typed)
        return body, self._headers() | kind

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}

    def _ask(
        self, method: str, address: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        host = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=ANSWERED_WITHIN
        )
        with closing(host):
            host.request(method, address, body, headers)
            response = host.getresponse()
            response.read()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", "")
