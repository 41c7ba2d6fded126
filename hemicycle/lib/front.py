"""A request is gathered whole before it gets a thread, and a reply leaves without one.

Views are synchronous, and there are few threads: four clients that send one byte a
second, or read as slowly, would hold them all. So granian's event loop takes in the
body, into a file where it is long, and ends a client that is too slow; a thread runs
the application; the loop sends what it answered. granian speaks RSGI to this, and this
speaks WSGI to the application.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

from hemicycle.lib import outages
from hemicycle.lib.outages import Outage

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

GRACE_SECONDS = 20.0
"""A body must be whole by then, and later only as far as it comes at this pace."""
SLOWEST = 4 * 1024
BODY_IN_MEMORY = 64 * 1024
"""Bytes of a body that stay out of a file: thousands of clients may send at once."""
MOST_IN_FILES = 256 * 1024 * 1024
"""Bytes of all bodies of a process that lie in files: thousands of clients that send
the largest body must not fill the disk. Forms stay in memory and always get through."""
IN_MEMORY = 512 * 1024
"""Bytes of a reply made before the first of it leaves."""

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Full(Exception):
    """Bodies already take all the room in files that a process gives them."""


class Front:
    """What granian calls (`--interface rsgi`)."""

    def __init__(
        self,
        application: Application,
        *,
        threads: int,
        longest_body: int,
        grace: float = GRACE_SECONDS,
        most_in_files: int = MOST_IN_FILES,
    ) -> None:
        self.application = application
        self.longest_body, self.grace = longest_body, grace
        self.most_in_files, self.in_files = most_in_files, 0
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __rsgi__(self, scope: "Scope", protocol: "HTTPProtocol") -> None:
        environ = environ_of(scope)
        with tempfile.SpooledTemporaryFile(BODY_IN_MEMORY) as body:
            try:
                whole = await self._gather(environ, protocol, body)
                if not whole:
                    _refuse(protocol, 400, "The request ended too early.")
                    return
                body.seek(0)
                environ["wsgi.input"] = body
                await self._answer(environ, protocol)
            except TimeoutError:
                _refuse(protocol, 408, "The request came too slowly.")
            except OSError as error:
                if outages.outage_in(error) is not Outage.DISK:
                    raise
                outages.say(Outage.DISK, error)
                _refuse(protocol, 503, "Nothing can be saved at the moment.")
            except Full:
                _refuse(protocol, 503, "Too many files are being sent. Try again.")
            finally:
                self.in_files -= environ["hemicycle.in_files"]

    async def _gather(
        self, environ: dict[str, Any], protocol: "HTTPProtocol", body: IO[bytes]
    ) -> bool:
        """Take in the body. False when it ended before its length.

        One that is too long is not taken in: the application sees its length, and says
        so. Raises TimeoutError, Full.
        """
        length = environ.get("CONTENT_LENGTH", "")
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ
        if not is_chunked and not (length.isdecimal() and int(length[:20]) > 0):
            return True
        if not is_chunked and int(length[:20]) > self.longest_body:
            return True
        received = 0
        until = asyncio.get_running_loop().time() + self.grace
        async with asyncio.timeout_at(until) as limit:
            async for chunk in protocol:
                received += len(chunk)
                if received > self.longest_body:
                    body.truncate(0)
                    break
                self._count(environ, received)
                body.write(chunk)
                limit.reschedule(until + received / SLOWEST)
        if is_chunked:
            del environ["HTTP_TRANSFER_ENCODING"]
            environ["CONTENT_LENGTH"] = length = str(received)
        return received == int(length)

    def _count(self, environ: dict[str, Any], received: int) -> None:
        """What of this body lies in a file counts until its request is answered."""
        if received <= BODY_IN_MEMORY:
            return
        self.in_files += received - environ["hemicycle.in_files"]
        environ["hemicycle.in_files"] = received
        if self.in_files > self.most_in_files:
            raise Full

    async def _answer(self, environ: dict[str, Any], protocol: "HTTPProtocol") -> None:
        loop = asyncio.get_running_loop()
        reply = Reply()
        first = await loop.run_in_executor(
            self.threads, reply.begin, self.application, environ
        )
        if reply.is_whole:
            protocol.response_bytes(reply.status, reply.headers, first)
            return
        try:
            transport = protocol.response_stream(reply.status, reply.headers)
            while first:
                await transport.send_bytes(first)
                first = await loop.run_in_executor(self.threads, reply.more)
        finally:
            await loop.run_in_executor(self.threads, reply.close)


class Reply:
    """What the application answers, in pieces. Its methods are called in a thread."""

    status = 500
    headers: Headers

    def __init__(self) -> None:
        self.headers = []
        self.is_whole = False
        self._pieces: Iterator[bytes] = iter(())
        self._result: Any = None

    def begin(self, application: Application, environ: dict[str, Any]) -> bytes:
        """Run the application. The first piece; where `is_whole`, it is all."""
        self._result = application(environ, self._start)
        self._pieces = iter(self._result)
        first = self.more()
        if len(first) < IN_MEMORY:
            self.is_whole = True
            self.close()
        return first

    def more(self) -> bytes:
        """The next piece; empty at the end."""
        pieces, size = [], 0
        for piece in self._pieces:
            pieces.append(piece)
            size += len(piece)
            if size >= IN_MEMORY:
                break
        return b"".join(pieces)

    def close(self) -> None:
        if hasattr(self._result, "close"):
            self._result.close()

    def _start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name.lower(), value) for name, value in headers]


def environ_of(scope: "Scope") -> dict[str, Any]:
    """The request as WSGI names it (PEP 3333), still without its body."""
    server, _colon, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "hemicycle.in_files": 0,
    }
    for name, value in scope.headers.items():
        # X_Forwarded_For would pass for X-Forwarded-For.
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ


def _refuse(protocol: "HTTPProtocol", status: int, text: str) -> None:
    headers = [("content-type", "text/plain"), ("connection", "close")]
    protocol.response_bytes(status, headers, f"{text}\n".encode())
