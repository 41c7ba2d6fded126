"""Free places offered to the waiting list, and the rule that two people have seen."""

from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.people.models import User


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> Self:
        """Those that can still be taken: see `Offer.is_open`."""
        return self.filter(
            state=Offer.State.OPEN,
            registration__state=Registration.State.WAITING,
            registration__holds_category=True,
        )


class Offer(models.Model):
    """A free place offered to the next on the waiting list, for a stated time.

    It is open only while its registration is waiting and holds the place: who withdraws
    or is decided upon leaves it behind, and no other row is changed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
        DECLINED = "declined", _("declined")
        PASSED = "passed", _("passed on")

    id = IdField()
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="offers"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(state="open"),
                name="one_open_offer",
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"])]

    @property
    def is_open(self) -> bool:
        """Not answered, and the place is held for its registration."""
        return self.state == self.State.OPEN and self.registration.is_offered

    @property
    def label(self) -> str:
        """What became of it, in words."""
        if self.state == self.State.OPEN and not self.is_open:
            return gettext("ended with the wait")
        return self.get_state_display()


class OfferRuleQuerySet(models.QuerySet["OfferRule"]):
    def in_force(self, conference: Conference) -> Self:
        return self.filter(conference=conference, seconded_by__isnull=False)


class OfferRule(models.Model):
    """Two people have seen the rule and the letter of offer of one conference."""

    conference = models.OneToOneField(
        Conference, on_delete=models.CASCADE, related_name="offer_rule"
    )
    # SHA-256 of the rule and the letter in every language, as both people saw them.
    preview = models.CharField(max_length=64, editable=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    seconded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True, blank=True)

    objects = OfferRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconded_by=None)
                | ~models.Q(seconded_by=models.F("proposed_by")),
                name="another_person_seconds_offers",
                violation_error_message=_("Another person has to second this."),
            )
        ]
