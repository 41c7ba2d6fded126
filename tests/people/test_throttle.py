"""Limits slow a guesser; they refuse nobody who holds an unused code (H3, goal S27)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from pytest_django import Settings

from hemicycle.lib import clock
from hemicycle.people import throttle
from hemicycle.people.actions import make_link
from hemicycle.people.client import client_network
from hemicycle.people.devices import COOKIE
from hemicycle.people.models import Attempt, SignInCode
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.people.test_sign_in import CODE, SIGN_IN, ask, is_signed_in

WRONG = {"code": "00000000"}
HALL = {"REMOTE_ADDR": "10.0.0.1"}
PASSKEY = "/en/account/sign-in/passkey/"


def from_hall(**sender: Any) -> Client:
    return Client(**HALL | sender)


def fail(times: int, email: str, **sender: Any) -> Client:
    """So many wrong codes for this address, with new e-mails as needed."""
    client = Client(**sender)
    for number in range(times):
        if number % 5 == 0:
            ask(client, email)
        client.post(CODE, WRONG)
    return client


def codes_mailed(email: str) -> int:
    return Email.objects.filter(to=email, template="people/code").count()


@pytest.mark.parametrize("email", ["amina@example.org", "new@example.org"])
def test_whoever_holds_an_unused_code_gets_in_whatever_strangers_try(
    cast: Cast, email: str
) -> None:
    owner = from_hall()
    code = ask(owner, email)
    fail(25, email, **HALL)
    fail(25, "bruno@example.org", **HALL)
    junk = from_hall()
    for _time in range(15):
        junk.post("/en/account/sign-in/options/")
        junk.post(PASSKEY, {"answer": "{}"})
        junk.post(CODE, WRONG)
    owner.post(CODE, WRONG)
    owner.post(CODE, {"code": code})
    assert is_signed_in(owner)


def test_a_code_is_tried_five_times_and_a_mailbox_gets_so_many(cast: Cast) -> None:
    """All that strangers may try in a quarter of an hour: 12 codes, five times each."""
    for number in range(20):
        client = Client(REMOTE_ADDR=f"10.0.{number}.1")
        client.post(SIGN_IN, {"email": "amina@example.org"})
    assert codes_mailed("amina@example.org") == 12
    assert SignInCode.objects.count() == 12


def test_a_device_the_account_knows_is_not_locked_out_by_strangers(cast: Cast) -> None:
    own = from_hall()
    own.post(CODE, {"code": ask(own, "amina@example.org")})
    own.post("/en/account/sign-out/")
    for number in range(20):
        client = Client(REMOTE_ADDR=f"10.0.{number}.1")
        client.post(SIGN_IN, {"email": "amina@example.org"})
    own.post(CODE, {"code": ask(own, "Amina@example.org")})
    assert is_signed_in(own)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "a" * 22, "a" * 22 + "." + "0" * 24, ("a" * 22 + ".") * 9, "\xe9."],
)
def test_a_made_up_device_is_a_stranger(cast: Cast, cookie: str) -> None:
    for _time in range(7):
        client = from_hall()
        client.cookies[COOKIE] = cookie
        response = client.post(SIGN_IN, {"email": "amina@example.org"})
    assert response.status_code == 422
    assert codes_mailed("amina@example.org") == 6


def test_a_device_is_known_to_the_accounts_it_opened_only(cast: Cast) -> None:
    client = from_hall()
    client.post(CODE, {"code": ask(client, "eve@example.org")})
    device = client.cookies[COOKIE].value
    for _time in range(6):
        ask(from_hall(), "amina@example.org")
    other = from_hall()
    other.cookies[COOKIE] = device
    response = other.post(SIGN_IN, {"email": "amina@example.org"})
    assert response.status_code == 422


def test_a_network_that_asks_for_made_up_addresses_is_answered_and_mails_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "LIMITS", throttle.LIMITS | {"code-strangers": 3})
    make_link("invited@example.org", "/en/")
    answers = set()
    for name in ("a", "b", "c", "d", "e", "amina", "invited"):
        client = from_hall()
        response = client.post(SIGN_IN, {"email": f"{name}@example.org"})
        page = client.get(CODE).content.decode().replace(f"{name}@", "")
        tokens = [line for line in page.splitlines() if "csrf" not in line]
        answers.add((response.status_code, response["Location"], "".join(tokens)))
    assert len(answers) == 1
    mailed = set(Email.objects.values_list("to", flat=True))
    assert mailed == {f"{n}@example.org" for n in ("a", "b", "c", "amina", "invited")}
    elsewhere = Client(REMOTE_ADDR="10.9.9.9")
    elsewhere.post(CODE, {"code": ask(elsewhere, "d@example.org")})
    assert is_signed_in(elsewhere)


def test_a_forwarding_header_changes_nothing(cast: Cast) -> None:
    statuses = []
    for number in range(7):
        client = from_hall(
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
            HTTP_X_REAL_IP=f"192.0.2.{number}",
            HTTP_FORWARDED=f"for=192.0.2.{number}",
        )
        response = client.post(SIGN_IN, {"email": "amina@example.org"})
        statuses.append(response.status_code)
    assert statuses == [302] * 6 + [422]


def test_what_was_refused_does_not_count(cast: Cast) -> None:
    for _time in range(9):
        from_hall().post(SIGN_IN, {"email": "amina@example.org"})
    assert Attempt.objects.filter(kind="code-sender").count() == 6
    assert Attempt.objects.filter(kind="code-address").count() == 6
    quarter = clock.real_now() - timedelta(minutes=15, seconds=1)
    Attempt.objects.update(at=quarter)
    client = from_hall()
    client.post(CODE, {"code": ask(client, "amina@example.org")})
    assert is_signed_in(client)


def test_conference_time_does_not_forgive(cast: Cast) -> None:
    for _time in range(10):
        throttle.count(factor_account="x")
    with clock.frozen(clock.now() + timedelta(days=1)), pytest.raises(ValidationError):
        throttle.count(factor_account="x")


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.7", "192.0.2.1", "203.0.113.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1, nonsense", "10.0.0.1"),
        ("2001:db8::1:2:3:4", "", "2001:db8::/64"),
        ("::ffff:192.0.2.5", "", "192.0.2.5"),
        ("", "192.0.2.1", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Settings, remote: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert client_network(request) == expected


def test_a_proxy_that_nobody_named_is_warned_of_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TRUSTED_PROXIES = []
    request = RequestFactory().get("/", REMOTE_ADDR="10.77.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = "192.0.2.1"
    for _time in range(3):
        assert client_network(request) == "10.77.0.1"
    assert [record.args for record in caplog.records] == [("10.77.0.1",)]
