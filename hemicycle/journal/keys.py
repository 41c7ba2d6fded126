"""Whether the key files of this database are there.

A database that was restored without them opens no sealed e-mail and knows no badge, and
new keys, made silently, would hide that until the doors open.
"""

from django.db import DatabaseError

from hemicycle.journal.models import KeyInUse
from hemicycle.lib import crypto, folders, keys, signing


def missing() -> list[str]:
    """Names of the keys in use whose files are gone, such as "badge-1a2b3c4d"."""
    on_disk = keys.on_disk(folders.keys())
    names = KeyInUse.objects.order_by("name").values_list("name", flat=True)
    return [name for name in names if name not in on_disk]


def note() -> int:
    """From the schedule: write down the keys there are. How many were new."""
    on_disk = keys.on_disk(folders.keys())
    new = on_disk.difference(KeyInUse.objects.values_list("name", flat=True))
    KeyInUse.objects.bulk_create(
        [KeyInUse(name=name) for name in sorted(new)], ignore_conflicts=True
    )
    return len(new)


def refusal() -> str:
    """Why nothing may start: in one paragraph. Empty: all keys are there, or nobody can
    say, because the database does not answer or has no tables yet."""
    try:
        gone = missing()
    except DatabaseError:
        return ""
    if not gone:
        return ""
    return (
        f"Key files are missing in {folders.keys()}: {', '.join(gone)}. Badges and "
        "sealed e-mails of this database can't be read without them. Put them back "
        "from where you keep them. If they are lost for good: manage.py check_keys "
        "--forget NAME."
    )


def prepare() -> None:
    """Make the keys where there are none yet, and write them down."""
    crypto.ensure_keys()
    signing.signer(folders.keys()).ensure_key()
    note()
