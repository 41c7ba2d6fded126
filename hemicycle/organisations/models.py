"""Organisations outlive conferences; an accreditation belongs to one."""

from collections.abc import Iterable, Sequence
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.search import SearchField
from hemicycle.lib import clock
from hemicycle.lib.organisation_names import MAX_KEY
from hemicycle.lib.search import index_text
from hemicycle.organisations.matches import Likely, Matches, Named, Reason
from hemicycle.people.models import User

READING = (Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """All for the registration desk; for others, those they are focal point of."""
        if wears(user, conference, *READING):
            return self.all()
        return self.filter(
            pk__in=FocalPoint.objects.in_office(conference)
            .filter(user=user)
            .values("organisation")
        )

    def public(self, conference: Conference) -> Self:
        """Those the public may know about: accredited to this conference."""
        return self.filter(
            accreditations__conference=conference,
            accreditations__state=Accreditation.State.ACCREDITED,
        )

    def accredited_as(self, conference: Conference, state: str) -> Self:
        """Those whose accreditation to this conference is so; "none": not listed."""
        listed = Accreditation.objects.filter(
            conference=conference, organisation=models.OuterRef("pk")
        )
        if state == "none":
            return self.filter(~models.Exists(listed))
        return self.filter(models.Exists(listed.filter(state=state)))

    def with_accreditation(self, conference: Conference) -> Self:
        """Each with `accreditation_state`: None where this conference lists it not."""
        return self.annotate(
            accreditation_state=models.Subquery(
                Accreditation.objects.filter(
                    conference=conference, organisation=models.OuterRef("pk")
                ).values("state")[:1]
            )
        )

    def same_as(self, name: str, *, country: str = "", acronym: str = "") -> Matches:
        """Which of these are the organisation of this name; see `Matches`."""
        return self.same_as_each([Named(name, country, acronym)])[0]

    def same_as_each(self, named: Sequence[Named]) -> list[Matches]:
        """The same for many, in one query for any number."""
        keys = {key for each in named for key in (*each.keys, each.near_key) if key}
        by_key: dict[str, list[NameKey]] = {}
        rows = NameKey.objects.filter(key__in=keys, organisation__in=self)
        for row in rows.select_related("organisation").order_by("organisation", "pk"):
            by_key.setdefault(row.key, []).append(row)
        return [_matches(each, by_key) for each in named]


class Organisation(models.Model):
    """A body that sends people: an NGO, a chamber, a university, an agency."""

    class Kind(models.TextChoices):
        NGO = "ngo", _("non-governmental organisation")
        ACADEMIC = "academic", _("academic institution")
        CHAMBER = "chamber", _("chamber or business association")
        FOUNDATION = "foundation", _("foundation")
        GOVERNMENT = "government", _("government or local authority")
        UN = "un", _("United Nations entity")
        MEDIA = "media", _("media")

    id = IdField()
    name = models.CharField(
        _("name"), max_length=300, help_text=_("As the organisation writes it.")
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.NGO
    )
    country = models.CharField(_("country or area"), max_length=2)
    subdivision = models.CharField(_("state or province"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    search = SearchField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"])]

    def __str__(self) -> str:
        return self.name

    def index(self) -> None:
        """Fill `search` with every name it goes by. Whoever changes a name saves it."""
        # A new one has a key from the start, and no other name yet: nothing is asked.
        is_new = self._state.adding
        others = [] if is_new else [name.name for name in self.names.all()]
        self.search = index_text(self.name, self.acronym, *others)

    def likely_the_same(self, others: OrganisationQuerySet) -> list[Likely]:
        """Those among the others that go by one of its names, or nearly, anywhere."""
        names = [self.name]
        names += [each.name for each in self.names.all() if not each.is_acronym]
        asked = [Named(name, self.country, self.acronym) for name in names]
        likely: dict[str, Likely] = {}
        for matches in others.same_as_each(asked):
            for each in matches.likely:
                likely.setdefault(each.organisation.pk, each)
        return list(likely.values())

    def all_under(self) -> set[str]:
        """The keys of all that belong to it today, through however many ties."""
        under: set[str] = set()
        level = {self.pk}
        while level:
            members = Membership.objects.current().filter(umbrella__in=level)
            level = set(members.values_list("member", flat=True)) - under
            under |= level
        return under


class FormerOrganisation(models.Model):
    """The key of an organisation that was merged into another: its address still leads
    there."""

    id = IdField()
    current = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former"
    )

    def __str__(self) -> str:
        return self.id


class Name(models.Model):
    """Another name of an organisation: own script, translation, former name."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=8, blank=True)
    # Says only which organisation may be meant, as the acronym on its own page.
    is_acronym = models.BooleanField(_("is an acronym"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="one_other_name_once",
                violation_error_message=_(
                    "This name is on record already. You do not need to add it."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class NameKey(models.Model):
    """How a name or the acronym of an organisation is compared with what is typed.

    Written by `naming` only. Two spellings of one name are one row. A name says which
    organisation of a country is meant; an acronym only which it may be.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        ACRONYM = "acronym", _("acronym")
        NEAR = "near", _("nearly the name")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="name_keys"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=MAX_KEY)
    country = models.CharField(max_length=2)

    class Meta:
        indexes = [models.Index(fields=["key"], name="organisations_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "country"],
                condition=models.Q(kind="name"),
                name="one_organisation_of_a_name",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.country}"


def _matches(named: Named, by_key: dict[str, list[NameKey]]) -> Matches:
    """What the rows with one of its keys say about it."""
    exact: dict[str, Organisation] = {}
    likely: dict[str, Likely] = {}
    name, acronym = named.keys
    keys = dict.fromkeys((name, acronym, named.near_key))
    for row in (row for key in keys for row in by_key.get(key, ())):
        is_name = row.kind == NameKey.Kind.NAME and row.key == name
        is_here = named.country in ("", row.country)
        if is_name and is_here:
            exact[row.organisation_id] = row.organisation
        elif is_name or is_here:
            reason = Reason.COUNTRY
            if not is_name:
                # An acronym in the place of a name says more than a near name.
                is_near = row.key == named.near_key and row.key != acronym
                is_near = is_near and row.kind != NameKey.Kind.ACRONYM
                reason = Reason.NEAR if is_near else Reason.ACRONYM
            likely.setdefault(row.organisation_id, Likely(row.organisation, reason))
    return Matches(
        tuple(exact.values()),
        tuple(each for key, each in likely.items() if key not in exact),
    )


class Standing(models.Model):
    """Associated with DGC, or in consultative status with ECOSOC."""

    class Kind(models.TextChoices):
        DGC = "dgc", _("associated with DGC")
        GENERAL = "ecosoc-general", _("general consultative status")
        SPECIAL = "ecosoc-special", _("special consultative status")
        ROSTER = "ecosoc-roster", _("roster")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="standings"
    )
    kind = models.CharField(_("standing"), max_length=16, choices=Kind.choices)
    since = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                name="one_standing_once",
                violation_error_message=_("This standing is on record already."),
            )
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(until=None)


