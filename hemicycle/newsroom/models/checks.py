"""What the record says about a text: how many findings are open, and what was answered
to each."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import clock
from hemicycle.texts.models import Wording


class CheckedText(models.Model):
    """A text in one language, as it was last held against the record."""

    class Problem(models.TextChoices):
        TOO_LONG = "too-long", _("The text is too long to be held against the record.")
        TOO_SLOW = "too-slow", _("Holding the text against the record took too long.")

    wording = models.OneToOneField(
        Wording, on_delete=models.CASCADE, related_name="checked"
    )
    # Of the words that were looked at: other words have not been.
    digest = models.CharField(max_length=64)
    # Without those that are kept.
    contradicting = models.PositiveIntegerField(default=0)
    unconfirmed = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.wording_id} {self.at}"


class AnswerQuerySet(models.QuerySet["FindingAnswer"]):
    def in_force(self) -> Self:
        """What is kept or repaired still, with who said so."""
        return self.filter(ended_at=None).select_related("by")

    def kept(self) -> Self:
        return self.in_force().filter(kind=FindingAnswer.Kind.KEPT)


class FindingAnswer(models.Model):
    """What a person answered to a finding: the words stay, because; or were repaired.

    It is for these words and for what the record said about them. Once either is
    another, it has ended, and the same finding is open again should it come back.
    """

    class Kind(models.TextChoices):
        KEPT = "kept", _("kept")
        REPAIRED = "repaired", _("repaired")

    wording = models.ForeignKey(
        Wording, on_delete=models.CASCADE, related_name="answers"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=64)
    contradicts = models.BooleanField()
    words = models.TextField()
    record = models.TextField(blank=True)
    because = models.CharField(_("reason"), max_length=300, blank=True)
    repair = models.TextField(blank=True)
    # The revisions before and after a repair.
    before = models.PositiveIntegerField(null=True, editable=False)
    after = models.PositiveIntegerField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "key"],
                condition=models.Q(ended_at=None, kind="kept"),
                name="one_reason_to_keep_words",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="kept") | ~models.Q(because=""),
                name="what_is_kept_has_a_reason",
                violation_error_message=_("Write the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_repaired(self) -> bool:
        return self.kind == self.Kind.REPAIRED


def checked_of(wording: Wording) -> CheckedText | None:
    """How it was last checked, if it ever was."""
    stored: Any = getattr(wording, "checked", None)
    return stored if isinstance(stored, CheckedText) else None
