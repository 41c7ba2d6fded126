"""A part that is kept, its holes filled, is what the page would have drawn."""

import pytest
from django.test import Client
from django.utils import translation

from hemicycle.badges import actions
from hemicycle.tables import parts
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.tables.test_lists import LIST, SAVE

NAMES = ("views", "filterbar", "heads", "foot")
NASTY = "%22%3E%3Cb%3E%26+a%2Bb+%E7%8E%8B"  # "><b>& a+b 王
QUERIES = [
    "?view=all",
    "?q=haddad",
    "?q=wei",
    f"?q={NASTY}&state=revoked&sort=-serial&columns=serial",
    f"?q={NASTY}&counts=state",
    "?state=in-hand&rows=100",
    "?state=in-hand&q=%EE%80%81%EE%80%80",  # holes, typed
]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.rosa)
    person = make_registration(
        delegation=cast.delegation, full_name="Ana Haddad", state="approved",
        email="ana@example.org",
    )  # fmt: skip
    actions.issue(person, actor=cast.rosa)
    client.post(SAVE, {"name": "Mine <b>", "query": "state=revoked&q=ana"})
    return client


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_kept_part_is_what_the_page_would_have_drawn(
    desk: Client, language: str
) -> None:
    for _turn in range(2):
        for query in QUERIES:
            address = LIST.replace("/en/", f"/{language}/") + query
            page = desk.get(address).context["page"]
            with translation.override(language):
                drawn = {name: parts._drawn(page, name) for name in NAMES}
                assert {name: parts.part(page, name) for name in NAMES} == drawn


def test_what_one_reader_typed_is_not_kept(desk: Client) -> None:
    parts._PARTS.clear()
    desk.get(f"{LIST}?q=haddad")
    desk.get(LIST)
    assert len(parts._PARTS) >= 6
    kept = f"{parts._PARTS}".lower()
    assert not [typed for typed in ("haddad", "mine", "q=ana") if typed in kept]
