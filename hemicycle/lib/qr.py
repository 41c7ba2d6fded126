"""QR codes as pictures of lines, drawn by zxing-cpp: a hundredth of what Python takes.

The answers hold nothing of the text but dark and light squares, so they are safe to put
into a page whatever was typed.
"""

import re
from base64 import b64encode
from typing import Any

import zxingcpp

_DARK = re.compile(rb"\x00+")
_CORRECTION = "M"  # up to 15% of the code may be covered or creased


def svg(text: str, *, border: int = 2, paper: bool = False) -> str:
    """The code of a text as SVG, without a size of its own: the page decides.

    `border` is the quiet zone, in squares. `paper` paints it white, for a picture that
    stands on whatever colour. Raises ValueError for more than fits a code, and for what
    is not ASCII: readers guess the alphabet of anything else, and guess wrong.
    """
    rows = _rows(text)
    size = len(rows) + 2 * border
    dark = "".join(
        f"M{run.start() + border} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows, border)
        for run in _DARK.finditer(row)
    )
    white = f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/>' if paper else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'class="qr">{white}<path shape-rendering="crispEdges" d="{dark}"/></svg>'
    )


def data_uri(text: str, *, border: int = 2) -> str:
    """The same as the address of a picture, on white."""
    picture = svg(text, border=border, paper=True).encode()
    return f"data:image/svg+xml;base64,{b64encode(picture).decode()}"


def _rows(text: str) -> list[bytes]:
    """A row of squares as bytes: 0 is dark."""
    code = zxingcpp.create_barcode(
        text.encode("ascii").decode(),
        zxingcpp.BarcodeFormat.QRCode,
        ec_level=_CORRECTION,
    )
    image: Any = code.to_image(add_quiet_zones=False)
    squares = memoryview(image)
    height, width = squares.shape or (0, 0)
    content = squares.tobytes()
    return [content[y * width : (y + 1) * width] for y in range(height)]
