"""Pictures made by hand, so that each test says what is in them."""

import struct
import zlib


def make_png(width: int = 8, height: int = 8, extra: bytes = b"") -> bytes:
    """A grey PNG. `extra` stands before its data."""
    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def make_jpeg(width: int = 8, height: int = 8, extra: bytes = b"") -> bytes:
    """A grey baseline JPEG. `extra` stands before its tables."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    one_code = bytes([1] + [0] * 15) + b"\0"
    return (
        b"\xff\xd8"
        + extra
        + segment(0xDB, b"\0" + b"\1" * 64)
        + segment(0xC0, frame)
        + segment(0xC4, b"\x00" + one_code)
        + segment(0xC4, b"\x10" + one_code)
        + segment(0xDA, b"\1\1\0\0\x3f\0")
        + b"\0" * (-(-width // 8) * -(-height // 8) // 4)
        + b"\x3f\xff\xd9"
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
