import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.doors import actions as doors
from hemicycle.doors.models import Device, Door, Scan, Shift
from hemicycle.doors.rules import REPLIES
from hemicycle.lib import clock
from hemicycle.lib.codes import new_id
from tests.cast import OPENING_MORNING, Cast, make_conference, make_registration
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


@pytest.mark.parametrize("answer", [one for one in REPLIES if one != "enter"])
def test_every_red_says_in_words_where_to_send_the_person(answer: str) -> None:
    assert str(REPLIES[answer].send)


def test_a_verdict_names_the_code_and_the_time(
    client: Client, cast: Cast, badge: Badge
) -> None:
    gate = enrolled(client, cast)
    for code, told in ((badge.code, str(badge)), ("0000-0000", "00000000")):
        reply = client.post(gate, {"code": code, "scan": new_id()})
        told_by = reply.content.decode().partition('<p class="told">')[2]
        assert f'<bdi dir="ltr">{told}</bdi>' in told_by.partition("</p>")[0]
        assert ">07:30</time>" in told_by.partition("</p>")[0]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=50), "Let in just now at North"),
        (timedelta(minutes=1), "Let in 1 minute ago at North"),
        (timedelta(minutes=12), "Let in 12 minutes ago at North"),
        (timedelta(hours=2), "Let in at 07:30 at North"),
    ],
)
def test_a_second_scan_says_when_and_where_the_first_let_in(
    client: Client, cast: Cast, badge: Badge, later: timedelta, words: str
) -> None:
    gate = GATE.format(cast.north.pk)
    sign_in(client, cast.sam)
    first = client.post(gate, {"code": badge.code, "scan": new_id()}).content.decode()
    assert "Let in" not in first
    again = new_id()
    with clock.frozen(OPENING_MORNING + later):
        for _sent_twice in range(2):
            html = client.post(gate, {"code": badge.code, "scan": again})
            assert f"<p><b>{words}</b></p>" in html.content.decode()
        Registration.objects.update(state=Registration.State.WITHDRAWN)
        red = client.post(gate, {"code": badge.code, "scan": new_id()}).content.decode()
        assert "Let in just now at North" in red
    with clock.frozen(OPENING_MORNING + timedelta(days=1)):
        next_day = client.post(gate, {"code": badge.code, "scan": new_id()})
        assert "Let in" not in next_day.content.decode()


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
    assert "Ask your supervisor for a new one" in second.content.decode()


def test_an_enrolment_outlives_another_conferences_address(
    client: Client, cast: Cast
) -> None:
    _device, token = doors.enrol(cast.north, name="phone 7", actor=cast.dina)
    other = make_conference(slug="elsewhere")
    elsewhere = client.post(f"/en/{other.slug}/doors/enrolment/{token}/")
    assert elsewhere.status_code == 422
    assert "door" not in client.cookies
    assert Device.objects.get().enrolled_at is None
    here = client.post(f"/en/uncsc-2019/doors/enrolment/{token}/")
    assert here.status_code == 302


def test_guesses_sent_side_by_side_are_counted_each(cast: Cast) -> None:
    """Each has read the phone before any other was counted."""
    doors.enrol(cast.north, name="phone 7", actor=cast.dina)
    _shift, pin = doors.give_shift(
        cast.north,
        steward="Sam Begay",
        starts_at=OPENING_MORNING,
        ends_at=OPENING_MORNING + timedelta(hours=4),
        actor=cast.dina,
    )
    phones = [Device.objects.get() for _side_by_side in range(8)]
    told = []
    for phone, guess in zip(phones, [*["nope"] * 7, pin], strict=True):
        with pytest.raises(ValidationError) as refusal:
            doors.start_shift(phone, pin=guess)
        told.append(refusal.value.code)
    assert told == ["wrong-pin"] * 5 + ["locked"] * 3


def test_the_right_pin_takes_back_what_was_counted(cast: Cast) -> None:
    device, _token = doors.enrol(cast.north, name="phone 7", actor=cast.dina)
    _shift, pin = doors.give_shift(
        cast.north,
        steward="Sam Begay",
        starts_at=OPENING_MORNING,
        ends_at=OPENING_MORNING + timedelta(hours=4),
        actor=cast.dina,
    )
    for _round in range(2):
        for _wrong in range(4):
            with pytest.raises(ValidationError):
                doors.start_shift(device, pin="nope")
        doors.start_shift(device, pin=pin)
    device.refresh_from_db()
    assert (device.wrong_pins, device.locked_until) == (0, None)


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


