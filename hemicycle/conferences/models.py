"""A conference: the tenant to which almost everything else belongs."""

import zoneinfo
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import kinds
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.translated import TranslatedField
from hemicycle.lib import clock, countries, zones
from hemicycle.lib.translated import in_language
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.seconding.models import Deed, DeedQuerySet, State
from hemicycle.ui import formats

# The words of the site's own addresses, and room for those to come.
RESERVED_SLUGS = frozenset(
    {
        "account", "api", "badges", "calendar", "conference", "csp-reports",
        "delegations", "demo", "desk", "door", "doors", "files", "front", "healthz",
        "invitations", "l", "lists", "lobby", "new", "news", "newsroom",
        "organisations", "outcomes", "partnerships", "people", "post", "programme",
        "proposals", "questions", "readyz", "robots", "setup", "static", "statistics",
        "texts", "v", "vetting", "website",
    }
)  # fmt: skip


def not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS or len(slug) < 3:
        raise ValidationError(
            _("“%(slug)s” is used by the site itself. Choose a longer name."),
            code="reserved",
            params={"slug": slug},
        )


def known_zone(name: str) -> None:
    if not zones.is_known(name):
        raise ValidationError(
            _("“%(name)s” is not an IANA time zone. Example: America/Denver."),
            code="unknown-zone",
            params={"name": name},
        )


class Series(models.Model):
    """Conferences that follow one another under one name, each an edition of it."""

    id = IdField()
    name = TranslatedField(_("name"))

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return in_language(self.name, get_language() or "en")


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def not_over(self) -> Self:
        """Those in which time still changes something; `is_over` knows it exactly."""
        return self.filter(ends_on__gte=clock.last_today())

    def visible_to(self, user: object) -> Self:
        """Published ones; and for staff, those they wear a hat in."""
        published = models.Q(is_published=True)
        if not isinstance(user, User):
            return self.filter(published)
        theirs = Role.objects.filter(user=user).values("conference")
        return self.filter(published | models.Q(pk__in=theirs))

    def of_chief(self, user: User) -> Self:
        """Those this person is chief of secretariat of: from them, others are begun."""
        return self.filter(roles__user=user, roles__hat=Hat.CHIEF)


