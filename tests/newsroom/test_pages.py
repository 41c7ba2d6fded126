"""Pages of the site: one at each place, released by a second person, kept current."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.lib import clock
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article, Publication
from hemicycle.texts import actions as texts
from tests.cast import OPENING_MORNING, Cast
from tests.conftest import sign_in
from tests.newsroom.writing import (
    EN_FRANCAIS,
    SAID,
    again,
    make_article,
    make_public,
    translate,
)

pytestmark = pytest.mark.django_db

NEWSROOM = "/en/uncsc-2019/newsroom/"
VENUE = "/en/uncsc-2019/venue/"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def make_page(cast: Cast, place: str = "venue") -> Article:
    page = prepare.begin(
        cast.conference, kind="page", place=place, language="en", title="Venue",
        actor=cast.paul,
    )  # fmt: skip
    texts.write(page.text.source_wording, **SAID | {"title": "Venue"}, actor=cast.paul)
    return again(page)


def released(cast: Cast, place: str = "venue") -> Article:
    return make_public(make_page(cast, place), cast.paul, cast.clara)


def visit(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_page_is_begun_at_its_place_and_only_once(cast: Cast) -> None:
    paul = sign_in(Client(), cast.paul)
    begin = f"{NEWSROOM}pages/venue/"
    assert begin in paul.get(f"{NEWSROOM}pages/").content.decode()
    answer = paul.post(begin, {"title": "Venue", "language": "en"})
    page = Article.objects.get()
    assert answer.url == f"{NEWSROOM}articles/{page.pk}/texts/en/"
    assert (page.kind, page.place) == ("page", "venue")
    again_begun = paul.post(begin, {"title": "Venue", "language": "en"})
    assert again_begun.status_code == 422
    assert "This page exists already." in again_begun.content.decode()
    assert begin not in paul.get(f"{NEWSROOM}pages/").content.decode()


def test_what_is_not_released_is_nowhere(cast: Cast) -> None:
    make_page(cast)
    assert Client().get(VENUE).status_code == 404
    assert "Information" not in visit("/en/uncsc-2019/")
    assert "/venue/" not in Client().get("/sitemap.xml").content.decode()


def test_a_released_page_is_in_the_bar_in_the_sitemap_and_no_news(cast: Cast) -> None:
    page = released(cast)
    released(cast, "visa")
    html = visit(VENUE)
    assert "All delegations agreed." in html
    assert '<a href="/en/uncsc-2019/visa/">Visas</a>' in html
    assert f'<a href="{VENUE}" aria-current="page">Information</a>' in html
    assert (
        f"http://localhost:8000{VENUE}" in Client().get("/sitemap.xml").content.decode()
    )
    news = "/en/uncsc-2019/news/"
    for address in (news, f"{news}rss.xml", f"{news}atom.xml"):
        assert SAID["summary"] not in visit(address)
    assert Client().get(f"{news}{page.pk}/").status_code == 404
    assert page.number is None


def test_it_is_read_in_its_languages_and_else_in_its_source(cast: Cast) -> None:
    page = make_page(cast)
    translate(page, cast.paul)
    make_public(page, cast.paul, cast.clara)
    french = visit("/fr/uncsc-2019/venue/")
    assert EN_FRANCAIS["title"] in french
    arabic = visit("/ar/uncsc-2019/venue/")
    assert 'dir="rtl"' in arabic
    assert SAID["body"] in arabic


def test_changes_are_released_by_someone_who_did_not_write_them(cast: Cast) -> None:
    page = released(cast)
    paul, clara = (sign_in(Client(), user) for user in (cast.paul, cast.clara))
    source = page.text.wordings.get(language="en")
    texts.write(source, **SAID | {"title": "Venue", "body": "Moved."}, actor=cast.paul)
    assert "Moved." not in visit(VENUE)
    typed = {
        "languages": ["en"], "fingerprint": publish.pending_words(again(page)),
    }  # fmt: skip
    address = f"{NEWSROOM}articles/{page.pk}/release-again/"
    own = paul.post(address, typed)
    assert own.status_code == 422
    assert "Someone else releases it" in own.content.decode()
    assert "Moved." not in visit(VENUE)
    stale = clara.post(address, typed | {"fingerprint": "en:1"})
    assert stale.status_code == 422
    assert clara.post(address, typed).status_code == 302
    assert "Moved." in visit(VENUE)
    current = Publication.objects.pages_of(cast.conference).get()
    assert (current.number, current.note) == (2, None)
    with pytest.raises(ValidationError, match="same as the public one"):
        publish.reissue(
            page, languages=["en"], seen=publish.pending_words(again(page)),
            actor=cast.clara,
        )  # fmt: skip


def test_a_page_is_not_corrected_and_news_are_not_released_again(cast: Cast) -> None:
    page = released(cast)
    paul = sign_in(Client(), cast.paul)
    show = f"{NEWSROOM}articles/{page.pk}/"
    for verb in ("correct", "notice", "update", "description"):
        assert paul.get(f"{show}{verb}/").status_code == 403
    html = paul.get(show).content.decode()
    assert "Release the changes" in html
    assert f"{show}correct/" not in html


def test_a_withdrawn_page_is_gone_and_its_place_free(cast: Cast) -> None:
    page = released(cast)
    visit(VENUE)
    publish.withdraw(page, words={"en": "W"}, reason="R", actor=cast.paul)
    assert Client().get(VENUE).status_code == 404
    assert make_page(cast).place == "venue"


def test_the_newest_news_are_on_the_home_page(cast: Cast) -> None:
    assert "All news" not in visit("/en/uncsc-2019/")
    for n in range(4):
        with clock.frozen(OPENING_MORNING + timedelta(hours=n)):
            article = make_article(cast.conference, cast.paul, title=f"News {n}")
            make_public(article, cast.paul, cast.clara)
    html = visit("/en/uncsc-2019/")
    assert "All news" in html
    assert [n for n in range(4) if f"News {n}" in html] == [1, 2, 3]
