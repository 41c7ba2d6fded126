"""Rooms add their own kinds of window and notice; nothing below knows them."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle import rooms
from hemicycle.conferences import kinds
from hemicycle.conferences.models import Notice, Window
from hemicycle.delegations import asked
from hemicycle.lib import clock
from tests.cast import Cast
from tests.conftest import sign_in

CONFERENCE = "/en/uncsc-2019/conference/"


def forget_kinds() -> None:
    kinds.windows.cache_clear()
    kinds.notices.cache_clear()


@pytest.fixture
def new_room(monkeypatch: pytest.MonkeyPatch) -> object:
    """A room above with a window and a notice of its own."""
    room = SimpleNamespace(
        WINDOWS=[replace(asked.WINDOWS[0], code="call", label="call for proposals")],
        NOTICES=[replace(asked.NOTICES[2], code="embargo", label="embargo rules")],
    )
    real = rooms.answering

    def answering(name: str) -> list[object]:
        return [*real(name), *([room] if name == "asked" else [])]

    monkeypatch.setattr(rooms, "answering", answering)
    forget_kinds()
    yield room
    monkeypatch.undo()
    forget_kinds()


def window(cast: Cast, kind: str, days: int = 1) -> Window:
    now = clock.now()
    return Window(
        conference=cast.conference,
        kind=kind,
        opens_at=now - timedelta(days=300),
        closes_at=now + timedelta(days=days),
    )


@pytest.mark.usefixtures("new_room")
def test_a_room_adds_a_window_that_the_chief_sets(cast: Cast, client: Client) -> None:
    cast.conference.windows.filter(kind="call").delete()
    sign_in(client, cast.clara)
    assert (
        "call for proposals" in client.get(f"{CONFERENCE}windows/new/").content.decode()
    )
    response = client.post(
        f"{CONFERENCE}windows/new/",
        {
            "kind": "call",
            "opens_at": "2019-03-01T00:00",
            "closes_at": "2019-07-15T23:59",
            "grace_minutes": "0",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert str(cast.conference.windows.get(kind="call")) == "call for proposals"


@pytest.mark.usefixtures("new_room")
def test_a_room_adds_a_notice_that_the_chief_writes(cast: Cast, client: Client) -> None:
    sign_in(client, cast.clara)
    assert "Embargo rules" in client.get(f"{CONFERENCE}notices/").content.decode()
    assert client.get(f"{CONFERENCE}notices/embargo/").status_code == 200
    assert client.get(f"{CONFERENCE}notices/horoscope/").status_code == 404


def test_a_kind_whose_room_is_gone_breaks_no_page(cast: Cast, client: Client) -> None:
    gone = window(cast, "horoscope")
    gone.save()
    Notice.objects.create(
        conference=cast.conference,
        kind="horoscope",
        text={"en": "Stars"},
        published_at=clock.now(),
    )
    assert "horoscope" not in client.get("/en/uncsc-2019/").content.decode()
    assert "Stars" not in client.get("/en/uncsc-2019/privacy/").content.decode()
    sign_in(client, cast.clara)
    for page in ("", "windows/", f"windows/{gone.pk}/", "notices/"):
        assert client.get(CONFERENCE + page).status_code == 200
    assert client.post(f"{CONFERENCE}windows/{gone.pk}/remove/").status_code == 302


def test_no_window_of_an_unknown_kind_is_stored(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        window(cast, "horoscope").full_clean()
    assert [each.code for each in refused.value.error_dict["kind"]] == ["unknown-kind"]


@pytest.mark.parametrize("kind", ["nomination", "confirmation"])
def test_confirming_does_not_close_before_nominating(cast: Cast, kind: str) -> None:
    cast.conference.windows.filter(kind__in=["invitation", kind]).delete()
    other = cast.conference.windows.get(
        kind={"nomination": "confirmation", "confirmation": "nomination"}[kind]
    )
    new = window(cast, kind)
    for hours, is_refused in ((-1, kind == "confirmation"), (1, kind == "nomination")):
        new.closes_at = other.closes_at + timedelta(hours=hours)
        if is_refused:
            with pytest.raises(ValidationError) as refused:
                new.full_clean()
            codes = [e.code for e in refused.value.error_dict["__all__"]]
            assert codes == ["wrong-order"]
        else:
            new.full_clean()
