"""A lost second factor is taken away by two registrars together, on a page."""

import pytest
from django.test import Client

from hemicycle.people import policy
from hemicycle.people.models import SecondFactorReset, User
from tests.cast import Cast, make_user
from tests.conftest import sign_in
from tests.people.test_second_factor import app_of

PAGE = "/en/uncsc-2019/conference/second-factors/"


def ask(cast: Cast, by: User, about: User) -> int:
    answer = sign_in(Client(), by).post(
        PAGE, {"user": about.pk, "reason": "The phone was stolen; I know his voice."}
    )
    return answer.status_code


def do(cast: Cast, by: User, what: str = "do") -> None:
    reset = SecondFactorReset.objects.get()
    sign_in(Client(), by).post(f"{PAGE}{reset.pk}/{what}/")


def test_one_asks_and_another_does_it(cast: Cast) -> None:
    app_of(cast.sam)
    assert ask(cast, cast.rosa, cast.sam) == 302
    assert (
        "Another person has to do it"
        in sign_in(Client(), cast.rosa).get(PAGE).content.decode()
    )
    do(cast, cast.rosa)
    assert policy.has_factor(cast.sam)
    do(cast, cast.ravi)
    assert not policy.has_factor(cast.sam)
    assert "stolen" not in sign_in(Client(), cast.ravi).get(PAGE).content.decode()


def test_a_request_can_be_dropped(cast: Cast) -> None:
    app_of(cast.sam)
    ask(cast, cast.rosa, cast.sam)
    do(cast, cast.ravi, "drop")
    assert not SecondFactorReset.objects.exists()
    assert policy.has_factor(cast.sam)


@pytest.mark.parametrize("who", ["rosa", "amina"])
def test_neither_oneself_nor_a_stranger_can_be_chosen(cast: Cast, who: str) -> None:
    assert ask(cast, cast.rosa, getattr(cast, who)) == 422
    assert not SecondFactorReset.objects.exists()


@pytest.mark.parametrize("who", ["sam", "paul", "amina", "eve"])
def test_only_registrars_and_the_chief_may(cast: Cast, who: str) -> None:
    ask(cast, cast.rosa, cast.dina)
    reset = SecondFactorReset.objects.get()
    client = sign_in(Client(), getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    for what in ("do", "drop"):
        assert client.post(f"{PAGE}{reset.pk}/{what}/").status_code == 403
    assert SecondFactorReset.objects.get().done_at is None


def test_a_colleague_of_another_conference_is_not_found(cast: Cast) -> None:
    stranger = make_user("Zoe")
    reset = SecondFactorReset.objects.create(
        user=stranger, reason="x", asked_by=cast.ravi
    )
    client = sign_in(Client(), cast.rosa)
    assert client.post(f"{PAGE}{reset.pk}/do/").status_code == 404
