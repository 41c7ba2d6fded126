"""The language menu works on every page, and loses nothing that was typed."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conferences.test_set_up import SET_UP, basics
from tests.conftest import sign_in
from tests.people.test_kept_forms import shown

BASICS = f"{SET_UP}basics/"


def offered(client: Client, page: str) -> dict[str, str]:
    """Each language that the menu of a page offers a stranger, with its address."""
    context: Any = client.get(page).context
    return {each.code: each.href for each in context["site_languages"]()}


@pytest.mark.parametrize(
    ("page", "in_arabic"),
    [
        ("/v/", "/v/?language=ar"),
        ("/v/XXXX?a=b", "/v/XXXX?a=b&language=ar"),
        ("/en/no/such/page/?a=b", "/ar/no/such/page/?a=b"),
        ("/nowhere", "/nowhere?language=ar"),
    ],
)
def test_the_menu_leads_to_the_same_page_in_the_other_language(
    client: Client, cast: Cast, page: str, in_arabic: str
) -> None:
    assert offered(client, page)["ar"] == in_arabic
    there = client.get(in_arabic, follow=True)
    assert '<html lang="ar"' in there.content.decode()


def test_an_address_without_a_language_is_read_on_in_the_one_chosen(
    client: Client, cast: Cast
) -> None:
    client.get("/v/?language=ar")
    assert '<html lang="ar"' in client.get("/v/").content.decode()
    client.get("/v/?language=xx")
    assert '<html lang="ar"' in client.get("/v/").content.decode()


def test_the_address_of_a_page_says_its_language_whatever_is_asked_behind_it(
    client: Client, cast: Cast
) -> None:
    page = client.get("/en/account/sign-in/?language=ar")
    assert '<html lang="en"' in page.content.decode()


def test_what_was_typed_is_there_in_the_other_language(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    typed = basics(cast, theme_en="Rivers") | shown(client)
    del typed["name_0"]
    answer = client.post(
        "/en/account/language/",
        {
            "language": "ar",
            "next": BASICS,
            "draft": urlencode(typed, doseq=True),
            "draft_action": BASICS,
        },
    )
    there = BASICS.replace("/en/", "/ar/")
    assert answer["Location"] == there
    assert 'value="Rivers"' in client.get(there).content.decode()
    cast.conference.refresh_from_db()
    assert cast.conference.theme.get("en") != "Rivers"


def test_what_was_typed_is_there_without_script_too(client: Client, cast: Cast) -> None:
    sign_in(client, cast.clara)
    assert 'name="read_in" value="ar"' in client.get(BASICS).content.decode()
    typed = basics(cast, theme_en="Rivers", read_in="ar") | shown(client)
    del typed["name_0"]
    answer = client.post(
        "/en/account/language/",
        typed,
        headers={"referer": f"http://testserver{BASICS}"},
    )
    there = BASICS.replace("/en/", "/ar/")
    assert answer["Location"] == there
    assert 'value="Rivers"' in client.get(there).content.decode()
    cast.conference.refresh_from_db()
    assert cast.conference.theme.get("en") != "Rivers"