class Conference(models.Model):
    """One edition of a conference."""

    class Regime(models.TextChoices):
        # Which states hold a place: see delegations.places.
        FIRST_COME = "first-come", _("First come: a nomination takes a place")
        QUOTA = "quota", _("Quota: a confirmation takes a place")

    id = IdField()
    slug = models.SlugField(
        _("short address"), max_length=40, unique=True, validators=[not_reserved]
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("series"),
    )
    # Its number in the series.
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    name = TranslatedField(_("name"))
    short_name = models.CharField(_("short name"), max_length=40)
    theme = TranslatedField(_("theme"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[known_zone]
    )
    venue = TranslatedField(_("venue"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = TranslatedField(_("city"), blank=True)
    region = TranslatedField(_("state or province"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    regime = models.CharField(
        _("who takes a place, when"),
        max_length=12,
        choices=Regime.choices,
        default=Regime.FIRST_COME,
    )
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), default=18)
    is_published = models.BooleanField(_("visible to the public"), default=False)
    is_specimen = models.BooleanField(default=False)  # letters and badges say SPECIMEN
    # Raised by every change the public can see; part of the key of cached pages.
    publication = models.PositiveIntegerField(default=1)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="conference_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                fields=["series", "edition"],
                name="one_conference_per_edition",
                violation_error_message=_("The series already has this edition."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, get_language() or "en")

    @property
    def year(self) -> int:
        return self.starts_on.year

    def raise_publication(self) -> None:
        """Make every kept public page of this conference anew. In the transaction of
        the change that the public can see."""
        Conference.objects.filter(pk=self.pk).update(
            publication=models.F("publication") + 1
        )

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def zone_in_words(self) -> str:
        """As people say it: "Salt Lake City, Mountain Time, MDT, UTC−6"."""
        return formats.zone_words(self.time_zone, self.starts_on, self.city_of_zone)

    @property
    def city_of_zone(self) -> str:
        """The conference's city, where its zone is known to be that of this city."""
        cities = self.city or {}
        if any(zones.has_city(self.time_zone, city) for city in cities.values()):
            return in_language(cities, get_language() or "en")
        return ""

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """On which day it is or was, where the conference takes place."""
        return self.local(moment).date()

    @property
    def today(self) -> date:
        """Where it takes place: often another day than by UTC."""
        return self.day_of(clock.now())

    @property
    def ends_at(self) -> datetime:
        """The end of its last day, where it takes place."""
        return datetime.combine(self.ends_on + timedelta(days=1), time(), self.zone)

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.ends_at

    @property
    def place(self) -> str:
        """City and country or area, as far as they are known."""
        city = in_language(self.city, get_language() or "en")
        country = countries.name(self.country) if self.country else ""
        return _(", ").join(part for part in (city, country) if part)


class EarlierEdition(models.Model):
    """An edition known by facts alone: it has no pages here. Unknown stays empty."""

    id = IdField()
    series = models.ForeignKey(
        Series, on_delete=models.CASCADE, related_name="earlier_editions"
    )
    number = models.PositiveSmallIntegerField(_("edition"))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
    )
    name = models.CharField(_("name"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=500)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="one_row_per_earlier_edition",
                violation_error_message=_("This edition is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Day(models.Model):
    """A day on which the conference meets."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="days"
    )
    date = models.DateField(_("date"))
    name = TranslatedField(_("name"), blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "date"],
                name="one_day_per_date",
                violation_error_message=_("This day is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return formats.day(self.date, "date")


class CoOrganiser(models.Model):
    """A body that organises the conference with others, with its letterhead."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="co_organisers"
    )
    position = models.PositiveSmallIntegerField(default=0)
    name = TranslatedField(_("name"))
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    role = TranslatedField(_("role"), blank=True)
    letterhead = models.TextField(
        _("letterhead"),
        blank=True,
        max_length=600,
        help_text=_("The lines printed at the head of letters: name, address."),
    )
    logo = models.ForeignKey(
        "files.StoredFile",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # Named in the privacy notice: decides alone or jointly why data are used.
    is_controller = models.BooleanField(_("data controller"), default=False)
    contact = models.CharField(_("contact for privacy"), max_length=300, blank=True)
    url = models.URLField(_("page"), blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, get_language() or "en")


class Signatory(models.Model):
    """A person in whose name letters leave, with the role and title as recorded."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="signatories"
    )
    co_organiser = models.ForeignKey(
        CoOrganiser, on_delete=models.PROTECT, related_name="signatories"
    )
    name = models.CharField(_("name"), max_length=300)
    title = TranslatedField(_("title as printed"))
    source = models.CharField(
        _("where the title is on record"), max_length=300, blank=True
    )
    since = models.DateField(_("in office since"), null=True, blank=True)
    until = models.DateField(_("in office until"), null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_office(self) -> bool:
        """As far as the record says; no date says nothing."""
        today = self.conference.today
        return (self.since is None or self.since <= today) and (
            self.until is None or today <= self.until
        )


class Zone(models.Model):
    """A part of the place that a badge opens or does not."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="zones"
    )
    code = models.CharField(_("code"), max_length=4)
    name = TranslatedField(_("name"))

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="one_zone_per_code",
                violation_error_message=_("Another zone has this code."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, get_language() or "en")


class Hall(models.Model):
    """A room of the place: plenary hall, workshop room, foyer."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="halls"
    )
    name = models.CharField(_("name"), max_length=80)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="halls",
        verbose_name=_("zone"),
    )
    booths = models.PositiveSmallIntegerField(_("interpreters’ booths"), default=0)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="one_hall_per_name",
                violation_error_message=_("Another hall has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SetUp(models.Model):
    """How many people a hall holds when its chairs stand in one way."""

    class Kind(models.TextChoices):
        THEATRE = "theatre", _("theatre")
        CLASSROOM = "classroom", _("classroom")
        BOARD = "board", _("board table")
        ROUND = "round", _("round tables")
        STANDING = "standing", pgettext_lazy("set-up of a hall", "standing")

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="set_ups")
    kind = models.CharField(_("set-up"), max_length=10, choices=Kind.choices)
    capacity = models.PositiveIntegerField(
        _("capacity"), validators=[MinValueValidator(1), MaxValueValidator(200_000)]
    )

    class Meta:
        ordering = ["-capacity"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "kind"],
                name="one_capacity_per_set_up",
                violation_error_message=_("This set-up is already in the list."),
            )
        ]


class Category(models.Model):
    """What somebody comes as; printed on the badge, decides zones and caps."""

    class Seat(models.IntegerChoices):
        FIRST = 1, _("first seat colour")
        SECOND = 2, _("second seat colour")
        THIRD = 3, _("third seat colour")
        FOURTH = 4, _("fourth seat colour")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="categories"
    )
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(
        _("code on the badge"),
        max_length=3,
        validators=[
            RegexValidator("^[A-Z0-9]+$", _("Use capital letters A to Z and digits."))
        ],
    )
    name = TranslatedField(_("name"))
    seat = models.PositiveSmallIntegerField(
        _("colour"), choices=Seat.choices, default=Seat.FIRST
    )
    cap = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: no cap of its own.")
    )
    counts_in_delegation = models.BooleanField(
        _("takes a place of its delegation"), default=True
    )
    counts_in_conference = models.BooleanField(
        _("takes a place of the conference"), default=True
    )
    is_open = models.BooleanField(
        _("people may register in it themselves"), default=True
    )
    zones = models.ManyToManyField(Zone, blank=True, related_name="categories")

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="one_category_per_code",
                violation_error_message=_("Another category has this code."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, get_language() or "en")


class Window(models.Model):
    """When something may be done. Only server time counts."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="windows"
    )
    # One of kinds.windows().
    kind = models.CharField(_("for"), max_length=24)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    # A page opened before the deadline may still be sent this long after it.
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"), default=15, validators=[MaxValueValidator(24 * 60)]
    )

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind"],
                name="one_window_per_kind",
                violation_error_message=_("There is already a window for this."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="window_closes_after_it_opens",
                violation_error_message=_("It closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.known.label if self.known else self.kind)

    @property
    def known(self) -> kinds.WindowKind | None:
        return kinds.windows().get(self.kind)

    def clean(self) -> None:
        """Raises ValidationError: codes "unknown-kind", "wrong-order"."""
        if not self.known:
            raise ValidationError(
                {"kind": ValidationError(_("Choose a kind."), code="unknown-kind")}
            )
        if self.closes_at is None:
            return
        for other in self.conference.windows.exclude(pk=self.pk):
            for first, last in ((self, other), (other, self)):
                if (
                    first.known
                    and last.kind in first.known.before
                    and last.closes_at < first.closes_at
                ):
                    raise ValidationError(
                        _("“%(last)s” cannot close before “%(first)s”."),
                        code="wrong-order",
                        params={"first": first, "last": last},
                    )

    @property
    def has_opened(self) -> bool:
        return self.opens_at <= clock.now()

    @property
    def has_closed(self) -> bool:
        """After the deadline; within the grace a page already open still counts."""
        return self.closes_at <= clock.now()

    @property
    def grace_ends_at(self) -> datetime:
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether a submission counts now, the grace included."""
        at = at or clock.now()
        return self.opens_at <= at < self.grace_ends_at


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_force(
        self, conference: Conference | str, now: datetime | None = None
    ) -> Self:
        """The newest published version of each known kind, in the order of kinds, of a
        conference or of its key."""
        now, kinds_in_order = now or clock.now(), list(kinds.notices())
        newer = Notice.objects.filter(
            conference=conference,
            kind=models.OuterRef("kind"),
            version__gt=models.OuterRef("version"),
            published_at__lte=now,
        )
        in_order = [
            models.When(kind=kind, then=n) for n, kind in enumerate(kinds_in_order)
        ]
        return (
            self.filter(
                conference=conference, published_at__lte=now, kind__in=kinds_in_order
            )
            .exclude(models.Exists(newer))
            .order_by(models.Case(*in_order, default=len(kinds_in_order)))
        )


class Notice(models.Model):
    """A text people accept or consent to; the newest published version holds."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="notices"
    )
    # One of kinds.notices().
    kind = models.CharField(_("kind"), max_length=24)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = TranslatedField(_("text"))
    # Without a required one nobody is confirmed; the others are free choices.
    is_required = models.BooleanField(_("must be accepted"), default=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind", "version"],
                name="one_notice_per_version",
            )
        ]

    def __str__(self) -> str:
        return str(self.known.label if self.known else self.kind)

    @property
    def known(self) -> kinds.NoticeKind | None:
        return kinds.notices().get(self.kind)


class Hat(models.TextChoices):
    """In the order of responsibility."""

    CHIEF = "chief", _("chief of secretariat")
    REGISTRAR = "registrar", _("registrar")
    PROTOCOL = "protocol", _("protocol officer")
    PROGRAMME = "programme", _("programme officer")
    PRESS = "press", _("press officer")
    HELP_DESK = "help-desk", _("help desk")
    SUPERVISOR = "supervisor", _("door supervisor")
    STEWARD = "steward", _("door steward")


OF_A_CATEGORY = (Hat.REGISTRAR, Hat.HELP_DESK)
OF_A_CO_ORGANISER = (Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK)
"""Hats that can be worn for a part of the conference; all others for the whole."""


class ScopedHatQuerySet(models.QuerySet[Any]):
    def whole(self) -> Self:
        """Those for the whole conference."""
        return self.filter(category=None, co_organiser=None)

    def worn_by(self, user: User | str, *hats: str) -> Self:
        """By which this person wears one of these hats for the whole conference; a
        chief wears every hat."""
        return self.whole().filter(user=user, hat__in=(Hat.CHIEF, *hats))

    def with_facts(self) -> Self:
        """With whose, where and for what, in one query."""
        return self.select_related("conference", "user", "category", "co_organiser")

    def with_rank(self) -> Self:
        """`rank`: by which the order of responsibility sorts."""
        ranks = [models.When(hat=hat, then=n) for n, hat in enumerate(Hat.values)]
        field = models.PositiveSmallIntegerField()
        return self.annotate(rank=models.Case(*ranks, output_field=field))

    def with_mail(self) -> Self:
        """`mail_state`: of the newest e-mail about it."""
        emails = Email.objects.filter(
            thing_type=self.model._meta.label_lower,
            thing_id=Cast(models.OuterRef("pk"), models.CharField()),
        )
        newest = emails.order_by("-created_at", "-id").values("state")[:1]
        return self.annotate(mail_state=models.Subquery(newest))


class ScopedHat(models.Model):
    """A hat for the whole conference, or for one category or co-organiser of it.

    A category or co-organiser is protected by the roles for it: without it, they would
    be roles for the whole conference.
    """

    hat = models.CharField(_("hat"), max_length=12, choices=Hat.choices)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    co_organiser = models.ForeignKey(
        CoOrganiser,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("co-organiser"),
    )
    # Each class adds its own.
    conference: models.ForeignKey[Conference, Conference]
    conference_id: str

    objects = ScopedHatQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            # A null equals no null, so each scope has a constraint of its own.
            models.UniqueConstraint(
                fields=["conference", "user", "hat"],
                condition=models.Q(category=None, co_organiser=None),
                name="one_whole_%(class)s_once",
                violation_error_message=_("This person has this role already."),
            ),
            models.UniqueConstraint(
                fields=["conference", "user", "hat", "category"],
                condition=models.Q(category__isnull=False),
                name="one_%(class)s_once_a_category",
                violation_error_message=_("This person has this role already."),
            ),
            models.UniqueConstraint(
                fields=["conference", "user", "hat", "co_organiser"],
                condition=models.Q(co_organiser__isnull=False),
                name="one_%(class)s_once_a_co_organiser",
                violation_error_message=_("This person has this role already."),
            ),
            models.CheckConstraint(
                condition=models.Q(category=None) | models.Q(co_organiser=None),
                name="%(class)s_has_one_scope",
                violation_error_message=_("Choose one scope."),
            ),
            models.CheckConstraint(
                condition=models.Q(category=None) | models.Q(hat__in=OF_A_CATEGORY),
                name="%(class)s_fits_a_category",
                violation_error_message=_("This role has no scope of a category."),
            ),
            models.CheckConstraint(
                condition=models.Q(co_organiser=None)
                | models.Q(hat__in=OF_A_CO_ORGANISER),
                name="%(class)s_fits_a_co_organiser",
                violation_error_message=_("This role has no scope of a co-organiser."),
            ),
        ]

    def __str__(self) -> str:
        """Such as "registrar" or, of a part, "registrar, Volunteers"."""
        hat = self.get_hat_display()
        if self.is_whole:
            return str(hat)
        return gettext("%(role)s, %(scope)s") % {"role": hat, "scope": self.scope}

    @property
    def is_whole(self) -> bool:
        return self.category_id is None and self.co_organiser_id is None

    @property
    def scope(self) -> str:
        """In words: of the whole conference, or of which part."""
        if self.category is not None:
            return str(self.category)
        if self.co_organiser is not None:
            organiser = self.co_organiser.short_name or self.co_organiser
            return gettext("Invitations of %(organiser)s") % {"organiser": organiser}
        return gettext("Whole conference")

    @property
    def recorded_as(self) -> dict[str, str]:
        """For the journal: the hat, and the part that it is for."""
        parts = {"category": self.category_id, "co_organiser": self.co_organiser_id}
        return {"hat": self.hat} | {name: key for name, key in parts.items() if key}

    def clean(self) -> None:
        """Raises ValidationError: code "other-conference"."""
        for part in (self.category, self.co_organiser):
            if part is not None and part.conference_id != self.conference_id:
                raise ValidationError(
                    _("Choose a scope of this conference."), code="other-conference"
                )


