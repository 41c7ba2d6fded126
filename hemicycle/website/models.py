"""What the public asks the secretariat, and what it is answered: a thread each."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.search import SearchField
from hemicycle.lib import clock
from hemicycle.lib.search import index_text
from hemicycle.people.models import User
from hemicycle.ui.formats import ENDONYMS

LONGEST = 5000


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: object, conference: Conference) -> Self:
        """Those on subjects that are this person's work."""
        subjects = [
            subject
            for subject, hats in Enquiry.HATS.items()
            if wears(user, conference, *hats)
        ]
        return self.filter(conference=conference, subject__in=subjects)

    def of(self, user: object) -> Self:
        """Their own: those asked from the address that they sign in with."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(email=user.email)

    def awaiting(self) -> Self:
        """Whose sender wrote last."""
        return self.filter(state=Enquiry.State.AWAITING)

    def with_people(self) -> Self:
        return self.select_related("conference", "assigned_to")

    def with_first_words(self) -> Self:
        """`first_words`: what the enquiry began with."""
        first = Message.objects.filter(enquiry=models.OuterRef("pk")).order_by("pk")
        return self.annotate(first_words=models.Subquery(first.values("words")[:1]))


class Enquiry(models.Model):
    """A question of somebody outside, until it is closed. Its words are messages."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("awaiting an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    class Subject(models.TextChoices):
        PRESS = "press", _("press and media")
        VISA = "visa", _("visa and letter of invitation")
        REGISTRATION = "registration", _("registration and badges")
        ACCESS = "access", _("accessibility")
        OTHER = "other", _("another subject")

    # Whose work each subject is, besides the chief's.
    HATS = {  # of a model, like its choices
        Subject.PRESS: (Hat.PRESS,),
        Subject.VISA: (Hat.REGISTRAR, Hat.HELP_DESK),
        Subject.REGISTRATION: (Hat.REGISTRAR, Hat.HELP_DESK),
        Subject.ACCESS: (Hat.REGISTRAR, Hat.HELP_DESK),
        Subject.OTHER: (Hat.REGISTRAR, Hat.HELP_DESK, Hat.PRESS),
    }

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="enquiries"
    )
    name = models.CharField(_("name"), max_length=200)
    email = AddressField(_("e-mail address"), db_index=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[*ENDONYMS.items()], default="en"
    )
    subject = models.CharField(_("subject"), max_length=12, choices=Subject.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.AWAITING
    )
    assigned_to = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("assigned to"),
    )  # fmt: skip
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    # Since when it is in its state; one that awaits an answer, since the first message
    # that has none.
    since = models.DateTimeField(default=clock.now, editable=False)
    # Invented for the demonstration: every page says so.
    is_invented = models.BooleanField(default=False, editable=False)
    search = SearchField()

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(fields=["conference", "state", "since"], name="enquiry_state")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_awaiting(self) -> bool:
        return self.state == self.State.AWAITING

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def hats(self) -> tuple[str, ...]:
        """Whose work it is, besides the chief's."""
        return self.HATS[self.Subject(self.subject)]

    def index(self, words: str) -> None:
        """By who asked, and by what was asked first."""
        self.search = index_text(self.name, self.email, words)


class Message(models.Model):
    """One message of a thread: from its sender, or an answer of the secretariat."""

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="messages"
    )
    words = models.TextField(_("message"), max_length=LONGEST)
    at = models.DateTimeField(default=clock.now, editable=False)
    is_answer = models.BooleanField(default=False, editable=False)
    # Who answered; colleagues see the name, the sender does not.
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]
