"""How many rows the views of a list find: in one statement, and not for every page.

Each view is counted no further than one beyond COUNTED. The SQL is kept by all that it
follows from; the numbers, for a list whose every change is written to the journal,
until something happens at its conference.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from hemicycle.ui import formats

COUNTED = 10_000
MOST = 200
"""Statements and counts that each list keeps in each process."""
SECONDS = 10
"""How long a count is kept at most: see `journal.newest`."""

Statement = tuple[str, tuple[Any, ...]]
Several = Sequence[QuerySet[Any]]


def up_to(rows: QuerySet[Any]) -> int:
    """How many rows, counting no further than one beyond COUNTED."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def said(count: int) -> str:
    """ "6,557", or "10,000+"."""
    if count > COUNTED:
        return f"{formats.number(COUNTED)}+"
    return formats.number(count)


@dataclass
class Counts:
    """The counts of one list, kept in this process."""

    _statements: dict[Any, Statement] = field(default_factory=dict)
    _numbers: dict[Any, tuple[int, float, list[int]]] = field(default_factory=dict)

    def fresh(self, several: Callable[[], Several], using: str, key: Any) -> list[int]:
        """Counted now. `several` are the rows of each view; without a key, which says
        all that their SQL follows from, the SQL is written anew."""
        statement = self._statements.get(key) if key else None
        if statement is None:
            statement = _counting(several())
            if key:
                _keep(self._statements, key, statement)
        with connections[using].cursor() as cursor:
            cursor.execute(*statement)
            return list(cursor.fetchone())

    def kept(
        self, several: Callable[[], Several], using: str, key: Any, entry: int
    ) -> list[int]:
        """As they were counted since `entry`, the conference's newest."""
        at, until, numbers = self._numbers.get(key, (-1, 0.0, []))
        if at != entry or until < monotonic():
            numbers = self.fresh(several, using, key)
            _keep(self._numbers, key, (entry, monotonic() + SECONDS, numbers))
        return numbers


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST:
        kept.clear()
    kept[key] = value


def _counting(several: Several) -> Statement:
    parts: list[str] = []
    params: list[Any] = []
    for rows in several:
        keys = rows.order_by().values("pk")[: COUNTED + 1]
        try:
            sql, values = keys.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        # SQL of Django's own; every value is a parameter.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
        params += values
    return f"SELECT {', '.join(parts)}", tuple(params)
