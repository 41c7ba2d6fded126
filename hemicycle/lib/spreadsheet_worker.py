"""The process in which `lib.spreadsheet` reads a file: limited in memory and time.

Reads one request (JSON, a line) and the file from standard input, answers with JSON and
ends. It needs nothing of Django: refusals are codes, `lib.spreadsheet` has the words.
"""

import datetime
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from hemicycle.lib import text_encodings

MEMORY = 384 * 1024 * 1024
SECONDS = 10
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_EMPTY_ROWS = 20_000
"""Between and after the filled ones: some programs store a million of them."""
MAX_COLUMNS = 100
MAX_CELL = 5_000
MAX_SHEETS = 30
MAX_CHARACTERS = 10_000_000
MAX_LINES_OF_A_CELL = 50

_DELIMITERS = "\t;,|"
_SAMPLE = 300
_LETTERS = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_APOSTROPHE = re.compile(r"'(?='* *[=+\-@\t\r\n\0])")
_OTHER = re.compile(rb"(?i)\s*(<\?xml|<!doctype|<html|<table|%pdf|\{\\rtf)")
_TRUE = ("1", "true")
_STRICT = b"http://purl.oclc.org/ooxml/"


class Refused(Exception):
    """The file can't be read: why, and what belongs into the words."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read(content: bytes, max_rows: int, encoding: str) -> dict[str, Any]:
    """Sheets of rows, and how the text was understood."""
    if content.startswith(b"PK\x03\x04"):
        return {"sheets": list(_sheets(content, max_rows))}
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old-excel")
    if _OTHER.match(content[:200]):
        raise Refused("other-format")
    text, guess = _decoded(content, encoding)
    delimiter, rows = _records(text)
    sheet = _sheet("", False, ((n, cells, False) for n, cells in rows), max_rows)
    sheet |= {"merged": [], "hidden_columns": []}
    answer: dict[str, Any] = {"sheets": [sheet], "delimiter": delimiter}
    if guess:
        answer["guess"] = guess
    return answer


def _decoded(content: bytes, encoding: str) -> tuple[str, list[str]]:
    """The text, and the encodings it may be in where that is a guess."""
    if encoding:
        try:
            return content.decode(encoding), []
        except (UnicodeDecodeError, LookupError):
            raise Refused("not-this-encoding") from None
    by_its_marks = ""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        by_its_marks = "utf-32"
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        by_its_marks = "utf-16"
    elif content[:200].count(0) > len(content[:200]) // 4:
        little = content[1:200:2].count(0) > content[0:200:2].count(0)
        by_its_marks = "utf-16-le" if little else "utf-16-be"
    elif b"\0" in content:
        raise Refused("not-text")
    elif b"\x1b$" in content:
        by_its_marks = "iso2022_jp_2" if b"\x1b$)C" not in content else "iso2022_kr"
    try:
        text = content.decode(by_its_marks or "utf-8-sig")
    except UnicodeDecodeError:
        if by_its_marks:
            raise Refused("not-text") from None
    else:
        if by_its_marks or text.isascii() or not text_encodings.is_utf8_by_chance(text):
            return text, []
        other = text_encodings.guess(content)
        return text, ["utf-8", *(other.encodings if other else ())]
    content = content.removeprefix(b"\xef\xbb\xbf")
    if (place := text_encodings.nearly_utf8(content)) is not None:
        raise Refused("nearly-utf8", row=content[:place].count(b"\n") + 1)
    guess = text_encodings.guess(content)
    if guess is None:
        raise Refused("not-text")
    return guess.text, list(guess.encodings)


def _records(text: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The delimiter, and each row with its number, from 1."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    named = re.match(r"(?i)\"?sep *= ?(.)\"?[;,\t|]*(\n|$)", text)
    if named:
        return named[1], _split(text[named.end() :], named[1])
    ranked = sorted(
        _DELIMITERS, key=lambda delimiter: _steadiness(text, delimiter), reverse=True
    )
    return ranked[0], _split(text, ranked[0])


def _steadiness(text: str, delimiter: str) -> tuple[float, float, int]:
    """How well whole records divide: share in columns, of one width; the width."""
    widths: list[int] = []
    try:
        for _number, cells in _split(text, delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == _SAMPLE:
                break
    except Refused:
        pass
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0.0, 0.0, 0
    usual = max(set(wide), key=wide.count)
    return len(wide) / len(widths), wide.count(usual) / len(widths), usual


def _split(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records by the letter of the standard, but that a quotation mark which is closed
    nowhere in its cell is one character of it and swallows nothing.
    """
    number, place, width = 0, 0, 0
    while place < len(text):
        number += 1
        cells, place = _record(text, place, delimiter, number, width)
        width = max(width, len(cells))
        yield number, cells


