from datetime import timedelta

from django.test import Client

from hemicycle.lib import clock
from hemicycle.people.actions import make_link
from tests.cast import Cast


def test_a_letters_link_opens_in_the_letters_language(
    client: Client, cast: Cast
) -> None:
    address = make_link(
        "mariam@example.org",
        "/ar/uncsc-2019/lobby/",
        conference=cast.conference,
        expires_at=clock.real_now() + timedelta(days=1),
    )
    path = address[address.index("/l/") :]
    reply = client.get(path, headers={"accept-language": "en"})
    assert reply.headers["location"].startswith("/ar/account/link/")
