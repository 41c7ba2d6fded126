"""Search engines are told of what is public, and of nothing else."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from hemicycle.newsroom.actions import publish
from tests.cast import Cast, make_conference
from tests.newsroom.writing import make_article, make_public, translate

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def named() -> list[str]:
    answer = Client().get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)  # our own
    return [str(each.text).removeprefix(SITE) for each in root.iter() if each.text]


def test_public_pages_are_named_in_each_language_they_have(cast: Cast) -> None:
    make_conference(slug="hidden-2020", edition=69, is_published=False)
    article = make_article(cast.conference, cast.paul)
    translate(article, cast.paul)
    draft = make_article(cast.conference, cast.paul, title="Draft")
    make_public(article, cast.paul, cast.clara)
    addresses = named()
    for code in ("en", "fr"):
        assert f"/{code}/uncsc-2019/news/{article.pk}/" in addresses
    assert "/ar/uncsc-2019/programme/" in addresses
    assert not [a for a in addresses if draft.pk in a or "hidden" in a]
    publish.withdraw(article, words={"en": "W"}, reason="R", actor=cast.paul)
    assert not [a for a in named() if article.pk in a]
