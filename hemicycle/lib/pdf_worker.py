"""The process in which `lib.pdf` runs typst. Run as a file: it imports nothing of ours.

Reads requests from standard input, answers on standard output, and ends when it has not
been asked for a while. Fonts are loaded once.
"""

import contextlib
import ctypes
import importlib.util
import json
import resource
import select
import struct
import sys
from pathlib import Path
from typing import Any

FONTS = [
    "Source Sans Pro",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans TC",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Thai",
    "Noto Sans Lao",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Ethiopic",
]
"""Brought by packages, so the same on every machine.

Beyond them, the system's fonts.
"""

FONT_PACKAGES = (
    "font_source_sans_pro",
    "justmytype_intl_rtl",
    "justmytype_intl_cjk",
    "justmytype_intl_south_asia",
    "justmytype_intl_sea",
    "justmytype_intl_africa",
)
IDLE_SECONDS = 60
MEMORY = 512 * 1024 * 1024
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


def font_folders() -> list[str]:
    """Where the font packages keep their files."""
    folders = []
    for package in FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            folders.append(str(Path(spec.origin).parent))
    return folders


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        # Not every system allows it; our templates ask for no network anyway.
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def main() -> None:
    """Answer requests until standard input closes or nobody asks."""
    _limit()
    import typst  # type: ignore[import-untyped,unused-ignore]  # none

    fonts = typst.Fonts(include_system_fonts=True, font_paths=font_folders())
    sys.stdout.buffer.write(b"+")
    sys.stdout.buffer.flush()
    source = sys.stdin.buffer
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        head = source.read(4)
        if len(head) < 4:
            return
        request: dict[str, Any] = json.loads(source.read(struct.unpack(">I", head)[0]))
        try:
            ok, answer = 1, _compile(typst, fonts, request)
        except typst.TypstError as error:
            ok, answer = 0, f"{error.message}\n{error.diagnostic}".encode()
        sys.stdout.buffer.write(struct.pack(">BI", ok, len(answer)) + answer)
        sys.stdout.buffer.flush()


def _compile(typst: Any, fonts: Any, request: dict[str, Any]) -> bytes:
    compiled: bytes = typst.compile(
        Path(request["template"]),
        root=Path(request["root"]),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"data": request["data"], "fonts": json.dumps(FONTS)},
        package_path=Path("/nonexistent"),
        package_cache_path=Path("/nonexistent"),
        timestamp=request["timestamp"],
        pdf_standards=request["standards"],
    )
    return compiled


if __name__ == "__main__":
    main()
