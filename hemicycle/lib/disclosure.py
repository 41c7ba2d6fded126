"""What may be published of counted people: no number of which one can subtract another
and be left with one to four of them.

`protect` is the only way in which a table becomes public. Its rule, and why it holds:
docs/decisions/protected-figures.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LEAST = 5
"""The fewest people that a published number counts."""

Cell = tuple[str, str]
"""Label of the row, label of the column; "" where a table has no columns."""
Labels = tuple[str, ...]
Groups = tuple[Labels, ...]


@dataclass(frozen=True)
class Table:
    """People counted by labels, before anything is protected.

    Tables of one `subject` have the same labels and are held against each other, of
    today and of earlier days. `listed` counts, for each list of participants, whom it
    names under these labels; none where the list does not show them.

    `whole`, `rows_of` and `columns_of` name tables of the same people, without which
    this one is not published: the one of their total; those whose groups this one
    starts from. With `kin`, rows under five are counted together within a group of the
    table of `rows_of`, the one of the label that `kin` gives. Where `zero_tells`, that
    nobody is in a cell says something of everybody else.
    """

    name: str
    subject: str
    rows: Labels
    counts: Mapping[Cell, int]
    columns: Labels = ("",)
    listed: Mapping[str, Mapping[Cell, int]] = field(default_factory=dict)
    whole: str = ""
    rows_of: str = ""
    columns_of: str = ""
    kin: Mapping[str, str] = field(default_factory=dict)
    zero_tells: bool = False


@dataclass(frozen=True)
class Protected:
    """A table as it may be published. Each number counts all labels of its groups.

    `unlisted` is kept to protect later days, and is never shown: how many of each cell
    every list leaves out.
    """

    name: str
    subject: str
    rows: Groups
    columns: Groups
    counts: tuple[tuple[int, ...], ...]
    unlisted: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "subject": self.subject,
            "rows": self.rows,
            "columns": self.columns,
            "counts": self.counts,
            "unlisted": self.unlisted,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Protected":
        return cls(
            kept["name"],
            kept["subject"],
            tuple(map(tuple, kept["rows"])),
            tuple(map(tuple, kept["columns"])),
            tuple(map(tuple, kept["counts"])),
            {key: tuple(map(tuple, rows)) for key, rows in kept["unlisted"].items()},
        )


def protect(
    tables: Iterable[Table], published: Iterable[Protected] = ()
) -> dict[str, Protected]:
    """Those of the tables that may be published, by name, beside all `published`
    before. One that may not is left out: what was published of it stays as it is.

    Raises ValueError where tables have columns of two kinds, which together would say
    more than each.
    """
    tables = list(tables)
    if len({table.columns for table in tables if len(table.columns) > 1}) > 1:
        raise ValueError("All crossed tables have the same columns")
    earlier = list(published)
    protected: dict[str, Protected] = {}
    for table in tables:
        started = _start(table, protected)
        grouped = started and _grouped(table, *started, earlier)
        if grouped:
            protected[table.name] = grouped
            earlier.append(grouped)
    return protected


def is_too_few(number: int) -> bool:
    """Whether so many people, or a change by so many, would single somebody out."""
    return 0 < abs(number) < LEAST


def _start(
    table: Table, protected: Mapping[str, Protected]
) -> tuple[Groups, Groups, dict[str, int]] | None:
    """The groups of rows and columns to begin with, and each row's kin by number."""
    for needed in (table.whole, table.rows_of, table.columns_of):
        if needed and needed not in protected:
            return None
    columns: Groups = tuple((column,) for column in table.columns)
    rows: Groups = tuple((row,) for row in table.rows)
    kin = dict.fromkeys(table.rows, 0)
    if table.columns_of:
        columns = protected[table.columns_of].rows
    if table.rows_of and not table.kin:
        rows = protected[table.rows_of].rows
    elif table.rows_of:
        families = protected[table.rows_of].rows
        number = {label: n for n, family in enumerate(families) for label in family}
        kin = {row: number[table.kin[row]] for row in table.rows}
    return rows, columns, kin


def _grouped(
    table: Table,
    rows: Groups,
    columns: Groups,
    kin: Mapping[str, int],
    earlier: Iterable[Protected],
) -> Protected | None:
    """Rows are merged; where less than half of them would be left, columns are merged
    from the last, and the rows tried again."""
    judge = _Judge(table, [each for each in earlier if each.subject == table.subject])
    is_crossed = len(table.columns) > 1
    while True:
        merged = _merged_rows(judge, rows, columns, kin, is_pooled=bool(table.kin))
        if not is_crossed or len(columns) < 3:
            is_enough = merged and len(merged) > is_crossed
            return judge.counted(merged, columns) if merged and is_enough else None
        if merged and 2 * len(merged) >= len(rows) > 1 < len(merged):
            return judge.counted(merged, columns)
        columns = (*columns[:-2], columns[-2] + columns[-1])


