"""A delegation, its cap, and the counters that keep every cap."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference, CoOrganiser
from hemicycle.conferences.policy import Hat, Reached, scope_of
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.translated import TranslatedField
from hemicycle.lib import clock
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Organisation,
    Standing,
)
from hemicycle.people.models import User


class MembersPlaces(models.TextChoices):
    """Whose places people take who stand for a member of the organisation."""

    UMBRELLA = "umbrella", _("of the umbrella organisation")
    OWN = "own", _("of the member’s own delegation")


class CapRule(models.Model):
    """One row of the rules that give a delegation its cap. Empty fields fit everyone.

    The highest cap among the rules that fit is the delegation's, never their sum.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="cap_rules"
    )
    cap = models.PositiveIntegerField(_("places"))
    label = TranslatedField(_("in words"))
    kind = models.CharField(
        _("kind of organisation"),
        max_length=12,
        blank=True,
        choices=Organisation.Kind.choices,
    )
    standing = models.CharField(
        _("standing"), max_length=16, blank=True, choices=Standing.Kind.choices
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    subdivision = models.CharField(_("state or province"), max_length=80, blank=True)
    members_places = models.CharField(
        _("people who stand for a member take a place"),
        max_length=8,
        choices=MembersPlaces.choices,
        default=MembersPlaces.UMBRELLA,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["cap", "pk"]


READING = (Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """Those within the reader's roles, and those they are focal point of."""
        here = self.filter(conference=conference)
        scope = scope_of(user, conference, *READING)
        if scope.is_whole:
            return here
        return here.filter(scope.rows(Delegation.reached) | _led_by(user))

    def with_refusal(self) -> Self:
        """`is_refused`: its organisation's accreditation was refused or has ended."""
        return self.annotate(
            is_refused=models.Exists(
                Accreditation.objects.closed(
                    models.OuterRef("conference"), models.OuterRef("organisation")
                )
            )
        )

    def led_by(self, user: User) -> Self:
        """Those whose organisation this person speaks for today, edition by edition."""
        return self.filter(_led_by(user))


def _led_by(user: User) -> models.Q:
    return models.Q(
        models.Exists(
            FocalPoint.objects.in_office(models.OuterRef("conference")).filter(
                user=user, organisation=models.OuterRef("organisation")
            )
        )
    )


class Delegation(models.Model):
    """The people one organisation sends to one conference."""

    reached = Reached(co_organiser="co_organiser")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="delegations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="delegations"
    )
    cap = models.PositiveIntegerField(_("places"))
    # Changed only by conditional update, in delegations.places.
    taken = models.PositiveIntegerField(default=0, editable=False)
    cap_reason = TranslatedField(_("why this cap"), blank=True)
    # Of the rule that gave the cap; for nominations from now on.
    members_places = models.CharField(
        max_length=8, choices=MembersPlaces.choices, default=MembersPlaces.UMBRELLA
    )
    # In whose name the invitation left that opened it; none, where none did.
    co_organiser = models.ForeignKey(
        CoOrganiser,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                name="one_delegation_per_organisation",
                violation_error_message=_("This organisation has a delegation."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def places_left(self) -> int:
        """Never below zero: a cap may be cut under those who have a place."""
        return max(0, self.cap - self.taken)


class FormerDelegation(models.Model):
    """The key of a delegation whose people moved to another of the same conference: its
    address still leads there."""

    id = IdField()
    current = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.id


class Counter(models.Model):
    """Places taken in a category, or (category empty) in the whole conference.

    Changed only by conditional update, in delegations.places. `cap` is that of the
    whole conference (null: none); a category's cap stands in its own row, Category.cap.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="counters"
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    cap = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "category"], name="one_counter_per_category"
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=models.Q(category=None),
                name="one_counter_per_conference",
            ),
        ]
