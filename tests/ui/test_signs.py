import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import sign_in


@pytest.mark.parametrize("sign", ["%00", "a%00b"])
def test_a_nul_sign_in_an_address_is_refused_not_looked_up(
    client: Client, cast: Cast, sign: str
) -> None:
    desk = sign_in(client, cast.rosa)
    registrations = "/en/uncsc-2019/delegations/registrations/"
    assert desk.get(f"{registrations}{sign}/").status_code == 400
    assert desk.get(f"{registrations}?after={sign}").status_code == 400
    assert desk.get(f"{registrations}?q={sign}").status_code == 400


def test_ticked_identifiers_that_are_none_find_nothing(
    client: Client, cast: Cast
) -> None:
    desk = sign_in(client, cast.rosa)
    for sign in ("\0", "x", "' or 1=1 --"):
        reply = desk.post("/en/uncsc-2019/badges/print/", {"badge": [sign]})
        assert reply.status_code == 302
