import pytest
from django.conf import settings
from django.test import Client

from hemicycle.lib import spreadsheet
from tests.cast import Cast
from tests.conftest import sign_in


@pytest.mark.parametrize("sign", ["%00", "a%00b"])
def test_a_nul_sign_in_an_address_is_refused_not_looked_up(
    client: Client, cast: Cast, sign: str
) -> None:
    desk = sign_in(client, cast.rosa)
    registrations = "/en/uncsc-2019/vetting/registrations/"
    assert desk.get(f"{registrations}{sign}/").status_code == 400
    assert desk.get(f"{registrations}?after={sign}").status_code == 400
    assert desk.get(f"{registrations}?q={sign}").status_code == 400


def test_ticked_identifiers_that_are_none_find_nothing(
    client: Client, cast: Cast
) -> None:
    desk = sign_in(client, cast.rosa)
    for sign in ("\0", "x", "' or 1=1 --"):
        reply = desk.post("/en/uncsc-2019/badges/print/", {"id": [sign]})
        assert reply.status_code == 302


def test_a_body_larger_than_any_file_is_not_received(
    client: Client, cast: Cast
) -> None:
    """Whoever sends it: else every form of ours could fill the disk."""
    size = str(settings.LARGEST_REQUEST + 1)
    for user in (None, cast.amina):
        if user is not None:
            sign_in(client, user)
        for path in ("/en/account/sign-in/", "/en/uncsc-2019/delegations/"):
            answer = client.post(path, {"a": "b"}, headers={"content-length": size})
            assert answer.status_code == 413
            assert "may not be larger than 10 MB" in answer.content.decode()
    assert spreadsheet.MAX_BYTES < settings.LARGEST_REQUEST
