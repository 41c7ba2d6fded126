"""A first conference, another one, a copy of an earlier one."""

import re
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from hemicycle.conferences import actions
from hemicycle.conferences.models import Conference, Hat, OneTimeSetUp, Role
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast, make_conference
from tests.conftest import sign_in


def begun(**changed: Any) -> dict[str, Any]:
    fields = {
        "name_en": "70th Conference",
        "short_name": "CSC 70",
        "slug": "csc-70",
        "starts_on_day": "4",
        "starts_on_month": "5",
        "starts_on_year": "2026",
        "ends_on_day": "6",
        "ends_on_month": "mai",
        "ends_on_year": "2026",
        "time_zone": "Africa/Nairobi",
        "city_en": "Nairobi",
        "country": "KE",
        "languages": ["en"],
    }
    return fields | changed


def test_the_printed_address_begins_the_first_conference_once(
    client: Client, db: None
) -> None:
    path = f"/en/new/{actions.print_one_time_address()}/"
    assert client.get(path).status_code == 200
    assert not Conference.objects.exists()
    data = begun(chief_email="asha@example.org", chief_name="Asha Mwangi")
    response = client.post(path, data)
    assert response.status_code == 302, response.content.decode()
    assert "next=%2Fen%2Fcsc-70%2Fconference%2F" in response.headers["Location"]
    conference = Conference.objects.get()
    assert not conference.is_published
    assert conference.days.count() == 3
    chief = User.objects.get()
    assert (chief.email, chief.name) == ("asha@example.org", "Asha Mwangi")
    assert chief.needs_second_factor
    assert Role.objects.get().hat == Hat.CHIEF
    assert "_auth_user_id" not in client.session
    assert client.get(path).status_code == 404
    assert client.post(path, data | {"slug": "csc-71"}).status_code == 404
    assert Conference.objects.count() == 1


def test_the_first_chief_is_mailed_a_code_at_once_and_signs_in_with_it(
    client: Client, db: None
) -> None:
    path = f"/en/new/{actions.print_one_time_address()}/"
    data = begun(chief_email="asha@example.org", chief_name="Asha Mwangi")
    page = client.post(path, data, follow=True)
    assert page.redirect_chain[-1][0].startswith("/en/account/sign-in/code/")
    assert "asha@example.org" in page.content.decode()
    letter = Email.objects.get()
    assert (letter.to, letter.state) == ("asha@example.org", Email.State.QUEUED)
    code = re.search(r"\d{4} \d{4}", letter.full_body())
    assert code
    response = client.post("/en/account/sign-in/code/", {"code": code[0]})
    assert response["Location"] == "/en/csc-70/conference/"
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ("console", "printed in the terminal"),
        ("none", "sends no e-mails"),
        ("smtp+tls://mail.example.org", ""),
    ],
)
def test_without_a_mail_server_the_page_says_where_the_code_is(
    client: Client, db: None, settings: Any, mail: str, words: str
) -> None:
    settings.MAIL = mail
    path = f"/en/new/{actions.print_one_time_address()}/"
    data = begun(chief_email="asha@example.org", chief_name="Asha Mwangi")
    html = client.post(path, data, follow=True).content.decode()
    assert words in html
    assert ("HEMICYCLE_MAIL" in html) is bool(words)


def test_what_was_typed_stays_when_something_is_wrong(client: Client, db: None) -> None:
    token = actions.print_one_time_address()
    data = begun(chief_email="no address", chief_name="Asha Mwangi")
    html = client.post(f"/en/new/{token}/", data).content.decode()
    assert "70th Conference" in html
    assert "Asha Mwangi" in html
    assert not Conference.objects.exists()
    assert actions.is_one_time_address(token)


def test_only_the_last_printed_address_is_good_and_none_is_kept(db: None) -> None:
    first = actions.print_one_time_address()
    second = actions.print_one_time_address()
    assert not actions.is_one_time_address(first)
    assert actions.is_one_time_address(second)
    assert second not in OneTimeSetUp.objects.get().token_hash


