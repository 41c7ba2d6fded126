"""An address, a code, and in: for whoever has an account and whoever has none."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.jobs.models import Process
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.people.actions import sign_in as signing_in
from hemicycle.people.models import Attempt, SignInCode, User
from hemicycle.post.models import Email, MailServer
from tests.cast import Cast
from tests.conftest import sign_in

SIGN_IN = "/en/account/sign-in/"
CODE = "/en/account/sign-in/code/"


def ask(client: Client, email: str, path: str = "") -> str:
    """Ask for a code as a person does, and read it from the letter."""
    address = f"{SIGN_IN}?next={path}" if path else SIGN_IN
    response = client.post(address, {"email": email})
    assert (response.status_code, response["Location"]) == (302, CODE)
    return code_in(newest_letter(email))


def newest_letter(email: str) -> Email:
    # By the code it carries: the conference's clock stands still, so letters don't
    # differ in their time.
    asked = SignInCode.objects.filter(email=email.lower()).latest("made_at")
    letter = Email.objects.about(asked).first()
    assert letter is not None
    return letter


def code_in(letter: Email) -> str:
    found = re.search(r"\d{4} \d{4}", letter.full_body())
    assert found
    return found[0]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_stranger_has_a_usable_account_after_two_forms(
    client: Client, db: None
) -> None:
    code = ask(client, "New.Person@example.org", path="/en/account/settings/")
    assert not User.objects.exists()
    response = client.post(CODE, {"code": code})
    assert response["Location"] == "/en/account/settings/"
    user = User.objects.get()
    assert (user.email, user.language) == ("new.person@example.org", "en")
    assert client.get("/en/account/settings/").status_code == 200
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["created account", "signed in"]


def test_the_account_speaks_the_language_it_was_made_in(
    client: Client, db: None
) -> None:
    client.post("/ar/account/sign-in/", {"email": "huda@example.org"})
    letter = newest_letter("huda@example.org")
    assert letter.language == "ar"
    client.post("/ar/account/sign-in/code/", {"code": code_in(letter)})
    assert User.objects.get().language == "ar"


def test_case_and_spaces_find_the_same_account(client: Client, cast: Cast) -> None:
    code = ask(client, "AMINA@example.org")
    client.post(CODE, {"code": f" {code.replace(' ', '-')} "})
    assert client.session["_auth_user_id"] == cast.amina.pk


def test_digits_of_another_script_are_digits(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    client.post(CODE, {"code": arabic})
    assert is_signed_in(client)


def test_a_code_works_once(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    asked = client.session["people.asked"]
    client.post(CODE, {"code": code})
    thief = Client()
    session = thief.session
    session["people.asked"] = asked
    session.save()
    response = thief.post(CODE, {"code": code})
    assert "has been used or has expired" in response.content.decode()
    assert not is_signed_in(thief)


def test_a_code_lasts_twenty_minutes_of_real_time(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    row = SignInCode.objects.get()
    assert row.expires_at - row.made_at <= timedelta(minutes=20)
    assert abs(row.made_at - clock.real_now()) < timedelta(minutes=1)
    with clock.frozen(clock.now() + timedelta(days=400)):
        SignInCode.objects.update(expires_at=clock.real_now())
        client.post(CODE, {"code": code})
        assert not is_signed_in(client)
        SignInCode.objects.update(expires_at=clock.real_now() + timedelta(seconds=30))
        client.post(CODE, {"code": code})
        assert is_signed_in(client)


def test_five_wrong_codes_end_a_code_for_good(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"
    for _try in range(5):
        response = client.post(CODE, {"code": wrong})
        assert response.status_code == 422
        assert "This code is incorrect" in response.content.decode()
    response = client.post(CODE, {"code": code})
    assert "has been used or has expired" in response.content.decode()
    assert not is_signed_in(client)


def test_a_code_belongs_to_the_browser_that_asked(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    other = Client()
    assert other.post(CODE, {"code": code})["Location"] == SIGN_IN
    ask(other, "eve@example.org")
    assert other.post(CODE, {"code": code}).status_code == 422
    assert not is_signed_in(other)


def test_the_code_is_nowhere_in_the_database(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    letter = newest_letter("amina@example.org")
    plain = code.replace(" ", "")
    for model in (Email, SignInCode, Attempt, Entry):
        for row in model._default_manager.values():
            assert code not in str(row)
            assert plain not in str(row)
    assert "••••" in letter.body


def test_what_was_typed_stays_on_the_page(client: Client, db: None) -> None:
    response = client.post(SIGN_IN, {"email": "amina@nowhere"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="amina@nowhere"' in page
    assert response.context["form"].has_error("email", "domain")
    assert not Email.objects.exists()


@pytest.mark.parametrize("away", ["nothing", "mail server", "process"])
def test_the_page_says_when_codes_come_late(
    client: Client, cast: Cast, settings: Any, away: str
) -> None:
    settings.MAIL = "smtp://mail.example.org"
    long_ago = clock.real_now() - timedelta(minutes=5)
    if away == "mail server":
        MailServer.objects.create(pk=1, failures=3, failing_since=long_ago)
    beat_at = long_ago if away == "process" else clock.real_now()
    Process.objects.create(name="mail", started_at=long_ago, beat_at=beat_at)
    ask(client, cast.lin.email)
    assert client.get(CODE).context["mail_is_late"] == (away != "nothing")


def test_a_closed_account_stays_closed(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    code = ask(client, "amina@example.org")
    response = client.post(CODE, {"code": code})
    assert "This account is closed" in response.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_loses_its_session(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    assert client.get("/en/account/settings/").status_code == 200
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert client.get("/en/account/settings/").status_code == 302


def test_signing_in_makes_a_new_session_key(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org")
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_in_writes_to_disk_twice(client: Client, cast: Cast) -> None:
    """The sign-in with its account and entry; the session under its new key."""
    code = ask(client, "new@example.org")
    with CaptureQueriesContext(connection) as asked:
        client.post(CODE, {"code": code})
    begun = [each["sql"] for each in asked if each["sql"].startswith("SAVEPOINT")]
    assert is_signed_in(client)
    assert User.objects.get(email="new@example.org").last_login is not None
    # In a test each transaction is a savepoint; one more is for an account made twice.
    assert len(begun) == 3
    assert len(asked) <= 22


def test_signing_out_is_a_post(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    assert client.get("/en/account/sign-out/").status_code == 405
    assert is_signed_in(client)
    client.post("/en/account/sign-out/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_known_and_unknown_addresses_get_the_same_answer(
    client: Client, cast: Cast, email: str
) -> None:
    response = client.post(SIGN_IN, {"email": email})
    assert (response.status_code, response["Location"]) == (302, CODE)
    assert response.content == b""
    page = client.get(CODE).content.decode()
    assert email in page
    assert re.sub(r'value="[^"]{64}"', "", page.replace(email, "")) == re.sub(
        r'value="[^"]{64}"', "", _page_for(Client(), "third@example.org")
    )


def _page_for(client: Client, email: str) -> str:
    client.post(SIGN_IN, {"email": email})
    return client.get(CODE).content.decode().replace(email, "")


def test_tries_made_at_the_same_moment_count_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others use up the five between this one's looking and its counting."""
    client = Client()
    code = ask(client, "amina@example.org")
    use = signing_in._used

    def others_meanwhile(**asked: Any) -> int:
        SignInCode.objects.update(tries=SignInCode.MOST_TRIES)
        return use(**asked)

    monkeypatch.setattr(signing_in, "_used", others_meanwhile)
    client.post(CODE, {"code": code})
    assert not is_signed_in(client)
    assert SignInCode.objects.get().used_at is None
