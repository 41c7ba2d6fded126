"""The database itself refuses to change an entry.

On PostgreSQL deleting is refused too, except to `journal.maintenance`. On SQLite whoever can
delete a row can delete the file, so only changes are refused there.
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


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP TRIGGER journal_entry_stays ON journal_entry", params=None
        )
        schema_editor.execute("DROP FUNCTION journal_entry_stays", params=None)
    else:
        schema_editor.execute("DROP TRIGGER journal_entry_stays", params=None)
        schema_editor.execute("DROP TRIGGER journal_reason_stays", params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries_and_receipts")]

    operations = [migrations.RunPython(forbid, allow)]
