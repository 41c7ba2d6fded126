"""Writing the journal, and ending what has been kept long enough."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.transaction import TransactionManagementError

from hemicycle.fields.writes import insert, insert_many
from hemicycle.journal.models import REASON_KEPT, RECEIPTS_KEPT, Entry, Receipt
from hemicycle.journal.verbs import JournalVerb
from hemicycle.lib import clock

Actor: TypeAlias = AbstractBaseUser | AnonymousUser | None
LONGEST_DETAIL = 80


def record(
    conference: models.Model | None,
    verb: JournalVerb,
    thing: models.Model,
    *,
    actor: Actor,
    reason: str = "",
    **details: object,
) -> Entry:
    """Write down what happened to `thing` and who did it, in its transaction.

    `actor` is None for the house itself. `details` are ids, codes and counts; a model
    stands for its key. The reason is erased after a year.

    Raises TransactionManagementError outside a transaction, TypeError for a verb that
    no room lists and for a detail that is neither id nor code.
    """
    entry = _entry(conference, verb, thing, actor, reason, details)
    insert(entry)
    return entry


def record_many(
    conference: models.Model | None,
    verb: JournalVerb,
    things: Iterable[models.Model],
    *,
    actor: Actor,
    reason: str = "",
    **details: object,
) -> None:
    """As `record`, one entry for each thing, in few statements."""
    entries = [
        _entry(conference, verb, thing, actor, reason, details) for thing in things
    ]
    insert_many(entries)


def erase_old_reasons() -> int:
    """Empty the reasons whose retention is over. Returns how many."""
    return Entry.objects.erase_old_reasons()


def erase_reasons_about(thing: models.Model) -> int:
    """Empty every reason written about a thing: whom it was about is erased. How many.

    The entries stay: that it happened, when and by whom. The database allows this one
    change, so that the door of `maintenance` stays shut.
    """
    return Entry.objects.about(thing).erase_reasons()


def forget_old_receipts() -> int:
    """Delete receipts older than eight days. Returns how many."""
    limit = clock.real_now() - RECEIPTS_KEPT
    deleted, _by_model = Receipt.objects.filter(created_at__lt=limit).delete()
    return deleted


def _entry(
    conference: models.Model | None,
    verb: JournalVerb,
    thing: models.Model,
    actor: Actor,
    reason: str,
    details: Mapping[str, object],
) -> Entry:
    if not isinstance(verb, JournalVerb):
        raise TypeError(f"{verb!r} is not a verb of a room's journal.py")
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            f"{verb.value!r} must be recorded in the transaction that does it"
        )
    return Entry(
        conference_id=conference.pk if conference else None,
        actor_id=actor.pk if actor else None,
        verb=verb.value,
        thing_type=thing._meta.label_lower,
        thing_id=str(thing.pk),
        details={name: _code(name, value) for name, value in details.items()},
        reason=reason,
        reason_erase_at=clock.real_now() + REASON_KEPT if reason else None,
    )


def _code(name: str, value: object) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, str) and len(value) <= LONGEST_DETAIL:
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_code(name, part) for part in value]
    raise TypeError(f"{name}={value!r}: the journal holds ids and codes, not texts")
