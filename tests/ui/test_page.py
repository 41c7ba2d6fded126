"""The frame of every page, for strangers and for those signed in."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import override_settings

GALLERY = "/en/account/components/"


def page(client: Client, address: str = GALLERY) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_public_page_carries_nothing_of_anybody(client: Client) -> None:
    response = client.get(GALLERY)
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_language_and_direction_follow_the_address(client: Client) -> None:
    assert '<html lang="en" dir="ltr">' in page(client)
    arabic = page(client, "/ar/account/components/")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "الانتقال إلى المحتوى" in arabic


def test_the_language_menu_leads_to_the_same_page(client: Client) -> None:
    html = page(client, f"{GALLERY}?page=4")
    assert '<a href="/ar/account/components/?page=4" lang="ar" hreflang="ar">' in html
    assert re.search(r'<a href="/en/[^"]*" lang="en"[^>]* aria-current="true">', html)


def test_the_skip_link_comes_first_and_leads_to_the_content(client: Client) -> None:
    html = page(client)
    first = re.search(r'<a [^>]*href="([^"]+)"', html)
    assert first and first[1] == "#main"  # noqa: PT018
    assert '<main id="main"' in html


def test_every_link_in_a_page_has_a_target(client: Client) -> None:
    html = page(client, f"{GALLERY}?sent=1")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids
    for target in re.findall(r'(?:\sfor|aria-describedby)="([^"]+)"', html):
        assert set(target.split()) <= set(ids)


def test_the_demonstration_says_so_on_every_page(client: Client) -> None:
    words = "Not a United Nations website."
    with override_settings(IS_DEMO=True):
        assert words in page(client)
    with override_settings(IS_DEMO=False):
        assert words not in page(client)


def test_the_gallery_is_no_page_of_a_real_conference(client: Client) -> None:
    with override_settings(IS_DEMO=False, IS_TESTING=False, DEBUG=False):
        assert client.get(GALLERY).status_code == 404


@pytest.mark.parametrize("code", [400, 403, 404, 409])
def test_an_error_says_what_to_do_next(code: int) -> None:
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()
    html = render_to_string(f"{code}.html", {"public": True}, request)
    assert html.count("<h1>") == 1
    assert '<a class="button" href="/">' in html
    assert "<title>" in html


def test_the_last_error_page_needs_nothing_at_all() -> None:
    html = render_to_string("500.html")
    assert "Submitting it twice does no harm." in html


def test_messages_are_notices_with_a_sign() -> None:
    messages = [
        Message(constants.SUCCESS, "Saved."),
        Message(constants.ERROR, "<b>No</b>"),
    ]
    html = render_to_string("ui/messages.html", {"messages": messages})
    assert '<li class="notice good"><svg' in html
    assert '<li class="notice stop"><svg' in html
    assert "&lt;b&gt;No&lt;/b&gt;" in html


def test_the_navigation_marks_where_one_is() -> None:
    html = render_to_string(
        "ui/header.html",
        {
            "navigation": [("Desk", "/d/", False), ("Badges", "/b/", True)],
            "conference": SimpleNamespace(short_name="68th", slug="x"),
            "public": True,
        },
    )
    assert '<a href="/d/">Desk</a>' in html
    assert '<a href="/b/" aria-current="page">Badges</a>' in html
    assert "<span>68th</span>" in html


# -- A form whose protection ran out ---------------------------------------------------

TYPED = {"full_name": "Ólafur <Þór>", "remarks": "two\nlines", "role": ["head", "vip"]}


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_what_was_typed_survives_a_lost_token(strict: Client) -> None:
    response = strict.post(GALLERY, TYPED, headers={"Sec-Fetch-Site": "same-origin"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Ólafur &lt;Þór&gt;</textarea>" in html
    assert re.findall(r'<textarea name="([^"]+)"', html) == [
        "full_name",
        "remarks",
        "role",
        "role",
    ]
    assert response["Cache-Control"] == "private, no-store"


def test_the_button_sends_it_again_with_a_fresh_token(strict: Client) -> None:
    html = strict.post(
        GALLERY, TYPED, headers={"Sec-Fetch-Site": "same-origin"}
    ).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    assert f'<form method="post" action="{GALLERY}"' in html
    again = strict.post(GALLERY, TYPED | {"csrfmiddlewaretoken": token[1]})
    assert "submit this again" not in again.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/testserver/"},
        {},
    ],
)
def test_a_forgery_gets_no_friendly_button(
    strict: Client, headers: dict[str, str]
) -> None:
    html = strict.post(GALLERY, TYPED, headers=headers).content.decode()
    assert "This form was not submitted from our site" in html
    assert "Ólafur" not in html
    assert "<textarea" not in html


ASKED: list[str] = []


def sections(request: HttpRequest) -> list[tuple[str, str, bool]]:
    ASKED.append(request.path)
    return [("Desk", "/d/", True)]


def test_a_page_asks_for_the_sections_of_the_site_once(client: Client) -> None:
    ASKED.clear()
    with override_settings(NAVIGATION=f"{__name__}.sections"):
        html = page(client)
    assert '<a href="/d/" aria-current="page">Desk</a>' in html
    assert len(ASKED) == 1
