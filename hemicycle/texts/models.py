"""What is written at length: in several languages, with every revision and the remarks
of those who work on it.

A room that has such a text refers to a `Text`, and says who may do what with it.
"""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.fields.identifiers import IdField
from hemicycle.fields.search import SearchField, search
from hemicycle.lib import clock
from hemicycle.lib.search import index_text
from hemicycle.ui.formats import ENDONYMS

LANGUAGES = tuple(ENDONYMS)
"""In which content may be written."""
LONGEST_BODY = 100_000


class Text(models.Model):
    """One content: written in its source language, translated into others."""

    id = IdField()
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(
        _("language"), max_length=5, choices=[*ENDONYMS.items()], default="en"
    )

    def __str__(self) -> str:
        return str(self.source_wording)

    @cached_property
    def source_wording(self) -> "Wording":
        return next(each for each in self.wordings.all() if each.is_source)


class WordingQuerySet(models.QuerySet["Wording"]):
    def with_state(self) -> Self:
        """With what `state` and `has_open_comments` need: nothing more is asked for
        each row."""
        newer = Revision.objects.filter(
            wording__text=models.OuterRef("text"),
            wording__language=models.OuterRef("text__source"),
            number__gt=models.OuterRef("reflects"),
            is_minor=False,
        ).order_by("number")
        return self.select_related("text").annotate(
            behind_since=models.Subquery(newer.values("at")[:1]),
            has_open_comments=models.Exists(
                Comment.objects.unresolved().filter(wording=models.OuterRef("pk"))
            ),
        )

    def in_order(self) -> Self:
        """The source first, then by the code of the language."""
        is_source = models.Case(
            models.When(language=models.F("text__source"), then=0), default=1
        )
        return self.order_by("text", is_source, "language")

    def matching(self, text: str) -> "models.QuerySet[Wording]":
        return search(self, "search", text)


class Wording(models.Model):
    """A text in one language, as those who work on it see it now."""

    class State(models.TextChoices):
        SOURCE = "source", pgettext_lazy("state of a translation", "source")
        UP_TO_DATE = "up-to-date", _("up to date")
        BEHIND = "behind", _("behind its source")
        IN_WORK = "in-work", _("in translation")

    id = IdField()
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(
        _("language"), max_length=5, choices=[*ENDONYMS.items()]
    )
    title = models.CharField(_("headline"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    body = models.TextField(_("text"), max_length=LONGEST_BODY, blank=True)
    # Of its newest revision.
    number = models.PositiveIntegerField(default=0, editable=False)
    # The revision of the source that a finished translation says; None: unfinished.
    reflects = models.PositiveIntegerField(null=True, editable=False)
    search = SearchField()

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language"],
                name="one_wording_per_language",
                violation_error_message=_("The text has this language already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_source(self) -> bool:
        return self.language == self.text.source

    @cached_property
    def behind_since(self) -> datetime | None:
        """Since when the source says more than this translation: from its first
        revision, not minor, that is newer than the one translated."""
        if self.reflects is None:
            return None
        newer = Revision.objects.filter(
            wording__text=self.text_id,
            wording__language=self.text.source,
            number__gt=self.reflects,
            is_minor=False,
        )
        return newer.order_by("number").values_list("at", flat=True).first()

    @cached_property
    def has_open_comments(self) -> bool:
        return self.comments.unresolved().exists()

    @property
    def state(self) -> "Wording.State":
        if self.is_source:
            return self.State.SOURCE
        if self.reflects is None:
            return self.State.IN_WORK
        return self.State.BEHIND if self.behind_since else self.State.UP_TO_DATE

    @property
    def is_unfinished(self) -> bool:
        return self.state == self.State.IN_WORK

    @property
    def is_behind(self) -> bool:
        return self.state == self.State.BEHIND

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.summary or self.body)

    def index(self) -> None:
        """By which words it is found: those of headline and summary."""
        self.search = index_text(self.title, self.summary)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> Self:
        """With who wrote each."""
        return self.select_related("by").order_by("-number")


class Revision(models.Model):
    """What a text said in one language after somebody saved it. It stays as it is, but
    for the one that is being written: what a page saves by itself is one revision."""

    wording = models.ForeignKey(
        Wording, on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(default=clock.now)
    # Says nothing else: translations stay up to date.
    is_minor = models.BooleanField(default=False)
    # Saved by the page itself; the next saving by the same person goes on with it.
    is_open = models.BooleanField(default=False)
    restored_from = models.PositiveIntegerField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "number"], name="one_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording_id} {self.number}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def with_people(self) -> Self:
        """Open ones first, each in the order of writing."""
        return self.select_related("by", "resolved_by").order_by(
            models.F("resolved_at").asc(nulls_first=True), "at"
        )

    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)


class Comment(models.Model):
    """A remark about a text in one language, for those who work on it."""

    id = IdField()
    wording = models.ForeignKey(
        Wording, on_delete=models.CASCADE, related_name="comments"
    )
    words = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    resolved_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words[:60]
