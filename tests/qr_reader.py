"""Reads a drawn code back as a camera would: from its squares, with the quiet zone."""

import re

import zxingcpp

SQUARE = 4  # pixels


def read(svg: str) -> str:
    """The text of the code in an SVG. Fails where there is not exactly one."""
    (size,) = {int(side) for side in re.findall(r'viewBox="0 0 (\d+) \1"', svg)}
    width = size * SQUARE
    pixels = bytearray(b"\xff" * width * width)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        start, run = int(x) * SQUARE, b"\x00" * int(length) * SQUARE
        for row in range(int(y) * SQUARE, (int(y) + 1) * SQUARE):
            pixels[row * width + start : row * width + start + len(run)] = run
    picture = memoryview(pixels).cast("B", (width, width))
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)