def _record(
    text: str, place: int, delimiter: str, number: int, width: int
) -> tuple[list[str], int]:
    cells: list[str] = []
    while True:
        cell, place = _cell(text, place, delimiter, number, width)
        cells.append(cell)
        if place >= len(text):
            return cells, place
        if text[place] == "\n":
            return cells, place + 1
        place += 1  # over the delimiter
        if place >= len(text):
            return [*cells, ""], place


def _cell(
    text: str, place: int, delimiter: str, number: int, width: int
) -> tuple[str, int]:
    end_of_line = text.find("\n", place)
    end_of_line = len(text) if end_of_line < 0 else end_of_line
    start = place
    while start < end_of_line and text[start] == " ":
        start += 1
    if start < end_of_line and text[start] == '"':
        end = _closing(text, start + 1, delimiter)
        if end is not None:
            cell = text[start + 1 : end].replace('""', '"')
            if "\n" in cell:
                _check_lines(cell, delimiter, number, width)
            end += 1
            while end < len(text) and text[end] == " ":
                end += 1
            return cell, end
    end = text.find(delimiter, place, end_of_line)
    end = end_of_line if end < 0 else end
    return text[place:end], end


def _closing(text: str, place: int, delimiter: str) -> int | None:
    """Where the cell's closing mark is; None when the first one closes nothing."""
    limit = place + MAX_CELL * 2
    while True:
        end = text.find('"', place, limit)
        if end < 0:
            return None
        if text.startswith('""', end):
            place = end + 2
            continue
        after = end + 1
        while after < len(text) and text[after] == " ":
            after += 1
        is_end = after >= len(text) or text[after] in (delimiter, "\n")
        return end if is_end else None


def _check_lines(cell: str, delimiter: str, number: int, width: int) -> None:
    """Refuse a cell that holds what looks like rows of the table."""
    lines = cell.split("\n")
    holds_rows = any(
        delimiter in line and ("@" in line or line.count(delimiter) + 1 >= width > 2)
        for line in lines
    )
    if holds_rows or len(lines) > MAX_LINES_OF_A_CELL:
        raise Refused("quote", row=number)


def _sheets(content: bytes, max_rows: int) -> Iterator[dict[str, Any]]:
    import openpyxl
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    _check_archive(content)
    # Without defusedxml it would follow entities of a hostile file.
    assert openpyxl.DEFUSEDXML
    # It would read a sheet that does not state its size to the end, for the size.
    ReadOnlyWorksheet._get_size = lambda page: None  # type: ignore[attr-defined]
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        for page in book.worksheets[:MAX_SHEETS]:
            structure = _structure(page, max_rows + 20 + MAX_EMPTY_ROWS)
            page.reset_dimensions()
            rows = page.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
            sheet = _sheet(
                page.title,
                page.sheet_state != "visible",
                structure.numbered(rows),
                max_rows,
            )
            sheet["merged"] = structure.merged
            sheet["hidden_columns"] = structure.hidden_columns
            yield sheet
    except (Refused, MemoryError):
        raise
    except Exception:
        # openpyxl raises anything on a damaged file; its owner needs one answer.
        raise Refused("damaged") from None


class _Structure:
    """What a sheet's XML says beside its values."""

    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[int] = []
        self.merged: list[str] = []
        self.formulas: dict[int, dict[int, str]] = {}
        """By row and place: those that no program has worked out yet."""
        self.beyond: set[int] = set()
        """Rows with a filled cell past the last column that is read."""

    def numbered(self, rows: Any) -> Iterator[tuple[int, list[str], bool]]:
        for number, values in enumerate(rows, start=1):
            if number in self.beyond:
                raise Refused("columns", row=number, limit=MAX_COLUMNS)
            cells = [_cell_text(value) for value in values]
            for at, formula in self.formulas.get(number, {}).items():
                cells += [""] * (at + 1 - len(cells))
                cells[at] = cells[at] or formula
            yield number, cells, number in self.hidden_rows


