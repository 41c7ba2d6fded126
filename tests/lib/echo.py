"""An application that says what reached it, checked by the standard's own validator."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.validate import validator

from hemicycle.lib.front import Front

LONGEST_BODY = 1_000_000
GRACE_SECONDS = 1.5
MOST_IN_FILES = 2_000_000


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/fails":
        raise RuntimeError("on purpose")
    if path == "/sleeps":
        time.sleep(1)
    if path == "/large":
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return large()
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length)
    text = {key: value for key, value in environ.items() if isinstance(value, str)}
    answer = json.dumps(text | {"body": len(body), "end": body[-3:].decode()}).encode()
    headers = [("Content-Type", "application/json"), ("Set-Cookie", "a=1")]
    headers += [("Set-Cookie", "b=2"), ("Content-Length", str(len(answer)))]
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer]


def large() -> Iterator[bytes]:
    """20 MB."""
    for _piece in range(320):
        yield b"x" * 65_536


front = Front(
    validator(application),
    threads=2,
    longest_body=LONGEST_BODY,
    grace=GRACE_SECONDS,
    most_in_files=MOST_IN_FILES,
)