class Membership(models.Model):
    """One organisation belongs to another: a company to its chamber, a branch to its
    federation. It outlives a conference, as organisations do."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        BRANCH = "branch", _("branch or section")
        ASSOCIATE = "associate", _("associate member")

    umbrella = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    member = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="belongs_to"
    )
    kind = models.CharField(
        _("kind of membership"),
        max_length=12,
        choices=Kind.choices,
        default=Kind.MEMBER,
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["member__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["umbrella", "member"],
                condition=models.Q(until=None),
                name="one_current_membership",
                violation_error_message=_("This organisation is already a member."),
            ),
            models.CheckConstraint(
                condition=~models.Q(umbrella=models.F("member")),
                name="nobody_is_a_member_of_itself",
                violation_error_message=_(
                    "An organisation cannot be a member of itself."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_starts",
                violation_error_message=_(
                    "The membership ends before it starts. Correct the dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def in_office(self, conference: Conference | str | models.OuterRef) -> Self:
        """Who speaks for an organisation at this conference today: named, not ended."""
        return self.filter(conference=conference, ended_at=None)

    def of_each(self, organisations: Iterable["Organisation"]) -> Self:
        """Of these organisations, at any conference, in office or not."""
        return self.filter(organisation__in=organisations)

    def in_office_at(self, conferences: models.QuerySet[Conference]) -> Self:
        """Who speaks at any of these today."""
        return self.filter(conference__in=conferences, ended_at=None)


class FocalPoint(models.Model):
    """Who speaks for an organisation towards the secretariat of one conference."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="focal_points"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="focal_points"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="focal_points"
    )
    named_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation", "user"],
                condition=models.Q(ended_at=None),
                name="focal_point_once",
                violation_error_message=_("This person is a focal point already."),
            )
        ]


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    def closed(
        self,
        conference: Conference | models.OuterRef,
        organisation: Organisation | models.OuterRef,
    ) -> Self:
        """Refused or ended: of one organisation, or of an outer query's."""
        return self.filter(
            conference=conference,
            organisation=organisation,
            state__in=Accreditation.CLOSED,
        )


class Accreditation(models.Model):
    """Whether an organisation may come to one conference."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        ACCREDITED = "accredited", _("accredited")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            if self == self.ACCREDITED:
                return "good"
            if self == self.REQUESTED:
                return "wait"
            return "stop"

    CLOSED = (State.REFUSED, State.ENDED)

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="accreditations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accreditations"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                name="one_accreditation_per_conference",
                violation_error_message=_("This organisation is already listed."),
            )
        ]

    @property
    def state_kind(self) -> str:
        return self.State(self.state).kind

    @property
    def is_accredited(self) -> bool:
        return self.state == self.State.ACCREDITED

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED

    @property
    def is_closed(self) -> bool:
        """The organisation sends nobody: refused, or ended."""
        return self.state in self.CLOSED
