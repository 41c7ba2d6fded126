"""A letter that asks an organisation to come, and its answer."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference, Signatory
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.files.models import StoredFile
from hemicycle.lib import clock
from hemicycle.lib.codes import new_verification_code
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.models import Email


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        if wears(user, conference, Hat.PROTOCOL):
            return self.filter(conference=conference)
        return self.none()

    def running(self) -> Self:
        return self.filter(state=Sending.State.RUNNING)


class Sending(models.Model):
    """Many invitations that leave together: prepared by one person, sent by another."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("waits for a second person")
        RUNNING = "running", _("being sent")
        DONE = "done", _("sent")
        DROPPED = "dropped", _("dropped")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="sendings"
    )
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.PREPARED
    )
    # SHA-256 of what the letters are made of: what leaves is what was seen.
    preview = models.CharField(max_length=64, editable=False)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    seconded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconded_by=None)
                | ~models.Q(seconded_by=models.F("prepared_by")),
                name="another_person_sends",
                violation_error_message=_("Another person has to send these."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """All for the secretariat; for others, those addressed to them."""
        here = self.filter(conference=conference)
        if wears(user, conference, Hat.REGISTRAR, Hat.PROTOCOL):
            return here
        return here.filter(email=user.email).exclude(state=Invitation.State.PREPARED)

    def prepared(self) -> Self:
        """Not sent yet, and in no sending that is under way."""
        return self.filter(state=Invitation.State.PREPARED)

    def unsent_alone(self) -> Self:
        return self.prepared().filter(sending=None)

    def for_letter(self) -> Self:
        """With what its letter prints, in two queries for any number."""
        return self.select_related(
            "conference", "organisation", "signatory__co_organiser", "category"
        ).prefetch_related("organisation__standings")


class Invitation(models.Model):
    """Asks one organisation to send a delegation, in the name of a signatory."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="invitations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="invitations"
    )
    # As printed: what is on record on the day of sending, kept when it changes later.
    signatory_title = models.CharField(max_length=300, blank=True, editable=False)
    addressee = models.CharField(_("addressed to"), max_length=300)
    email = AddressField(_("e-mail address"))
    language = models.CharField(_("language of the letter"), max_length=8, default="en")
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category of its members"),
    )
    cap = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Empty: as the rules give them."),
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PREPARED
    )
    sending = models.ForeignKey(
        Sending,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
    )
    # SHA-256 of its letter as previewed for a sending, and why it did not leave.
    preview = models.CharField(max_length=64, blank=True, editable=False)
    skipped = models.CharField(max_length=300, blank=True, editable=False)
    code = models.CharField(
        max_length=40, unique=True, default=new_verification_code, editable=False
    )
    prepared_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decline_reason = models.TextField(_("reason"), blank=True, max_length=2000)
    withdrawn_reason = models.TextField(_("reason"), blank=True, max_length=2000)
    document = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    letter = models.ForeignKey(
        Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"],
                condition=~models.Q(state="withdrawn"),
                name="one_invitation_per_organisation",
                violation_error_message=_("This organisation is invited already."),
            )
        ]
        indexes = [models.Index(fields=["conference", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation}"

    @property
    def is_open(self) -> bool:
        """Sent and not answered. Whether it may still be answered, the window says."""
        return self.state == self.State.SENT
