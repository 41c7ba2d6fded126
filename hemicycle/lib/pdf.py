"""PDF files by typst, in a process of its own: bounded in time, memory and reach.

A template is a `.typ` file of ours. What people typed reaches it as data, never as
markup:

    #let data = json(bytes(sys.inputs.data))
    #set text(font: json(bytes(sys.inputs.fonts)))

The process reads the template's folder and nothing else, writes nothing, has no network
where the system lets us take it away, and ends by itself when nobody needs it.
"""

import atexit
import json
import os
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from hemicycle.lib import clock, pdf_worker

LIMIT_SECONDS = 10.0
FONTS = pdf_worker.FONTS
"""Families in the order they are tried; also in the template as sys.inputs.fonts."""

_WORKER = Path(pdf_worker.__file__)
_START_SECONDS = 30.0
_GLYPHS = Path(__file__).with_name("glyphs.typ")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


class PdfError(RuntimeError):
    """The document could not be made; the text says why, for the log."""


def render(
    template: Path,
    data: Mapping[str, Any],
    *,
    attachments: Mapping[str, bytes] | None = None,
    seconds: float = LIMIT_SECONDS,
) -> bytes:
    """The PDF of one template (any number of pages) with `data`, any JSON.

    `attachments` are files by plain name; the template reads "attachments/<name>".
    An SVG needs no attachment: `image(bytes(data.qr), format: "svg")`.
    Raises PdfError for a mistake in the template, and after `seconds`.
    """
    request = _request(template, data)
    if not attachments:
        return _worker.ask(request, seconds)
    with tempfile.TemporaryDirectory(prefix="hemicycle-pdf-") as folder:
        root = Path(folder) / "root"
        shutil.copytree(template.resolve().parent, root)
        (root / "attachments").mkdir(exist_ok=True)
        for name, content in attachments.items():
            if name in ("", ".", "..") or Path(name).name != name:
                raise PdfError(f"An attachment needs a plain name, not {name!r}")
            (root / "attachments" / name).write_bytes(content)
        request |= {"template": str(root / template.name), "root": str(root)}
        return _worker.ask(request, seconds)


def undrawable(text: str) -> str:
    """The signs of a text that no font of this machine has; "" when it can be printed.

    Latin, Greek, Cyrillic, Georgian, Armenian, Hebrew, Arabic, Chinese, Japanese,
    Korean, Devanagari, Bengali, Tamil, Telugu, Thai, Lao, Khmer, Burmese and Ethiopic
    are always there. Others depend on the fonts of the system.
    """
    request = _request(_GLYPHS, {"text": text}) | {"standards": ["a-2u"]}
    try:
        _worker.ask(request, LIMIT_SECONDS)
    except PdfError as error:
        missing = dict.fromkeys(_MISSING.findall(str(error)))
        if not missing:
            raise
        signs = "".join(missing)
        return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), signs)
    return ""


def _request(template: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "template": str(template.resolve()),
        "root": str(template.resolve().parent),
        "data": json.dumps(data, ensure_ascii=False, default=str),
        "timestamp": int(clock.now().timestamp()),
        "standards": [],
    }


class _Worker:
    """The process beside ours. Started when needed, replaced when it fails."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, request: dict[str, Any], seconds: float) -> bytes:
        with self._lock:
            body = json.dumps(request).encode()
            process = self._running()
            try:
                ok, answer = self._exchange(process, body, seconds)
            except (BrokenPipeError, EOFError):
                # It may have ended itself just now, unneeded: once more with a new one.
                self.end()
                process = self._running()
                try:
                    ok, answer = self._exchange(process, body, seconds)
                except (BrokenPipeError, EOFError):
                    self.end()
                    raise PdfError("Making the PDF needed too much memory") from None
            except TimeoutError:
                self.end()
                raise PdfError(f"Making the PDF took over {seconds:g} s") from None
        if not ok:
            raise PdfError(answer.decode())
        return answer

    def _running(self) -> "subprocess.Popen[bytes]":
        if (
            self._process
            and self._owner == os.getpid()
            and self._process.poll() is None
        ):
            return self._process
        self.end()  # of one that ended by itself, its pipes are still open
        self._process, self._owner = (
            subprocess.Popen(
                [sys.executable, str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PATH": "", "HOME": "/nonexistent", "LANG": "C.UTF-8"},
                cwd="/",
            ),
            os.getpid(),
        )
        try:
            _read(self._process.stdout, 1, time.monotonic() + _START_SECONDS)
        except (EOFError, TimeoutError):
            self.end()
            raise PdfError("The process that makes PDFs did not start") from None
        return self._process

    def _exchange(
        self, process: "subprocess.Popen[bytes]", body: bytes, seconds: float
    ) -> tuple[bool, bytes]:
        assert process.stdin
        process.stdin.write(struct.pack(">I", len(body)) + body)
        process.stdin.flush()
        deadline = time.monotonic() + seconds
        ok, length = struct.unpack(">BI", _read(process.stdout, 5, deadline))
        return bool(ok), _read(process.stdout, length, deadline)

    def end(self) -> None:
        """Also when this process ends; a fork leaves its parent's worker alone."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None


def _read(pipe: "IO[bytes] | None", length: int, deadline: float) -> bytes:
    assert pipe
    parts: list[bytes] = []
    while length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise TimeoutError
        part = os.read(pipe.fileno(), min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


_worker = _Worker()
atexit.register(_worker.end)
