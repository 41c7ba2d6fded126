"""The one way past the journal's append-only rule, for conferences that never were.

The demonstration is replaced whole, and `race` removes its scratch conference. Nothing
else may open this door: the database itself refuses every deletion and every change,
the erasure of a reason apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def open_door() -> Iterator[None]:
    """Inside, and in no other transaction, the database lets entries be deleted.

    A marker that its triggers look for: a setting of this transaction on PostgreSQL, a
    row on SQLite that is gone again before anybody else could see it.
    """
    is_postgresql = connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET LOCAL hemicycle.journal_maintenance = 'on'")
        else:
            cursor.execute("INSERT INTO journal_maintenance (is_open) VALUES (1)")
        yield
        if is_postgresql:
            cursor.execute("SET LOCAL hemicycle.journal_maintenance = 'off'")
        else:
            cursor.execute("DELETE FROM journal_maintenance")


def forget_conference(conference_id: str) -> int:
    """Delete all entries of a conference, and say how many. Never for a real one."""
    with open_door(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM journal_entry WHERE conference_id = %s", [conference_id]
        )
        return int(cursor.rowcount)


def forget_everything() -> int:
    """Delete every entry, those of accounts too, and say how many.

    Only for a database in which there is nothing but a specimen.
    """
    with open_door(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
        return int(cursor.rowcount)