def test_a_doors_page_shows_its_scans_newest_first(
    client: Client, cast: Cast, badge: Badge
) -> None:
    for minute in range(30):
        with clock.frozen(OPENING_MORNING + timedelta(minutes=minute)):
            doors.scan(cast.north, code=badge.serial, scan_id=new_id())
    door = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    page = sign_in(client, cast.dina).get(door).context["page"]
    moments = list(Scan.objects.order_by("-at").values_list("at", flat=True))
    assert [scan.at for scan in page.things] == moments[:25]
    rest = client.get(f"{door}?{page.next}").context["page"]
    assert [scan.at for scan in rest.things] == moments[25:]


@pytest.mark.parametrize(("who", "may"), [("rosa", True), ("dina", False)])
def test_only_who_may_open_a_badge_is_led_to_it(
    cast: Cast, badge: Badge, who: str, may: bool
) -> None:
    doors.scan(cast.north, code=badge.serial, scan_id=new_id())
    door = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    html = sign_in(Client(), getattr(cast, who)).get(door).content.decode()
    assert "Chen Wei" in html
    assert (f'href="/en/uncsc-2019/badges/{badge.pk}/"' in html) is may


@pytest.mark.parametrize("typed", ["ABC", "ABCD-EFGH", "ABCD-EFGHJ"])
def test_a_code_typed_wrong_is_to_be_compared_before_anybody_is_sent_away(
    client: Client, cast: Cast, typed: str
) -> None:
    gate = enrolled(client, cast)
    html = client.post(gate, {"code": typed, "scan": new_id()}).content.decode()
    assert 'data-answer="stop"' in html
    assert "compare the eight characters" in html


def test_a_badge_that_stops_and_a_scanned_code_are_no_typing_mistakes(
    client: Client, cast: Cast, badge: Badge
) -> None:
    gate = enrolled(client, cast)
    badges.revoke(badge, reason="misuse", actor=cast.rosa)
    for code in (badge.serial, "https://example.org/a-code-of-something-else"):
        html = client.post(gate, {"code": code, "scan": new_id()}).content.decode()
        assert 'data-answer="stop"' in html
        assert "compare the eight characters" not in html


def test_a_double_click_enrols_one_phone_and_assigns_one_shift(cast: Cast) -> None:
    client = sign_in(Client(), cast.dina)
    door = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    key = {"submission": "a-submission-of-one-form"}
    first, second = (
        client.post(f"{door}phones/", {"name": "Phone 9"} | key).context["address"]
        for _click in range(2)
    )
    assert first == second
    device = Device.objects.get(name="Phone 9")
    doors.begin(cast.conference, token=first.rstrip("/").rpartition("/")[2])
    client.post(f"{door}phones/", {"name": "Phone 9"} | key)
    assert Device.objects.get(name="Phone 9") == device
    other = client.post(f"{door}phones/", {"name": "Phone 9"}).context["address"]
    assert other != first
    at = clock.now()
    typed = {
        "steward": "Sue", "starts_at": at, "ends_at": at + timedelta(hours=4),
        "submission": "another-submission-key", "actor": cast.dina,
    }  # fmt: skip
    assert doors.give_shift(cast.north, **typed) == doors.give_shift(
        cast.north, **typed
    )
    assert cast.north.shifts.filter(steward="Sue").count() == 1


def test_a_removed_door_stops_its_phones_and_shifts_and_keeps_its_scans(
    cast: Cast, badge: Badge
) -> None:
    at = clock.now()
    device, token = doors.enrol(cast.north, name="Phone 9", actor=cast.dina)
    _device, key = doors.begin(cast.conference, token=token)
    for start in (at - timedelta(hours=1), at + timedelta(hours=1)):
        doors.give_shift(
            cast.north, steward="Sue", starts_at=start,
            ends_at=at + timedelta(hours=4), actor=cast.dina,
        )  # fmt: skip
    doors.scan(cast.north, code=badge.code, scan_id=new_id(), device=device)
    client = sign_in(Client(), cast.dina)
    page = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    shown = client.get(f"{page}remove/").context["consequences"]
    assert [each.is_grave for each in shown] == [True, True, False]
    assert Door.objects.get(pk=cast.north.pk).removed_at is None
    assert client.post(f"{page}remove/").status_code == 302
    assert doors.device_with(key) is None
    assert [shift.ends_at for shift in cast.north.shifts.all()] == [at]
    assert Scan.objects.get().door == cast.north
    assert client.get(page).status_code == 404
    assert client.post(f"{page}remove/").status_code == 404
    with pytest.raises(ValidationError) as refusal:
        doors.enrol(cast.north, name="Phone 10", actor=cast.dina)
    assert refusal.value.code == "removed"
    again = doors.add(
        cast.conference, name="North", zone=cast.conference.zones.get(code="A"),
        actor=cast.dina,
    )  # fmt: skip
    assert list(Door.objects.visible_to(cast.dina, cast.conference)) == [again]
