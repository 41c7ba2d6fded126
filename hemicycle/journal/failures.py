"""One row that can't be done does not keep back the others."""

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models import F

from hemicycle.journal.models import Failure
from hemicycle.lib import clock, ending

logger = logging.getLogger(__name__)

KEPT = timedelta(days=2)
"""A failure that nobody has met again for so long is about a row that is gone."""


def each(
    keys: Iterable[str],
    verb: Callable[[str], object],
    *,
    conference: models.Model | None = None,
    is_atomic: bool = True,
) -> int:
    """Do `verb` for each key, each in its own transaction. Returns how many were done.

    One that raises is rolled back, logged (at the 1st, 2nd, 4th, 8th time) and counted
    as a row that the desk shows until it is done; the others go on. `verb` may return
    False to say that there was nothing to do. With `is_atomic` false it brings its own
    transactions, for what reads long before it writes. Raises the database's error when
    its connection is lost.
    """
    name = _name(verb)
    failed_before = set(failing(verb))
    done = 0
    for key in list(keys):
        if ending.asked():
            break
        try:
            with transaction.atomic() if is_atomic else nullcontext():
                result = verb(key)
        except (InterfaceError, OperationalError) as error:
            if connection.connection is None or not connection.is_usable():
                raise
            _failed(name, key, conference, error)
        except Exception as error:  # one broken row must not stop the others
            _failed(name, key, conference, error)
        else:
            done += result is not False
            if key in failed_before:
                Failure.objects.filter(verb=name, key=key).delete()
    return done


def failing(verb: Callable[[str], object]) -> list[str]:
    """The keys for which the verb could not be done. A verb that does many at once
    leaves these out, and gives them to `each`."""
    failures = Failure.objects.filter(verb=_name(verb))
    return list(failures.values_list("key", flat=True))


def _name(verb: Callable[[str], object]) -> str:
    return f"{verb.__module__.removeprefix('hemicycle.')}.{verb.__name__.strip('_')}"


def forget_old_failures() -> int:
    """Delete failures not met again for two days: their rows are gone. How many."""
    old = Failure.objects.filter(last_at__lt=clock.real_now() - KEPT)
    deleted, _by_model = old.delete()
    return deleted


def cannot(verb: str, error: str) -> None:
    """Show on every desk that something of the whole installation is not done."""
    now = clock.real_now()
    Failure.objects.update_or_create(
        verb=verb,
        key="",
        defaults={"last_at": now, "error": error},
        create_defaults={"first_at": now, "last_at": now, "error": error, "times": 1},
    )


def is_done(verb: str) -> None:
    """What `cannot` showed goes on."""
    Failure.objects.filter(verb=verb, key="").delete()


def _failed(
    name: str, key: str, conference: models.Model | None, error: Exception
) -> None:
    now = clock.real_now()
    failure, _is_new = Failure.objects.get_or_create(
        verb=name,
        key=key,
        defaults={
            "conference_id": conference.pk if conference else None,
            "first_at": now,
            "last_at": now,
        },
    )
    # No more than the kind of the error: its text may hold what a person typed.
    Failure.objects.filter(pk=failure.pk).update(
        times=F("times") + 1, last_at=now, error=type(error).__name__[:80]
    )
    times = failure.times + 1
    if times & (times - 1) == 0:
        logger.error("%s could not be done for %s", name, key, exc_info=error)
