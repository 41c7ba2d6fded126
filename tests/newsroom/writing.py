"""Articles for the tests of this room."""

from typing import Any

from hemicycle.conferences.models import Conference
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article
from hemicycle.people.models import User
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Wording

SAID = {
    "title": "The outcome is adopted",
    "summary": "By acclamation.",
    "body": "All delegations agreed.",
}
EN_FRANCAIS = {
    "title": "Le document est adopté",
    "summary": "Par acclamation.",
    "body": "Toutes les délégations étaient d’accord.",
}


def make_article(conference: Conference, actor: User, **said: Any) -> Article:
    """A draft in English, with a text."""
    said = SAID | said
    article = prepare.begin(
        conference, kind="news", language="en", title=said["title"], actor=actor
    )
    texts.write(article.text.source_wording, **said, actor=actor)
    return again(article)


def translate(
    article: Article, actor: User, language: str = "fr", **said: Any
) -> Wording:
    """A finished translation."""
    wording = texts.add_language(article.text, language, actor=actor)
    texts.write(wording, **(EN_FRANCAIS | said), actor=actor)
    source = article.text.wordings.get(language=article.text.source)
    return texts.mark_translated(wording, reflects=source.number, actor=actor)


def approve(article: Article, writer: User, approver: User) -> Article:
    """Submitted in all its languages, and approved by another person."""
    article = again(article)
    together = [wording.language for wording in article.wordings]
    submitted = prepare.submit(article, together=together, actor=writer)
    seen = prepare.fingerprint_of(submitted)
    return prepare.approve(submitted, seen=seen, actor=approver)


def make_public(article: Article, writer: User, approver: User) -> Article:
    return publish.release(approve(article, writer, approver), actor=writer)


def again(article: Article) -> Article:
    """As it is stored."""
    return Article.objects.with_texts().get(pk=article.pk)
