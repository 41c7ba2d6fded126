"""People as texts name them: in which spellings, in which offices and when; and what
they said, as it is on file.

There is no table of people: a named person may be a participant, a guest of a session,
a signatory, or none of these.
"""

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference, Signatory
from hemicycle.delegations.models import Registration
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.translated import TranslatedField
from hemicycle.lib.translated import in_language
from hemicycle.programme.models import Appearance


class NamedPersonQuerySet(models.QuerySet["NamedPerson"]):
    def visible_to(self, user: object, conference: Conference) -> Self:
        """Those of the conference; the views ask for the role."""
        return self.filter(conference=conference)

    def with_facts(self) -> Self:
        return self.prefetch_related("spellings", "offices")


class NamedPerson(models.Model):
    """A person whose name and offices the press officer vouches for."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="named_people"
    )
    full_name = models.CharField(_("name as it is to be written"), max_length=300)
    source = models.CharField(
        _("source"), max_length=500, help_text=_("Where the spelling is on record.")
    )
    registration = models.ForeignKey(
        Registration,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("participant"),
    )
    signatory = models.ForeignKey(
        Signatory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signatory"),
    )

    objects = NamedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["full_name", "id"]
        verbose_name_plural = "named people"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "full_name"],
                name="one_named_person_of_a_name",
                violation_error_message=_("This person is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def appearances(self) -> models.QuerySet[Appearance]:
        """In the programme: as the participant linked, or as a guest billed by one of
        these spellings."""
        names = [self.full_name, *(each.text for each in self.spellings.all())]
        as_guest = models.Q(guest__in=names)
        as_participant = models.Q(registration=self.registration_id)
        return Appearance.objects.filter(
            (as_guest | as_participant) if self.registration_id else as_guest,
            session__conference=self.conference,
        ).select_related("session")


class Spelling(models.Model):
    """Another way in which the name is written: right in its script, or known and not
    to be printed."""

    person = models.ForeignKey(
        NamedPerson, on_delete=models.CASCADE, related_name="spellings"
    )
    text = models.CharField(_("spelling"), max_length=300)
    is_variant = models.BooleanField(
        _("not to be printed"),
        default=False,
        help_text=_("A text that has it is told the right spelling."),
    )

    class Meta:
        ordering = ["is_variant", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"],
                name="one_spelling_once",
                violation_error_message=_("This spelling is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class DatedOffice(models.Model):
    """An office that a named person holds or held, from when until when."""

    person = models.ForeignKey(
        NamedPerson, on_delete=models.CASCADE, related_name="offices"
    )
    title = TranslatedField(_("title"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="office_ends_after_it_starts",
                violation_error_message=_("The office ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title, get_language() or "en")


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: object, conference: Conference) -> Self:
        """Those of the conference; the views ask for the role."""
        return self.filter(conference=conference)


class Statement(models.Model):
    """What a named person said or wrote; without text, that it exists and where."""

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="statements"
    )
    speaker = models.ForeignKey(
        NamedPerson, on_delete=models.CASCADE, related_name="statements"
    )
    # As the speaker was titled then: offices end, what was said stays.
    office = models.CharField(_("office"), max_length=300, blank=True)
    title = models.CharField(_("title"), max_length=300)
    made_on = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=40_000)
    source = models.CharField(_("source"), max_length=500)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "id"]

    def __str__(self) -> str:
        return self.title
