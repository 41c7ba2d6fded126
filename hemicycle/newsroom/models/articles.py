"""Articles: what is written in `texts`, and what of it became public, when and why.

What the public reads are `Publication` rows and nothing else. They are written by the
verbs that publish, in one transaction for all languages; whatever is only written,
approved, scheduled or embargoed has none, so no page, feed or search can show it.
"""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference, known_zone
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.search import SearchField, search
from hemicycle.fields.translated import TranslatedField
from hemicycle.lib import clock
from hemicycle.lib.search import index_text
from hemicycle.lib.translated import in_language
from hemicycle.people.models import User
from hemicycle.texts.markdown import to_plain
from hemicycle.texts.models import Text, Wording


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: object, conference: Conference) -> Self:
        """All of a conference, for its press officers and chief."""
        if not isinstance(user, User) or not wears(user, conference, Hat.PRESS):
            return self.none()
        return self.filter(conference=conference)

    def with_texts(self) -> Self:
        """With every language, its state and how it was checked, in two queries
        more."""
        wordings = (
            Wording.objects.with_state().select_related("text", "checked").in_order()
        )
        return self.select_related("text", "conference").prefetch_related(
            models.Prefetch("text__wordings", queryset=wordings)
        )

    def with_title(self) -> Self:
        """`title`: the headline in the source language, by which lists sort."""
        source = Wording.objects.filter(
            text=models.OuterRef("text"), language=models.OuterRef("text__source")
        )
        return self.annotate(title=models.Subquery(source.values("title")[:1]))

    def matching(self, text: str) -> Self:
        """By the words of headline and summary in any language."""
        return self.filter(text__in=Wording.objects.matching(text).values("text"))

    def news(self) -> Self:
        """All but the pages of the site."""
        return self.exclude(kind=Article.Kind.PAGE)

    def pages(self) -> Self:
        """The pages of the site."""
        return self.filter(kind=Article.Kind.PAGE)

    def scheduled(self) -> Self:
        return self.filter(state=Article.State.SCHEDULED)

    def due(self) -> Self:
        """Their second has come."""
        return self.scheduled().filter(release_at__lte=clock.now())


class Article(models.Model):
    """Something that the conference says in public. Its words are its `text`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in-review", _("in review")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("discarded")

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press-release", _("press release")
        NEWS = "news", _("news")
        ADVISORY = "advisory", _("media advisory")
        STATEMENT = "statement", _("statement")
        PAGE = "page", _("page of the site")

    class Place(models.TextChoices):
        """Where a page of the site stands: its address, and its name in the bar."""

        ABOUT = "about", _("About the conference")
        VENUE = "venue", _("Venue")
        VISA = "visa", _("Visas")
        ACCESS = "access", _("Accessibility")
        PRACTICAL = "practical", _("Practical information")

    id = IdField()
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="articles"
    )
    text = models.OneToOneField(Text, on_delete=models.CASCADE, related_name="article")
    kind = models.CharField(
        _("kind"), max_length=16, choices=Kind.choices, default=Kind.NEWS
    )
    # Of a page of the site; else empty.
    place = models.CharField(
        _("place"), max_length=12, choices=Place.choices, blank=True, editable=False
    )
    # Within its kind, given when it becomes public: "Press release 14".
    number = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Who says this. Empty: the conference secretariat."),
    )
    # Invented for the demonstration: every page says so.
    is_invented = models.BooleanField(default=False, editable=False)
    # The languages that become public together.
    together = models.JSONField(default=list, editable=False)
    release_at = models.DateTimeField(_("release"), null=True, blank=True)
    release_zone = models.CharField(
        _("time zone of the release"), max_length=64, blank=True,
        validators=[known_zone],
    )  # fmt: skip
    embargoed_from = models.DateTimeField(
        _("with the press since"), null=True, blank=True
    )
    # A newer article that replaces an older one, whose text stays.
    updates = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="newer", verbose_name=_("replaces"),
    )  # fmt: skip
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # Of what was approved: release stops if it is another text by then.
    approved = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = TranslatedField(blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind", "number"], name="one_article_per_number"
            ),
            models.UniqueConstraint(
                fields=["conference", "place"],
                condition=~models.Q(place="")
                & ~models.Q(state__in=("withdrawn", "discarded")),
                name="one_page_per_place",
                violation_error_message=_("This page exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="page") & ~models.Q(place="")
                | ~models.Q(kind="page") & models.Q(place=""),
                name="a_page_has_a_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled")
                | models.Q(release_at__isnull=False),
                name="a_scheduled_article_has_a_time",
                violation_error_message=_("Choose when it is released."),
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | models.Q(state__in=("published", "withdrawn")),
                name="what_was_published_stays_public_or_withdrawn",
            ),
        ]
        indexes = [
            models.Index(
                fields=["release_at"],
                condition=models.Q(state="scheduled"),
                name="article_scheduled",
            )
        ]

    def __str__(self) -> str:
        return str(getattr(self, "title", None) or self.text)

    @property
    def zone(self) -> str:
        return self.release_zone or self.conference.time_zone

    @property
    def source_in_words(self) -> str | Promise:
        return self.source or _("Conference secretariat")

    @property
    def kind_and_number(self) -> str:
        """As it is quoted: "Press release 14"."""
        kind = str(self.get_kind_display())
        return f"{kind} {self.number}" if self.number else kind

    @property
    def is_page(self) -> bool:
        return self.kind == self.Kind.PAGE

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_embargoed(self) -> bool:
        """The press has the text, and may not use it yet."""
        return self.embargoed_from is not None and self.published_at is None

    @property
    def wordings(self) -> list[Wording]:
        """All languages, the source first."""
        return list(self.text.wordings.all())

    def wording(self, language: str) -> Wording | None:
        return next((w for w in self.wordings if w.language == language), None)

    def clean(self) -> None:
        """Raises ValidationError: code "other-conference"."""
        if self.updates and self.updates.conference_id != self.conference_id:
            raise ValidationError(
                _("Choose an article of this conference."), code="other-conference"
            )


class Frozen(models.Model):
    """What was said in public stays as it was: it is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self._meta.verbose_name} is never deleted")


