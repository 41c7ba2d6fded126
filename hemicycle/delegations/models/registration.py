"""One person at one conference."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference, Notice
from hemicycle.conferences.policy import Hat, Reached, Scope, scope_of
from hemicycle.delegations.models.delegation import Delegation
from hemicycle.delegations.models.details import DETAILS
from hemicycle.fields.addresses import AddressField, clean_address
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.prepared import prepared
from hemicycle.fields.search import SearchField
from hemicycle.lib import clock, crypto
from hemicycle.lib.codes import new_short_code
from hemicycle.lib.names import greeted
from hemicycle.lib.search import index_text, words
from hemicycle.organisations.models import Accreditation, Organisation
from hemicycle.people.models import User

DESK = (Hat.REGISTRAR, Hat.HELP_DESK)
BESIDES_DESK = (Hat.PROTOCOL,)
"""Hats that read registrations: the desk everything, protocol what was sent."""

LEFT = ["withdrawn", "lapsed", "substituted"]
"""States after which the same person may be registered anew."""


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """All for the desk; else those within the reader's roles, one's own, and those
        of own delegations.

        A draft that was never sent, or was returned, is its person's and the desk's.
        """
        here = self.filter(conference=conference)
        desk = scope_of(user, conference, *DESK)
        if desk.is_whole:
            return here
        reached, sent = (
            Registration.reached,
            ~models.Q(state=Registration.State.DRAFT, asked_at=None),
        )
        protocol = scope_of(user, conference, *BESIDES_DESK)
        if protocol.is_whole:
            return here.filter(_own(user) | desk.rows(reached) | sent)
        ours = Delegation.objects.filter(conference=conference).led_by(user)
        theirs = models.Q(delegation__in=ours.values("pk")) | protocol.rows(reached)
        return here.filter(_own(user) | desk.rows(reached) | theirs & sent)

    def within(self, scope: Scope) -> Self:
        """Those that belong to the part for which a person has a role."""
        return self.filter(scope.rows(Registration.reached))

    def own(self, user: User) -> Self:
        """Those of this person; unclaimed ones by the address that was proved."""
        return self.filter(_own(user))

    def going(self) -> Self:
        """Everyone whose registration has not ended."""
        return self.exclude(state__in=Registration.ENDED)

    def approved(self) -> Self:
        return self.filter(state=Registration.State.APPROVED)

    def undecided(self) -> Self:
        """Confirmed by their person, and the desk has said nothing yet."""
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self) -> Self:
        """On the waiting list, with an offer or without one."""
        return self.filter(state=Registration.State.WAITING)

    def under_way(self) -> Self:
        """Those for whom somebody has still something to do."""
        return self.filter(state__in=Registration.UNDER_WAY)

    def sent(self) -> Self:
        """All but drafts, which their person alone has seen."""
        return self.exclude(state=Registration.State.DRAFT)

    def public(self) -> Self:
        """Those whom a public list may name: neither ended nor withheld."""
        return self.going().filter(is_withheld=False)

    def locked(self) -> Self:
        """For a verb, in its transaction: nobody else changes these rows meanwhile."""
        return (
            self.with_refusal()
            .select_for_update(of=("self",))
            .select_related("conference", "category", "delegation__organisation")
        )

    def with_refusal(self) -> Self:
        """`is_of_refused`: whether the organisation sends nobody any more."""
        return self.annotate(is_of_refused=_of_refused())

    def with_twins(self) -> Self:
        """`has_twin`: whether the same person has another registration that goes on."""
        twins = self.model.objects.of_person(
            models.OuterRef("conference"), models.OuterRef("person_key")
        )
        others = twins.exclude(pk=models.OuterRef("pk"))
        return self.annotate(has_twin=models.Exists(others))

    def of_person(self, conference: Any, key: Any) -> Self:
        """What goes on at one conference for the person of this key."""
        return self.filter(conference=conference, person_key=key).going()

    def may_be_sent(self) -> Self:
        """Those without an organisation, and of one that may send people."""
        return self.exclude(_of_refused())

    def reread_locked(self, registration: "Registration") -> "Registration":
        """The row as it is now, locked. What it belongs to was read in this request
        already, and is read once more only where it has become another."""
        rows = _for_update(key=registration.pk)
        if not rows:
            raise self.model.DoesNotExist
        now = rows[0]
        for name in ("conference", "category", "delegation"):
            same = getattr(now, f"{name}_id") == getattr(registration, f"{name}_id")
            if same and name in registration._state.fields_cache:
                setattr(now, name, getattr(registration, name))
        return now

    def with_details_sent(self) -> Self:
        """Those of whom `has_sent_details` is true."""
        asking = models.Q(state=Registration.State.DRAFT, asked_at__isnull=False)
        return self.filter(
            models.Q(confirmed_at__isnull=False) | asking | models.Q(email="")
        )

    def counted_in(self, delegation: Delegation) -> Self:
        """Those that hold a place of this delegation, whichever they belong to."""
        return self.filter(
            models.Q(delegation=delegation, counted_in=None)
            | models.Q(counted_in=delegation),
            holds_delegation=True,
        )

    def asking(self) -> Self:
        """Drafts of people who registered alone and wait for the focal point."""
        return self.filter(state=Registration.State.DRAFT, asked_at__isnull=False)

    def holding_an_offer(self) -> Self:
        """Those waiting for whom an offered place is held."""
        return self.waiting().filter(holds_category=True)

    def in_line(self) -> Self:
        """The waiting list, first in line first."""
        return self.waiting().order_by("waiting_since", "id")


def _own(user: User) -> models.Q:
    return models.Q(user=user) | models.Q(user=None, email=user.email)


def _of_refused() -> models.Q:
    """Of the organisation, or of its member that the person stands for."""
    return models.Q(
        *(
            models.Exists(
                Accreditation.objects.closed(
                    models.OuterRef("conference"), models.OuterRef(organisation)
                )
            )
            for organisation in ("delegation__organisation", "stands_for")
        ),
        _connector=models.Q.OR,
    )


def name_key(full_name: str) -> str:
    """Equal for spellings of one name; says nothing to whoever reads the database."""
    return crypto.fingerprint(" ".join(sorted(words(full_name))), purpose="name")


def person_key(full_name: str, email: str, delegation_id: str | None) -> str:
    """Equal for the same person at the same conference.

    Several people may share an address, so the name counts too. Without an address, two
    people of one name in two delegations are two people.
    """
    whose = email or f"delegation {delegation_id or ''}"
    text = f"{whose} {' '.join(sorted(words(full_name)))}"
    return crypto.fingerprint(text, purpose="person")


class Registration(models.Model):
    """A person at a conference: nominated or self-registered, decided, badged."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        NOMINATED = "nominated", _("nominated")
        CONFIRMED = "confirmed", _("confirmed")
        APPROVED = "approved", _("approved")
        WAITING = "waiting", _("waiting list")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed")
        SUBSTITUTED = "substituted", _("substituted")

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            if self == self.APPROVED:
                return "good"
            if self == self.CONFIRMED:
                return "wait"
            if self in (self.DRAFT, self.NOMINATED, self.WAITING):
                return "plain"
            return "stop"

    ENDED = (State.REFUSED, State.WITHDRAWN, State.LAPSED, State.SUBSTITUTED)
    UNDER_WAY = (State.NOMINATED, State.CONFIRMED, State.WAITING)
    """Somebody has still something to do before they may come, or not."""

    class Part(models.TextChoices):
        HEAD = "head", _("head of delegation")
        DEPUTY = "deputy", _("deputy head")
        MEMBER = "member", _("member")

    class Gender(models.TextChoices):
        WOMAN = "w", _("woman")
        MAN = "m", _("man")
        OTHER = "o", _("another answer")
        UNSAID = "", _("rather not say")

    class AgeBand(models.TextChoices):
        YOUTH = "18-32", _("18 to 32")
        MIDDLE = "33-59", _("33 to 59")
        SENIOR = "60+", _("60 or older")
        UNSAID = "", _("rather not say")

    reached = Reached(category="category", co_organiser="delegation__co_organiser")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="registrations"
    )
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
    )
    stands_for = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_by",
        verbose_name=_("stands for the member"),
    )
    # The member's own delegation, where its place is taken there: docs/decisions.
    counted_in = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("category"),
    )
    user = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )
    # For people to say at a desk; works after sign-in only, never names it in a URL.
    code = models.CharField(max_length=8, default=new_short_code, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    # The details: what they are, what for and who sees them stands in `details`.
    part = models.CharField(max_length=8, choices=Part, default=Part.MEMBER)
    full_name = models.CharField(max_length=300)
    id_name = models.CharField(max_length=300, blank=True)
    badge_name = models.CharField(max_length=300, blank=True)
    own_script = models.CharField(max_length=300, blank=True)
    honorific = models.CharField(max_length=40, blank=True)
    functional_title = models.CharField(max_length=200, blank=True)
    affiliation = models.CharField(max_length=300, blank=True)
    email = AddressField(blank=True)
    language = models.CharField(max_length=8, default="en")
    nationality = models.CharField(max_length=2, blank=True)
    residence = models.CharField(max_length=2, blank=True)
    gender = models.CharField(max_length=1, blank=True, choices=Gender)
    age_band = models.CharField(max_length=5, blank=True, choices=AgeBand)
    is_adult = models.BooleanField(default=False)
    relation = models.CharField(max_length=200, blank=True)
    is_withheld = models.BooleanField(default=False)
    nominated_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    # A draft that a person registered alone: asked = waits for the focal point.
    asked_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    nominated_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, max_length=2000)
    waiting_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    substitute_of = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitute",
    )

    # Which counters this row stands in, written in the same transaction as they are.
    holds_delegation = models.BooleanField(default=False, editable=False)
    holds_category = models.BooleanField(default=False, editable=False)
    holds_conference = models.BooleanField(default=False, editable=False)

    # Same person, same conference: name and address, normalised.
    person_key = models.CharField(max_length=64, editable=False)
    name_key = models.CharField(max_length=64, blank=True, editable=False)
    search = SearchField()

    objects = RegistrationQuerySet.as_manager()
    values_read: dict[str, Any]

    class Meta:
        ordering = ["full_name", "id"]
        constraints = [
            # Within a delegation only: a refusal across delegations would tell a focal
            # point whom another one nominated. Only one registration is approved.
            models.UniqueConstraint(
                fields=["delegation", "person_key"],
                condition=~models.Q(state__in=LEFT),
                name="one_registration_in_a_delegation",
            ),
            models.UniqueConstraint(
                fields=["conference", "person_key"],
                condition=models.Q(delegation=None) & ~models.Q(state__in=LEFT),
                name="one_registration_alone",
            ),
            models.UniqueConstraint(
                fields=["conference", "person_key"],
                condition=models.Q(state="approved"),
                name="one_approval_per_person",
            ),
            models.UniqueConstraint(
                fields=["conference", "code"], name="one_registration_per_code"
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=models.Q(part="head")
                & ~models.Q(state__in=["refused", *LEFT]),
                name="one_head_per_delegation",
                violation_error_message=_("This delegation has a head already."),
            ),
            models.CheckConstraint(
                condition=models.Q(stands_for=None)
                | models.Q(delegation__isnull=False),
                name="stands_for_a_member_in_a_delegation",
            ),
            models.CheckConstraint(
                condition=models.Q(counted_in=None)
                | models.Q(stands_for__isnull=False),
                name="counted_elsewhere_only_for_a_member",
            ),
        ]
        indexes = [
            models.Index(fields=["conference", "state", "full_name", "id"]),
            models.Index(fields=["delegation", "state"]),
            models.Index(fields=["conference", "category", "state"]),
            models.Index(fields=["conference", "email"]),
            models.Index(fields=["conference", "name_key"]),
            models.Index(fields=["conference", "person_key"]),
            models.Index(fields=["conference", "state", "waiting_since", "id"]),
            # The registrar's list: one ordered index for each filter alone.
            models.Index(fields=["conference", "full_name", "id"]),
            models.Index(fields=["conference", "nationality", "full_name", "id"]),
            models.Index(fields=["conference", "category", "full_name", "id"]),
            models.Index(fields=["conference", "state", "confirmed_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def state_kind(self) -> str:
        return self.State(self.state).kind

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **more: Any,
    ) -> Self:
        """With the values as read, by which `storing` knows what a verb changed."""
        registration = super().from_db(db, field_names, values, **more)
        registration.values_read = dict(zip(field_names, values, strict=False))
        return registration

    @property
    def organisation(self) -> Organisation | None:
        """Whom the person represents: the member they stand for, or the delegation's
        organisation."""
        if self.stands_for_id:
            return self.stands_for
        return self.delegation.organisation if self.delegation else None

    def greeted_in(self, language: str) -> str:
        """How every text in this language addresses the person: own script first."""
        return greeted(language, self.full_name, self.own_script, self.honorific)

    @property
    def counted_delegation_id(self) -> str | None:
        """The delegation whose place it takes."""
        return self.counted_in_id or self.delegation_id

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def has_sent_details(self) -> bool:
        """Whether what its person alone typed may be read by others than the desk: they
        have confirmed or asked, or have no address, and others typed it for them."""
        return self.is_confirmed or self.is_asking or not self.email

    @property
    def told_script(self) -> str:
        """The name in its own script, once its person has sent it."""
        return self.own_script if self.has_sent_details else ""

    @property
    def is_offered(self) -> bool:
        """A place is held for it until it is answered; in any other wait none is."""
        return self.is_waiting and self.holds_category

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_waiting(self) -> bool:
        """On the waiting list, with an offer or without one."""
        return self.state == self.State.WAITING

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_unconfirmed(self) -> bool:
        """Its person has still to say: this is me."""
        return self.state in (self.State.DRAFT, self.State.NOMINATED)

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def is_asking(self) -> bool:
        """Registered alone, and waits for the focal point's answer."""
        return self.is_draft and self.asked_at is not None

    @property
    def standing_flags(self) -> list["Flag"]:
        """Those that nobody has cleared. For many rows, prefetch `flags`."""
        return [flag for flag in self.flags.all() if flag.cleared_at is None]

    @property
    def told_flags(self) -> list["Flag"]:
        """Those that its person may know of: pages, exports and e-mails ask here."""
        return [flag for flag in self.flags.all() if flag.kind in Flag.TOLD]

    @property
    def is_undecided(self) -> bool:
        """Confirmed by its person, and the desk has said nothing yet."""
        return self.state == self.State.CONFIRMED

    def index(self) -> None:
        """Fill in the keys and words by which this person is found. Before saving."""
        self.email = clean_address(self.email, field="email") if self.email else ""
        self.person_key = person_key(self.full_name, self.email, self.delegation_id)
        self.name_key = name_key(self.full_name)
        # A search that finds what was not sent yet would read it, word by word.
        found_by = [
            getattr(self, detail.name)
            for detail in DETAILS
            if detail.is_searched
            and (self.has_sent_details or not detail.is_private_at_first)
        ]
        # Of an address the part before the @: many share the rest.
        self.search = index_text(
            self.code, *(value.partition("@")[0] for value in found_by)
        )


class Acceptance(models.Model):
    """One person's answer to one version of a notice."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="acceptances"
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "notice"], name="one_answer_per_notice"
            )
        ]


class Flag(models.Model):
    """Something the rules found that a registrar should look at; beside the state."""

    class Kind(models.TextChoices):
        NAME = "name", _("name differs from ID")
        DUPLICATE = "duplicate", _("possible duplicate")
        MINOR = "minor", _("not 18 yet")
        LATE = "late", _("late")
        NOTE = "note", _("note of a colleague")

    # What follows from the person's own answers. A kind that was inferred from other
    # people's data would tell who else is registered: no kind is told by default.
    TOLD = frozenset({Kind.NAME, Kind.MINOR, Kind.LATE})
    # Inferred from other people's data, and told only to who reads everybody's: not to
    # a role for a part of the conference, whose wearer may not know the other person.
    ABOUT_OTHERS = frozenset({Kind.DUPLICATE})

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="flags"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    details = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField(default=clock.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "cleared_at"])]


@prepared
def _for_update(*, key: str) -> models.QuerySet[Registration]:
    return Registration.objects.select_for_update().filter(pk=key)
