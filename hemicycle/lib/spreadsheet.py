"""Tables people bring (CSV, Excel, pasted text) and tables we hand out.

Reading is bounded and says which row and column is wrong. Writing streams, and no cell
is ever a formula, whatever a person typed.
"""

import csv
import datetime
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from hemicycle.lib import search

MAX_MB = 10
MAX_BYTES = MAX_MB * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_ROWS = 20_000
MAX_EMPTY_ROWS = 20_000
"""Between and after the filled ones: some programs store a million of them."""
MAX_COLUMNS = 100
MAX_CELL = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DELIMITERS = "\t;,|"
# UTF-8 first. The others can hold almost any byte, so the text they give is weighed.
_OTHER_ENCODINGS = ("cp1256", "gb18030", "cp1251", "cp1252")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class CannotRead(ValueError):
    """The file can't be used. The text tells its owner what to do."""


@dataclass(frozen=True)
class Row:
    """One row: the number a person sees in the spreadsheet, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and rows of text; empty rows left out, cells trimmed."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def match(self, synonyms: Mapping[str, Sequence[str]]) -> "Matched":
        """Which column holds which field, found by its heading in any spelling.

        `synonyms` names the headings of each field: {"name": ["full name", "nom"]}.
        The field's own name counts too.
        """
        wanted = {
            _key(heading): name
            for name, headings in synonyms.items()
            for heading in (name, name.replace("_", " "), *headings)
        }
        columns: dict[str, int] = {}
        unknown, doubled = [], []
        for place, heading in enumerate(self.headings):
            name = wanted.get(_key(heading))
            if name is None:
                if heading:
                    unknown.append(heading)
            elif name in columns:
                doubled.append(heading)
            else:
                columns[name] = place
        return Matched(self, columns, tuple(unknown), tuple(doubled))


@dataclass(frozen=True)
class Matched:
    """A table whose columns are known."""

    table: Table
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = field(default=())
    """Headings that mean nothing to us; their columns are not read."""
    doubled: tuple[str, ...] = field(default=())
    """Headings of a second column for the same field; not read either."""

    def missing(self, needed: Iterable[str]) -> list[str]:
        """The needed fields that no column holds."""
        return [name for name in needed if name not in self.columns]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and text by field. Cells beyond a short row are empty."""
        for row in self.table.rows:
            yield row.number, self.known(row)

    def known(self, row: Row) -> dict[str, str]:
        """The text of each field that has a column."""
        return {
            name: row.cells[place] if place < len(row.cells) else ""
            for name, place in self.columns.items()
        }

    def unread(self, row: Row) -> list[str]:
        """What stands in the row's other columns, each after its heading."""
        read = set(self.columns.values())
        headings = self.table.headings
        return [
            f"{headings[place]}: {cell}"
            if place < len(headings) and headings[place]
            else cell
            for place, cell in enumerate(row.cells)
            if cell and place not in read
        ]

    def where(self, number: int, name: str) -> str:
        """The place as a person finds it: "row 7, column C (Full name)"."""
        if name not in self.columns:
            return _("row %(row)s") % {"row": number}
        place = self.columns[name]
        return _("row %(row)s, column %(column)s (%(heading)s)") % {
            "row": number,
            "column": column_letters(place),
            "heading": self.table.headings[place],
        }


def read(
    content: bytes, *, max_rows: int = MAX_ROWS, has_headings: bool = True
) -> Table:
    """The first sheet of an Excel file, or a text with tabs, commas or semicolons.

    What it is, is found by content, not by name. Raises CannotRead.
    """
    if len(content) > MAX_BYTES:
        raise CannotRead(
            _("The file has %(given)s MB; at most %(limit)s MB can be read.")
            % {"given": f"{len(content) / 1e6:.1f}", "limit": MAX_MB}
        )
    if content.startswith(b"PK\x03\x04"):
        return _table(_xlsx_rows(content), max_rows, has_headings)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(
            _("This is an old or protected Excel file. Save it as .xlsx or CSV.")
        )
    return read_text(_decoded(content), max_rows=max_rows, has_headings=has_headings)


