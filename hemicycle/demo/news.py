"""News of the demonstration, made by the newsroom's own verbs. All of it is invented,
and every page says so; but for one guest text, a draft for the record check."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hemicycle.conferences.models import Conference
from hemicycle.demo.news_texts import (
    CORRECTED_AT,
    CORRECTED_BODY,
    CORRECTED_TITLE,
    CORRECTION,
    NEWS,
    News,
)
from hemicycle.demo.page_texts import PAGES
from hemicycle.demo.stable import stable_id
from hemicycle.lib import clock
from hemicycle.newsroom import record_check
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article
from hemicycle.people.models import User
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Wording

R = TypeVar("R")
WRITTEN_BEFORE = timedelta(days=3)


def write(conference: Conference, now: datetime) -> None:
    """What Paul has written by now, and Clara approved. Of what is still to come, the
    next three days are in preparation."""
    desk = _Desk(conference, now)
    for news in (*NEWS, *PAGES):
        if news.at - WRITTEN_BEFORE <= now:
            desk.write(news)


def _stored(article: Article) -> Article:
    stored: Article = Article.objects.with_texts().get(pk=article.pk)
    return stored


class _Desk:
    def __init__(self, conference: Conference, now: datetime) -> None:
        self.conference, self.now = conference, now
        self.paul = User.objects.get(pk=stable_id("cast", "paul"))
        self.clara = User.objects.get(pk=stable_id("cast", "clara"))

    def write(self, news: News) -> None:
        language, *others = news.words
        at = news.at - WRITTEN_BEFORE
        article = self._at(
            at,
            lambda: prepare.begin(
                self.conference, kind=news.kind, language=language,
                title=news.words[language].title, source=news.source, place=news.place,
                actor=self.paul,
            ),
        )  # fmt: skip
        Article.objects.filter(pk=article.pk).update(is_invented=news.is_invented)
        source = article.text.source_wording
        self._say(source, news, at)
        for other in others:
            self._translate(article, source, other, news, at + timedelta(hours=5))
        if news.behind:
            self._change(source, news, at + timedelta(hours=8))
        self._go_on(article, news, at + timedelta(days=1))

    def _translate(
        self, article: Article, source: Wording, language: str, news: News, at: datetime
    ) -> None:
        wording = self._at(
            at, lambda: texts.add_language(article.text, language, actor=self.paul)
        )
        self._say(wording, news, at)
        if language not in news.in_work:
            self._at(
                at,
                lambda: texts.mark_translated(
                    wording, reflects=source.number, actor=self.paul
                ),
            )

    def _change(self, source: Wording, news: News, at: datetime) -> None:
        words = news.words[source.language]
        body = f"{words.body}\n\nThis text was completed after its translation."
        self._at(
            at,
            lambda: texts.write(
                source, title=words.title, summary=words.summary, body=body,
                actor=self.paul,
            ),
        )  # fmt: skip

    def _go_on(self, article: Article, news: News, at: datetime) -> None:
        """Planned, submitted, approved, released, as far as it has come."""
        is_over = news.at <= self.now
        if news.ahead == "guest" or (news.ahead == "draft" and not is_over):
            self._at(at, lambda: record_check.refresh(_stored(article)))
            return
        if news.at > self.now and not news.place:
            self._at(
                at,
                lambda: prepare.plan(
                    article, release_at=news.at, zone=self.conference.time_zone,
                    is_embargoed=news.is_embargoed, actor=self.paul,
                ),
            )  # fmt: skip
        together = [code for code in news.words if code not in news.in_work]
        article = self._at(
            at, lambda: prepare.submit(article, together=together, actor=self.paul)
        )
        if news.ahead == "in-review" and not is_over:
            return
        seen = prepare.fingerprint_of(article)
        article = self._at(
            at + timedelta(hours=3),
            lambda: prepare.approve(article, seen=seen, actor=self.clara),
        )
        if is_over:
            self._at(news.at, lambda: publish.release(article, actor=self.paul))
            self._correct(article, news)

    def _correct(self, article: Article, news: News) -> None:
        if news.words["en"].title != CORRECTED_TITLE or self.now < CORRECTED_AT:
            return
        words = news.words["en"]
        source = Wording.objects.select_related("text").get(
            text=article.text_id, language="en"
        )
        self._at(
            CORRECTED_AT,
            lambda: texts.write(
                source, title=words.title, summary=words.summary, body=CORRECTED_BODY,
                actor=self.paul,
            ),
        )  # fmt: skip
        article = _stored(article)
        self._at(
            CORRECTED_AT,
            lambda: publish.correct(
                article, words=CORRECTION, languages=["en"],
                seen=publish.pending_words(article), actor=self.paul,
            ),
        )  # fmt: skip

    def _say(self, wording: Wording, news: News, at: datetime) -> None:
        words = news.words[wording.language]
        self._at(
            at,
            lambda: texts.write(
                wording, title=words.title, summary=words.summary, body=words.body,
                actor=self.paul,
            ),
        )  # fmt: skip

    def _at(self, moment: datetime, act: Callable[[], R]) -> R:
        """Do it at that moment of the conference's clock, but not after now."""
        with clock.frozen(min(moment, self.now)):
            return act()
