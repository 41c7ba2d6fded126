"""A list that stays open is told that rows have changed."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from time import time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions
from hemicycle.badges.models import Badge
from hemicycle.people import sessions
from tests.cast import Cast
from tests.conftest import sign_in
from tests.tables.test_lists import LIST, desk, make

__all__ = ["desk", "make"]


def question(client: Client, query: str = "?view=all") -> str:
    """What the open page asks by itself."""
    match = re.search(r'data-ask="([^"]+)"', client.get(f"{LIST}{query}").text)
    assert match
    return LIST + unescape(match[1])


def test_an_open_list_is_told_how_many_rows_changed(
    desk: Client,
    cast: Cast,
    make: Callable[[str], Badge],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ana, bo, _cy = make("Ana"), make("Bo"), make("Cy")
    ask = question(desk)
    desk.get(ask)
    # Session, user, conference, hats; what was written since.
    with django_assert_num_queries(5):
        answer = desk.get(ask)
    assert (answer.status_code, answer.content) == (204, b"")
    actions.hand_out(ana, actor=cast.ravi)
    assert desk.get(ask).text == "1 row changed."
    actions.revoke(ana, reason="Lost.", actor=cast.ravi)
    actions.hand_out(bo, actor=cast.ravi)
    assert desk.get(ask).text == "2 rows changed."
    assert desk.get(question(desk)).status_code == 204


def test_rows_that_the_reader_does_not_see_are_not_counted(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    ana = make("Ana")
    ask = question(desk)
    actions.hand_out(ana, actor=cast.ravi)
    nobody = sign_in(Client(), cast.amina)
    assert nobody.get(ask).status_code == 403
    Badge.objects.filter(pk=ana.pk).delete()
    assert desk.get(ask).status_code == 204


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30])
def test_nonsense_is_the_list_itself(
    desk: Client, make: Callable[[str], Badge], since: str
) -> None:
    make("Ana")
    assert "Ana" in desk.get(f"{LIST}?view=all&since={since}").text


def test_asking_does_not_keep_a_session_alive(
    desk: Client, make: Callable[[str], Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    make("Ana")
    ask = question(desk)
    answers = []
    for minutes in (10, 20, 29, 31):
        later = time() + timedelta(minutes=minutes).seconds
        monkeypatch.setattr(sessions, "time", lambda later=later: later)
        answer = desk.get(ask, headers={"X-Unattended": "1"})
        answers.append(answer.status_code)
    assert answers == [204, 204, 204, 302]