def read_text(
    text: str, *, max_rows: int = MAX_ROWS, has_headings: bool = True
) -> Table:
    """A pasted table, or the text of a CSV file. Raises CannotRead."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise CannotRead(_("This is too much text. Paste fewer rows at a time."))
    return _table(_csv_rows(text), max_rows, has_headings)


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
    if text.lstrip(" ").startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
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


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content[:200].count(0) > len(content[:200]) // 4:
        little = content[1:200:2].count(0) > content[0:200:2].count(0)
        encodings = ("utf-16-le" if little else "utf-16-be",)
    else:
        encodings = ("utf-8-sig",)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    candidates: list[tuple[float, str]] = []
    for encoding in _OTHER_ENCODINGS if encodings == ("utf-8-sig",) else ():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((_strangeness(text, encoding), text))
    if not candidates or b"\0" in content:
        raise CannotRead(
            _("This is no table we can read. Save it as .xlsx or as CSV (UTF-8).")
        )
    return min(candidates, key=lambda candidate: candidate[0])[1]


_USUAL = {
    "cp1256": re.compile("[\u0600-\u06ff]"),
    "gb18030": re.compile("[\u4e00-\u9fff]"),
    "cp1251": re.compile("[\u0400-\u04ff]"),
    "cp1252": re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]"),
}
_RARE = re.compile("[^\\w\\s!-~’‘“”–—·،؛؟、。，（）«»…•]|[ƒˆ˜¤¦¬±¹²³¼½¾×÷]")


def _strangeness(text: str, encoding: str) -> float:
    """How unlikely it is that the text was written in this encoding. Lowest wins."""
    foreign = [sign for sign in text if sign > "\x7f"]
    if not foreign:
        return 0.0
    usual = len(_USUAL[encoding].findall(text))
    rare = len(_RARE.findall(text))
    # Letters of one word belong to one script and, inside a word, to one case.
    mixed = len(re.findall("[a-z][А-я]|[А-я][a-z]|[a-z][\u0600-\u06ff]", text))
    mixed += len(re.findall("[a-zß-ÿ][A-ZÀ-Þ]|[а-я][А-Я]", text))
    if encoding == "gb18030":
        # Rare signs mean two bytes of another encoding read as one.
        common = len(re.findall("[\u4e00-\u9fff]{2}|\\b[\u4e00-\u9fff]\\b", text))
        mixed += len(re.findall("[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][a-z]", text))
        usual = min(usual, 2 * common)
    if encoding == "cp1252":
        # Accented letters stand among plain ones; runs of them are another script.
        mixed += len(re.findall("[À-ÖØ-öø-ÿ]{3}", text)) * 3
    return (rare * 3 + mixed * 2 + len(foreign) - usual) / len(foreign)


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_BYTES)
    sample = text[:20_000].splitlines()[:20]
    delimiter = max(_DELIMITERS, key=lambda sign: _steadiness(sample, sign))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True
    )
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CannotRead(
                _("Row %(row)s can't be read: %(reason)s.")
                % {"row": first, "reason": error}
            ) from None
        yield first, cells


def _steadiness(sample: Sequence[str], delimiter: str) -> float:
    counts = [line.count(delimiter) for line in sample if line.strip()]
    if not counts or not counts[0]:
        return 0.0
    return min(counts[0], 50) * sum(count > 0 for count in counts) / len(counts)


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # loaded late: it costs every process 10 MB

    _check_archive(content)
    # Without defusedxml it would follow entities of a hostile file.
    assert openpyxl.DEFUSEDXML
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(
            sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1
        ):
            yield number, [_cell_text(cell) for cell in cells]
    except CannotRead:
        raise
    except Exception as error:
        # openpyxl raises anything on a damaged file; its owner needs one answer.
        raise CannotRead(
            _("This Excel file is damaged. Open it, save it anew, and try again.")
        ) from error


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise CannotRead(
            _("This Excel file is damaged. Open it, save it anew, and try again.")
        ) from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise CannotRead(_("This is no Excel workbook. Save it as .xlsx or CSV."))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise CannotRead(
            _("This Excel file unpacks to more than %(limit)s MB. Save fewer rows.")
            % {"limit": MAX_UNPACKED // 1_000_000}
        )


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _table(
    numbered: Iterator[tuple[int, list[str]]], max_rows: int, has_headings: bool
) -> Table:
    headings: tuple[str, ...] | None = None if has_headings else ()
    rows: list[Row] = []
    empty = 0
    for number, raw in numbered:
        cells = [_trimmed(cell, number, place) for place, cell in enumerate(raw)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                raise CannotRead(
                    _(
                        "There are more than %(limit)s empty rows. Copy the filled "
                        "rows into a new file."
                    )
                    % {"limit": MAX_EMPTY_ROWS}
                )
            continue
        if len(cells) > MAX_COLUMNS:
            raise CannotRead(
                _("Row %(row)s has more than %(limit)s columns.")
                % {"row": number, "limit": MAX_COLUMNS}
            )
        if headings is None:
            headings = tuple(cells)
        elif len(rows) == max_rows:
            raise CannotRead(
                _("There are more than %(limit)s rows. Send them in parts.")
                % {"limit": max_rows}
            )
        else:
            rows.append(Row(number, tuple(cells)))
    if headings is None:
        raise CannotRead(_("The table is empty."))
    return Table(headings, tuple(rows))


def _trimmed(cell: str, row: int, place: int) -> str:
    text = cell.replace("\xa0", " ").strip()
    if len(text) > MAX_CELL:
        raise CannotRead(
            _("Row %(row)s, column %(column)s: more than %(limit)s characters.")
            % {"row": row, "column": column_letters(place), "limit": MAX_CELL}
        )
    return text
