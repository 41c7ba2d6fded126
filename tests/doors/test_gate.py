import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.doors.models import Device, Scan, Shift
from hemicycle.lib.codes import new_id
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

GATE = "/en/uncsc-2019/doors/{}/gate/"


@pytest.fixture
def badge(cast: Cast) -> Badge:
    person = make_registration(
        delegation=cast.delegation, state=Registration.State.APPROVED
    )
    return badges.issue(person, actor=cast.rosa)


def enrolled(client: Client, cast: Cast) -> str:
    """Puts a phone on a shift, as supervisor and steward do. The gate's address."""
    door = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    desk = sign_in(Client(), cast.dina)
    page = desk.post(door + "phones/", {"name": "phone 7"}).content.decode()
    token = re.search(r"/doors/enrolment/([\w-]+)/", page)
    assert token
    shift = desk.post(
        door + "shifts/",
        {
            "steward": "Sam Begay",
            "starts_at": "2019-08-26T06:00",
            "ends_at": "2019-08-26T10:00",
        },
    ).content.decode()
    pin = re.search(r'<bdi dir="ltr">(\d{6})</bdi>', shift)
    assert pin
    begun = client.post(f"/en/uncsc-2019/doors/enrolment/{token[1]}/")
    assert begun.status_code == 302
    assert client.post(door + "shift/", {"pin": pin[1]}).status_code == 302
    return GATE.format(cast.north.pk)


def test_an_enrolled_phone_answers_green_with_a_word_and_a_shape(
    client: Client, cast: Cast, badge: Badge
) -> None:
    gate = enrolled(client, cast)
    reply = client.post(gate, {"code": badge.serial, "scan": new_id()})
    html = reply.content.decode()
    assert 'data-answer="enter"' in html
    assert "<h1>Enter</h1>" in html
    assert 'class="shape"' in html
    kept = Scan.objects.get()
    assert (kept.device, kept.shift) == (Device.objects.get(), Shift.objects.get())


def test_red_says_why_and_what_to_say(client: Client, cast: Cast, badge: Badge) -> None:
    gate = enrolled(client, cast)
    Registration.objects.update(state=Registration.State.WITHDRAWN)
    html = client.post(gate, {"code": badge.code, "scan": new_id()}).content.decode()
    assert "<h1>Stop</h1>" in html
    assert "The registration is not approved." in html
    assert "Help desk" in html


def test_a_reply_is_small_and_costs_few_statements(
    client: Client,
    cast: Cast,
    badge: Badge,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Goal P4: at most six statements, a reply of at most 1 KB."""
    gate = enrolled(client, cast)
    client.get(gate)
    with django_assert_max_num_queries(6):
        reply = client.post(
            gate,
            {"code": badge.code, "scan": new_id()},
            headers={"hx-request": "true"},
        )
    assert len(reply.content) <= 1024
    assert reply.content.decode().strip().startswith("<section")


def test_the_enrolment_is_drawn_for_a_phones_camera(cast: Cast) -> None:
    desk = sign_in(Client(), cast.dina)
    page = desk.post(
        f"/en/uncsc-2019/doors/{cast.north.pk}/phones/", {"name": "phone 7"}
    ).content.decode()
    assert '<div class="enrol-code"><svg' in page


def test_a_stranger_finds_no_gate(client: Client, cast: Cast) -> None:
    gate = GATE.format(cast.north.pk)
    assert client.get(gate).status_code == 404
    for user in (cast.eve, cast.lin, cast.paul, cast.rosa):
        assert sign_in(Client(), user).get(gate).status_code == 404


def test_a_steward_may_use_an_own_account(
    client: Client, cast: Cast, badge: Badge
) -> None:
    gate = GATE.format(cast.north.pk)
    sign_in(client, cast.sam).post(gate, {"code": badge.code, "scan": new_id()})
    assert Scan.objects.get().steward == cast.sam


def test_an_enrolment_works_once_and_looking_at_it_changes_nothing(
    client: Client, cast: Cast
) -> None:
    desk = sign_in(Client(), cast.dina)
    page = desk.post(
        f"/en/uncsc-2019/doors/{cast.north.pk}/phones/", {"name": "phone 7"}
    ).content.decode()
    token = re.search(r"/doors/enrolment/([\w-]+)/", page)
    assert token
    address = f"/en/uncsc-2019/doors/enrolment/{token[1]}/"
    for _prefetch in range(50):
        assert client.get(address).status_code == 200
    assert Device.objects.get().enrolled_at is None
    assert client.post(address).status_code == 302
    second = Client().post(address)
    assert second.status_code == 422
    assert "Ask for a new one" in second.content.decode()


def test_wrong_pins_lock_the_phone(client: Client, cast: Cast) -> None:
    enrolled(client, cast)
    address = f"/en/uncsc-2019/doors/{cast.north.pk}/shift/"
    for _try in range(5):
        assert client.post(address, {"pin": "nope"}).status_code == 422
    page = client.post(address, {"pin": "nope"}).content.decode()
    assert "Too many wrong PINs" in page


def test_an_ended_phone_opens_nothing_more(
    client: Client, cast: Cast, badge: Badge
) -> None:
    gate = enrolled(client, cast)
    device = Device.objects.get()
    sign_in(Client(), cast.dina).post(
        f"/en/uncsc-2019/doors/{cast.north.pk}/phones/{device.pk}/end/"
    )
    assert client.post(gate, {"code": badge.code, "scan": new_id()}).status_code == 404
    assert not Scan.objects.exists()


@pytest.mark.parametrize("who", ["sam", "rosa"])
def test_only_a_supervisor_runs_doors(cast: Cast, who: str) -> None:
    desk = sign_in(Client(), getattr(cast, who))
    door = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    assert desk.get(door).status_code == 200
    for path, data in (
        ("phones/", {"name": "x"}),
        ("shifts/", {"steward": "x"}),
        ("", {"name": "West", "is_open": "on"}),
    ):
        assert desk.post(door + path, data).status_code == 403
    cast.north.refresh_from_db()
    assert cast.north.name == "North"
    assert not Device.objects.exists()


@pytest.mark.parametrize("scans", [1, 3])
def test_a_doors_page_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    badge: Badge,
    scans: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    gate = enrolled(Client(), cast)
    steward = sign_in(Client(), cast.sam)
    for _one in range(scans):
        steward.post(gate, {"code": badge.code, "scan": new_id()})
    sign_in(client, cast.dina)
    with django_assert_num_queries(QUERIES):
        client.get(f"/en/uncsc-2019/doors/{cast.north.pk}/")


QUERIES = 10
