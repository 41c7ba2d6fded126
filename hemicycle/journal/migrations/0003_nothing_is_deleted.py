"""SQLite refuses to delete entries too, as PostgreSQL has done from the start.

`journal_maintenance` is empty except inside a transaction of `journal.maintenance`. An
entry put in the place of another (INSERT OR REPLACE) would fire no trigger of deletion,
and is refused by its own.
"""

from django.db import migrations

SQLITE = [
    "CREATE TABLE journal_maintenance (is_open INTEGER PRIMARY KEY CHECK (is_open = 1))",
    """
    CREATE TRIGGER journal_entry_is_kept BEFORE DELETE ON journal_entry
    WHEN NOT EXISTS (SELECT 1 FROM journal_maintenance)
    BEGIN SELECT RAISE(ABORT, 'journal entries are never deleted'); END
    """,
    """
    CREATE TRIGGER journal_entry_is_not_replaced BEFORE INSERT ON journal_entry
    WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = new.id)
    BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END
    """,
]
BACK = [
    "DROP TRIGGER journal_entry_is_not_replaced",
    "DROP TRIGGER journal_entry_is_kept",
    "DROP TABLE journal_maintenance",
]


def forbid(apps, schema_editor):
    execute(schema_editor, SQLITE)


def allow(apps, schema_editor):
    execute(schema_editor, BACK)


def execute(schema_editor, statements):
    if schema_editor.connection.vendor == "sqlite":
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]

    operations = [migrations.RunPython(forbid, allow)]
