"""What the registration desk decided, previewed and, in bulk, seconded."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.delegations.models.registration import Registration
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.people.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        if wears(user, conference, Hat.REGISTRAR):
            return self.filter(conference=conference)
        return self.none()

    def running(self) -> Self:
        return self.filter(state=Decision.State.RUNNING)

    def by_two_people(self) -> Self:
        """Those prepared for a second person: many, or what was left of many."""
        return self.filter(
            models.Q(letters__gt=1)
            | models.Q(seconded_by__isnull=False)
            | models.Q(state__in=[Decision.State.PREPARED, Decision.State.DROPPED])
        )

    def waiting_for_a_second(self) -> Self:
        return self.filter(state=Decision.State.PREPARED)


class Decision(models.Model):
    """A verdict on one registration or on many, and the letter that was previewed.

    No letter of acceptance, refusal or waiting leaves without a row here that says so.
    """

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("approve")
        WAIT = "wait", _("put on the waiting list")
        REFUSE = "refuse", _("refuse")

    class State(models.TextChoices):
        PREPARED = "prepared", _("waits for a second person")
        RUNNING = "running", _("being carried out")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    CARRIED_OUT = (State.RUNNING, State.DONE)

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="decisions"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    # SHA-256 of the letters as previewed: what leaves is what was seen.
    preview = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.PREPARED
    )
    prepared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True
    )
    prepared_at = models.DateTimeField(default=clock.now)
    seconded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconded_by=None)
                | ~models.Q(seconded_by=models.F("prepared_by")),
                name="another_person_seconds",
                violation_error_message=_("Another person has to second this."),
            )
        ]


class DecisionItem(models.Model):
    """One registration of a decision, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not done yet")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="items"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="decisions"
    )
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.OPEN
    )
    note = models.CharField(max_length=300, blank=True)  # why it was skipped
    # SHA-256 of the one letter; empty for somebody without any address.
    preview = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "registration"], name="one_item_per_registration"
            )
        ]


class Assignment(models.Model):
    """The registrar who works on a registration, so that two don't."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="assignment"
    )
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    at = models.DateTimeField(default=clock.now)