class PublicNote(Frozen):
    """A remark on a public article: that it was wrong, or something that is no error.

    Public at once, and for as long as the article is known.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        NOTICE = "notice", _("notice")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    words = TranslatedField(_("words"))
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="one_note_per_number"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.words, get_language())


class PublicationQuerySet(models.QuerySet["Publication"]):
    def of_conference(self, conference: Conference) -> Self:
        """News: the newest of each language of each article that is still public, the
        newest article first."""
        return self._current().news().filter(article__conference=conference)

    def pages_of(self, conference: Conference) -> Self:
        """The newest of each language of each page of the site."""
        return self._current().pages().filter(article__conference=conference)

    def public(self) -> Self:
        """News and pages of all public conferences, the newest first."""
        return self._current().filter(article__conference__is_published=True)

    def news(self) -> Self:
        return self.exclude(article__kind=Article.Kind.PAGE)

    def pages(self) -> Self:
        return self.filter(article__kind=Article.Kind.PAGE)

    def _current(self) -> Self:
        return (
            self.filter(is_current=True, article__state=Article.State.PUBLISHED)
            .select_related("article__conference")
            .order_by("-article__published_at", "-article__pk")
        )

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def matching(self, text: str) -> "models.QuerySet[Publication]":
        return search(self, "search", text)


class Publication(Frozen):
    """One version of an article in one language, as it became public."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="publications"
    )
    language = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    body = models.TextField()
    at = models.DateTimeField(default=clock.now)
    # Why it followed the version before; the first has none.
    note = models.ForeignKey(
        PublicNote, on_delete=models.CASCADE, null=True, related_name="publications"
    )
    is_current = models.BooleanField(default=True)
    search = SearchField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language", "number"],
                name="one_publication_per_number",
            ),
            models.UniqueConstraint(
                fields=["article", "language"],
                condition=models.Q(is_current=True),
                name="one_current_publication_per_language",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def index(self) -> None:
        """By which words the public finds it."""
        words = to_plain(self.body)
        self.search = index_text(self.title, self.summary, words)


class ReleaseChange(models.Model):
    """A release time that was changed: what it was, and why."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="release_changes"
    )
    was = models.DateTimeField(null=True)
    became = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.article_id} {self.at}"
