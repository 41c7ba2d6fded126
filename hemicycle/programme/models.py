"""The programme as far as it is known: sessions, and who appears in them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Max, Min
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference, Hall
from hemicycle.delegations.models import Registration
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.translated import TranslatedField
from hemicycle.lib.translated import in_language

LAST = datetime.max.replace(tzinfo=UTC)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: object, conference: Conference) -> Self:
        """The programme is public as soon as the conference is."""
        return self.filter(conference=conference)

    def in_the_programme(self, conference: Conference) -> Self:
        """With halls and everyone whom the public may see appear, in two queries."""
        return (
            self.filter(conference=conference)
            .select_related("hall")
            .prefetch_related(
                models.Prefetch("appearances", queryset=Appearance.objects.public())
            )
        )

    def of_the_day_ahead(self, conference: Conference, today: date) -> Self:
        """Those of today or of the first later day with any; else of the last day.

        Without any day known, those whose day is not known.
        """
        days = self.filter(conference=conference).exclude(date=None).order_by()
        dates = days.aggregate(
            ahead=Min("date", filter=models.Q(date__gte=today)), last=Max("date")
        )
        return self.in_the_programme(conference).filter(
            date=dates["ahead"] or dates["last"]
        )


class Session(models.Model):
    """Something that takes place. What is not known yet stays empty, never invented."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenary")
        ROUND_TABLE = "round-table", _("expert round table")
        THEMATIC = "thematic", _("thematic session")
        WORKSHOP = "workshop", _("NGO workshop")
        YOUTH = "youth", _("youth")
        EXHIBIT = "exhibit", _("exhibit")
        TOWN_HALL = "town-hall", _("town hall")
        PRESS = "press", _("press briefing")
        SOCIAL = "social", _("social event")
        SERVICE = "service", _("service project")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="sessions"
    )
    title = TranslatedField(_("title"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    date = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    hall = models.ForeignKey(
        Hall, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    organisers = models.CharField(_("organisers"), max_length=500, blank=True)
    note = TranslatedField(_("note"), blank=True)
    is_official = models.BooleanField(_("title as published"), default=True)
    is_invented = models.BooleanField(_("invented for a demonstration"), default=False)
    sources = models.JSONField(_("sources"), default=list, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["date", "starts_at", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("It ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title, get_language() or "en")


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def public(self) -> Self:
        """Guests, and participants whose name is not withheld, with their names."""
        named = Registration.objects.public()
        return self.select_related("registration").filter(
            models.Q(registration=None) | models.Q(registration__in=named)
        )


class Appearance(models.Model):
    """A role in a session: of a registration, or of a guest named as billed."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        MODERATOR = "moderator", _("moderator")
        CHAIR = "chair", _("chair")
        VIDEO = "video", _("by video message")
        RAPPORTEUR = "rapporteur", _("rapporteur")

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="appearances"
    )
    registration = models.ForeignKey(
        Registration,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appearances",
    )
    guest = models.CharField(_("guest, as billed"), max_length=300, blank=True)
    guest_title = models.CharField(_("title, as billed"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(registration=None) & ~models.Q(guest=""))
                | (models.Q(registration__isnull=False) & models.Q(guest="")),
                name="either_registration_or_guest",
                violation_error_message=_("Name a participant or a guest, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.registration.full_name if self.registration else self.guest


class DayOfSessions(NamedTuple):
    """The sessions of one date; of none, those whose day is not known yet."""

    date: date | None
    sessions: list[Session]


def by_day(sessions: Iterable[Session]) -> list[DayOfSessions]:
    """Days in order, the unknown day last; in each the unknown times last."""
    days: dict[date | None, list[Session]] = {}
    for session in sessions:
        days.setdefault(session.date, []).append(session)
    return [
        DayOfSessions(
            day,
            sorted(
                days[day],
                key=lambda session: (
                    session.starts_at is None,
                    session.starts_at or LAST,
                    str(session),
                ),
            ),
        )
        for day in sorted(days, key=lambda day: (day is None, day or date.max))
    ]
