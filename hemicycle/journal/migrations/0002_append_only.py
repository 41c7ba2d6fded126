"""The database itself refuses to change or delete an entry.

Only `journal.maintenance` may delete: on PostgreSQL it sets a variable, on SQLite it fills
`journal_maintenance`, which is empty except inside its transactions. There an entry put in
the place of another (INSERT OR REPLACE) would fire no trigger of deletion, and is refused
by its own.
"""

from django.db import migrations

KEPT = [
    "id",
    "at",
    "real_at",
    "conference_id",
    "actor_id",
    "verb",
    "thing_type",
    "thing_id",
    "details",
    "reason_erase_at",
]

SQLITE = [
    f"""
    CREATE TRIGGER journal_entry_stays BEFORE UPDATE OF {", ".join(KEPT)} ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END
    """,
    """
    CREATE TRIGGER journal_reason_stays BEFORE UPDATE OF reason ON journal_entry
    WHEN new.reason <> ''
    BEGIN SELECT RAISE(ABORT, 'a reason is kept or erased, never changed'); END
    """,
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
SQLITE_BACK = [
    "DROP TRIGGER journal_entry_is_not_replaced",
    "DROP TRIGGER journal_entry_is_kept",
    "DROP TABLE journal_maintenance",
    "DROP TRIGGER journal_reason_stays",
    "DROP TRIGGER journal_entry_stays",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION journal_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF current_setting('hemicycle.journal_maintenance', true) = 'on' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'journal entries are never deleted';
        END IF;
        IF ({", ".join(f"NEW.{name}" for name in KEPT)}) IS DISTINCT FROM
           ({", ".join(f"OLD.{name}" for name in KEPT)})
           OR (NEW.reason <> '' AND NEW.reason <> OLD.reason) THEN
            RAISE EXCEPTION 'journal entries are never changed';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_stays()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER journal_entry_stays ON journal_entry",
    "DROP FUNCTION journal_entry_stays",
]


def forbid(apps, schema_editor):
    execute(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def allow(apps, schema_editor):
    execute(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK)


def execute(schema_editor, **statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]

    operations = [migrations.RunPython(forbid, allow)]
