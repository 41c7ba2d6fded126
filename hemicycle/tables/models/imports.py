"""A table on its way in, kept on the server until its rows are settled."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock

LIFETIME = timedelta(hours=24)
"""Goal S4: rows that are not settled go a day after they were last worked on."""

LONGEST_READING = timedelta(minutes=1)


def end_of_life() -> Any:
    return clock.real_now() + LIFETIME


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any, conference: Any) -> Self:
        """Each person's own, at one conference, until they expire."""
        return self.filter(
            owner=user.pk, conference=conference.pk, expires_at__gt=clock.real_now()
        )

    def open(self) -> Self:
        """Read, and not settled."""
        return self.filter(state=Import.State.OPEN)

    def expired(self) -> Self:
        """Over their time, or left by a process that died while reading."""
        now = clock.real_now()
        return self.filter(
            models.Q(expires_at__lte=now)
            | models.Q(state=Import.State.READING, created_at__lt=now - LONGEST_READING)
        )


class Import(models.Model):
    """One person's table for one purpose: what it was read as, and the rows left."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        OPEN = "open", _("to be checked")
        SETTLED = "settled", _("settled")

    id = IdField()
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=26, blank=True)  # what the rows belong to
    submission = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)  # of the file
    # The file itself, sealed: read again in another encoding or with other columns.
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    # The encodings of a guess that its owner has not answered, likeliest first.
    encodings = models.JSONField(default=list)
    # What was read and what was not, by name: see `reading.py`.
    understood = models.JSONField(default=dict)
    # [{"n": number, "c": {field: text}, "h": is hidden in the file, "s": is skipped}]
    rows = models.JSONField(default=list)
    # What was chosen once for all rows, by field.
    shared = models.JSONField(default=dict)
    accepted = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.real_now)
    expires_at = models.DateTimeField(default=end_of_life, db_index=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(state="reading"),
                name="one_table_read_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["owner", "submission"], name="one_import_per_submission"
            ),
        ]

    def __str__(self) -> str:
        return self.name