def test_a_chief_begins_another_and_is_its_chief(client: Client, cast: Cast) -> None:
    sign_in(client, cast.clara)
    assert client.post("/en/new/", begun()).status_code == 302
    new = Conference.objects.get(slug="csc-70")
    assert Role.objects.get(conference=new).user == cast.clara
    assert client.get("/en/csc-70/conference/").status_code == 200


@pytest.mark.parametrize("who", ["eve", "rosa", "amina"])
def test_nobody_else_begins_a_conference(client: Client, cast: Cast, who: str) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get("/en/new/").status_code == 403
    assert client.post("/en/new/", begun()).status_code == 403
    assert not Conference.objects.filter(slug="csc-70").exists()


def test_a_copy_keeps_the_set_up_and_leaves_the_people(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    hall = cast.conference.halls.get()
    hall.set_ups.create(kind="theatre", capacity=2400)
    response = client.post("/en/uncsc-2019/conference/copy/", begun())
    assert response.status_code == 302, response.content.decode()
    new = Conference.objects.get(slug="csc-70")
    source = cast.conference
    assert [zone.code for zone in new.zones.all()] == ["A", "B"]
    twin = new.halls.get()
    assert twin.zone is not None
    assert (twin.zone.conference, twin.zone.code) == (new, "A")
    assert twin.set_ups.get().capacity == 2400
    category = new.categories.get(code="GUE")
    assert {zone.conference for zone in category.zones.all()} == {new}
    assert category.zones.count() == 2
    assert [role.user for role in new.roles.all()] == [cast.clara]
    assert new.registrations.count() == new.delegations.count() == 0
    assert {notice.published_at for notice in new.notices.all()} == {None}
    assert new.notices.count() == 4
    assert new.signatories.get().co_organiser.conference == new
    assert not new.is_published
    assert source.halls.count() == source.zones.count() - 1 == 1


def test_windows_keep_their_distance_and_their_hour(cast: Cast) -> None:
    """Closing at midnight before the second day stays so, in the other zone."""
    copied = actions.copy(
        cast.conference,
        Conference(
            slug="csc-70",
            name={"en": "70th"},
            short_name="CSC 70",
            starts_on=date(2026, 5, 4),
            ends_on=date(2026, 5, 6),
            time_zone="Africa/Nairobi",
            languages=["en"],
        ),
        actor=cast.clara,
    )
    window = copied.windows.get(kind="nomination")
    # The 68th: 27 August 2019, 00:00 in Salt Lake City, a day after the first.
    assert copied.local(window.closes_at).replace(tzinfo=None) == datetime(2026, 5, 5)
    assert window.closes_at == datetime(2026, 5, 4, 21, tzinfo=UTC)


def test_a_copy_needs_the_right_to_the_source(client: Client, cast: Cast) -> None:
    theirs = make_conference(slug="other-2020")
    sign_in(client, cast.clara)
    assert client.post("/en/other-2020/conference/copy/", begun()).status_code == 404
    with pytest.raises(ValidationError) as refusal:
        actions.copy(theirs, Conference(slug="csc-70"), actor=cast.clara)
    assert refusal.value.code == "not-a-chief"
    assert not Conference.objects.filter(slug="csc-70").exists()


def test_a_copy_with_a_taken_address_changes_nothing(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    response = client.post("/en/uncsc-2019/conference/copy/", begun(slug="uncsc-2019"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "70th Conference" in html
    assert Conference.objects.count() == 1


def test_the_command_prints_an_address_only_while_there_is_no_conference(
    client: Client, db: None
) -> None:
    out = StringIO()
    call_command("first_chief", stdout=out)
    address = out.getvalue().split()[-1]
    assert address.startswith("http://localhost:8000/en/new/")
    assert client.get(urlsplit(address).path).status_code == 200
    make_conference()
    out = StringIO()
    call_command("first_chief", stdout=out)
    assert "already" in out.getvalue()
    assert "/new/" not in out.getvalue()
