"""Ten failures in a quarter of an hour, for each account and each sender (goal S27)."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from hemicycle.lib import clock
from hemicycle.people import throttle
from hemicycle.people.client import client_network
from hemicycle.people.models import Attempt, SignInCode
from tests.cast import Cast
from tests.people.test_sign_in import CODE, SIGN_IN, ask, is_signed_in

WRONG = {"code": "00000000"}


def fail(times: int, email: str, **sender: str) -> Client:
    """So many wrong codes for this address, with new letters as needed."""
    client = Client(**sender)  # type: ignore[arg-type]
    for number in range(times):
        if number % 4 == 0:
            ask(client, email)
        client.post(CODE, WRONG)
    return client


def test_an_account_is_closed_for_a_while_whoever_tries(cast: Cast) -> None:
    for number in range(2):
        fail(5, "amina@example.org", REMOTE_ADDR=f"10.0.0.{number}")
    owner = Client(REMOTE_ADDR="10.9.9.9")
    code = ask(owner, "amina@example.org")
    response = owner.post(CODE, {"code": code})
    assert "Wait a quarter of an hour" in response.content.decode()
    assert not is_signed_in(owner)
    quarter = clock.real_now() - timedelta(minutes=15, seconds=1)
    Attempt.objects.filter(kind__startswith="code").update(at=quarter)
    owner.post(CODE, {"code": code})
    assert is_signed_in(owner)


def test_other_accounts_stay_open(cast: Cast) -> None:
    fail(10, "amina@example.org", REMOTE_ADDR="10.0.0.1")
    other = Client(REMOTE_ADDR="10.9.9.9")
    other.post(CODE, {"code": ask(other, "eve@example.org")})
    assert is_signed_in(other)


def test_one_sender_cannot_go_from_account_to_account(cast: Cast) -> None:
    for name in ("amina", "bruno"):
        fail(5, f"{name}@example.org", REMOTE_ADDR="10.0.0.1")
    client = Client(REMOTE_ADDR="10.0.0.1")
    response = client.post(CODE, {"code": ask(client, "eve@example.org")})
    assert not is_signed_in(client)
    assert "CSRF" not in response.content.decode()


def test_a_forwarding_header_changes_nothing(cast: Cast) -> None:
    for number in range(10):
        name = ("amina", "bruno", "lin")[number % 3]
        fail(
            1,
            f"{name}@example.org",
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
            HTTP_X_REAL_IP=f"192.0.2.{number}",
            HTTP_FORWARDED=f"for=192.0.2.{number}",
        )
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.99")
    client.post(CODE, {"code": ask(client, "eve@example.org")})
    assert not is_signed_in(client)


def test_right_codes_are_not_failures(cast: Cast) -> None:
    for _time in range(11):
        client = Client(REMOTE_ADDR="10.0.0.1")
        throttle.forget_old()
        Attempt.objects.filter(kind__startswith="letter").delete()
        client.post(CODE, {"code": ask(client, "amina@example.org")})
        assert is_signed_in(client)
    assert not Attempt.objects.filter(kind__startswith="code").exists()


def test_a_hall_behind_one_address_is_not_closed_by_typing_mistakes(
    cast: Cast,
) -> None:
    """Twelve people mistype once or twice each, and all get in at last."""
    for number in range(12):
        client = Client(REMOTE_ADDR="10.0.0.1")
        code = ask(client, f"guest{number}@example.org")
        for _time in range(1 + number % 2):
            client.post(CODE, WRONG)
        client.post(CODE, {"code": code})
        assert is_signed_in(client), number


def test_getting_in_forgives_nobody_elses_failures(cast: Cast) -> None:
    fail(5, "amina@example.org", REMOTE_ADDR="10.0.0.1")
    fail(3, "bruno@example.org", REMOTE_ADDR="10.0.0.1")
    own = fail(1, "eve@example.org", REMOTE_ADDR="10.0.0.1")
    own.post(CODE, {"code": ask(own, "eve@example.org")})
    assert is_signed_in(own)
    kinds = Attempt.objects.filter(kind__startswith="code").values_list("kind")
    assert sorted(kinds) == [("code-account",)] * 9 + [("code-network",)] * 8


def test_a_mailbox_is_not_flooded(cast: Cast) -> None:
    for _time in range(6):
        assert Client().post(SIGN_IN, {"email": "amina@example.org"}).status_code == 302
    response = Client().post(SIGN_IN, {"email": "Amina@Example.org"})
    assert response.status_code == 422
    assert SignInCode.objects.count() == 6


def test_conference_time_does_not_forgive(cast: Cast) -> None:
    fail(10, "amina@example.org")
    with clock.frozen(clock.now() + timedelta(days=1)):
        client = Client(REMOTE_ADDR="10.9.9.9")
        client.post(CODE, {"code": ask(client, "amina@example.org")})
        assert not is_signed_in(client)


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
