"""What the public reads: released at its second, corrected in the open, withdrawn."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hemicycle.conferences.models import Conference
from hemicycle.journal.models import Entry, Failure
from hemicycle.lib import clock
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article, Publication, PublicNote
from hemicycle.texts import actions as texts
from hemicycle.ui.refusals import codes_of
from tests.cast import OPENING_MORNING, Cast
from tests.conftest import sign_in
from tests.newsroom.writing import (
    EN_FRANCAIS,
    SAID,
    again,
    approve,
    make_article,
    make_public,
    translate,
)

pytestmark = pytest.mark.django_db

State = Article.State


@pytest.fixture
def article(cast: Cast) -> Article:
    return make_article(cast.conference, cast.paul)


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


def page(name: str, article: Article, *more: object) -> str:
    arguments = [article.conference.slug, article.pk, *more]
    return reverse(f"newsroom:{name}", args=arguments)


def public(article: Article) -> dict[str, str]:
    rows = article.publications.filter(is_current=True)
    return {row.language: row.title for row in rows}


def test_all_its_languages_become_public_together(
    article: Article, paul: Client, cast: Cast
) -> None:
    translate(article, cast.paul)
    approve(article, cast.paul, cast.clara)
    before = Conference.objects.get().publication
    assert public(article) == {}
    paul.post(page("release", article))
    assert public(article) == {"en": SAID["title"], "fr": EN_FRANCAIS["title"]}
    released = again(article)
    assert (released.state, released.number) == (State.PUBLISHED, 1)
    assert released.published_at is not None
    assert Conference.objects.get().publication > before
    assert Entry.objects.filter(verb="released article", actor=cast.paul).count() == 1


def test_what_was_not_approved_is_not_released(
    article: Article, paul: Client, cast: Cast
) -> None:
    html = paul.post(page("release", article), follow=True).content.decode()
    assert "not possible" in html
    approve(article, cast.paul, cast.clara)
    # Whatever wrote past the verbs: it is another text than the approved one.
    texts.write(
        again(article).wordings[0], **SAID | {"body": "Slipped in."}, actor=cast.paul
    )
    with pytest.raises(ValidationError) as refusal:
        publish.release(article, actor=cast.paul)
    assert codes_of(refusal.value) == ["changed"]
    assert public(article) == {}


def scheduled(article: Article, at: datetime, cast: Cast) -> Article:
    prepare.plan(
        article, release_at=at, zone="America/Denver", is_embargoed=True,
        actor=cast.paul,
    )  # fmt: skip
    return approve(article, cast.paul, cast.clara)


SECOND = timedelta(seconds=1)


def test_a_scheduled_article_is_public_at_its_second_and_not_one_before(
    article: Article, cast: Cast
) -> None:
    at = OPENING_MORNING + timedelta(hours=2)
    translate(article, cast.paul)
    scheduled(article, at, cast)
    with clock.frozen(at - SECOND):
        assert publish.release_due() == 0
        assert public(article) == {}
    with clock.frozen(at):
        assert publish.release_due() == 1
        assert set(public(article)) == {"en", "fr"}
        assert publish.release_due() == 0
    released = again(article)
    assert (released.published_at, released.is_embargoed) == (at, False)
    assert Entry.objects.get(verb="released article").actor is None


def test_taken_back_in_the_last_second_it_stays_where_it_is(
    article: Article, cast: Cast
) -> None:
    at = OPENING_MORNING + timedelta(hours=2)
    scheduled(article, at, cast)
    with clock.frozen(at):
        prepare.take_back(article, reason="Stop.", actor=cast.clara)
        assert publish.release_due() == 0
    assert public(article) == {}


def test_one_that_cannot_be_released_holds_back_no_other(
    article: Article, cast: Cast
) -> None:
    at = OPENING_MORNING + timedelta(hours=2)
    scheduled(article, at, cast)
    other = make_article(cast.conference, cast.paul, title="Other")
    scheduled(other, at + SECOND, cast)
    Article.objects.filter(pk=article.pk).update(approved="0" * 64)
    with clock.frozen(at + SECOND):
        assert publish.release_due() == 1
    assert (public(article), set(public(other))) == ({}, {"en"})
    assert Failure.objects.get().key == article.pk


def test_numbers_of_one_kind_follow_one_another(cast: Cast) -> None:
    numbers = [
        make_public(
            make_article(cast.conference, cast.paul, title=f"T{n}"),
            cast.paul, cast.clara,
        ).number
        for n in range(3)
    ]  # fmt: skip
    assert numbers == [1, 2, 3]


def edit(article: Article, cast: Cast, body: str = "Most delegations agreed.") -> None:
    texts.write(again(article).wordings[0], **SAID | {"body": body}, actor=cast.paul)


def test_a_correction_is_public_and_keeps_the_version_before(
    article: Article, paul: Client, cast: Cast
) -> None:
    translate(article, cast.paul)
    make_public(article, cast.paul, cast.clara)
    edit(article, cast)
    shown = paul.get(page("correct", article))
    html = shown.content.decode()
    assert "All" in html.partition("<del>")[2]
    assert "Most" in html.partition("<ins>")[2]
    answer = paul.post(
        page("correct", article),
        {
            "words_en": "Most delegations agreed; an earlier version said all.",
            "languages": ["en"],
            "fingerprint": shown.context["fingerprint"],
        },
    )
    assert answer.status_code == 302
    note = PublicNote.objects.get()
    assert (note.kind, note.number, note.by) == ("correction", 1, cast.paul)
    versions = article.publications.filter(language="en").order_by("number")
    assert [(v.number, v.body, v.note, v.is_current) for v in versions] == [
        (1, SAID["body"], None, False),
        (2, "Most delegations agreed.", note, True),
    ]
    assert article.publications.filter(language="fr").count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"words": {"en": "  "}}, "no-words"),
        ({"seen": "en:1"}, "changed"),
        ({"languages": ["fr"]}, "not-public"),
        ({"languages": []}, "nothing-changed"),
    ],
)
def test_what_corrects_nothing_is_refused(
    article: Article, cast: Cast, changed: dict[str, Any], code: str
) -> None:
    make_public(article, cast.paul, cast.clara)
    translate(article, cast.paul)
    edit(article, cast)
    said = {
        "words": {"en": "Most."},
        "languages": ["en"],
        "seen": publish.pending_words(again(article)),
    }
    with pytest.raises(ValidationError) as refusal:
        publish.correct(article, **said | changed, actor=cast.paul)
    assert codes_of(refusal.value) == [code]
    assert not PublicNote.objects.exists()
    assert public(article) == {"en": SAID["title"]}


def test_what_was_said_in_public_is_never_changed_or_deleted(
    article: Article, cast: Cast
) -> None:
    make_public(article, cast.paul, cast.clara)
    note = publish.notify(article, words={"en": "Filmed."}, actor=cast.paul)
    publication = Publication.objects.get()
    for row in (note, publication):
        with pytest.raises(TypeError, match="never changed"):
            row.save()
        with pytest.raises(TypeError, match="never deleted"):
            row.delete()


def test_a_notice_changes_no_text(article: Article, paul: Client, cast: Cast) -> None:
    make_public(article, cast.paul, cast.clara)
    paul.post(page("notify", article), {"words_en": "A recording is available."})
    note = PublicNote.objects.get()
    assert (note.kind, str(note)) == ("notice", "A recording is available.")
    assert article.publications.count() == 1
    assert paul.post(page("notify", article), {"words_en": ""}).status_code == 422


def test_a_translation_joins_later_released_by_another_person(
    article: Article, paul: Client, cast: Cast
) -> None:
    make_public(article, cast.paul, cast.clara)
    translate(article, cast.paul)
    html = paul.post(page("release_language", article, "fr"), follow=True)
    assert "Someone else releases it" in html.content.decode()
    assert set(public(article)) == {"en"}
    clara = sign_in(Client(), cast.clara)
    clara.post(page("release_language", article, "fr"))
    assert set(public(article)) == {"en", "fr"}
    with pytest.raises(ValidationError) as refusal:
        publish.release_language(article, "fr", actor=cast.clara)
    assert codes_of(refusal.value) == ["already-public"]


def test_a_withdrawn_article_is_gone_with_its_reason(
    article: Article, paul: Client, cast: Cast
) -> None:
    make_public(article, cast.paul, cast.clara)
    before = Conference.objects.get().publication
    answer = paul.post(page("withdraw", article), {"words_en": "", "reason": "Wrong."})
    assert answer.status_code == 422
    said = {"words_en": "It was published in error.", "reason": "Wrong conference."}
    paul.post(page("withdraw", article), said)
    withdrawn = again(article)
    assert withdrawn.state == State.WITHDRAWN
    assert withdrawn.withdrawn_why == {"en": "It was published in error."}
    assert not Publication.objects.of_conference(cast.conference).exists()
    assert Conference.objects.get().publication > before
    assert Entry.objects.get(verb="withdrew article").reason == "Wrong conference."


def test_an_update_is_a_new_article_tied_to_the_old(
    article: Article, paul: Client, cast: Cast
) -> None:
    make_public(article, cast.paul, cast.clara)
    form = {"title": "Updated", "kind": "news", "language": "en"}
    paul.post(page("update", article), form)
    newer = Article.objects.exclude(pk=article.pk).get()
    assert (newer.updates, newer.state) == (article, State.DRAFT)
    assert public(article) == {"en": SAID["title"]}