def _merged_rows(
    judge: "_Judge",
    rows: Groups,
    columns: Groups,
    kin: Mapping[str, int],
    *,
    is_pooled: bool,
) -> Groups | None:
    """The rule: a row that may not be published joins the next of its kin, the last
    the one before, until each may be. None: not even all of them together."""
    order = {label: n for n, row in enumerate(rows) for label in row}
    if is_pooled:
        rows = _pooled(judge, rows, columns, kin)
    while True:
        failing = next((r for r in rows if not judge.may_be_public(r, columns)), None)
        if failing is None:
            return rows
        others = [r for r in rows if r != failing and kin[r[0]] == kin[failing[0]]]
        if not others:
            return None
        last = order[failing[-1]]
        after = [row for row in others if order[row[0]] > last]
        joined = failing + (after or others[-1:])[0]
        together = tuple(sorted(joined, key=order.__getitem__))
        left = [row for row in rows if not set(row) <= set(together)]
        rows = tuple(sorted([*left, together], key=lambda row: order[row[0]]))


def _pooled(
    judge: "_Judge", rows: Groups, columns: Groups, kin: Mapping[str, int]
) -> Groups:
    """All rows of one kin that may not be published alone, as one row."""
    alone: list[Labels] = []
    pools: dict[int, Labels] = {}
    for row in rows:
        if judge.may_be_public(row, columns):
            alone.append(row)
        else:
            pools[kin[row[0]]] = pools.get(kin[row[0]], ()) + row
    order = {label: n for n, row in enumerate(rows) for label in row}
    return tuple(sorted([*alone, *pools.values()], key=lambda row: order[row[0]]))


class _Judge:
    """Whether a group of labels may have a public number."""

    def __init__(self, table: Table, earlier: Sequence[Protected]) -> None:
        self.table = table
        self.everywhere = {(r, c) for r in table.rows for c in table.columns}
        self.earlier = [self._by_cell(each) for each in earlier]

    def may_be_public(self, row: Labels, columns: Groups) -> bool:
        whole = self._sum(self.table.counts, _cells(row, self.table.columns))
        is_empty = not whole and len(columns) > 1
        return all(
            self._is_safe(_cells(row, column), is_empty=is_empty) for column in columns
        )

    def counted(self, rows: Groups, columns: Groups) -> Protected:
        counts = self._over(self.table.counts, rows, columns)
        listed = {
            name: self._over(named, rows, columns)
            for name, named in self.table.listed.items()
        }
        unlisted = {
            name: tuple(
                tuple(n - m for n, m in zip(of_all, of_list, strict=True))
                for of_all, of_list in zip(counts, named, strict=True)
            )
            for name, named in listed.items()
        }
        return Protected(
            self.table.name, self.table.subject, rows, columns, counts, unlisted
        )

    def _is_safe(self, cells: frozenset[Cell], *, is_empty: bool) -> bool:
        number = self._sum(self.table.counts, cells)
        if is_too_few(number):
            return False
        if self.table.zero_tells and not number and not is_empty:
            return False
        for named in self.table.listed.values():
            if is_too_few(number - self._sum(named, cells)):
                return False
        return all(self._is_safe_beside(each, cells) for each in self.earlier)

    def _is_safe_beside(
        self, earlier: Mapping[Cell, "_Published"], cells: frozenset[Cell]
    ) -> bool:
        """The groups of two days contain each other or have nothing in common; those of
        the wider ones changed by nobody or by five at least, on each list, too. A label
        that was not there counted nobody."""
        touched = list({id(p): p for c in cells if (p := earlier.get(c))}.values())
        within = [each for each in touched if each.cells <= cells]
        if len(within) == len(touched):
            return self._changed_enough(within, cells)
        return len(touched) == 1 and self._changed_enough(touched, touched[0].cells)

    def _changed_enough(
        self, then: Sequence["_Published"], cells: frozenset[Cell]
    ) -> bool:
        number = self._sum(self.table.counts, cells)
        if is_too_few(number - sum(each.count for each in then)):
            return False
        for name, named in self.table.listed.items():
            if all(name in each.unlisted for each in then):
                unlisted = number - self._sum(named, cells)
                if is_too_few(unlisted - sum(each.unlisted[name] for each in then)):
                    return False
        return True

    def _by_cell(self, protected: Protected) -> dict[Cell, "_Published"]:
        """What was published of the labels that there still are."""
        by_cell: dict[Cell, _Published] = {}
        for r, row in enumerate(protected.rows):
            for c, column in enumerate(protected.columns):
                unlisted = {k: rows[r][c] for k, rows in protected.unlisted.items()}
                cells = _cells(row, column) & self.everywhere
                number = protected.counts[r][c]
                published = _Published(cells, number, unlisted)
                by_cell.update(dict.fromkeys(cells, published))
        return by_cell

    def _over(
        self, counts: Mapping[Cell, int], rows: Groups, columns: Groups
    ) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(self._sum(counts, _cells(row, column)) for column in columns)
            for row in rows
        )

    @staticmethod
    def _sum(counts: Mapping[Cell, int], cells: Iterable[Cell]) -> int:
        return sum(counts.get(cell, 0) for cell in cells)


@dataclass(frozen=True)
class _Published:
    cells: frozenset[Cell]
    count: int
    unlisted: Mapping[str, int]


def _cells(rows: Iterable[str], columns: Sequence[str]) -> frozenset[Cell]:
    return frozenset((row, column) for row in rows for column in columns)
