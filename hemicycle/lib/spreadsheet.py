"""Tables people bring (CSV, Excel, pasted text) and tables we hand out.

A file is read in a process of its own (`spreadsheet_worker`), bounded in memory and
time, and says which row and column is wrong. What it was understood as is never
silent: `Found` names what was read and what was not. Writing streams, and no cell is
ever a formula, whatever a person typed.
"""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from hemicycle.lib import search, spreadsheet_worker

MAX_MB = 10
MAX_BYTES = MAX_MB * 1024 * 1024
MAX_ROWS = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMIT_SECONDS = 15.0
HEADING_ROWS = 20
"""Rows from the top among which the headings are looked for, below titles."""

_HOUSE = Path(__file__).resolve().parents[2]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ERROR_CELL = re.compile(r"#[\w/]{1,12}[!?]?|(Err|Fehler):\s?\d{3}")
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]?")
_PLURAL = re.compile(r"\((e?s)\)")
_NUMBERING = re.compile(r"^\s*\d+\s*[.):-]\s*")
_HALVES = re.compile(r"[/|\n]| [-–—] ")
_UNDIVIDED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]"
)
_SMALL_WORDS = {"de", "la", "da", "di", "second", "segundo", "primer", "kwanza"}
_one_at_a_time = threading.Semaphore(1)


class CannotRead(ValueError):
    """The file can't be used. The text tells its owner what to do."""


@dataclass(frozen=True)
class Row:
    """One row: the number a person sees in the spreadsheet, and its cells."""

    number: int
    cells: tuple[str, ...]
    is_hidden: bool = False
    """Hidden or filtered away in the file."""

    def cell(self, at: int) -> str:
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: filled rows only, cells trimmed."""

    name: str
    is_hidden: bool
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()
    problem: str = ""
    """Why it can't be used, in words."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns hidden in the file: read only where their owner says so."""

    def headings(self, row: Row) -> tuple[str, ...]:
        """The cells of a row of headings, but those of hidden columns."""
        return tuple(
            "" if at in self.hidden_columns else cell
            for at, cell in enumerate(row.cells)
        )


