"""What the registration desk decided: previewed and, in bulk, approved by a second
person."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, scope_of
from hemicycle.delegations.models.registration import Registration
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.seconding.models import Deed, DeedOnItemsQuerySet, Item, State
from hemicycle.ui.formats import numbered

DECIDING = (Hat.REGISTRAR,)


class DecisionQuerySet(DeedOnItemsQuerySet):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """Of a registrar of a part, those on people of that part alone."""
        scope = scope_of(user, conference, *DECIDING)
        here = self.filter(conference=conference)
        if scope.is_whole:
            return here
        return here.only_on(registration=Registration.objects.within(scope))


class Decision(Deed):
    """A verdict on one registration or on many, and the e-mails that were previewed.

    No e-mail of approval, refusal or waiting leaves without a row here that says so.
    One registrar decides on one registration; many need a second one.
    """

    job = "vetting.carry_out_decision"

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("approve")
        WAIT = "wait", _("add to the waiting list")
        REFUSE = "refuse", _("refuse")

    CARRIED_OUT = (State.RUNNING, State.DONE)

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="decisions"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)

    objects = DecisionQuerySet.as_manager()

    class Meta(Deed.Meta):
        pass

    @property
    def title(self) -> str:
        size: int = getattr(self, "size", None) or self.items.count()
        if self.verdict == self.Verdict.APPROVE:
            return numbered(
                "Approve %(n)s registration", "Approve %(n)s registrations", size
            )
        if self.verdict == self.Verdict.WAIT:
            return numbered(
                "Add %(n)s registration to the waiting list",
                "Add %(n)s registrations to the waiting list",
                size,
            )
        return numbered("Refuse %(n)s registration", "Refuse %(n)s registrations", size)

    def get_absolute_url(self) -> str:
        return reverse("vetting:decision", args=[self.conference.slug, self.pk])


class DecisionItem(Item):
    """One registration of a decision, and what became of it."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="items"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="decisions"
    )

    class Meta(Item.Meta):
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
