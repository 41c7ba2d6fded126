"""Pictures people bring for letters: PNG and JPEG, checked part by part, kept bare.

What is kept is written anew from the parts that draw the picture. Comments, places,
profiles and whatever follows the picture's end are left out.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from hemicycle.lib import pdf

MAX_BYTES = 1024 * 1024
MAX_SIDE = 3_000
"""Pixels: 18 mm on paper need no more than a few hundred."""
MAX_PIXELS = 4_000_000

PNG, JPEG = "image/png", "image/jpeg"

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_JPEG_START = b"\xff\xd8"
# Frames that every reader can draw: baseline, extended, progressive.
_FRAMES = (0xC0, 0xC1, 0xC2)
_TABLES = (0xC4, 0xDB, 0xDD)
_ADOBE, _SCAN, _END = 0xEE, 0xDA, 0xD9
_CANVAS = Path(__file__).with_name("canvas") / "picture.typ"


class CannotUse(ValueError):
    """The picture can't be used. The text tells its owner what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture that letters can print."""

    content_type: str
    content: bytes
    width: int
    height: int


def read(content: bytes) -> Picture:
    """The picture, bare. Its first bytes say what it is, never its name.

    Raises CannotUse for other kinds, for more than 1 MB or 3,000 pixels a side, and for
    what can't be drawn.
    """
    if len(content) > MAX_BYTES:
        raise CannotUse(_("This file is larger than 1 MB. Save it smaller."))
    if content.startswith(_PNG_START):
        picture = _png(content)
    elif content.startswith(_JPEG_START):
        picture = _jpeg(content)
    else:
        raise CannotUse(_("This is not a PNG or JPEG picture. Choose another file."))
    try:
        pdf.render(
            _CANVAS, {}, attachments={"picture": picture.content}
        )  # decoded in a process of its own, bounded in memory and time
    except pdf.PdfError:
        raise _damaged() from None
    return picture


def _png(content: bytes) -> Picture:
    kept, width, height = [_PNG_START], 0, 0
    for place, (kind, body) in enumerate(_chunks(content)):
        if (place == 0) != (kind == b"IHDR"):
            raise _damaged()
        if kind == b"IHDR":
            if len(body) != 13:
                raise _damaged()
            width, height = struct.unpack(">II", body[:8])
            _check_size(width, height)
        if kind in _PNG_KEPT:
            kept.append(struct.pack(">I", len(body)) + kind + body)
            kept.append(struct.pack(">I", zlib.crc32(kind + body)))
    return Picture(PNG, b"".join(kept), width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each, to the end of the picture; each against its checksum."""
    at, kind = len(_PNG_START), b""
    while kind != b"IEND":
        head = content[at : at + 8]
        if len(head) < 8:
            raise _damaged()
        (length,), kind = struct.unpack(">I", head[:4]), head[4:]
        body = content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + body)):
            raise _damaged()
        yield kind, body
        at += 12 + length


def _jpeg(content: bytes) -> Picture:
    kept, width, height = [_JPEG_START], 0, 0
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            if len(segment) < 9:
                raise _damaged()
            height, width = struct.unpack(">HH", segment[5:9])
            _check_size(width, height)
        elif marker == _SCAN and not width:
            raise _damaged()
        if marker in (*_FRAMES, *_TABLES, _ADOBE, _SCAN):
            kept.append(segment)
    return Picture(JPEG, b"".join([*kept, b"\xff\xd9"]), width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment, a scan with its data, to the picture's end."""
    at = len(_JPEG_START)
    while True:
        head = content[at : at + 4]
        if head[:2] == b"\xff\xd9":
            return
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0x00, 0xFF):
            raise _damaged()
        marker, (length,) = head[1], struct.unpack(">H", head[2:])
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise _damaged()
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where its data end: at the next marker that is no restart and no plain 255."""
    while (at := content.find(b"\xff", at)) >= 0:
        following = content[at + 1 : at + 2]
        if not following:
            break
        if following != b"\0" and not 0xD0 <= following[0] <= 0xD7:
            return at
        at += 2
    raise _damaged()


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged()
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise CannotUse(
            _(
                "This picture has %(width)s × %(height)s pixels. Save it smaller: at "
                "most %(most)s a side."
            )
            % {"width": width, "height": height, "most": MAX_SIDE}
        )


def _damaged() -> CannotUse:
    return CannotUse(_("This picture is damaged. Save it again, then retry."))
