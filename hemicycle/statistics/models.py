"""Counts as they stood at a moment. Every one can be counted again from the rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.lib.disclosure import Protected


class StatedFigure(models.Model):
    """A number that someone published about the conference, beside those of others.

    Kept as it was stated: figures that differ stand side by side, each with its source.
    """

    class Counts(models.TextChoices):
        PARTICIPANTS = "participants", _("participants")
        ORGANISATIONS = "organisations", _("organisations represented")
        COUNTRIES = "countries", _("countries and areas")
        REGISTERED = "registered", _("people registered")
        WORKSHOPS = "workshops", _("workshops")
        APPLICATIONS = "applications", _("workshop applications")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="stated_figures"
    )
    counts = models.CharField(
        _("what it counts"), max_length=16, choices=Counts.choices
    )
    value = models.PositiveIntegerField(_("value"))
    note = models.CharField(_("how it was put"), max_length=200, blank=True)
    stated_by = models.CharField(_("stated by"), max_length=200)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)
    # False for what only those say whom it is about: it confirms nothing.
    is_independent = models.BooleanField(_("independent source"), default=True)

    class Meta:
        ordering = ["counts", "value", "pk"]

    def __str__(self) -> str:
        return f"{self.counts} {self.value} {self.stated_by}"


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


class PublishedFigures(models.Model):
    """Figures as they became public at a moment. Never changed, never deleted: later
    ones are protected against subtraction from these."""

    class Kind(models.TextChoices):
        INTERIM = "interim", _("Interim figures")
        CLOSING = "closing", _("Closing figures")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="published_figures"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now, editable=False)
    # Organisations and countries, by key: they count no people.
    totals = models.JSONField()
    # As `Protected.as_json`; what lists leave out is kept in it and shown to nobody.
    tables = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["conference", "-at"])]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def protected(self) -> list[Protected]:
        return [Protected.from_json(table) for table in self.tables]


class ParticipantList(models.Model):
    """A list of participants that was made for the public. It keeps no name: only how
    many it names under each label, so that later figures fit beside it."""

    class Stage(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional list of participants")
        CORRECTED = "corrected", _("Corrected list of participants")
        FINAL = "final", _("Final list of participants")

    class Order(models.TextChoices):
        CATEGORY = "category", _("By category and organisation")
        ORGANISATION = "organisation", _("By organisation")
        ALPHABET = "alphabet", _("By name")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="participant_lists"
    )
    stage = models.CharField(max_length=11, choices=Stage.choices)
    at = models.DateTimeField(default=clock.now, editable=False)
    # [category, kind, country of the organisation, people]
    counts = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.stage} {self.at:%Y-%m-%d %H:%M}"

    @property
    def people(self) -> int:
        return sum(number for *_labels, number in self.counts)
