"""From a file to rows, and in words what of it was read and what was not."""

from typing import Any

from hemicycle.files.actions import open_file
from hemicycle.lib import spreadsheet
from hemicycle.tables.kinds import CheckedRow, Kind
from hemicycle.tables.models import Import

MOST_EXAMPLES = 3


def understand(
    content: bytes,
    kind: Kind,
    *,
    encoding: str = "",
    columns: dict[str, list[int]] | None = None,
    heading_row: int = 0,
) -> dict[str, Any]:
    """Values for an Import's `encodings`, `understood` and `rows`.

    Never inside a transaction. Raises CannotRead.
    """
    book = spreadsheet.read(content, max_rows=kind.most_rows, encoding=encoding)
    found = book.find(kind.headings)
    needed = [column.name for column in kind.columns if column.is_needed]
    if columns is not None:
        sheet = next(s for s in book.sheets if not s.is_hidden and s.rows)
        found = book.with_columns(columns, sheet=sheet.name, heading_row=heading_row)
    if found is None or found.missing(needed):
        return {
            "encodings": list(book.encodings),
            "understood": _unassigned(book, found),
            "rows": [],
        }
    rows = [
        {"n": row.number, "c": found.cells(row), "h": row.is_hidden, "s": False}
        for row in found.rows
        if any(row.cells)
    ]
    return {
        "encodings": list(book.encodings),
        "understood": {
            "sheet": found.sheet.name,
            "heading_row": found.heading_row,
            "columns": [
                [name, [found.heading(at) for at in places]]
                for name, places in found.assignment.columns.items()
            ],
            "unread": [found.heading(at) for at in found.unread],
            "sheets": list(found.other_sheets),
            "above": list(found.above),
            "merged": list(found.sheet.merged),
            "examples": _examples(found) if book.is_guess else [],
        },
        "rows": rows,
    }


def _unassigned(
    book: spreadsheet.Book, found: spreadsheet.Found | None
) -> dict[str, Any]:
    """The first rows, for their owner to say which column is what."""
    sheet = found.sheet if found else next(
        s for s in book.sheets if not s.is_hidden and s.rows
    )  # fmt: skip
    start = [row for row in sheet.rows if not found or row.number >= found.heading_row]
    return {
        "sheet": sheet.name,
        "start": [[row.number, list(row.cells)] for row in start[:5]],
        "width": max((len(row.cells) for row in start[:50]), default=0),
        "assigned": {
            name: list(places) for name, places in found.assignment.columns.items()
        }
        if found
        else {},
        "heading_row": found.heading_row if found else 0,
    }


def _examples(found: spreadsheet.Found) -> list[list[Any]]:
    """Texts outside ASCII, by which a reader sees whether the guess is right."""
    seen = [
        [row.number, text]
        for row in found.rows
        for text in found.cells(row).values()
        if not text.isascii()
    ]
    return seen[:MOST_EXAMPLES]


def content_of(table: Import) -> bytes:
    assert table.file is not None
    return open_file(table.file)


def checked_rows(table: Import, kind: Kind, subject: Any) -> list[CheckedRow]:
    """The rows as they are now, each checked. Hidden ones only once included."""
    shared = [column for column in kind.columns if column.is_shared]
    rows = []
    for entry in table.rows:
        if entry["h"]:
            continue
        cells = {
            column.name: entry["c"].get(column.name, "") for column in kind.columns
        }
        lacks = set()
        for column in shared:
            name = column.name
            cells[name] = cells[name] or table.shared.get(name, "")
            if not (cells[name] or column.unchosen):
                lacks.add(name)
        rows.append(CheckedRow(entry["n"], cells, is_skipped=entry["s"], lacks=lacks))
    kind.check(subject, rows)
    return rows
