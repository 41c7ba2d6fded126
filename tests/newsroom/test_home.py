"""The press officer's own page: what goes out, and what stands in its way."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.lib import clock
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article
from hemicycle.texts import actions as texts
from tests.cast import OPENING_MORNING, Cast
from tests.conftest import sign_in
from tests.newsroom.writing import (
    SAID,
    again,
    approve,
    make_article,
    make_public,
    translate,
)

pytestmark = pytest.mark.django_db

HOME = "/en/uncsc-2019/newsroom/"


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


def planned(cast: Cast, hours: int, title: str = "Text") -> Article:
    article = make_article(cast.conference, cast.paul, title=title)
    return prepare.plan(
        article, release_at=OPENING_MORNING + timedelta(hours=hours),
        zone="America/Denver", is_embargoed=hours == 2, actor=cast.paul,
    )  # fmt: skip


def test_the_day_in_a_sentence_and_by_the_clock(cast: Cast, paul: Client) -> None:
    with clock.frozen(OPENING_MORNING):
        make_article(cast.conference, cast.paul, title="By hand")
        planned(cast, 4, "Later")
        approve(planned(cast, 2, "Soon"), cast.paul, cast.clara)
        html = paul.get(HOME).content.decode()
    assert "2 texts go out today. 1 is not ready yet." in html
    assert html.index("Soon") < html.index("Later") < html.index("By hand")
    rows = html.split("<tr")[2:]  # the first is the head
    assert "Ready" in rows[0]
    assert "under embargo" in rows[0]
    assert "Not approved" in rows[1]


def test_all_is_well_and_nothing_today(cast: Cast, paul: Client) -> None:
    with clock.frozen(OPENING_MORNING):
        assert "No release is planned." in paul.get(HOME).content.decode()
        article = planned(cast, 40)
        html = paul.get(HOME).content.decode()
        assert "Nothing goes out today. Next: Tue 27 Aug 2019, 23:30 MDT." in html
        approve(planned(cast, 1, "Soon"), cast.paul, cast.clara)
        html = paul.get(HOME).content.decode()
        assert "1 text goes out today. Everything is ready." in html
        assert str(article) in html


def test_what_stands_in_its_way_is_named(cast: Cast, paul: Client) -> None:
    article = planned(cast, 2)
    texts.write(article.text.source_wording, **SAID | {"body": ""}, actor=cast.paul)
    texts.comment(article.text.source_wording, "Which?", actor=cast.clara)
    html = paul.get(HOME).content.decode()
    for words in ("the text is missing.", "comments are not resolved.", "To correct"):
        assert words in html


def test_translations_behind_and_what_went_out(cast: Cast, paul: Client) -> None:
    with clock.frozen(OPENING_MORNING):
        article = make_article(cast.conference, cast.paul)
        translate(article, cast.paul)
        make_public(article, cast.paul, cast.clara)
        publish.notify(article, words={"en": "Filmed."}, actor=cast.paul)
        html = paul.get(HOME).content.decode()
        assert "All translations are up to date." in html
        assert "Filmed." in html
        texts.write(
            again(article).wordings[0], **SAID | {"body": "Other."}, actor=cast.paul
        )
        html = paul.get(HOME).content.decode()
    assert f"/newsroom/articles/{article.pk}/texts/fr/" in html
    with clock.frozen(OPENING_MORNING + timedelta(days=1)):
        html = paul.get(HOME).content.decode()
        assert "Nothing has been released today." in html


@pytest.mark.parametrize("count", [1, 3])
def test_it_has_a_fixed_number_of_queries(
    cast: Cast, paul: Client, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    with clock.frozen(OPENING_MORNING):
        for n in range(count):
            article = planned(cast, n + 1, f"Text {n}")
            translate(article, cast.paul)
            texts.write(
                article.text.source_wording, **SAID | {"body": "Other."},
                actor=cast.paul,
            )  # fmt: skip
        paul.get(HOME)
        with django_assert_num_queries(QUERIES):
            html = paul.get(HOME).content.decode()
    assert html.count("behind its source") >= count


QUERIES = 11
