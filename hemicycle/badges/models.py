"""Badges. Whether one is good now follows from it and from its registration."""

import json
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, Reached, Scope, scope_of
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.search import search
from hemicycle.lib import clock, codes, crypto
from hemicycle.people.models import User

AT_THE_DESK = (Hat.REGISTRAR, Hat.HELP_DESK)


class BadgeQuerySet(models.QuerySet["Badge"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """The desk sees all within its roles; others their own and those of delegations
        they lead.

        Not whoever may see the registration: a badge shows the code that opens doors.
        """
        here = self.filter(registration__conference=conference)
        scope = scope_of(user, conference, *AT_THE_DESK)
        if scope.is_whole:
            return here
        ours = Delegation.objects.filter(conference=conference).led_by(user)
        return here.filter(
            models.Q(registration__in=Registration.objects.own(user).values("pk"))
            | models.Q(registration__delegation__in=ours.values("pk"))
            | scope.rows(Badge.reached)
        )

    def within(self, scope: Scope) -> Self:
        """Those of the part for which a person has a role."""
        return self.filter(scope.rows(Badge.reached))

    def good(self) -> Self:
        """Not revoked, and its registration still approved."""
        return self.filter(
            revoked_at=None, registration__state=Registration.State.APPROVED
        )

    def found(self, text: str) -> Self:
        """Those whose serial is `text`, or whose owner's name has its words."""
        if not text.strip():
            return self
        serial = codes.ungrouped(text)
        if (
            len(serial) == codes.SHORT_CODE_LENGTH
            and self.filter(serial=serial).exists()
        ):
            return self.filter(serial=serial)
        owners = search(Registration.objects.all(), "search", text)
        return self.filter(registration__in=owners.values("pk"))

    def for_printing(self) -> Self:
        """With what a badge says of its person, in a fixed number of queries."""
        return self.select_related(
            "conference",
            "registration__category",
            "registration__delegation__organisation",
            "registration__stands_for",
        ).prefetch_related("registration__category__zones")

    def in_states(self, states: Collection[str]) -> Self:
        """Those in one of these of `Badge.State`; what is no state fits no badge. By
        conditions that indexes know, so that a page of 100,000 badges costs what one of
        100 does."""
        State, approved = Badge.State, Registration.State.APPROVED
        in_force = Q(revoked_at=None, registration__state=approved)
        conditions = {
            State.REVOKED: Q(revoked_at__isnull=False),
            State.ENDED: Q(revoked_at=None) & ~Q(registration__state=approved),
            State.TO_HAND_OUT: in_force & Q(handed_out_at=None),
            State.IN_HAND: in_force & Q(handed_out_at__isnull=False),
        }
        if {State.TO_HAND_OUT, State.IN_HAND} == set(states):
            return self.filter(in_force)
        fits = Q(pk__in=[])
        for state, condition in conditions.items():
            if state in states:
                fits |= condition
        return self.filter(fits)

    def with_state(self) -> Self:
        """Each with its `state` of `Badge.State`, which follows from other facts."""
        State, approved = Badge.State, Registration.State.APPROVED
        states = Case(
            When(revoked_at__isnull=False, then=Value(State.REVOKED)),
            When(~Q(registration__state=approved), then=Value(State.ENDED)),
            When(handed_out_at=None, then=Value(State.TO_HAND_OUT)),
            default=Value(State.IN_HAND),
        )
        return self.annotate(state=states)


def face_of(registration: Registration) -> str:
    """Equal while a badge says the same of its person, in whatever language."""
    organisation = registration.organisation
    facts = [
        registration.badge_name or registration.full_name,
        registration.own_script,
        organisation.name if organisation else registration.affiliation,
        organisation.country if organisation else registration.residence,
        registration.category.code,
    ]
    text = json.dumps(facts, ensure_ascii=False)
    return crypto.fingerprint(text, purpose="badge")


class Badge(models.Model):
    """A signed code that opens doors while its registration is approved."""

    class State(models.TextChoices):
        TO_HAND_OUT = "to-hand-out", _("To hand out")
        IN_HAND = "in-hand", _("Handed out")
        REVOKED = "revoked", _("Revoked")
        ENDED = "ended", _("Registration ended")

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            return {self.IN_HAND: "good", self.TO_HAND_OUT: "plain"}.get(self, "stop")

    reached = Reached(
        category="registration__category",
        co_organiser="registration__delegation__co_organiser",
    )

    id = IdField()
    # The serial is printed and spoken; with the conference it names the badge.
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="badges"
    )
    serial = models.CharField(_("serial"), max_length=8)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="badges"
    )
    code = models.CharField(_("signed code"), max_length=300, unique=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    issued_at = models.DateTimeField(default=clock.now)
    handed_out_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    # Fingerprint of what the paper says of its person; empty before it is printed.
    printed = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "serial"], name="one_badge_per_serial"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(revoked_at=None),
                name="one_good_badge_per_registration",
                violation_error_message=_("There is already a valid badge."),
            ),
        ]

    def __str__(self) -> str:
        return codes.grouped(self.serial)

    @property
    def is_outdated(self) -> bool:
        """Printed, and its person's badge would say something else now."""
        return bool(self.printed) and self.printed != face_of(self.registration)

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None and self.registration.is_approved
