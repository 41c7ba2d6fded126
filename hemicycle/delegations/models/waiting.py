"""The rule by which free places are offered: seen once by two people, then it runs."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock
from hemicycle.people.models import User


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
