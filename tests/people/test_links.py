"""A link in a letter signs nobody in (goal S25)."""

from datetime import timedelta

import pytest
from django.test import Client

from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.people import actions
from hemicycle.people.models import Attempt, Link, SignInCode, User
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.conftest import sign_in
from tests.people.test_sign_in import CODE, code_in, newest_letter

PATH = "/en/uncsc-2019/lobby/"


def make_path(email: str, **kw: object) -> str:
    """The address in the letter, without the host."""
    whole = actions.make_link(email, PATH, **kw)  # type: ignore[arg-type]
    assert whole.startswith("http://localhost:8000/l/")
    return whole.removeprefix("http://localhost:8000")


def everything() -> list[list[dict[str, object]]]:
    models = (User, Link, SignInCode, Attempt, Email, Entry)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_fifty_scanners_change_nothing(cast: Cast) -> None:
    path = make_path("lin@example.org")
    before = everything()
    for number in range(50):
        scanner = Client(REMOTE_ADDR=f"10.0.0.{number}")
        ask = scanner.head if number % 2 else scanner.get
        response = ask(path, follow=True)
        assert response.status_code == 200
        assert "_auth_user_id" not in scanner.session
    assert everything() == before


def test_the_button_mails_a_code_and_the_code_leads_on(
    client: Client, cast: Cast
) -> None:
    path = make_path("lin@example.org", conference=cast.conference)
    page = client.get(path, follow=True)
    assert "l•••@example.org" in page.content.decode()
    assert "lin@example.org" not in page.content.decode()
    client.post(page.redirect_chain[-1][0], {"email": "eve@example.org"})
    letter = Email.objects.get()
    assert letter.to == "lin@example.org"
    response = client.post(CODE, {"code": code_in(letter)})
    assert response["Location"] == PATH
    assert client.session["_auth_user_id"] == cast.lin.pk


def test_a_link_for_a_stranger_makes_the_account_at_the_code(
    client: Client, db: None
) -> None:
    page = client.get(make_path("new@example.org"), follow=True)
    client.post(page.redirect_chain[-1][0])
    assert not User.objects.exists()
    client.post(CODE, {"code": code_in(newest_letter("new@example.org"))})
    assert User.objects.get().email == "new@example.org"


def test_the_language_of_the_reader_is_chosen(client: Client, db: None) -> None:
    path = make_path("lin@example.org")
    response = client.get(path, headers={"accept-language": "ar"})
    assert response["Location"].startswith("/ar/account/link/")


@pytest.mark.parametrize("lifetime", [timedelta(seconds=-1), None])
def test_old_and_unknown_links_say_so(
    client: Client, db: None, lifetime: timedelta | None
) -> None:
    path = "/l/nonsense"
    if lifetime:
        path = make_path("lin@example.org", expires_at=clock.real_now() + lifetime)
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert "This link no longer works" in response.content.decode()


def test_conference_time_does_not_end_a_link(client: Client, db: None) -> None:
    path = make_path(
        "lin@example.org", expires_at=clock.real_now() + timedelta(hours=1)
    )
    with clock.frozen(clock.now() + timedelta(days=4000)):
        assert client.get(path, follow=True).status_code == 200


def test_whoever_is_signed_in_with_that_address_goes_straight_on(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.lin)
    page = client.get(make_path("LIN@example.org"), follow=True)
    assert page.redirect_chain[-1][0] == PATH


def test_somebody_else_is_told_and_stays_who_they_are(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    page = client.get(make_path("lin@example.org"), follow=True)
    assert "signed in with another address" in page.content.decode()
    assert client.session["_auth_user_id"] == cast.eve.pk


def test_only_the_hash_of_a_link_is_kept(db: None) -> None:
    token = make_path("lin@example.org").removeprefix("/l/")
    assert token not in str(everything())


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "x"])
def test_a_link_leads_only_to_this_site(db: None, path: str) -> None:
    with pytest.raises(ValueError, match="not a path of this site"):
        actions.make_link("lin@example.org", path)
