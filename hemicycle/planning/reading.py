"""What all readers of planning files share: one line for whatever is wrong.

A `Node` is a value that knows its place, `S[3].dur` or `sheet 'rooms', cell B4`, and
asks for what it should be; everything else is `Malformed` with the place, what is
expected there and what was found. Files are read up to a limit, so that a device or an
enormous file ends in a sentence too.
"""

import datetime as dt
import difflib
import json
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from hemicycle.planning.result import Malformed
from hemicycle.planning.rules import Level

LARGEST_FILE = 200_000_000  # bytes
LARGEST_BOOK = 500_000_000  # bytes, unpacked
LARGEST_SHEET = 2_000_000  # cells
LARGEST_NUMBER = 10**9

# What openpyxl raises at a damaged part of a book: nearly anything.
DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file and its place there; the empty place is the whole file."""

    value: Any
    place: str = ""

    def wants(self, expected: str) -> Malformed:
        """The refusal to raise: place, what is expected, what was found."""
        return Malformed(f"{self.where}expected {expected}, found {short(self.value)}")

    @property
    def where(self) -> str:
        return f"{self.place}: " if self.place else ""

    def key(self, name: str) -> "Node":
        """The value of a key that must be there."""
        member = self.maybe(name)
        if member is None:
            raise Malformed(f"{self.where}{name} is missing")
        return member

    def maybe(self, name: str) -> "Node | None":
        """The value of a key that may be missing or null."""
        if not isinstance(self.value, dict):
            raise self.wants("an object")
        value = self.value.get(name)
        if value is None:
            return None
        return Node(value, f"{self.place}.{name}" if self.place else name)

    def spelled(self, expected: Collection[str]) -> None:
        """Refuse a key that looks like a known one but is not: its value would go
        unread."""
        if not isinstance(self.value, dict):
            raise self.wants("an object")
        for name in self.value.keys() - expected:
            meant = resembling(name, frozenset(expected - self.value.keys()))
            if meant is not None:
                raise Malformed(
                    f"{self.where}unknown key '{name}', perhaps '{meant}' is meant"
                )

    def members(self) -> Iterator[tuple[str, "Node"]]:
        """The keys of an object, whatever they are called."""
        if not isinstance(self.value, dict):
            raise self.wants("an object")
        for name, value in self.value.items():
            yield name, Node(value, f"{self.place}[{name!r:.60}]")

    def entries(self, most: int | None = None) -> list["Node"]:
        if not isinstance(self.value, list):
            raise self.wants("a list")
        if most is not None and len(self.value) > most:
            raise Malformed(f"{self.place}: over {most:,} entries")
        return [Node(value, f"{self.place}[{i}]") for i, value in enumerate(self.value)]

    def whole(self, least: int = 0, most: int = LARGEST_NUMBER) -> int:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wants(f"a whole number from {least} to {most}")
        if not least <= value <= most:
            raise self.wants(f"a whole number from {least} to {most}")
        return value

    def wholes(self, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers; the place is made only for one that is not."""
        if not isinstance(self.value, list):
            raise self.wants("a list of whole numbers")
        for i, number in enumerate(self.value):
            if type(number) is not int or not least <= number <= most:
                Node(number, f"{self.place}[{i}]").whole(least, most)
        return tuple(self.value)

    def number(self) -> float:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wants("a number")
        if not abs(value) <= LARGEST_NUMBER:  # not a number compares with nothing
            raise self.wants(f"a number up to {LARGEST_NUMBER:,}")
        return float(value)

    def flag(self) -> bool:
        if not isinstance(self.value, int) or self.value not in (0, 1):
            raise self.wants("true or false, 1 or 0")
        return bool(self.value)

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wants("text")
        return self.value

    def name(self) -> str:
        """Text or a whole number, as published files name things."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.wants("a name or a whole number")
        return short(self.value, 10**6) if isinstance(self.value, int) else self.value

    def names(self) -> list[str]:
        """A list of different names."""
        if not isinstance(self.value, list):
            raise self.wants("a list of names")
        seen: set[str] = set()
        for i, name in enumerate(self.value):
            if not isinstance(name, str):
                raise Node(name, f"{self.place}[{i}]").wants("a name")
            if name in seen:
                raise Malformed(f"{self.place} holds the name '{name[:60]}' twice")
            seen.add(name)
        return self.value


def short(value: object, most: int = 60) -> str:
    """The value in few characters, without its content where it is long."""
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, int) and abs(value) > 10**18:
        return "an enormous number"
    if value == "":
        return "nothing"
    words = json.dumps(value, ensure_ascii=False, default=str)
    return words if len(words) <= most else f"{words[:most]}..."


@lru_cache(maxsize=1000)
def resembling(name: str, expected: frozenset[str]) -> str | None:
    for candidate in expected:
        if candidate.casefold() == name.casefold():
            return candidate
    near = difflib.get_close_matches(name[:60], sorted(expected), 1, 0.8)
    return near[0] if near else None


def content(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Raises OSError where there is no such file, Malformed for one too large."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Malformed(f"{path.name}: expected at most {most:,} bytes, found more")
    if not data.strip():
        raise Malformed(f"{path.name}: the file is empty")
    return data


def text_of(path: Path, most: int = LARGEST_FILE) -> str:
    data = content(path, most)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Malformed(
            f"{path.name}, line {line}: expected text in UTF-8, found byte "
            f"0x{data[error.start]:02x}"
        ) from None
    if "\0" in text:
        raise Malformed(f"{path.name}: expected text, found binary data")
    return text


def json_of(path: Path) -> Any:
    """Raises Malformed for what is not JSON, and for a key given twice."""
    text = text_of(path)
    try:
        return json.loads(text, object_pairs_hook=once_each)
    except json.JSONDecodeError as error:
        raise Malformed(
            f"{path.name} is not JSON: line {error.lineno}, column {error.colno}: "
            f"{error.msg}"
        ) from None
    except RecursionError:
        raise Malformed(f"{path.name} is not JSON we read: nested too deeply") from None
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from None
    except ValueError as error:  # an integer of thousands of digits
        raise Malformed(f"{path.name} is not JSON we read: {error}") from None


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in members if names.count(name) > 1)
        raise Malformed(f"the key '{twice[:60]}' is given twice in one object")
    return members


@dataclass(frozen=True)
class Cell(Node):
    """A cell of a sheet; None and the empty text are an empty cell."""

    def whole(self, least: int = 0, most: int = LARGEST_NUMBER) -> int:
        """An empty cell counts as 0; 2.0 and the text "2" are 2."""
        value = 0 if self.value in ("", None) else self.value
        if isinstance(value, float) and math.isfinite(value) and value == int(value):
            value = int(value)
        if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,12}\s*", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wants(f"a whole number from {least}")
        if not least <= value <= most:
            raise self.wants(f"a whole number from {least} to {most}")
        return value

    def minutes(self) -> int:
        """A time of day in minutes since midnight."""
        value = self.value
        if isinstance(value, dt.time | dt.datetime):
            return value.hour * 60 + value.minute
        named = re.fullmatch(r"\s*(\d{1,2}):(\d{2})(:\d{2})?\s*", str(value))
        if named is None or int(named[1]) > 24 or int(named[2]) > 59:
            raise self.wants("a time of day like 09:30")
        return int(named[1]) * 60 + int(named[2])

    def zone(self) -> int:
        """`GMT+2` as minutes; hours only, as CoSPLib's own reader has it."""
        named = re.fullmatch(r"\s*(?:GMT)?\s*([+-]?\d{1,2})?\s*", str(self.value or ""))
        if named is None:
            raise self.wants("a zone like GMT+2")
        return int(named[1] or 0) * 60

    def parts(self) -> frozenset[str]:
        """Names with commas between them."""
        text = "" if self.value is None else str(self.value)
        return frozenset(name for name in text.split(", ") if name)


