"""Charts as SVG: bars, lines, dots, and a map of one dot per country. Geometry.

A drawing bears its colours itself, so that it can be saved as a file; on a page the
stylesheet gives it those of the reader's theme. The half circle is `seats`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from hemicycle.lib.country_places import PLACES

WIDTH = 360
ROW = 40
BAR_TOP, BAR_HEIGHT = 19, 10
LINES_HEIGHT = 200
MAP_WIDTH = 720.0
LARGEST_DOT, SMALLEST_DOT, REPRESENTED_DOT, EMPTY_DOT = 15.0, 3.0, 3.0, 1.5


@dataclass(frozen=True)
class Row:
    """A label with a number for each series; None: there are some, and no number.

    `code` is that of the country on a map.
    """

    label: str
    numbers: tuple[int | None, ...]
    code: str = ""


@dataclass(frozen=True)
class Chart:
    """What is drawn, and says the same in words: its title, description and table."""

    kind: str  # bars, lines, dots, map
    title: str
    description: str
    heading: str  # of the labels
    series: tuple[str, ...]
    rows: tuple[Row, ...]


def svg(chart: Chart) -> SafeString:
    """The drawing in the reader's direction, as it stands on a page or in a file."""
    is_rtl = get_language_bidi()
    words = {
        "chart": chart,
        "id": f"chart-{blake2b(chart.title.encode(), digest_size=5).hexdigest()}",
        "direction": "rtl" if is_rtl else "ltr",
    }
    return render_to_string(
        f"ui/charts/{chart.kind}.svg", drawing(chart, is_rtl=is_rtl) | words
    )


def drawing(chart: Chart, *, is_rtl: bool) -> dict[str, Any]:
    """Everything that the template of this kind of chart draws."""
    draw = {"bars": _bars, "lines": _lines, "dots": _dots, "map": _map}[chart.kind]
    return draw(chart, is_rtl)


def round_top(most: int) -> int:
    """The first round figure that is not below and has a whole half."""
    powers = (1, 10, 100, 1000, 10_000, 100_000)
    tops = (digit * power for power in powers for digit in (1, 2, 4, 6, 8))
    return next(top for top in tops if top % 2 == 0 and top >= most)


def _bars(chart: Chart, is_rtl: bool) -> dict[str, Any]:
    most = _most(chart)
    rows = []
    for n, row in enumerate(chart.rows):
        number = row.numbers[0]
        length = round(WIDTH * (number or 0) / most, 1)
        rows.append(
            {
                "label": row.label,
                "number": number,
                "y": n * ROW + 13,
                "bar_y": n * ROW + BAR_TOP,
                "length": length,
                "x": WIDTH - length if is_rtl else 0,
            }
        )
    return _sides(is_rtl) | {"rows": rows, "height": ROW * len(rows), "bar": BAR_HEIGHT}


def _dots(chart: Chart, is_rtl: bool) -> dict[str, Any]:
    most = _most(chart)
    reach = WIDTH - 16
    rows = []
    for n, row in enumerate(chart.rows):
        dots = [
            {
                "series": series,
                "number": number,
                "x": round(8 + (reach - at if is_rtl else at), 1),
                "colour": place,
            }
            for place, (series, number) in enumerate(
                zip(chart.series, row.numbers, strict=True), start=1
            )
            if number is not None
            for at in [reach * number / most]
        ]
        rows.append(
            {"label": row.label, "y": n * ROW + 13, "line": n * ROW + 26, "dots": dots}
        )
    return _sides(is_rtl) | {"rows": rows, "height": ROW * len(rows) + 4}


def _lines(chart: Chart, is_rtl: bool) -> dict[str, Any]:
    """Time runs with the direction of reading; the rows are equally far apart."""
    top = round_top(_most(chart))
    floor, ceiling = LINES_HEIGHT - 24.0, 16.0
    step = (WIDTH - 60.0) / max(1, len(chart.rows) - 1)
    lines = []
    for place, series in enumerate(chart.series):
        points = [
            (
                round(WIDTH - x if is_rtl else x, 1),
                round(floor - (floor - ceiling) * number / top, 1),
            )
            for n, row in enumerate(chart.rows)
            if (number := row.numbers[place]) is not None
            for x in [50 + n * step]
        ]
        path = " ".join(f"{x},{y}" for x, y in points)
        lines.append(
            {"series": series, "points": points, "path": path, "colour": place + 1}
        )
    return _sides(is_rtl) | {
        "lines": lines,
        "levels": [
            {"y": ceiling, "number": top},
            {"y": (floor + ceiling) / 2, "number": top // 2},
            {"y": floor, "number": 0},
        ],
        "first": chart.rows[0].label if chart.rows else "",
        "last": chart.rows[-1].label if len(chart.rows) > 1 else "",
        "foot": LINES_HEIGHT - 6,
        "height": LINES_HEIGHT,
    }


def _map(chart: Chart, is_rtl: bool) -> dict[str, Any]:
    """Dots in proportion by their area. East is right in every language."""
    most = _most(chart)
    by_code: Mapping[str, Row] = {row.code: row for row in chart.rows}
    dots = []
    for code, place in PLACES.items():
        if place[0] < SOUTHERNMOST:
            continue
        x, y = on_map(*place)
        row = by_code.get(code)
        dot: dict[str, Any] = {"x": x, "y": y, "r": EMPTY_DOT, "kind": "empty"}
        if row and row.numbers[0] is None:
            dot |= {"r": REPRESENTED_DOT, "kind": "represented", "label": row.label}
        elif row and row.numbers[0]:
            number = row.numbers[0]
            size = max(SMALLEST_DOT, LARGEST_DOT * sqrt(number / most))
            dot |= {"r": round(size, 1), "kind": "some"}
            dot |= {"label": row.label, "number": number}
        dots.append(dot)
    dots.sort(key=lambda dot: (dot["kind"] != "empty", -dot["r"]))
    return {"dots": dots, "width": MAP_WIDTH, "height": round(_MAP_HEIGHT, 1)}


# Equal Earth: Šavrič, Patterson and Jenny, 2018. Areas keep their proportions.
_A = (1.340264, -0.081106, 0.000893, 0.003796)


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    a1, a2, a3, a4 = _A
    at = asin(sqrt(3) / 2 * sin(radians(latitude)))
    slope = 9 * a4 * at**8 + 7 * a3 * at**6 + 3 * a2 * at**2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(at) / (3 * slope)
    return x, a4 * at**9 + a3 * at**7 + a2 * at**3 + a1 * at


_EAST, _NORTH = _equal_earth(0, 180)[0], _equal_earth(90, 0)[1]
_SCALE = MAP_WIDTH / (2 * _EAST)
SOUTHERNMOST = -60
"""The map ends where nobody lives further south."""
_SOUTH = _equal_earth(SOUTHERNMOST, 0)[1]
_MAP_HEIGHT = _SCALE * (_NORTH - _SOUTH)


def on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place is in the drawing, from its upper left corner."""
    x, y = _equal_earth(latitude, longitude)
    return round(_SCALE * (x + _EAST), 1), round(_SCALE * (_NORTH - y), 1)


def _most(chart: Chart) -> int:
    return max((n for row in chart.rows for n in row.numbers if n), default=1)


def _sides(is_rtl: bool) -> dict[str, Any]:
    start, end = (WIDTH, 0) if is_rtl else (0, WIDTH)
    return {"width": WIDTH, "start": start, "end": end}
