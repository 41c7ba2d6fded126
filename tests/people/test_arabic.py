"""Pages and letters of an account in Arabic: complete, and right to left."""

import re

import pytest
from django.test import Client

from hemicycle.people import actions
from hemicycle.post.drafts import Draft
from tests.cast import Cast
from tests.conftest import sign_in


def preview(
    template: str, language: str, context: dict[str, object]
) -> tuple[str, str]:
    draft = Draft(template=template, to="", language=language, context=context)
    return draft.subject, draft.body


# What stays as it is: names of people, of time zones, of the product, of codes.
KEPT = re.compile(
    r"(?s)<head>.*?</head>|<select.*?</select>|<svg.*?</svg>|<(style|script).*?</\1>"
    r"|<header.*?</header>|<footer.*?</footer>|<bdi>.*?</bdi>"
    r'|<span class="identifier">.*?</span>|<[^>]+>|[\w.+-]+@[\w.]+|&\w+;|&#\w+;'
)


def latin_words(html: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", KEPT.sub(" ", html))


@pytest.mark.parametrize(
    "page",
    [
        "sign-in/", "fresh-code/", "second-factor/", "app/", "passkeys/", "settings/",
        "emails/", "?all",
    ],
)  # fmt: skip
def test_pages_are_complete(cast: Cast, page: str) -> None:
    client = Client() if page == "sign-in/" else sign_in(Client(), cast.rosa)
    if page == "app/":
        actions.begin_app(cast.rosa, actor=cast.rosa)
    response = client.get(f"/ar/account/{page}")
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert latin_words(html) == []


@pytest.mark.parametrize(
    "what",
    [
        "app-added", "app-removed", "passkey-added", "passkey-removed",
        "recovery-used", "reset-asked", "reset-done",
    ],
)  # fmt: skip
def test_letters_are_complete_and_differ(what: str) -> None:
    context = {"what": what, "name": "أمينة"}
    subject, body = preview("people/changed", "ar", context)
    assert latin_words(subject + body) == []
    english, _body = preview("people/changed", "en", context)
    others = {"app-added", "passkey-added", "reset-done"} - {what}
    for other in others:
        assert preview("people/changed", "en", context | {"what": other})[0] != (
            english
        )
        assert preview("people/changed", "ar", context | {"what": other})[0] != (
            subject
        )


def test_the_letter_with_a_code_is_complete() -> None:
    subject, body = preview("people/code", "ar", {"code": "1", "minutes": 20})
    assert latin_words(subject + body) == []
    assert "20" in body