@dataclass(frozen=True)
class Sheet:
    """A sheet without its empty tail. Rows and columns count from 0, places from 1."""

    title: str
    rows: Sequence[Sequence[Any]]

    def cell(self, row: int, column: int) -> Cell:
        """Beyond the sheet's end a cell is empty."""
        held = self.rows[row] if row < len(self.rows) else ()
        value = held[column] if column < len(held) else ""
        return Cell(value, f"sheet '{self.title}', cell {letters(column)}{row + 1}")

    @property
    def body(self) -> range:
        """The rows below the head that have a first cell."""
        kept = [r for r, row in enumerate(self.rows) if row and row[0] != ""]
        return range(1, max(kept, default=0) + 1)

    def column(self, label: str) -> int:
        head = [str(value) for value in self.rows[0]] if self.rows else []
        if label not in head:
            raise Malformed(f"sheet '{self.title}', row 1: expected a column '{label}'")
        return head.index(label)


def letters(column: int) -> str:
    named = ""
    while column >= 0:
        named = chr(ord("A") + column % 26) + named
        column = column // 26 - 1
    return named


def book_of(path: Path) -> Any:
    """An openpyxl workbook with values for formulas."""
    import openpyxl

    data = content(path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Malformed(
            f"{path.name} is not a workbook we read: expected .xlsx, found one with a "
            "password or an old .xls; save it as .xlsx without a password"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > LARGEST_BOOK:
                raise Malformed(
                    f"{path.name}: expected at most {LARGEST_BOOK:,} bytes unpacked, "
                    f"found {size:,}"
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), data_only=True)
    except Malformed:
        raise
    except DAMAGED as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        raise Malformed(
            f"{path.name} is not a workbook: expected .xlsx, found: {why}"
        ) from None


def sheet_of(book: Any, title: str) -> Sheet:
    if title not in book.sheetnames:
        raise Malformed(f"the workbook has no sheet '{title}'")
    return cells_of(book[title])


def cells_of(page: Any) -> Sheet:
    if not hasattr(page, "iter_rows"):
        raise Malformed(f"sheet '{page.title}': expected cells, found a chart")
    rows: list[list[Any]] = []
    size = 0
    for row in page.iter_rows(values_only=True):
        size += len(row)
        if size > LARGEST_SHEET:
            raise Malformed(f"sheet '{page.title}' has over {LARGEST_SHEET:,} cells")
        rows.append(["" if value is None else value for value in row])
    while rows and all(value == "" for value in rows[-1]):
        rows.pop()
    width = max(
        (i + 1 for row in rows for i, value in enumerate(row) if value != ""), default=0
    )
    return Sheet(page.title, [row[:width] for row in rows])


def levels_of(node: Node | None, codes: Collection[str]) -> dict[str, Level]:
    """Levels of rules by their codes; none where the file has none."""
    levels = {}
    for code, level in node.members() if node else ():
        if code not in codes:
            raise Malformed(
                f"levels: there is no rule '{code[:60]}'; the rules are "
                f"{', '.join(sorted(codes))}"
            )
        if level.value not in tuple(Level):
            raise level.wants(f"one of {', '.join(Level)}")
        levels[code] = Level(level.value)
    return levels
