"""Checking a row and writing it, as one thing."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def reread_locked(row: M) -> M:
    """The row as it is now. Until the transaction ends no one else changes it, or does
    what is decided by it.

    Raises its DoesNotExist when it is gone: `@once` then answers "not found".
    """
    model: type[M] = row.__class__  # of whom a request is, too, which is lazy
    # No key changes: whoever refers to it need not wait.
    rows: QuerySet[M] = model._default_manager.select_for_update(
        no_key=True, of=("self",)
    )
    return rows.get(pk=row.pk)


def save_checked(row: Model, *, update_fields: Sequence[str] | None = None) -> None:
    """Check the whole row and write it, in the caller's transaction.

    What another transaction wrote between the check and the writing is refused by the
    database; it is then refused in the words of the check, which sees it by now.

    Raises ValidationError by field.
    """
    row.full_clean()
    try:
        # A savepoint: PostgreSQL needs one to go on after a broken constraint.
        with transaction.atomic():
            row.save(update_fields=update_fields, force_insert=row._state.adding)
    except IntegrityError:
        row.full_clean()
        raise
