"""Choosing another moment: what is said first, and when it does not work."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from hemicycle.conferences.models import Conference
from hemicycle.demo import views
from tests.cast import Cast

PAGE = "/en/demo/moments/day-after/"
COMMAND = """#!/usr/bin/env python3
import sys, time
open("asked", "w").write(" ".join(sys.argv[1:]))
{does}
"""


@pytest.fixture
def house(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> Path:
    """A demonstration whose `manage.py` does what a test says."""
    Conference.objects.filter(pk=cast.conference.pk).update(is_specimen=True)
    monkeypatch.setattr(django_settings, "IS_DEMO", True)
    monkeypatch.setattr(django_settings, "ROOT", tmp_path)
    return tmp_path


def command(house: Path, does: str) -> None:
    (house / "manage.py").write_text(COMMAND.format(does=does))


def test_the_page_says_first_what_is_lost_and_how_long_it_takes(
    client: Client, house: Path
) -> None:
    page = client.get(PAGE).content.decode()
    assert "Everything entered by visitors is deleted" in page
    assert page.index("is deleted") < page.index("<button")
    assert "up to 15 seconds" in page
    assert 'data-wait="Setting up, please wait"' in page
    assert not (house / "asked").exists()


def test_choosing_sets_the_house_back_to_that_moment(
    client: Client, house: Path
) -> None:
    command(house, "")
    chosen = client.post(PAGE, follow=True)
    assert (house / "asked").read_text() == "demo --moment day-after"
    assert chosen.redirect_chain == [("/en/demo/", 302)]
    assert "It is now: The day after." in chosen.content.decode()


def test_work_that_takes_too_long_is_ended_and_says_what_to_do(
    client: Client, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SECONDS_TO_SET_UP", 0.5)
    command(house, "time.sleep(30)")
    chosen = client.post(PAGE, follow=True)
    assert chosen.redirect_chain == [(PAGE, 302)]
    page = chosen.content.decode()
    assert "The system is busy" in page
    assert "Nothing was deleted. Wait a minute, then try again." in page
    assert "<button" in page


def test_work_that_fails_says_what_to_do(client: Client, house: Path) -> None:
    command(house, "sys.exit(1)")
    page = client.post(PAGE, follow=True).content.decode()
    assert "The date was not changed, and nothing was deleted." in page


def test_a_moment_that_is_none_is_not_found(client: Client, house: Path) -> None:
    assert client.get("/en/demo/moments/yesterday/").status_code == 404
