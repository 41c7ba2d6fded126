"""Two people edit the same thing at the same time: neither loses anything."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from hemicycle.conferences.models import Hall
from hemicycle.people.models import User
from tests.cast import Cast
from tests.conferences.test_set_up import SET_UP, basics
from tests.conftest import sign_in

BASICS = f"{SET_UP}basics/"


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.clara)


@pytest.fixture
def second(cast: Cast) -> Client:
    carl = User.objects.create_user("carl@example.org", name="Carl")
    cast.conference.roles.create(user=carl, hat="chief")
    return sign_in(Client(), carl)


def as_read(client: Client, page: str = BASICS) -> str:
    """The version that this reader's form carries."""
    text = client.get(page).content.decode()
    found = re.search(r'name="as_read" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def stored(cast: Cast) -> dict[str, Any]:
    cast.conference.refresh_from_db()
    it = cast.conference
    return {"theme": it.theme, "venue": it.venue, "edition": it.edition}


def untouched(client: Client, cast: Cast) -> dict[str, Any]:
    """What this reader's form sends if nobody touches it."""
    client.post(BASICS, basics(cast))
    return basics(cast)


def test_changes_that_do_not_touch_each_other_are_merged_and_said(
    chief: Client, second: Client, cast: Cast
) -> None:
    typed = untouched(chief, cast)
    mine, theirs = as_read(chief), as_read(second)
    second.post(BASICS, typed | {"as_read": theirs, "theme_en": "Rivers"})
    answer = chief.post(BASICS, typed | {"as_read": mine, "edition": "69"}, follow=True)
    assert answer.redirect_chain
    assert stored(cast)["theme"]["en"] == "Rivers"
    assert stored(cast)["edition"] == 69
    said = [message.message for message in answer.context["messages"]]
    assert any("Theme" in text for text in said)
    assert not any("Venue" in text for text in said)


def test_a_conflict_stores_nothing_and_shows_both_versions_with_who(
    chief: Client, second: Client, cast: Cast
) -> None:
    typed = untouched(chief, cast)
    mine, theirs = as_read(chief), as_read(second)
    second.post(BASICS, typed | {"as_read": theirs, "theme_en": "Rivers"})
    before = stored(cast)
    answer = chief.post(
        BASICS, typed | {"as_read": mine, "theme_en": "Seas", "edition": "69"}
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors.as_data()) == ["theme"]
    assert form.errors.as_data()["theme"][0].code == "changed"
    conflict = form.conflicts["theme"]
    assert conflict.who == "Carl"
    assert conflict.when
    assert "Rivers" in conflict.saved
    text = answer.content.decode()
    assert 'value="Seas"' in text
    assert 'value="69"' in text
    assert stored(cast) == before


@pytest.mark.parametrize(
    ("choice", "theme"), [("mine", "Seas"), ("theirs", "Rivers"), (None, "Seas")]
)
def test_the_version_chosen_is_stored(
    chief: Client, second: Client, cast: Cast, choice: str | None, theme: str
) -> None:
    typed = untouched(chief, cast)
    mine, theirs = as_read(chief), as_read(second)
    second.post(BASICS, typed | {"as_read": theirs, "theme_en": "Rivers"})
    typed |= {"as_read": mine, "theme_en": "Seas"}
    shown = chief.post(BASICS, typed).context["form"]
    typed["as_read"] = shown["as_read"].value()
    if choice:
        typed[shown.conflicts["theme"].name] = choice
    assert chief.post(BASICS, typed).status_code == 302
    assert stored(cast)["theme"]["en"] == theme


def test_a_third_change_between_is_a_conflict_again(
    chief: Client, second: Client, cast: Cast
) -> None:
    typed = untouched(chief, cast)
    mine, theirs = as_read(chief), as_read(second)
    second.post(BASICS, typed | {"as_read": theirs, "theme_en": "Rivers"})
    typed |= {"as_read": mine, "theme_en": "Seas"}
    shown = chief.post(BASICS, typed).context["form"]
    typed["as_read"] = shown["as_read"].value()
    second.post(BASICS, typed | {"as_read": as_read(second), "theme_en": "Mountains"})
    answer = chief.post(BASICS, typed)
    assert answer.status_code == 422
    assert "Mountains" in answer.context["form"].conflicts["theme"].saved


def test_both_wrote_the_same_and_nothing_is_asked(
    chief: Client, second: Client, cast: Cast
) -> None:
    typed = untouched(chief, cast)
    mine, theirs = as_read(chief), as_read(second)
    second.post(BASICS, typed | {"as_read": theirs, "theme_en": "Rivers"})
    answer = chief.post(BASICS, typed | {"as_read": mine, "theme_en": "Rivers"})
    assert answer.status_code == 302


def test_a_ticked_box_and_capacities_are_compared_too(
    chief: Client, second: Client, cast: Cast
) -> None:
    hall = Hall.objects.filter(conference=cast.conference).first()
    if hall is None:
        hall = Hall.objects.create(conference=cast.conference, name="Hall 1")
    page = f"{SET_UP}halls/{hall.pk}/"
    typed = {"name": hall.name, "booths": str(hall.booths), "zone": hall.zone_id or ""}
    second.post(page, typed)
    mine, theirs = as_read(chief, page), as_read(second, page)
    second.post(page, typed | {"as_read": theirs, "capacity-theatre": "300"})
    chief.post(page, typed | {"as_read": mine, "booths": "4"})
    hall.refresh_from_db()
    assert hall.booths == 4
    assert hall.set_ups.get(kind="theatre").capacity == 300


def test_a_role_that_another_chief_changed_meanwhile_is_not_overwritten(
    chief: Client, second: Client, cast: Cast
) -> None:
    """Between reading and looking at the e-mail, and between looking and sending."""
    role = cast.conference.roles.get(user=cast.paul)
    page = f"{SET_UP}roles/{role.pk}/"

    def change(client: Client, hat: str, version: str) -> Any:
        typed = {"hat": hat, "scope": "", "as_read": version}
        look = client.post(page, typed)
        if look.status_code != 200:
            return look
        seen = {"step": "send", "seen": look.context["preview"].fingerprint}
        typed["as_read"] = look.context["form"]["as_read"].value()
        return client.post(page, typed | seen)

    mine = as_read(chief, page)
    assert change(second, "protocol", as_read(second, page)).status_code == 302
    answer = change(chief, "registrar", mine)
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["hat"][0].code == "changed"
    assert answer.context["form"].conflicts["hat"].who == "Carl"
    role.refresh_from_db()
    assert role.hat == "protocol"


def test_a_new_thing_has_no_version(chief: Client, cast: Cast) -> None:
    assert "as_read" not in chief.get(f"{SET_UP}halls/new/").context["form"].fields


@pytest.mark.parametrize("version", ["", "{}", "[1]", '["x", 3]', "[1e99, {}]"])
def test_a_version_that_cannot_be_read_is_none(
    chief: Client, cast: Cast, version: str
) -> None:
    typed = basics(cast, edition="69", as_read=version)
    assert chief.post(BASICS, typed).status_code == 302
    assert stored(cast)["edition"] == 69
