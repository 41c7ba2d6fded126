"""Counts as they stood at a moment. Every one can be counted again from the rows."""

from django.db import models

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock


class Snapshot(models.Model):
    """All figures of a conference, counted together so that they agree."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="snapshots"
    )
    at = models.DateTimeField(default=clock.now)
    # By real time: how old it is, whatever the conference's clock says.
    counted_at = models.DateTimeField(default=clock.real_now)
    counts = models.JSONField()

    class Meta:
        ordering = ["-counted_at"]
        indexes = [models.Index(fields=["conference", "-counted_at"])]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.at:%Y-%m-%d %H:%M}"
