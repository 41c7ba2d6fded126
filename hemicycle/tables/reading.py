"""From a file to rows, and in words what of it was read and what was not."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from hemicycle.files.actions import open_file
from hemicycle.lib import spreadsheet
from hemicycle.tables.kinds import CheckedRow, Kind
from hemicycle.tables.models import Import

MOST_EXAMPLES = 3
MOST_AT_START = 8


def understand(
    content: bytes,
    kind: Kind,
    *,
    encoding: str = "",
    sheet: str = "",
    columns: dict[str, list[int]] | None = None,
    heading_row: int = 0,
) -> dict[str, Any]:
    """Values for an Import's `encodings`, `understood` and `rows`.

    `encoding` is the one its owner chose, "" to guess; `sheet` likewise, "" for the one
    whose headings fit best. Without rows there are the columns to be named, where some
    are missing or doubtful (`Columns.doubts`).
    Never inside a transaction. Raises CannotRead.
    """
    book = spreadsheet.read(content, max_rows=kind.most_rows, encoding=encoding)
    headings = kind.headings
    if columns is None:
        assigned = book.find(headings, sheet)
        doubts = headings.doubts(assigned) if assigned else ()
        needed = [column.name for column in kind.columns if column.is_needed]
        if assigned is None or assigned.missing(needed) or doubts:
            return {
                "encodings": list(book.encodings),
                "understood": _unassigned(book, assigned, doubts, sheet)
                | {"encoding": encoding},
                "rows": [],
            }
    else:
        page = book.visible(sheet) or book.visible()
        assigned = book.with_columns(
            columns, sheet=page[0].name, heading_row=heading_row
        )
    if not assigned.rows:
        raise spreadsheet.CannotRead(_("There are no rows below the headings."))
    rows = [
        {"n": row.number, "c": assigned.cells(row), "h": row.is_hidden, "s": False}
        for row in assigned.rows
        if any(row.cells)
    ]
    return {
        "encodings": list(book.encodings),
        "understood": {
            "encoding": encoding,
            "sheet": assigned.sheet.name,
            "heading_row": assigned.heading_row,
            "columns": [
                [name, [assigned.heading(at) for at in places]]
                for name, places in assigned.assignment.columns.items()
            ],
            "unread": [
                assigned.heading(at)
                for at in assigned.unread
                if at not in assigned.sheet.hidden_columns
            ],
            "hidden_columns": [
                assigned.heading(at)
                for at in assigned.unread
                if at in assigned.sheet.hidden_columns
            ],
            "sheets": list(assigned.other_sheets),
            "other_sheets": [
                page.name for page in book.visible() if page is not assigned.sheet
            ],
            "above": list(assigned.above),
            "merged": list(assigned.sheet.merged),
            "examples": _examples(assigned.rows) if book.is_guess else [],
        },
        "rows": rows,
    }


def _unassigned(
    book: spreadsheet.Book,
    assigned: spreadsheet.Found | None,
    doubts: Sequence[spreadsheet.Doubt],
    chosen: str,
) -> dict[str, Any]:
    """The first rows, for their owner to say which column is what."""
    sheet = assigned.sheet if assigned else book.visible(chosen)[0]
    start = [
        row for row in sheet.rows if not assigned or row.number >= assigned.heading_row
    ]
    width = max((len(row.cells) for row in start[:50]), default=0)
    return {
        "sheet": sheet.name,
        "other_sheets": [page.name for page in book.visible() if page is not sheet],
        "start": [[row.number, list(row.cells)] for row in start[:MOST_AT_START]],
        "width": width,
        "hidden_columns": [at for at in range(width) if at in sheet.hidden_columns],
        "assigned": {
            name: list(places) for name, places in assigned.assignment.columns.items()
        }
        if assigned
        else {},
        "heading_row": assigned.heading_row if assigned else 0,
        "examples": _examples(sheet.rows) if book.is_guess else [],
        "doubts": [
            [doubt.code, assigned.heading(doubt.at), doubt.field]
            for doubt in doubts
            if assigned
        ],
    }


def _examples(rows: Sequence[spreadsheet.Row]) -> list[list[Any]]:
    """Texts outside ASCII, by which a reader sees whether the guess is right."""
    seen = (
        [row.number, text] for row in rows for text in row.cells if not text.isascii()
    )
    return list(islice(seen, MOST_EXAMPLES))


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
