"""A form that cannot be stored when it is sent is not lost."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from hemicycle.people import kept
from tests.cast import Cast
from tests.conferences.test_set_up import SET_UP, basics
from tests.conftest import sign_in

BASICS = f"{SET_UP}basics/"
HERE = {"Referer": f"http://testserver{BASICS}", "Sec-Fetch-Site": "same-origin"}


def shown(client: Client) -> dict[str, str]:
    """The hidden fields of the form as it was shown."""
    html = client.get(BASICS).content.decode()
    form = html[html.index("<main") :]
    pairs = re.findall(r'name="(submission|typed_by)" value="([^"]+)"', form)
    return dict(pairs[:2])


@pytest.fixture
def typed(client: Client, cast: Cast) -> dict[str, Any]:
    """What Clara typed before her session ended."""
    sign_in(client, cast.clara)
    fields = basics(cast, theme_en="Rivers & <seas>", languages=["en", "fr"])
    fields |= shown(client)
    del fields["name_0"]
    client.session.flush()
    return fields


def end_session(client: Client) -> None:
    client.cookies.pop("sessionid", None)
    client.logout()


def test_after_signing_in_the_same_form_holds_what_was_typed(
    client: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    end_session(client)
    answer = client.post(BASICS, typed, headers=HERE)
    assert answer["Location"].endswith(f"?{urlencode({'next': BASICS})}")
    sign_in(client, cast.clara)
    page = client.get(BASICS)
    html = page.content.decode()
    assert 'value="Rivers &amp; &lt;seas&gt;"' in html
    ticked = re.findall(r'name="languages" value="(\w+)"[^>]* checked', html)
    assert ticked == ["en", "fr"]
    cast.conference.refresh_from_db()
    assert cast.conference.theme.get("en") != "Rivers & <seas>"
    assert kept.SESSION not in client.session
    assert "Rivers" not in client.get(BASICS).content.decode()


def test_nobody_else_gets_it(client: Client, cast: Cast, typed: dict[str, Any]) -> None:
    end_session(client)
    client.post(BASICS, typed, headers=HERE)
    cast.conference.roles.create(user=cast.rosa, hat="chief")
    sign_in(client, cast.rosa)
    assert "Rivers" not in client.get(BASICS).content.decode()
    sign_in(client, cast.clara)
    assert "Rivers" not in client.get(BASICS).content.decode()


@pytest.mark.parametrize("typed_by", [None, "", "forged", "1:forged"])
def test_a_stranger_can_keep_nothing(
    client: Client, cast: Cast, typed: dict[str, Any], typed_by: str | None
) -> None:
    end_session(client)
    del typed["typed_by"]
    if typed_by is not None:
        typed["typed_by"] = typed_by
    client.post(BASICS, typed, headers=HERE)
    assert kept.SESSION not in client.session


def test_what_is_kept_is_sealed_and_holds_no_code(
    client: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    end_session(client)
    client.post(BASICS, typed | {"code": "123456"}, headers=HERE)
    assert "Rivers" not in client.session[kept.SESSION]
    sign_in(client, cast.clara)
    assert "123456" not in client.get(BASICS).content.decode()


def test_it_is_kept_for_an_hour(
    client: Client,
    cast: Cast,
    typed: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end_session(client)
    client.post(BASICS, typed, headers=HERE)
    sign_in(client, cast.clara)
    monkeypatch.setattr(kept, "SECONDS", 0)
    assert "Rivers" not in client.get(BASICS).content.decode()


def test_a_form_too_large_is_not_kept(
    client: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    end_session(client)
    client.post(BASICS, typed | {"theme_en": "x" * kept.LARGEST}, headers=HERE)
    assert kept.SESSION not in client.session


def test_without_a_token_against_forgery_the_form_comes_back_filled(
    cast: Cast,
) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.clara)
    fields = basics(cast, theme_en="Rivers") | shown(client)
    del fields["name_0"]
    answer = client.post(BASICS, fields, headers=HERE)
    assert answer["Location"] == BASICS
    assert 'value="Rivers"' in client.get(BASICS).content.decode()


def test_another_site_keeps_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.clara)
    fields = basics(cast, theme_en="Rivers") | shown(client)
    answer = client.post(BASICS, fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert kept.SESSION not in client.session


def test_what_has_no_place_in_the_form_any_more_is_shown_by_itself(
    client: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    end_session(client)
    client.post(BASICS, typed | {"gone": "A field of before"}, headers=HERE)
    sign_in(client, cast.clara)
    html = client.get(BASICS).content.decode()
    assert "A field of before" in html
    assert f'<form method="post" action="{BASICS}"' in html
