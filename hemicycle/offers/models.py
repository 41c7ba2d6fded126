"""A free place offered to the next who waits, and the rule that two people approved."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.conferences.models import Conference
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.post.drafts import Draft, fingerprint_of_facts
from hemicycle.seconding.models import Deed, DeedQuerySet, State
from hemicycle.ui.formats import numbered


class OfferQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those that can still be taken: see `Offer.is_open`."""
        return self.filter(self.model.POSITION_HOLDS, state=Offer.State.OPEN)


class Offer(models.Model):
    """The base of an offer of one kind of place, valid for a stated time.

    Each kind has `position`, a foreign key to what waits, related as `offers`. An offer
    is open only while its position waits and holds the place: whoever leaves or is
    decided upon leaves it behind, and no other row is changed.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        TAKEN = "taken", gettext_lazy("taken")
        DECLINED = "declined", gettext_lazy("declined")
        PASSED = "passed", gettext_lazy("passed on")
        ENDED = "ended", gettext_lazy("ended with the wait")

    # Which positions wait and hold the place offered, by names that begin with
    # "position__"; `position_holds` says the same of one row.
    POSITION_HOLDS: ClassVar[Q]
    if TYPE_CHECKING:
        position: Any
        position_id: str

    id = IdField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open",
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"])]

    @property
    def position_holds(self) -> bool:
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Not answered, and the place is held for its position."""
        return self.state == self.State.OPEN and self.position_holds

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def label(self) -> str:
        """What became of it, in words."""
        if self.state == self.State.OPEN and not self.is_open:
            return str(self.State.ENDED.label)
        return self.get_state_display()


class OfferRuleQuerySet(DeedQuerySet):
    def in_force(self, conference: Conference) -> Self:
        """The one by which places are offered, or none."""
        return self.running().filter(conference=conference)


class OfferRule(Deed):
    """The base of a rule by which free places of one kind are offered.

    Prepared with the e-mails that it sends by itself, approved by another person, then
    in force until it is stopped or the next one is approved. It never changes.
    """

    class Order(models.TextChoices):
        FIRST_COME = "first-come", gettext_lazy("First come, first served")
        BY_LOT = "by-lot", gettext_lazy("Drawn by lot")

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="+", editable=False
    )
    order = models.CharField(
        gettext_lazy("order"),
        max_length=10,
        choices=Order.choices,
        default=Order.FIRST_COME,
    )
    hours = models.PositiveSmallIntegerField(
        gettext_lazy("offer valid for (hours)"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    at_once = models.PositiveSmallIntegerField(
        gettext_lazy("offers open at once, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("Empty: as many as places are free."),
    )

    class Meta(Deed.Meta):
        abstract = True
        constraints = [
            *Deed.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(state=State.PREPARED),
                name="%(app_label)s_%(class)s_one_pending",
                violation_error_message=gettext_lazy(
                    "A rule is already pending approval. Discard it first."
                ),
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(state=State.RUNNING),
                name="%(app_label)s_%(class)s_one_in_force",
            ),
        ]

    @property
    def title(self) -> str:
        """The rule in one line."""
        return numbered(
            "%(order)s; an offer is valid for %(n)s hour",
            "%(order)s; an offer is valid for %(n)s hours",
            self.hours,
            order=self.get_order_display(),
        )

    @property
    def state_label(self) -> str:
        if self.is_running:
            return _("In force")
        return _("Ended") if self.state == State.DONE else super().state_label

    @property
    def state_kind(self) -> str:
        if self.is_running:
            return "good"
        return "plain" if self.state == State.DONE else super().state_kind

    @property
    def is_by_lot(self) -> bool:
        return self.order == self.Order.BY_LOT

    def fingerprint_with(self, drafts: Iterable[Draft]) -> str:
        """Of the rule and of the e-mails it sends, as they are now. Renders nothing."""
        emails = sorted(draft.fingerprint for draft in drafts)
        return fingerprint_of_facts([self.order, self.hours, self.at_once, emails])

    def expiry(self, ends_at: datetime) -> datetime:
        """When an offer made now expires; none outlasts `ends_at`."""
        return min(clock.now() + timedelta(hours=self.hours), ends_at)