@dataclass(frozen=True)
class Columns:
    """Which headings mean which field, in any spelling.

    `headings` names them: {"name": ["full name", "nom"]}; a field's own name counts.
    `parts` are headings of parts of a field, joined in the order of the columns:
    {"name": ["surname", "prénom"]}. One that is the whole or a part, as "nom", is in
    `either` and a part where there are other parts.
    """

    headings: Mapping[str, Sequence[str]]
    needed: Sequence[str] = ()
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    either: Sequence[str] = ()
    signs: Mapping[str, str] = field(default_factory=dict)
    """What every cell of a field holds, as an address its "@"."""

    def of(self, headings: Sequence[str]) -> "Assignment":
        """Which of these headings holds which field."""
        either = self._loose
        whole: dict[str, list[int]] = {}
        in_parts: dict[str, list[int]] = {}
        unknown, doubled = [], []
        keys: dict[int, str] = {}
        for at, heading in enumerate(headings):
            name, is_part, keys[at] = self._meaning(heading)
            if is_part:
                in_parts.setdefault(name, []).append(at)
            elif name or keys[at] in either:
                whole.setdefault(name, []).append(at)
            elif heading:
                unknown.append(at)
        columns: dict[str, tuple[int, ...]] = {}
        loose: dict[str, list[int]] = {}
        for name, places in whole.items():
            certain = [at for at in places if keys[at] not in either]
            loose[name] = [at for at in places if at not in certain]
            if certain and name:
                columns[name] = (certain[0],)
                doubled += certain[1:]
        is_certain = frozenset(columns)
        for name, of_parts in in_parts.items():
            # "Nom" beside "Organisation" is not its name, but a part of this one.
            spare = [
                at for key in loose if key in {"", name, *columns} for at in loose[key]
            ]
            joined = sorted(of_parts + spare)
            if name in columns:
                # Beside "Full name" its parts say nothing new.
                unknown += of_parts
            elif len(joined) > 1:
                columns[name] = tuple(joined)
            else:
                unknown += of_parts
        read = {at for places in columns.values() for at in places}
        for name, places in loose.items():
            left = [at for at in places if at not in read]
            if not name:
                unknown += left
                continue
            if left and name not in columns:
                columns[name] = (left.pop(0),)
            elif name in is_certain and name in self.parts:
                unknown += left
                continue
            doubled += left
        return Assignment(
            columns, tuple(sorted(unknown)), tuple(sorted(doubled)), is_certain
        )

    def _meaning(self, heading: str) -> tuple[str, bool, str]:
        """The field, whether a part of it, and the key that says so; "" for none.

        "Surname / Nom de famille" means what both of its halves mean.
        """
        for key in _keys(heading):
            if key in self._parts:
                return self._parts[key], True, key
            if key in self._wanted:
                return self._wanted[key], False, key
            if key in self._loose:
                return "", False, key
        halves = [_key(half) for half in _HALVES.split(_BRACKETS.sub(" ", heading))]
        halves = [half for half in halves if half]
        if len(halves) < 2:
            return "", False, ""
        of_parts = {self._parts.get(half, "") for half in halves}
        of_wholes = {self._wanted.get(half, "") for half in halves}
        if len(of_parts) == 1 and (name := of_parts.pop()):
            return name, True, halves[0]
        if len(of_wholes) == 1 and (name := of_wholes.pop()):
            return name, False, halves[0]
        return "", False, ""

    @cached_property
    def _wanted(self) -> dict[str, str]:
        return {
            _key(heading): name
            for name, synonyms in self.headings.items()
            for heading in (name, name.replace("_", " "), *synonyms)
        }

    @cached_property
    def _parts(self) -> dict[str, str]:
        return {
            _key(heading): name
            for name, synonyms in self.parts.items()
            for heading in synonyms
        }

    @cached_property
    def _loose(self) -> set[str]:
        return set(map(_key, self.either))

    @cached_property
    def _words_of_parts(self) -> set[str]:
        """Words by which a heading that is not known may be a part, too."""
        texts = [*self.either, *(text for of in self.parts.values() for text in of)]
        return {word for text in texts for word in search.words(text)} - _SMALL_WORDS

    def doubts(self, table: "Found") -> tuple["Doubt", ...]:
        """Why its owner must say what the columns are: a part of a field may be left
        out, or two columns claim to be one."""
        assignment, rows = table.assignment, table.rows
        unread = [at for at in table.unread if at not in table.sheet.hidden_columns]
        doubts = [
            Doubt("doubled", at)
            for at in assignment.doubled
            if at in unread and self._differs(table, at)
        ]
        for at in unread:
            filled = [row.cell(at) for row in rows if row.cell(at)]
            has_heading = at < len(table.headings) and table.headings[at]
            texts = [cell for cell in filled if any(sign.isalpha() for sign in cell)]
            if not has_heading and len(texts) * 2 >= len(rows):
                doubts.append(Doubt("unheaded", at))
        for name, sign in self.signs.items():
            if name not in self.headings or name in assignment.columns:
                continue
            for at in table.unread:
                filled = [row.cell(at) for row in rows if row.cell(at)]
                if sum(sign in cell for cell in filled) * 2 >= len(filled):
                    doubts.append(Doubt("holds", at, name))
        for name in self.parts:
            if name in assignment.columns and name not in assignment.certain:
                doubts += self._further_parts(table, name, unread)
        return tuple({doubt.at: doubt for doubt in doubts}.values())

    def _differs(self, table: "Found", at: int) -> bool:
        """Whether a second column of a field says anything that the first does not."""
        name = self._meaning(table.headings[at])[0]
        places = table.assignment.columns.get(name, ())
        return any(
            row.cell(at) and row.cell(at) not in {row.cell(other) for other in places}
            for row in table.rows
        )

    def _further_parts(
        self, table: "Found", name: str, unread: Sequence[int]
    ) -> Iterator["Doubt"]:
        places = table.assignment.columns[name]
        names = [" ".join(row.cell(at) for at in places) for row in table.rows]
        names = [cell for cell in names if cell.strip()]
        short = sum(_is_short(cell) for cell in names)
        is_half = len(places) == 1 and short * 2 >= len(names)
        for at in unread:
            heading = table.headings[at] if at < len(table.headings) else ""
            words = set(search.words(heading))
            cells = [row.cell(at) for row in table.rows if row.cell(at)]
            is_text = all(_may_be_of_a_name(cell) for cell in cells)
            if heading and is_text and (words & self._words_of_parts or is_half):
                yield Doubt("part", at, name)