class Role(ScopedHat):
    """Who wears which hat at a conference, for the whole or for a part of it."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="roles"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )

    class Meta(ScopedHat.Meta):
        pass


class RoleOffer(ScopedHat):
    """A role that somebody was asked to take: no right until it is accepted."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="role_offers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_offers"
    )
    offered_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(ScopedHat.Meta):
        ordering = ["offered_at", "pk"]


class OneTimeSetUp(models.Model):
    """The address, printed once by `--empty`, where the first chief begins."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.real_now)
    used_at = models.DateTimeField(null=True, blank=True)


RESETTING = (Hat.REGISTRAR,)


class SecondFactorResetQuerySet(DeedQuerySet):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """For its registrars and chief: colleagues who have a role here, or had one
        when it was asked for here."""
        may = conference.roles.worn_by(user, *RESETTING)
        mine = models.Q(user__in=conference.roles.values("user"))
        return self.filter(mine | models.Q(conference=conference), models.Exists(may))


class SecondFactorReset(Deed):
    """A colleague lost app, passkeys and recovery codes: one asks, others approve.

    In every conference where the colleague has a role somebody must approve, so that
    nobody is signed out of another conference's work by this one alone.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="resets")
    reason = models.CharField(_("reason"), max_length=300)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta(Deed.Meta):
        constraints = [
            *Deed.Meta.constraints,
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state=State.PREPARED),
                name="one_open_reset",
                violation_error_message=_("This has been asked for already."),
            ),
        ]

    @property
    def recorded_on(self) -> User:
        return self.user

    @property
    def title(self) -> str:
        return _("Reset two-step verification: %(name)s") % {"name": self.user}

    def get_absolute_url(self) -> str:
        return reverse("conferences:reset", args=[self.conference.slug, self.pk])

    def missing(self) -> models.QuerySet[Conference]:
        """The conferences where the colleague has a role and nobody approved yet."""
        return (
            Conference.objects.filter(roles__user=self.user_id)
            .exclude(pk__in=self.approvals.values("conference"))
            .distinct()
            .order_by("pk")
        )


class ResetApproval(models.Model):
    """One conference agrees that a colleague's second factor be reset."""

    reset = models.ForeignKey(
        SecondFactorReset, on_delete=models.CASCADE, related_name="approvals"
    )
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reset", "conference"], name="one_approval_a_conference"
            )
        ]
