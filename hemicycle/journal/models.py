"""Who did what to which thing, and why; and what became of each submission."""

from datetime import timedelta
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from hemicycle.lib import clock

REASON_KEPT = timedelta(days=365)
RECEIPTS_KEPT = timedelta(days=8)
"""Goal R4 asks for seven."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, thing: models.Model) -> Self:
        """The history of a thing, newest first, with who did it."""
        return (
            self.filter(thing_type=thing._meta.label_lower, thing_id=str(thing.pk))
            .select_related("actor")
            .order_by("-id")
        )

    def erase_old_reasons(self) -> int:
        """Empty the reasons whose time is over. How many."""
        return self.filter(reason_erase_at__lte=clock.real_now()).erase_reasons()

    def erase_reasons(self) -> int:
        """Empty all these reasons: the only change an entry allows. How many."""
        given = self.exclude(reason="").order_by().select_related(None)
        return super(EntryQuerySet, given).update(reason="")

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Journal entries are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("Journal entries are never deleted")

    delete.alters_data = True  # type: ignore[attr-defined]  # a mark
    delete.queryset_only = True  # type: ignore[attr-defined]  # a mark

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Journal entries are never changed")


class Entry(models.Model):
    """One thing that happened. Written once, in the transaction of what happened.

    It holds ids and codes. Only `reason` is free text, and has an end.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)  # conference time
    real_at = models.DateTimeField(default=clock.real_now)
    # Without constraints in the database: the history outlives whom it is about.
    conference = models.ForeignKey(
        "conferences.Conference",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    verb = models.CharField(max_length=60)
    thing_type = models.CharField(max_length=80)
    thing_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    reason = models.TextField(blank=True, max_length=2000)
    reason_erase_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["thing_type", "thing_id"], name="entry_thing"),
            models.Index(fields=["conference", "-id"], name="entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_type} {self.thing_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Journal entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Journal entries are never deleted")


class Receipt(models.Model):
    """What a submission was answered, so that its repetition changes nothing."""

    key = models.CharField(max_length=64, primary_key=True)
    who = models.CharField(max_length=64)
    path = models.CharField(max_length=500)
    body = models.CharField(max_length=64)  # SHA-256
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.real_now, db_index=True)

    def __str__(self) -> str:
        return self.key


class FailureQuerySet(models.QuerySet["Failure"]):
    def about_conference(self, conference: models.Model) -> Self:
        """Those of this conference, and those of the whole installation."""
        return self.filter(Q(conference=conference.pk) | Q(conference=None))


class Failure(models.Model):
    """A row for which a scheduled verb could not be done, until it can. See `each`."""

    verb = models.CharField(max_length=120)  # "badges.actions.issue"
    key = models.CharField(max_length=64)
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, null=True, related_name="+"
    )
    error = models.CharField(max_length=80, blank=True)  # the kind of the last one
    times = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()  # real time
    last_at = models.DateTimeField(db_index=True)  # real time

    objects = FailureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verb", "key"], name="failure_once")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class KeyInUse(models.Model):
    """A key file with which something in this database was made. The key itself lies
    outside; see keys.py."""

    name = models.CharField(max_length=40, primary_key=True)  # "seal-1a2b3c4d"
    first_seen_at = models.DateTimeField(default=clock.real_now)

    def __str__(self) -> str:
        return self.name