def _structure(page: Any, last: int) -> _Structure:
    """What is below the `last` row is not read: such a sheet is refused anyway."""
    from defusedxml.ElementTree import iterparse

    structure = _Structure()
    number, place, are_rows_hidden = 0, -1, False
    with page._get_source() as source:
        for _event, element in iterparse(source):
            tag = element.tag.rpartition("}")[2]
            if tag == "c":
                row, place = _address(element.get("r"), number + 1, place + 1)
                _note_cell(structure, element, row, place)
                element.clear()
            elif tag == "row":
                number, place = int(element.get("r") or number + 1), -1
                if number > last:
                    break
                if _is_hidden(element, are_rows_hidden):
                    structure.hidden_rows.add(number)
                element.clear()
            elif tag == "sheetFormatPr":
                are_rows_hidden = element.get("zeroHeight") in _TRUE
            elif tag == "col" and (
                element.get("hidden") in _TRUE or element.get("width") == "0"
            ):
                first, final = int(element.get("min")), int(element.get("max"))
                until = min(final, MAX_COLUMNS)
                structure.hidden_columns += range(first - 1, until)
            elif tag == "mergeCell" and len(structure.merged) < 100:
                structure.merged.append(str(element.get("ref")))
    return structure


def _is_hidden(row: Any, by_default: bool) -> bool:
    """Hidden, filtered away, or without any height."""
    stated = row.get("hidden")
    if stated is None and row.get("ht") is None:
        return by_default
    height = row.get("ht")
    return stated in _TRUE or (height is not None and float(height) < 1)


def _address(reference: str | None, row: int, place: int) -> tuple[int, int]:
    """The row and place of a cell: "B7" is row 7, place 1. One without a reference
    follows the one before."""
    letters = _LETTERS.match(reference or "")
    if not letters:
        return row, place
    place = 0
    for letter in letters[1]:
        place = place * 26 + ord(letter) - 64
    return int(letters[2]), place - 1


def _note_cell(structure: _Structure, cell: Any, number: int, place: int) -> None:
    formula, value = "", ""
    for part in cell:
        tag = part.tag.rpartition("}")[2]
        if tag == "f":
            formula = part.text or "?"
        elif tag in ("v", "is"):
            value = "".join(part.itertext())
    if place > MAX_COLUMNS and (value or formula):
        structure.beyond.add(number)
    elif formula and not value and cell.get("t") != "str":
        structure.formulas.setdefault(number, {})[place] = f"={formula}"


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
                raise Refused("unpacks")
            if "xl/workbook.xml" not in names:
                is_binary = "xl/workbook.bin" in names
                raise Refused("binary-excel" if is_binary else "no-book")
            with archive.open("xl/workbook.xml") as book:
                if _STRICT in book.read(4096):
                    raise Refused("strict")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise Refused("damaged") from None


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _sheet(
    name: str,
    is_hidden: bool,
    numbered: Iterator[tuple[int, list[str], bool]],
    max_rows: int,
) -> dict[str, Any]:
    """Filled rows, trimmed; `problem` where the sheet can't be used as it is."""
    rows: list[tuple[int, list[str], bool]] = []
    sheet = {"name": name, "hidden": is_hidden, "rows": rows, "problem": None}
    empty = characters = 0
    try:
        for number, raw, row_is_hidden in numbered:
            cells = [_trimmed(cell, number, at) for at, cell in enumerate(raw)]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                empty += 1
                if empty > MAX_EMPTY_ROWS:
                    raise Refused("empty-rows", limit=MAX_EMPTY_ROWS)
                continue
            if len(cells) > MAX_COLUMNS:
                raise Refused("columns", row=number, limit=MAX_COLUMNS)
            characters += sum(map(len, cells))
            if len(rows) > max_rows + 20 or characters > MAX_CHARACTERS:
                raise Refused("rows", limit=max_rows)
            rows.append((number, cells, row_is_hidden))
    except Refused as refusal:
        sheet["problem"] = [refusal.code, refusal.params]
        if refusal.code != "columns":
            del rows[60:]
    return sheet


def _trimmed(cell: str, row: int, at: int) -> str:
    text = cell.replace("\xa0", " ").strip()
    if len(text) > MAX_CELL:
        raise Refused("cell", row=row, column=at, limit=MAX_CELL)
    # What our own exports put before a formula's first character.
    return text[1:] if _APOSTROPHE.match(text) else text


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer the one request."""
    _limit()
    request = json.loads(sys.stdin.buffer.readline())
    try:
        answer = read(sys.stdin.buffer.read(), request["rows"], request["encoding"])
    except Refused as refusal:
        answer = {"refused": [refusal.code, refusal.params]}
    except (MemoryError, RecursionError):
        answer = {"refused": ["memory", {}]}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
