"""Slow clients hold no thread: granian itself, with an application that echoes."""

import http.client
import json
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from hemicycle.web import OPTIONS
from tests.lib.echo import LONGEST_BODY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    granian = [sys.executable, "-m", "granian", *OPTIONS, "--port", str(port)]
    granian[granian.index("--workers") + 1] = "1"
    with subprocess.Popen([*granian, "tests.lib.echo:front"], cwd=ROOT) as process:
        wait_for(port)
        yield port
        process.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def ask(
    port: int, method: str = "GET", path: str = "/", **kw: Any
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with closing(connection):
        connection.request(method, path, **kw)
        response = connection.getresponse()
        return response, response.read()


def echoed(port: int, *args: Any, **kw: Any) -> dict[str, Any]:
    response, body = ask(port, *args, **kw)
    assert response.status == 200
    told: dict[str, Any] = json.loads(body)
    return told


def send(port: int, text: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(text)
    return connection


def read_all(connection: socket.socket) -> bytes:
    parts = []
    with connection:
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def test_a_request_reaches_the_application_as_the_standard_says(port: int) -> None:
    path = "/en/%D8%A7/a%2Fb?q=%20x&y"
    told = echoed(port, "POST", path, body=b"abc", headers={"Content-Type": "text/x"})
    assert told["REQUEST_METHOD"] == "POST"
    assert told["PATH_INFO"].encode("latin-1").decode() == "/en/ا/a/b"
    assert told["QUERY_STRING"] == "q=%20x&y"
    assert (told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("text/x", "3")
    assert (told["body"], told["end"]) == (3, "abc")
    assert told["REMOTE_ADDR"] == "127.0.0.1"
    assert told["HTTP_HOST"] == f"127.0.0.1:{port}"


def test_letters_in_an_address_that_no_browser_encoded_are_read(port: int) -> None:
    with send(
        port, "GET /?q=中 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
    ) as connection:
        told = json.loads(read_all(connection).partition(b"\r\n\r\n")[2])
    assert told["QUERY_STRING"].encode("latin-1").decode() == "q=中"


def test_cookies_go_both_ways_and_no_underscore_passes_for_a_hyphen(port: int) -> None:
    with send(
        port,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\nCookie: b=2\r\n"
        b"X-Two: 1\r\nX-Two: 2\r\nX_Forwarded_For: 6.6.6.6\r\n"
        b"Connection: close\r\n\r\n",
    ) as connection:
        head, _gap, body = read_all(connection).partition(b"\r\n\r\n")
    told = json.loads(body)
    assert (told["HTTP_COOKIE"], told["HTTP_X_TWO"]) == ("a=1; b=2", "1,2")
    assert not [key for key in told if "FORWARDED" in key]
    assert head.count(b"set-cookie: ") == 2
    assert head.lower().count(b"content-length: ") == 1


def test_a_head_has_no_body_and_an_error_of_the_application_is_a_500(port: int) -> None:
    response, body = ask(port, "HEAD")
    assert (response.status, body) == (200, b"")
    assert ask(port, path="/fails")[0].status == 500
    assert echoed(port)["body"] == 0


@pytest.mark.parametrize("size", [0, 1, 600_000, LONGEST_BODY])
def test_a_body_arrives_whole_in_memory_or_in_a_file(port: int, size: int) -> None:
    body = b"x" * max(0, size - 3) + b"end"[: min(size, 3)]
    told = echoed(port, "POST", body=body)
    assert (told["body"], told["end"]) == (size, body[-3:].decode())


def test_a_body_without_a_length_gets_one(port: int) -> None:
    told = echoed(port, "POST", body=iter([b"abc", b"def"]), encode_chunked=True,
                  headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    assert (told["CONTENT_LENGTH"], told["body"]) == ("6", 6)


def test_a_body_too_long_is_told_by_its_length_and_not_taken_in(port: int) -> None:
    with send(
        port, b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000001\r\n\r\n"
    ) as connection:
        answer = connection.recv(65_536)
    assert b'"CONTENT_LENGTH": "1000001"' in answer
    assert b'"body": 0' in answer


def test_four_slow_bodies_hold_no_thread_and_are_ended(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n7 bytes"
    with ExitStack() as stack:
        slow = [stack.enter_context(send(port, head)) for _client in range(4)]
        start = time.monotonic()
        assert echoed(port)["body"] == 0
        assert time.monotonic() - start < 1
        for connection in slow:
            assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_is_slow_but_comes_is_taken_in(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000\r\n"
    with send(port, head + b"Connection: close\r\n\r\n") as connection:
        for _piece in range(10):  # twice as long as one that stalls may take
            time.sleep(0.3)
            connection.sendall(b"x" * 3000)
        assert b'"body": 30000' in read_all(connection)


def test_bodies_under_way_fill_no_disk_and_a_form_gets_through(port: int) -> None:
    """Three that stop short of their end take all the room; it is free afterwards."""
    size = LONGEST_BODY - 1
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n".encode()
    with ExitStack() as stack:
        clients = [stack.enter_context(send(port, head)) for _number in range(3)]
        for client in clients:
            client.sendall(b"x" * (size - 1))
        (refused,), *_others = select.select(clients, [], [], 20)
        assert refused.recv(100).startswith(b"HTTP/1.1 503")
        assert echoed(port, "POST", body=b"a" * 1_000)["body"] == 1_000
    until = time.monotonic() + 20
    while ask(port, "POST", body=b"a" * size)[0].status != 200:
        assert time.monotonic() < until


def test_a_body_that_breaks_off_reaches_nobody(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n7 bytes"
    with send(port, head) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert not connection.recv(100).startswith(b"HTTP/1.1 200")


def test_four_slow_readers_and_128_idle_clients_hold_no_thread(port: int) -> None:
    large = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
    idle = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as stack:
        for _client in range(4):
            stack.enter_context(send(port, large))
        for _client in range(128):
            stack.enter_context(send(port, idle))
        time.sleep(0.5)
        start = time.monotonic()
        assert echoed(port)["body"] == 0
        assert time.monotonic() - start < 1


def test_a_large_reply_is_whole(port: int) -> None:
    _response, body = ask(port, path="/large")
    assert len(body) == 320 * 65_536


def test_threads_work_beside_each_other(port: int) -> None:
    head = b"GET /sleeps HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    start = time.monotonic()
    with send(port, head) as first, send(port, head) as second:
        assert b" 200 " in read_all(first)
        assert b" 200 " in read_all(second)
    assert time.monotonic() - start < 1.9