@dataclass(frozen=True)
class Doubt:
    """A column that may hold what is needed, and is not read."""

    code: str
    """"part" of the field, "holds" what looks like it, "doubled", "unheaded"."""
    at: int
    field: str = ""


@dataclass(frozen=True)
class Assignment:
    """Columns by field (several are joined), and columns that are not read."""

    columns: Mapping[str, tuple[int, ...]]
    unknown: tuple[int, ...] = ()
    """Their headings mean nothing to us."""
    doubled: tuple[int, ...] = ()
    """A second column for the same field."""
    certain: frozenset[str] = frozenset()
    """Fields whose heading means the whole of them."""


@dataclass(frozen=True)
class Found:
    """A table in a file: where it is, what its columns are, and what is not read."""

    sheet: Sheet
    heading_row: int
    """Its number; 0 where there are no headings."""
    headings: tuple[str, ...]
    assignment: Assignment
    rows: tuple[Row, ...]
    other_sheets: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    """Texts of the rows above the headings."""

    def missing(self, needed: Iterable[str]) -> list[str]:
        """The needed fields that no column holds."""
        return [name for name in needed if name not in self.assignment.columns]

    @property
    def unread(self) -> tuple[int, ...]:
        """The columns that are not read and hold something."""
        read = {at for places in self.assignment.columns.values() for at in places}
        width = max((len(row.cells) for row in self.rows), default=0)
        return tuple(
            at
            for at in range(width)
            if at not in read and any(row.cell(at) for row in self.rows)
        )

    def heading(self, at: int) -> str:
        """The heading of a column, or its letters as the spreadsheet shows them."""
        if at < len(self.headings) and self.headings[at]:
            return " ".join(self.headings[at].split())
        return column_letters(at)

    def cells(self, row: Row) -> dict[str, str]:
        """The text of each field that has a column; parts joined by a space."""
        return {
            name: " ".join(filter(None, (row.cell(at) for at in places)))
            for name, places in self.assignment.columns.items()
        }


@dataclass(frozen=True)
class Book:
    """A file as it was read."""

    sheets: tuple[Sheet, ...]
    encodings: tuple[str, ...] = ()
    """Where it is a guess: the encoding taken, then the others, likeliest first."""

    @property
    def is_guess(self) -> bool:
        return bool(self.encodings)

    def visible(self, sheet: str = "") -> list[Sheet]:
        """The sheets with rows that a reader of the file sees; or the one named so."""
        return [
            page
            for page in self.sheets
            if page.rows and not page.is_hidden and sheet in ("", page.name)
        ]

    def find(self, columns: Columns, sheet: str = "") -> Found | None:
        """The visible sheet and row whose headings fit best; None where none is known.

        The needed columns may still be missing: see `Found.missing`. Raises CannotRead
        when the sheet can't be used, or there is no row at all.
        """
        visible = self.visible(sheet)
        if not visible:
            broken = [s.problem for s in self.sheets if s.problem and not s.is_hidden]
            raise CannotRead(broken[0] if broken else _("The table is empty."))
        best: tuple[tuple[int, int], Sheet, int, Assignment] | None = None
        for page in visible:
            for place, row in enumerate(page.rows[:HEADING_ROWS]):
                assignment = columns.of(page.headings(row))
                fits = len(assignment.columns)
                lacks = sum(name not in assignment.columns for name in columns.needed)
                if fits and (best is None or (-lacks, fits) > best[0]):
                    best = ((-lacks, fits), page, place, assignment)
        if best is None:
            if visible[0].problem:
                raise CannotRead(visible[0].problem)
            return None
        _rank, page, place, assignment = best
        return self._found(page, place, assignment)

    def with_columns(
        self, chosen: Mapping[str, Sequence[int]], *, sheet: str, heading_row: int
    ) -> Found:
        """The table as its owner says it is: which column holds which field."""
        page = next(
            (candidate for candidate in self.sheets if candidate.name == sheet),
            self.sheets[0],
        )
        numbers = [row.number for row in page.rows]
        place = numbers.index(heading_row) if heading_row in numbers else -1
        columns = {name: tuple(places) for name, places in chosen.items()}
        return self._found(page, place, Assignment(columns))

    def _found(self, sheet: Sheet, place: int, assignment: Assignment) -> Found:
        if sheet.problem:
            raise CannotRead(sheet.problem)
        head = sheet.rows[place] if place >= 0 else None
        others = [
            candidate.name
            for candidate in self.sheets
            if candidate is not sheet and candidate.rows
        ]
        return Found(
            sheet,
            head.number if head else 0,
            head.cells if head else (),
            assignment,
            sheet.rows[place + 1 :],
            tuple(others),
            tuple(" ".join(row.cells) for row in sheet.rows[: max(place, 0)]),
        )


