"""News as everyone reads it, in each language; and what is not read before its time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.lib import clock
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article
from hemicycle.texts import actions as texts
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

NEWS = "/en/uncsc-2019/news/"
FEEDS = ("rss.xml", "atom.xml")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def article(cast: Cast) -> Article:
    return make_article(cast.conference, cast.paul)


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def in_public(article: Article, cast: Cast) -> Article:
    return make_public(article, cast.paul, cast.clara)


def test_an_article_says_who_says_it_and_when(article: Article, cast: Cast) -> None:
    prepare.describe(article, kind="press-release", source="Aurora", actor=cast.paul)
    with clock.frozen(OPENING_MORNING):
        in_public(article, cast)
        html = read(f"{NEWS}{article.pk}/")
    for words in (
        SAID["title"], SAID["summary"], SAID["body"], "Aurora", "07:30", "MDT",
        "Press release 1",
    ):  # fmt: skip
        assert words in html
    assert 'itemprop="datePublished" content="2019-08-26T13:30:00+00:00"' in html


def test_each_language_has_its_own_address(article: Article, cast: Cast) -> None:
    translate(article, cast.paul)
    translate(article, cast.paul, "ar", title="اعتمدت الوثيقة")
    in_public(article, cast)
    french = f"/fr/uncsc-2019/news/{article.pk}/"
    html = read(french)
    assert '<header lang="fr" dir="ltr">' in html
    assert EN_FRANCAIS["title"] in html
    # The interface is in the nearest language there is.
    assert '<html lang="en" dir="ltr">' in html
    for code in ("en", "ar", "fr"):
        path = f"/{code}/uncsc-2019/news/{article.pk}/"
        assert f'hreflang="{code}" href="http://localhost:8000{path}"' in html
    assert Client().get(french)["Content-Language"] == "fr"
    arabic = read(f"/ar/uncsc-2019/news/{article.pk}/")
    assert '<header lang="ar" dir="rtl">' in arabic
    assert "اعتمدت الوثيقة" in arabic


def test_what_is_read_does_not_depend_on_the_browser_s_language(
    article: Article, cast: Cast
) -> None:
    translate(article, cast.paul)
    in_public(article, cast)
    french = f"/fr/uncsc-2019/news/{article.pk}/"
    for asked in ("ar", "en", "fr"):
        cache.clear()
        answer = Client().get(french, headers={"accept-language": asked})
        assert '<html lang="en" dir="ltr">' in answer.content.decode()


def test_in_a_language_it_does_not_have_the_source_is_read(
    article: Article, cast: Cast
) -> None:
    in_public(article, cast)
    html = read(f"/es/uncsc-2019/news/{article.pk}/")
    assert '<header lang="en" dir="ltr">' in html
    assert "not available in this language" in html
    assert 'rel="canonical" href="http://localhost:8000/en/' in html
    assert SAID["title"] not in read("/es/uncsc-2019/news/")


def test_the_language_menu_leads_from_french_to_the_site_s_languages(
    article: Article, cast: Cast
) -> None:
    translate(article, cast.paul)
    in_public(article, cast)
    html = read(f"/fr/uncsc-2019/news/{article.pk}/")
    menu = html.partition('<details class="menu"')[2].partition("</details>")[0]
    for code in ("en", "ar"):
        assert f'href="/{code}/uncsc-2019/news/{article.pk}/"' in menu


AT = datetime.fromisoformat("2019-08-26T14:30:00-06:00")


def test_nothing_of_an_embargoed_article_is_read_before_its_second(
    article: Article, cast: Cast
) -> None:
    """Not its page, in no language, nor in the list, the feeds or a search."""
    secret = "Canarywords"
    texts.write(
        article.text.source_wording,
        **SAID | {"title": secret, "summary": "Zanzibar", "body": secret},
        actor=cast.paul,
    )
    translate(article, cast.paul, title=secret, summary="Zanzibar", body=secret)
    prepare.plan(
        article, release_at=AT, zone="America/Denver", is_embargoed=True,
        actor=cast.paul,
    )  # fmt: skip
    approve(again(article), cast.paul, cast.clara)
    addresses = [
        f"/{code}/uncsc-2019/news/{page}"
        for code in ("en", "ar", "fr")
        for page in ("", *FEEDS, "?q=zanzibar")
    ] + ["/en/uncsc-2019/", "/sitemap.xml"]
    own = [f"/{code}/uncsc-2019/news/{article.pk}/" for code in ("en", "fr", "ar")]
    own += [f"{NEWS}{article.pk}/versions/1/"]
    eve = sign_in(Client(), cast.eve)

    def found() -> set[str]:
        publish.release_due()
        cache.clear()
        for client in (Client(), eve):
            for address in own:
                assert client.get(address).status_code in (200, 404)
        return {
            address
            for address in addresses + own
            for client in (Client(), eve)
            if secret in client.get(address).content.decode()
        }

    with clock.frozen(AT - SECOND):
        assert found() == set()
        assert Client().get(own[0]).status_code == 404
    with clock.frozen(AT):
        seen = found()
    for page in ("", *FEEDS, "?q=zanzibar", f"{article.pk}/"):
        assert f"/en/uncsc-2019/news/{page}" in seen
        assert f"/fr/uncsc-2019/news/{page}" in seen


@pytest.mark.parametrize("state", ["draft", "in-review", "approved", "discarded"])
def test_what_is_not_public_is_not_there(
    article: Article, cast: Cast, state: str
) -> None:
    Article.objects.filter(pk=article.pk).update(state=state)
    unknown = Client().get(f"{NEWS}01234567890123456789012345/")
    answer = Client().get(f"{NEWS}{article.pk}/")
    assert answer.status_code == unknown.status_code == 404
    assert SAID["title"] not in answer.content.decode()


def test_a_page_that_is_kept_is_made_anew_when_something_public_changes(
    article: Article, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    in_public(article, cast)
    address = f"{NEWS}{article.pk}/"
    read(address)
    with django_assert_num_queries(1):
        assert "Filmed." not in read(address)
    publish.notify(article, words={"en": "Filmed."}, actor=cast.paul)
    assert "Filmed." in read(address)


def test_a_correction_leads_to_the_version_before_which_stays(
    article: Article, cast: Cast
) -> None:
    in_public(article, cast)
    for body in ("Most agreed.", "Nearly all agreed."):
        texts.write(
            again(article).wordings[0], **SAID | {"body": body}, actor=cast.paul
        )
        publish.correct(
            article, words={"en": f"Corrected: {body}"}, languages=["en"],
            seen=publish.pending_words(again(article)), actor=cast.paul,
        )  # fmt: skip
    html = read(f"{NEWS}{article.pk}/")
    assert "Nearly all agreed." in html
    first, second = html.index("Corrected: Nearly"), html.index("Corrected: Most")
    assert first < second  # the newest first
    assert f'href="{NEWS}{article.pk}/versions/2/"' in html
    old = read(f"{NEWS}{article.pk}/versions/1/")
    assert SAID["body"] in old
    assert "earlier version" in old
    assert '<meta name="robots" content="noindex">' in old
    assert Client().get(f"{NEWS}{article.pk}/versions/4/").status_code == 404


def test_a_translation_says_that_the_public_source_was_changed(
    article: Article, cast: Cast
) -> None:
    translate(article, cast.paul)
    in_public(article, cast)
    french = f"/fr/uncsc-2019/news/{article.pk}/"
    assert "is being updated" not in read(french)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        texts.write(
            again(article).wordings[0], **SAID | {"body": "Most."}, actor=cast.paul
        )
        publish.correct(
            article, words={"en": "Most."}, languages=["en"],
            seen=publish.pending_words(again(article)), actor=cast.paul,
        )  # fmt: skip
        assert "is being updated" in read(french)
        assert "is being updated" not in read(f"{NEWS}{article.pk}/")


def test_of_a_withdrawn_article_headline_and_reason_stay(
    article: Article, cast: Cast
) -> None:
    in_public(article, cast)
    publish.withdraw(
        article, words={"en": "Published in error."}, reason="R", actor=cast.paul
    )
    html = read(f"{NEWS}{article.pk}/")
    assert SAID["title"] in html
    assert "Published in error." in html
    assert SAID["body"] not in html
    assert SAID["summary"] not in html
    version = Client().get(f"{NEWS}{article.pk}/versions/1/")
    assert version["Location"] == f"{NEWS}{article.pk}/"
    for page in ("", *FEEDS, "?q=outcome"):
        assert SAID["title"] not in read(f"{NEWS}{page}")


def test_a_newer_text_is_named_once_it_is_public(article: Article, cast: Cast) -> None:
    in_public(article, cast)
    newer = prepare.begin(
        cast.conference, kind="news", language="en", title="The newer text",
        updates=article, actor=cast.paul,
    )  # fmt: skip
    texts.write(
        newer.text.source_wording, title="The newer text", summary="S", body="B",
        actor=cast.paul,
    )  # fmt: skip
    assert "The newer text" not in read(f"{NEWS}{article.pk}/")
    make_public(newer, cast.paul, cast.clara)
    assert "A newer text replaces this one" in read(f"{NEWS}{article.pk}/")
    assert "It replaces:" in read(f"{NEWS}{newer.pk}/")


def test_previous_and_next_are_of_the_same_language(cast: Cast) -> None:
    keys = []
    for n in range(3):
        with clock.frozen(OPENING_MORNING + timedelta(hours=n)):
            article = make_article(cast.conference, cast.paul, title=f"Article {n}")
            if n != 1:
                translate(article, cast.paul, title=f"Texte {n}")
            keys.append(in_public(article, cast).pk)
    html = read(f"{NEWS}{keys[1]}/")
    assert f'rel="prev" href="{NEWS}{keys[0]}/"' in html
    assert f'rel="next" href="{NEWS}{keys[2]}/"' in html
    french = read(f"/fr/uncsc-2019/news/{keys[0]}/")
    assert f'rel="next" href="/fr/uncsc-2019/news/{keys[2]}/"' in french
    assert 'rel="prev"' not in french


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_an_article_have_a_fixed_number_of_queries(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        article = make_article(cast.conference, cast.paul, title=f"Article {n}")
        translate(article, cast.paul)
        in_public(article, cast)
    for address, queries in ((NEWS, 6), (f"{NEWS}{article.pk}/", 8)):
        read(address)
        cache.clear()
        with django_assert_num_queries(queries):
            html = read(address)
        assert f"Article {count - 1}" in html


def test_news_is_found_by_its_words_and_in_pages(cast: Cast) -> None:
    for n in range(3):
        in_public(make_article(cast.conference, cast.paul, title=f"Bulletin {n}"), cast)
    assert read(f"{NEWS}?q=bulletin").count("<h2>") == 3
    assert read(f"{NEWS}?q=delegations").count("<h2>") == 3
    assert "No news with these words" in read(f"{NEWS}?q=nothing")


@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_name_what_is_public_with_full_addresses(
    article: Article, cast: Cast, feed: str
) -> None:
    translate(article, cast.paul)
    in_public(article, cast)
    for code, title in (("en", SAID["title"]), ("fr", EN_FRANCAIS["title"])):
        answer = Client().get(f"/{code}/uncsc-2019/news/{feed}")
        assert answer["Content-Type"].startswith(
            {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml"}[feed]
        )
        text = answer.content.decode()
        ElementTree.fromstring(text)  # our own
        assert title in text
        path = f"/{code}/uncsc-2019/news/{article.pk}/"
        assert f"http://localhost:8000{path}" in text


def test_an_unpublished_conference_shows_no_news(article: Article, cast: Cast) -> None:
    in_public(article, cast)
    cast.conference.is_published = False
    cast.conference.save(update_fields=["is_published"])
    for page in ("", f"{article.pk}/", *FEEDS):
        assert Client().get(f"{NEWS}{page}").status_code == 404
        assert Client().get(f"/fr/uncsc-2019/news/{page}").status_code == 404


def test_html_in_a_text_is_shown_and_never_run(article: Article, cast: Cast) -> None:
    evil = "<script>alert(1)</script>"
    texts.write(
        article.text.source_wording,
        title=evil, summary=evil, body=evil, actor=cast.paul,
    )  # fmt: skip
    in_public(again(article), cast)
    for page in ("", f"{article.pk}/", *FEEDS):
        assert evil not in read(f"{NEWS}{page}")
