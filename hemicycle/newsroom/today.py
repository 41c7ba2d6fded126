"""What goes out next, what stands in its way, and which translations are behind: the
press officer's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock
from hemicycle.newsroom import checklist, states
from hemicycle.newsroom.checklist import Finding
from hemicycle.newsroom.models import Article, PublicNote
from hemicycle.newsroom.models.articles import ArticleQuerySet
from hemicycle.newsroom.shown import languages_in_words
from hemicycle.texts.models import Wording
from hemicycle.ui import formats

SHOWN = 25
SHOWN_BESIDE = 7
State = Article.State


@dataclass(frozen=True)
class Departure:
    """An article before its release.

    `kind` and `word` are the worst of what stands in its way: what must be corrected,
    then what is not approved, then what to consider.
    """

    article: Article
    findings: Sequence[Finding]

    @property
    def has_errors(self) -> bool:
        return any(finding.is_error for finding in self.findings)

    @property
    def kind(self) -> str:
        if self.has_errors:
            return "stop"
        return "wait" if self.findings or not self.is_approved else "good"

    @property
    def word(self) -> str | Promise:
        if self.has_errors:
            return _("to correct")
        if not self.is_approved:
            return _("not approved")
        return _("to consider") if self.findings else _("ready")

    @property
    def languages(self) -> str:
        return languages_in_words(self.article)

    @property
    def is_approved(self) -> bool:
        return states.RELEASE.starts_from(self.article)


def awaiting(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those before their release, by the clock; those without a time last."""
    return (
        articles.filter(state__in=states.BEFORE_RELEASE)
        .with_texts()
        .order_by(F("release_at").asc(nulls_last=True), "created_at")
    )


def departures(articles: ArticleQuerySet) -> list[Departure]:
    """The first of them, each with its checklist."""
    return [
        Departure(
            article,
            checklist.findings(
                article, article.together or [w.language for w in article.wordings]
            ),
        )
        for article in awaiting(articles)[:SHOWN]
    ]


def with_findings(articles: ArticleQuerySet) -> QuerySet[Wording]:
    """Texts before their release with open findings: contradictions first, then by the
    clock."""
    return (
        Wording.objects.filter(
            text__article__in=articles.filter(state__in=states.BEFORE_RELEASE)
        )
        .filter(Q(checked__contradicting__gt=0) | Q(checked__unconfirmed__gt=0))
        .select_related("checked", "text__article")
        .order_by(
            Case(When(checked__contradicting__gt=0, then=0), default=1),
            F("text__article__release_at").asc(nulls_last=True),
            "pk",
        )
    )


def translations_behind(articles: ArticleQuerySet) -> QuerySet[Wording]:
    """Of what is not over, the longest behind first."""
    alive = articles.exclude(state__in=(State.WITHDRAWN, State.DISCARDED))
    return (
        Wording.objects.with_state()
        .filter(text__article__in=alive)
        .exclude(behind_since=None)  # type: ignore[misc]  # annotated
        .select_related("text__article")
        .order_by("behind_since", "pk")
    )


def released_today(
    articles: ArticleQuerySet, conference: Conference
) -> QuerySet[Article]:
    since = _start_of_today(conference)
    return (
        articles.filter(published_at__gte=since).with_title().order_by("-published_at")
    )


def notes_of_today(
    articles: ArticleQuerySet, conference: Conference
) -> QuerySet[PublicNote]:
    """Corrections and notices."""
    since = _start_of_today(conference)
    return PublicNote.objects.filter(article__in=articles, at__gte=since).order_by(
        "-at"
    )


def sentence(ahead: Sequence[Departure], conference: Conference) -> str:
    """How many go out today, and whether they are ready."""
    timed = [(each.article.release_at, each) for each in ahead]
    times = [(at, each) for at, each in timed if at is not None]
    today = [each for at, each in times if conference.day_of(at) == conference.today]
    if not today:
        later = [at for at, _each in times if at > clock.now()]
        if not later:
            return _now("No release is planned.")
        when = " ".join(formats.moment(later[0], conference.zone))
        return _now("Nothing goes out today. Next: %(when)s.") % {"when": when}
    n, waits = len(today), sum(each.kind != "good" for each in today)
    goes = ngettext("%(n)s text goes out today.", "%(n)s texts go out today.", n)
    goes %= {"n": formats.number(n)}
    if not waits:
        well = _now("Everything is ready.")
        return f"{goes} {well}"
    open_ = ngettext("%(n)s is not ready yet.", "%(n)s are not ready yet.", waits)
    open_ %= {"n": formats.number(waits)}
    return f"{goes} {open_}"


def _start_of_today(conference: Conference) -> datetime:
    return datetime.combine(conference.today, time(), conference.zone)