def read(content: bytes, *, max_rows: int = MAX_ROWS, encoding: str = "") -> Book:
    """An Excel file, or a text with tabs, commas or semicolons, in a child process.

    What it is, is found by content, not by name. Never inside a transaction: it may
    take seconds. Raises CannotRead.
    """
    if len(content) > MAX_BYTES:
        raise CannotRead(
            _("The file has %(given)s MB; at most %(limit)s MB can be read.")
            % {"given": f"{len(content) / 1e6:.1f}", "limit": MAX_MB}
        )
    answer = _ask(content, {"rows": max_rows, "encoding": encoding})
    if "refused" in answer:
        raise CannotRead(_in_words(*answer["refused"]))
    sheets = tuple(_sheet(sheet, max_rows) for sheet in answer["sheets"])
    if len(sheets) == 1 and sheets[0].problem:
        raise CannotRead(sheets[0].problem)
    if not any(sheet.rows for sheet in sheets):
        raise CannotRead(_("The table is empty."))
    return Book(sheets, tuple(answer.get("guess", ())))


def is_error(cell: str) -> bool:
    """Whether a cell shows an error of the spreadsheet: #N/A, #REF!, #NOMBRE?."""
    return bool(_ERROR_CELL.fullmatch(cell))


def _ask(content: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    with _one_at_a_time:
        process = subprocess.Popen(
            [sys.executable, "-m", spreadsheet_worker.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": "", "HOME": "/nonexistent", "LANG": "C.UTF-8",
                 "PYTHONPATH": os.pathsep.join([str(_HOUSE), *filter(None, sys.path)])},
            cwd="/",
        )  # fmt: skip
        try:
            answer, _errors = process.communicate(
                json.dumps(request).encode() + b"\n" + content, timeout=LIMIT_SECONDS
            )
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise CannotRead(_in_words("time", {})) from None
    if process.returncode or not answer:
        raise CannotRead(_in_words("memory", {}))
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


def _sheet(sheet: Mapping[str, Any], max_rows: int) -> Sheet:
    rows = tuple(
        Row(number, tuple(cells), hidden) for number, cells, hidden in sheet["rows"]
    )
    problem = _in_words(*sheet["problem"]) if sheet["problem"] else ""
    if not problem and len(rows) > max_rows + 1:
        problem = _in_words("rows", {"limit": max_rows})
    return Sheet(
        sheet["name"],
        sheet["hidden"],
        rows,
        tuple(sheet["merged"]),
        problem,
        frozenset(sheet["hidden_columns"]),
    )


def _in_words(code: str, params: Mapping[str, Any]) -> str:
    """What the worker refused, for the file's owner."""
    words = {
        "old-excel": _(
            "This is an old or protected Excel file. Save it as .xlsx or CSV."
        ),
        "other-format": _(
            "This is not a spreadsheet. In your program choose: Save as, Excel "
            "workbook (.xlsx)."
        ),
        "no-book": _("This is not an Excel workbook. Save it as .xlsx or CSV."),
        "binary-excel": _(
            "This is a binary Excel workbook (.xlsb). In Excel choose: Save as, "
            "Excel Workbook (.xlsx)."
        ),
        "strict": _(
            "This file is in the format “Strict Open XML”. In Excel choose: Save as, "
            "Excel Workbook (.xlsx), without “Strict”."
        ),
        "damaged": _("This Excel file is damaged. Open it, save it again, and retry."),
        "unpacks": _(
            "This Excel file unpacks to more than %(limit)s MB. Save fewer rows."
        )
        % {"limit": spreadsheet_worker.MAX_UNPACKED // 1_000_000},
        "memory": _("This file is too large to be read. Save fewer rows or sheets."),
        "time": _("Reading this file took too long. Save fewer rows or sheets."),
        "not-text": _("This table cannot be read. Save it as .xlsx or as CSV (UTF-8)."),
        "not-this-encoding": _("The file is not in this encoding. Choose another."),
    }
    if code in words:
        return words[code]
    if code == "nearly-utf8":
        return _(
            "Row %(row)s has a damaged character; all others are in UTF-8. Correct "
            "it, save the file as CSV (UTF-8), and send it again."
        ) % {"row": params["row"]}
    if code == "quote":
        return _(
            "Row %(row)s: a quotation mark opens a cell that reaches over further "
            "rows. Remove it or close it."
        ) % {"row": params["row"]}
    if code == "empty-rows":
        return _(
            "There are more than %(limit)s empty rows. Copy the filled "
            "rows into a new file."
        ) % {"limit": params["limit"]}
    if code == "columns":
        return _("Row %(row)s has more than %(limit)s columns.") % dict(params)
    if code == "cell":
        return _("Row %(row)s, column %(column)s: more than %(limit)s characters.") % {
            "row": params["row"],
            "column": column_letters(params["column"]),
            "limit": params["limit"],
        }
    return _("There are more than %(limit)s rows. Submit them in parts.") % {
        "limit": params["limit"]
    }


def column_letters(place: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write_csv(
    headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """A CSV file in pieces, UTF-8 with a mark that Excel understands."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([inert(heading) for heading in headings])
    for number, row in enumerate(rows):
        writer.writerow([inert(_as_text(value)) for value in row])
        if number % 200 == 199:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def write_xlsx(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "",
    right_to_left: bool = False,
) -> IO[bytes]:
    """An Excel file, at its start, that deletes itself when closed.

    Memory stays the same for any number of rows. Dates and numbers stay dates and
    numbers.
    """
    import xlsxwriter  # loaded late: it costs every process 2 MB

    file = tempfile.TemporaryFile(prefix="hemicycle-")  # noqa: SIM115  # handed on
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
            "in_memory": False,
        },
    )
    page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:31].strip() or None)
    if right_to_left:
        page.right_to_left()
    bold = book.add_format({"bold": True})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.write_string(0, column, _in_xml(inert(heading)), bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                page.write_boolean(number, column, value)
            elif isinstance(value, int | float):
                page.write_number(number, column, value)
            elif isinstance(value, datetime.datetime):
                page.write_datetime(number, column, value, moment)
            elif isinstance(value, datetime.date):
                page.write_datetime(number, column, value, date)
            else:
                page.write_string(number, column, _in_xml(inert(_as_text(value))))
    book.close()
    file.seek(0)
    return file


def inert(text: str) -> str:
    """The text so that no spreadsheet runs it: a mark before = + - @ tab and the like.

    Plain numbers such as -5 or +41 stay as they are.
    """
    text = text.replace("\0", "")
    start = text.lstrip("'").lstrip(" ")
    if start.startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    return str(value)


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)[:32_767]


def _key(heading: str) -> str:
    return search.fold(heading)


def _keys(heading: str) -> Iterator[str]:
    """What a heading may be known as: "2. Surname(s)", "NAME (as in passport)"."""
    plain = _NUMBERING.sub("", heading)
    yield _key(heading)
    yield _key(plain)
    yield _key(_PLURAL.sub(r"\1", plain))
    yield _key(_PLURAL.sub("", plain))
    yield _key(_BRACKETS.sub(" ", plain))


def _is_short(cell: str) -> bool:
    """One word only, or one character where words are not divided."""
    words = search.words(cell)
    return len(words) < 2 and not (_UNDIVIDED.search(cell) and len(cell.strip()) > 1)


def _may_be_of_a_name(cell: str) -> bool:
    is_plain = not any(sign.isdigit() or sign in "@/:;" for sign in cell)
    return is_plain and len(cell.split()) <= 4
