"""One's own account: words, language, letters; and codes that must be fresh."""

import time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.people import actions, sessions
from hemicycle.people.models import User
from tests.cast import Cast, make_email
from tests.conftest import sign_in

HERE = "/en/account/settings/"


def make_letters(user: User, how_many: int) -> None:
    for number in range(how_many):
        make_email(
            "people/changed",
            to=user.email,
            language="en",
            send_key=f"{user.pk}:{number}",
            recipient=user,
            context={"what": "app-added", "name": "x"},
        )


def test_what_is_saved_is_used(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    response = client.post(
        HERE,
        {"name": "  أمينة ", "language": "ar", "time_zone": "Africa/Tunis"},
    )
    assert response["Location"] == "/ar/account/settings/"
    cast.amina.refresh_from_db()
    assert (cast.amina.name, cast.amina.language, cast.amina.time_zone) == (
        "أمينة",
        "ar",
        "Africa/Tunis",
    )
    assert client.cookies["django_language"].value == "ar"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "4", "language": "en"},
        {"name": "x" * 301, "language": "en"},
        {"name": "Amina", "language": "xx"},
        {"name": "Amina", "language": "en", "time_zone": "Mars/Olympus"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    client: Client, cast: Cast, wrong: dict[str, str]
) -> None:
    response = sign_in(client, cast.amina).post(HERE, wrong)
    assert response.status_code == 422
    assert "needs your attention" in response.content.decode()
    cast.amina.refresh_from_db()
    assert (cast.amina.name, cast.amina.language) == ("Amina", "en")


def test_no_other_field_of_an_account_can_be_sent(client: Client, cast: Cast) -> None:
    fields = {field.name for field in User._meta.get_fields()}
    before = User.objects.filter(pk=cast.eve.pk).values().get()
    everything = dict.fromkeys(fields, "1") | {
        "name": "Eve",
        "language": "en",
        "time_zone": "",
        "needs_second_factor": "on",
    }
    assert sign_in(client, cast.eve).post(HERE, everything).status_code == 302
    after = User.objects.filter(pk=cast.eve.pk).values().get()
    assert after == before | {"last_login": after["last_login"]}


def test_choosing_a_language_is_remembered(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    response = client.post(
        "/en/account/language/", {"language": "ar", "next": f"{HERE}?a=1"}
    )
    assert response["Location"] == "/ar/account/settings/?a=1"
    cast.amina.refresh_from_db()
    assert cast.amina.language == "ar"


def test_reading_a_page_in_a_language_remembers_nothing(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina).get("/ar/account/settings/")
    cast.amina.refresh_from_db()
    assert cast.amina.language == "en"


def test_a_stranger_may_choose_a_language_too(client: Client, db: None) -> None:
    response = client.post(
        "/en/account/language/", {"language": "ar", "next": "/en/account/sign-in/"}
    )
    assert response["Location"] == "/ar/account/sign-in/"
    assert client.get("/")["Location"].startswith("/ar/")


@pytest.mark.parametrize("letters", [1, 3])
def test_letters_cost_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    letters: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_letters(cast.amina, letters)
    make_letters(cast.bruno, 2)
    sign_in(client, cast.amina)
    with django_assert_num_queries(4):
        response = client.get("/en/account/emails/")
    assert len(response.context["page"].object_list) == letters


def test_nobody_reads_anothers_letter(client: Client, cast: Cast) -> None:
    from hemicycle.post.models import Email

    make_letters(cast.amina, 1)
    path = f"/en/account/emails/{Email.objects.get().pk}/"
    assert sign_in(client, cast.amina).get(path).status_code == 200
    assert sign_in(Client(), cast.eve).get(path).status_code == 404
    assert Client().get(path)["Location"].startswith("/en/account/sign-in/")


def test_a_code_is_not_shown_in_the_account(client: Client, cast: Cast) -> None:
    from tests.people.test_sign_in import ask, newest_letter

    code = ask(Client(), "amina@example.org")
    letter = newest_letter("amina@example.org")
    page = sign_in(client, cast.amina).get(f"/en/account/emails/{letter.pk}/")
    assert code not in page.content.decode()
    assert "••••" in page.content.decode()


def test_names_with_markup_are_shown_as_text(client: Client, cast: Cast) -> None:
    actions.edit(
        cast.amina,
        name="<b>A</b>",
        language="en",
        time_zone="",
        actor=cast.amina,
    )
    page = sign_in(client, cast.amina).get(HERE).content.decode()
    assert "&lt;b&gt;A" in page
    assert "<b>A</b>" not in page


# -- A fresh code ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "is_fresh"),
    [(590, True), (610, False), (-60, False)],  # the last: a clock that was set back
)
def test_a_code_is_fresh_for_ten_minutes(age: float, is_fresh: bool) -> None:
    assert sessions.is_fresh({"people.code": time.time() - age}) is is_fresh  # type: ignore[arg-type]
