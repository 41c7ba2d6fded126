"""Doors, the devices at them, and every scan that ever happened."""

from datetime import datetime
from typing import NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference, Zone
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.people.models import User

RUNNING_DOORS = (Hat.SUPERVISOR,)
AT_DOORS = (Hat.SUPERVISOR, Hat.STEWARD)
WATCHING_DOORS = (*AT_DOORS, Hat.REGISTRAR)


class DoorQuerySet(models.QuerySet["Door"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        if wears(user, conference, *WATCHING_DOORS):
            return self.filter(conference=conference).standing()
        return self.none()

    def standing(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def with_counts(self, since: datetime) -> Self:
        """Scans in all and since a moment, green and red, in one query."""
        recent = models.Q(scans__at__gte=since)
        green = models.Q(scans__is_green=True)
        return self.annotate(
            greens=models.Count("scans", filter=green),
            reds=models.Count("scans", filter=~green & models.Q(scans__isnull=False)),
            recent=models.Count("scans", filter=recent),
            last=models.Max("scans__at"),
        )


class Door(models.Model):
    """A place where badges are looked at, leading into one zone."""

    # Only where `with_counts` was asked.
    greens: int
    reds: int
    recent: int
    last: datetime | None

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="doors"
    )
    name = models.CharField(_("name"), max_length=80)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="doors",
        verbose_name=_("zone"),
    )
    is_open = models.BooleanField(_("in use"), default=True)
    # It stays for its scans, and is seen on no page.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DoorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                condition=models.Q(removed_at=None),
                name="one_door_per_name",
                violation_error_message=_("Another door has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A phone enrolled for a door. Its key is in its cookie; here is only the hash."""

    id = IdField()
    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(_("name"), max_length=80)
    key_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # The address or code shown once to enrol it; works once, for minutes, real time.
    enrolment_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    enrolment_until = models.DateTimeField(null=True, blank=True)
    # Of the form that enrolled it: sent twice, it is one phone with one address.
    submission = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    enrolled_at = models.DateTimeField(null=True, blank=True)
    enrolled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # Wrong PINs in a row, and until when no PIN is looked at; real time.
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """Who stands at a door, from when to when; the PIN opens the device for them."""

    id = IdField()
    door = models.ForeignKey(Door, on_delete=models.CASCADE, related_name="shifts")
    steward = models.CharField(_("steward"), max_length=300)
    pin_hash = models.CharField(max_length=128)
    # Of the form that assigned it: sent twice, it is one shift with one PIN.
    submission = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="shift_ends_after_it_starts",
                violation_error_message=_("The shift ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.steward


class Admission(NamedTuple):
    """When and at which door somebody was let in."""

    at: datetime
    door: str


class ScanQuerySet(models.QuerySet["Scan"]):
    def green(self) -> Self:
        return self.filter(is_green=True)

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)


class Scan(models.Model):
    """One look at one code at one door: kept whatever the answer was."""

    class Answer(models.TextChoices):
        ENTER = "enter", _("Enter")
        UNKNOWN = "unknown", _("Not a badge of this conference")
        FORGED = "forged", _("The code is not genuine")
        REVOKED = "revoked", _("Badge replaced or revoked")
        NOT_APPROVED = "not-approved", _("Registration not approved")
        TOO_EARLY = "too-early", _("Badge not valid yet")
        TOO_LATE = "too-late", _("Badge no longer valid")
        WRONG_ZONE = "wrong-zone", _("Not for this zone")
        CLOSED = "closed", _("Door closed")

    # The entry before this one, while the door answers; never stored.
    earlier: Admission | None = None

    # Made by the device, so that a scan sent twice is stored once.
    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="scans"
    )
    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="scans")
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, blank=True, related_name="scans"
    )
    shift = models.ForeignKey(
        Shift, on_delete=models.PROTECT, null=True, blank=True, related_name="scans"
    )
    # Who stood there with an account of their own, instead of an enrolled phone.
    steward = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    badge = models.ForeignKey(
        Badge, on_delete=models.PROTECT, null=True, blank=True, related_name="scans"
    )
    at = models.DateTimeField(default=clock.now)
    is_green = models.BooleanField()
    answer = models.CharField(max_length=12, choices=Answer.choices)
    # What was typed or read, shortened, when no badge was found: for the help desk.
    heard = models.CharField(max_length=40, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["conference", "-at"]),
            models.Index(fields=["door", "-at"]),
            models.Index(fields=["badge", "is_green", "at"]),
        ]
