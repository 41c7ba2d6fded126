"""The outbox: every e-mail the house has written, to whom, and whether it has left."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock, crypto
from hemicycle.lib.rights import Declared

MASK = "••••"
READS_ALL = Declared(
    _("Read all e-mails of the conference, and send one again"), "registrar"
)


class EmailQuerySet(models.QuerySet["Email"]):
    def visible_to(self, user: object, conference: models.Model | None) -> Self:
        """All e-mails of the conference for its chief and registrars; else one's own.

        Codes and personal links are masked for everybody.
        """
        if not isinstance(user, AbstractBaseUser):
            return self.none()
        emails = self if conference is None else self.filter(conference=conference.pk)
        if conference is not None and READS_ALL(user, conference):
            return emails
        return emails.filter(Q(recipient=user.pk) | Q(to=user.get_username()))

    def due(self) -> Self:
        """To be sent now, the most urgent first: waiting, or claimed by a worker that
        is gone. What waits for longer than any pause was written by a wrong clock."""
        moment = clock.real_now()
        is_due = Q(next_attempt_at__lte=moment)
        is_absurd = Q(next_attempt_at__gt=moment + Email.LONGEST_WAIT)
        waiting = Q(is_due | is_absurd, state=Email.State.QUEUED)
        abandoned = Q(
            state=Email.State.CLAIMED, claimed_until__lt=moment, handed_over_at=None
        )
        return self.filter(waiting | abandoned).order_by(
            "urgency", "next_attempt_at", "id"
        )

    def queued(self) -> Self:
        """Waiting to be sent, for the first time or once more."""
        return self.filter(state=Email.State.QUEUED)

    def failed(self) -> Self:
        return self.filter(state=Email.State.FAILED)

    def not_delivered(self) -> tuple[int, int]:
        """How many failed, and of how many nobody knows whether they arrived."""
        states = [Email.State.FAILED, Email.State.HELD]
        rows = self.filter(state__in=states).order_by().values_list("state")
        by_state = dict(rows.annotate(n=models.Count("pk")))
        return by_state.get(states[0], 0), by_state.get(states[1], 0)

    def handed_over(self) -> Self:
        """Left by a worker that died before it heard whether the mail server took
        them."""
        return self.filter(
            state=Email.State.CLAIMED,
            claimed_until__lt=clock.real_now(),
            handed_over_at__isnull=False,
        )

    def found(self, text: str) -> Self:
        """Those whose address or subject holds the text. No text: all."""
        if not text:
            return self
        return self.filter(Q(to__icontains=text) | Q(subject__icontains=text))

    def for_lists(self) -> Self:
        """Newest first, without the texts."""
        return self.order_by("-created_at", "-id").defer("body", "sealed")

    def about(self, thing: models.Model) -> Self:
        """The e-mails about a thing, newest first."""
        return self.filter(
            thing_type=thing._meta.label_lower, thing_id=str(thing.pk)
        ).order_by("-created_at", "-id")


class Email(models.Model):
    """One e-mail to one address. What it says is kept; its codes are not."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        HELD = "held", _("delivery unknown")
        KEPT = "kept", _("kept in the account")

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            if self == self.SENT:
                return "good"
            if self in (self.FAILED, self.HELD):
                return "stop"
            if self == self.KEPT:
                return "plain"
            return "wait"

    class Urgency(models.IntegerChoices):
        """Somebody waits at the screen; somebody can't enter without; all others."""

        CODE = 0
        PERSONAL_LINK = 1
        OTHER = 2

    id = IdField()
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Without an address the e-mail is read in the account or printed.
    to = AddressField(_("address"), blank=True, db_index=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    language = models.CharField(max_length=8)
    template = models.CharField(max_length=80)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))  # with •••• where a code or link stood
    # The text with its codes, encrypted; empty once delivered.
    sealed = models.BinaryField(null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.QUEUED
    )
    # Whatever asks for the same e-mail twice gives the same key: it is written once.
    send_key = models.CharField(max_length=120, unique=True)
    thing_type = models.CharField(max_length=80, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency.choices, default=Urgency.OTHER
    )
    # Retries and leases go by real time.
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.real_now)
    claimed_until = models.DateTimeField(null=True)
    # When this attempt began to hand the text over; None before the server said go on.
    handed_over_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    LONGEST_WAIT: ClassVar = timedelta(hours=2)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["urgency", "next_attempt_at"],
                name="email_by_urgency",
                condition=Q(state__in=["queued", "claimed"]),
            ),
            models.Index(
                fields=["conference", "-created_at", "-id"], name="email_newest"
            ),
            models.Index(fields=["thing_type", "thing_id"], name="email_thing"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state_kind(self) -> str:
        return self.State(self.state).kind

    @property
    def is_held(self) -> bool:
        """Nobody knows whether it arrived: a person decides."""
        return self.state == Email.State.HELD

    @property
    def had_codes(self) -> bool:
        """Whether a code or personal link stood in it."""
        return MASK in self.body

    @property
    def can_leave(self) -> bool:
        """Whether its text is complete: codes of a delivered e-mail are erased."""
        return self.sealed is not None or not self.had_codes

    @property
    def can_be_resent(self) -> bool:
        """Whether it has left, or not, or perhaps, and could leave again as it is."""
        over = (self.State.SENT, self.State.FAILED, self.State.HELD)
        has_left = self.state in over
        return bool(self.to) and has_left and self.can_leave

    @property
    def is_mailed(self) -> bool:
        """As of a draft: otherwise it is kept in the account."""
        return bool(self.to)

    @property
    def fingerprint(self) -> str:
        """As of a draft: of what its reader gets."""
        shown = [self.pk, self.to, self.subject, self.body]
        return crypto.fingerprint("\n".join(shown), purpose="email")

    @property
    def seal_context(self) -> str:
        """What the sealed text is bound to."""
        return f"email:{self.pk}"

    def full_body(self) -> str:
        """The text as it leaves, codes included; after delivery the masked one.

        For delivery, and for the demonstration's mailboxes. No other page may show it.
        """
        if self.sealed is None:
            return self.body
        return crypto.unseal(bytes(self.sealed), context=self.seal_context).decode()


class MailServer(models.Model):
    """What the mail server did last: one row, written by delivery."""

    # Tries in a row after which nothing was accepted; 0 while it accepts.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    # By real time. Until then nothing is tried.
    pause_until = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    SHOWN_AFTER: ClassVar = timedelta(minutes=2)
    LONGEST_PAUSE: ClassVar = timedelta(minutes=5)

    def __str__(self) -> str:
        return "mail server"

    @classmethod
    def read(cls) -> Self:
        """The one row; a new one that is not saved where there is none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def is_pausing(self) -> bool:
        """A pause that would be longer than any was written by a wrong clock."""
        if self.pause_until is None:
            return False
        return timedelta(0) < self.pause_until - clock.real_now() <= self.LONGEST_PAUSE

    @property
    def trouble(self) -> str:
        """In a word for machines: "away", or "postponed" while nothing is tried."""
        if self.is_away:
            return "away"
        return "postponed" if self.is_pausing else ""

    @property
    def is_away(self) -> bool:
        """Whether it has accepted nothing for so long that people should know."""
        since = self.failing_since
        return since is not None and clock.real_now() - since > self.SHOWN_AFTER


def unsealed_body(email: Email) -> str:
    """As `Email.full_body`: called by the demonstration's mailbox pages only."""
    return email.full_body()
