"""The one way past the journal's append-only rule, for conferences that never were.

The demonstration is replaced whole, and `race` removes its scratch conference. Nothing
else may call this; the database itself refuses any other change.
"""

from django.db import connection, transaction


@transaction.atomic
def forget_conference(conference_id: str) -> int:
    """Delete all entries of a conference, and say how many. Never for a real one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Ends with the transaction; the trigger asks for it.
            cursor.execute("SET LOCAL hemicycle.journal_maintenance = 'on'")
        cursor.execute(
            "DELETE FROM journal_entry WHERE conference_id = %s", [conference_id]
        )
        return int(cursor.rowcount)
