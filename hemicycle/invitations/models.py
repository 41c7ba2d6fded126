"""A letter that asks an organisation to come, and its answer."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference, Signatory
from hemicycle.conferences.policy import Hat, Reached, Scope, scope_of
from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.files.models import StoredFile
from hemicycle.lib import clock
from hemicycle.lib.codes import new_verification_code
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.seconding.models import Deed, DeedOnItemsQuerySet, Item, State
from hemicycle.ui.formats import numbered

INVITING = (Hat.PROTOCOL,)
READING = (Hat.REGISTRAR, Hat.PROTOCOL)


class SendingQuerySet(DeedOnItemsQuerySet):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """Of an officer of a co-organiser, those of its invitations alone."""
        scope = scope_of(user, conference, *INVITING)
        here = self.filter(conference=conference)
        if scope.is_whole:
            return here
        return here.only_on(invitation=Invitation.objects.within(scope))


class Sending(Deed):
    """Invitations that are sent: one by one person, many with a second approval."""

    job = "invitations.send_invitations"

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="sendings"
    )

    objects = SendingQuerySet.as_manager()

    class Meta(Deed.Meta):
        pass

    @property
    def title(self) -> str:
        size: int = getattr(self, "size", None) or self.items.count()
        return numbered("Send %(n)s invitation", "Send %(n)s invitations", size)

    def get_absolute_url(self) -> str:
        return reverse("invitations:sending", args=[self.conference.slug, self.pk])


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User, conference: Conference) -> Self:
        """Those within the reader's roles, and those sent to the reader."""
        here = self.filter(conference=conference)
        scope = scope_of(user, conference, *READING)
        if scope.is_whole:
            return here
        addressed = models.Q(email=user.email) & ~models.Q(
            state=Invitation.State.PREPARED
        )
        return here.filter(scope.rows(Invitation.reached) | addressed)

    def unanswered(self) -> Self:
        """Sent, and neither accepted, declined nor withdrawn."""
        return self.filter(state=Invitation.State.SENT)

    def within(self, scope: Scope) -> Self:
        """Those of the part for which a person has a role."""
        return self.filter(scope.rows(Invitation.reached))

    def prepared(self) -> Self:
        """Not sent yet."""
        return self.filter(state=Invitation.State.PREPARED)

    def unsent_alone(self) -> Self:
        """Not sent yet, and in no sending that is under way."""
        under_way = SendingItem.objects.under_way().values("invitation")
        return self.prepared().exclude(pk__in=under_way)

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

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            if self == self.ACCEPTED:
                return "good"
            if self == self.SENT:
                return "wait"
            if self == self.PREPARED:
                return "plain"
            return "stop"

    reached = Reached(co_organiser="signatory__co_organiser")

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
    code = models.CharField(
        max_length=40, unique=True, default=new_verification_code, editable=False
    )
    prepared_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Answered by an organisation that was then merged into one that had answered its
    # own: it stays on record beside that one.
    is_of_merged = models.BooleanField(default=False, editable=False)
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
                condition=~models.Q(state="withdrawn") & models.Q(is_of_merged=False),
                name="one_invitation_per_organisation",
                violation_error_message=_("This organisation is invited already."),
            )
        ]
        indexes = [models.Index(fields=["conference", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation}"

    @property
    def state_kind(self) -> str:
        return self.State(self.state).kind

    @property
    def is_prepared(self) -> bool:
        """Not sent yet: only the secretariat knows of it."""
        return self.state == self.State.PREPARED

    @property
    def is_unanswered(self) -> bool:
        """Sent, and neither accepted, declined nor withdrawn."""
        return self.state == self.State.SENT

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN


class SendingItemQuerySet(models.QuerySet["SendingItem"]):
    def under_way(self) -> Self:
        """In a sending that is pending or running, and not sent or skipped yet."""
        return self.filter(
            outcome=Item.Outcome.OPEN,
            sending__state__in=[State.PREPARED, State.RUNNING],
        )

    def skipped(self) -> Self:
        """With why, the latest first."""
        return self.filter(outcome=Item.Outcome.SKIPPED).order_by("-pk")


class SendingItem(Item):
    """One invitation of a sending, and what became of it."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="items")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="sendings"
    )

    objects = SendingItemQuerySet.as_manager()

    class Meta(Item.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sending", "invitation"], name="one_item_per_invitation"
            )
        ]
