"""Staff show a second factor before any other page (goal S24), and can lose it."""

import json
import re
import time
from base64 import b64decode
from datetime import timedelta
from urllib.parse import urlencode

import pyotp
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.people import actions, authenticator, policy, sessions
from hemicycle.people.models import (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    User,
)
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.conftest import sign_in
from tests.people.device import Device, text
from tests.people.test_sign_in import CODE, ask, is_signed_in
from tests.qr_reader import read

HERE = "/en/account/settings/"
FACTOR = "/en/account/second-factor/"
APP = "/en/account/app/"


def with_code(email: str) -> Client:
    """Somebody who has entered the mailed code and nothing else."""
    client = Client()
    client.post(CODE, {"code": ask(client, email)})
    assert is_signed_in(client)
    return client


def app_of(user: User) -> pyotp.TOTP:
    """A phone with a confirmed app, set up through the actions."""
    app = actions.begin_app(user, actor=user)
    phone = pyotp.TOTP(authenticator.secret_text(app).replace(" ", ""))
    actions.confirm_app(user, typed=phone.now(), actor=user)
    AuthenticatorApp.objects.update(last_step=0)
    return phone


def passkey_of(user: User) -> Device:
    """A saved passkey, through the pages."""
    client, device = sign_in(Client(), user), Device()
    options = client.post("/en/account/passkeys/options/").json()
    client.post(
        "/en/account/passkeys/add/", {"name": "phone", "answer": device.make(options)}
    )
    assert user.passkeys.exists()
    return device


def reaches(client: Client, path: str = HERE) -> bool:
    return client.get(path).status_code == 200


def test_the_picture_for_the_app_reads_as_its_secret(cast: Cast) -> None:
    app = actions.begin_app(cast.rosa, actor=cast.rosa)
    page = sign_in(Client(), cast.rosa).get(APP).content.decode()
    (picture,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    phone = pyotp.parse_uri(read(b64decode(picture).decode()))
    assert phone.secret == authenticator.secret_text(app).replace(" ", "")


# -- Nobody acts as staff before it ----------------------------------------------------


def test_staff_are_led_to_set_one_up(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    response = client.get(HERE)
    assert response["Location"] == f"{FACTOR}?next=%2Fen%2Faccount%2Fsettings%2F"
    page = client.get(response["Location"]).content.decode()
    assert "Set up two-step verification" in page


def test_a_form_sent_before_it_does_nothing(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    response = client.post(HERE, {"name": "Rosalind", "language": "en"})
    assert response["Location"] == f"{FACTOR}?{urlencode({'next': HERE})}"
    cast.rosa.refresh_from_db()
    assert cast.rosa.name == "Rosa"


def test_a_public_page_sees_nobody_before_it(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    page = client.get("/en/account/sign-in/")
    assert page.status_code == 200
    assert not page.wsgi_request.user.is_authenticated


def test_fragments_are_led_there_as_a_whole_page(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    response = client.get(HERE, headers={"hx-request": "true"})
    assert response["HX-Redirect"].startswith(FACTOR)


def test_everybody_else_needs_none(cast: Cast) -> None:
    assert reaches(with_code("amina@example.org"))


# -- The authenticator app -------------------------------------------------------------


def test_an_app_is_set_up_in_two_steps_and_lets_on(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    client.post(APP, {"do": "begin"})
    page = client.get(APP).content.decode()
    secret = re.search(r'"identifier">([A-Z2-7 ]+)<', page)
    assert secret
    assert not reaches(client)
    phone = pyotp.TOTP(secret[1].replace(" ", ""))
    assert phone.provisioning_uri(name="rosa@example.org").split("?")[0][:15] in page
    done = client.post(APP, {"code": phone.now()})
    codes = re.findall(
        r'"identifier">([0-9A-Z]{4}-[0-9A-Z]{4})<', done.content.decode()
    )
    assert len(codes) == len(set(codes)) == 10
    assert reaches(client)
    assert Email.objects.filter(template="people/changed").count() == 1


def test_a_wrong_code_sets_nothing_up(cast: Cast) -> None:
    client = with_code("rosa@example.org")
    client.post(APP, {"do": "begin"})
    response = client.post(APP, {"code": "000000"})
    assert response.status_code == 422
    assert not policy.has_factor(cast.rosa)
    assert not reaches(client)


def test_the_app_opens_what_was_asked_for(cast: Cast) -> None:
    phone = app_of(cast.rosa)
    client = with_code("rosa@example.org")
    response = client.post(f"{FACTOR}?next={HERE}", {"code": phone.now()})
    assert response["Location"] == HERE
    assert reaches(client)


def test_a_code_of_the_app_works_once_in_every_process(cast: Cast) -> None:
    phone = app_of(cast.rosa)
    code = phone.now()
    with_code("rosa@example.org").post(FACTOR, {"code": code})
    thief = with_code("rosa@example.org")
    assert thief.post(FACTOR, {"code": code}).status_code == 422
    assert not reaches(thief)


def test_one_step_of_drift_is_forgiven_and_no_more(cast: Cast) -> None:
    phone = app_of(cast.rosa)
    now = time.time()
    for drift, opens in ((-90, False), (90, False), (30, True)):
        if drift == 30:
            drift = 30 if now % 30 < 28 else 0  # not across the border of a step
        client = with_code("rosa@example.org")
        client.post(FACTOR, {"code": phone.at(now + drift)})
        assert reaches(client) is opens, drift


def test_conference_time_does_not_move_the_app(cast: Cast) -> None:
    phone = app_of(cast.rosa)
    with clock.frozen(clock.now() - timedelta(days=3000)):
        client = with_code("rosa@example.org")
        client.post(FACTOR, {"code": phone.now()})
        assert reaches(client)


def test_the_mailbox_alone_adds_no_other_factor(cast: Cast) -> None:
    app_of(cast.rosa)
    thief = with_code("rosa@example.org")
    for path in (APP, "/en/account/passkeys/", "/en/account/recovery-codes/"):
        assert thief.get(path)["Location"].startswith(FACTOR), path
    for path in ("passkeys/options/", "passkeys/add/"):
        assert thief.post(f"/en/account/{path}")["Location"].startswith(FACTOR), path
    thief.post(APP, {"do": "remove"})
    assert policy.has_app(cast.rosa)


def test_a_mailbox_alone_removes_no_factor_of_anybody(cast: Cast) -> None:
    """Amina needs none, but chose to have one."""
    phone = app_of(cast.amina)
    thief = with_code("amina@example.org")
    assert thief.post(APP, {"do": "remove"})["Location"].startswith(FACTOR)
    assert thief.post("/en/account/recovery-codes/")["Location"].startswith(FACTOR)
    assert policy.has_app(cast.amina)
    thief.post(FACTOR, {"code": phone.now()})
    thief.post(APP, {"do": "remove"})
    assert not policy.has_app(cast.amina)
    entry = Entry.objects.get(verb="removed authenticator app")
    assert entry.actor == cast.amina


def test_a_begun_app_gives_nothing_away_and_the_secret_is_sealed(cast: Cast) -> None:
    phone = app_of(cast.rosa)
    row = AuthenticatorApp.objects.values().get()
    assert phone.secret.encode() not in bytes(row["sealed_secret"])
    assert phone.byte_secret() not in bytes(row["sealed_secret"])
    with pytest.raises(ValidationError, match="already"):
        actions.begin_app(cast.rosa, actor=cast.rosa)


def test_guessing_the_app_is_throttled_but_not_on_a_device_the_account_knows(
    cast: Cast,
) -> None:
    phone = app_of(cast.rosa)
    own = with_code("rosa@example.org")
    own.post(FACTOR, {"code": phone.now()})
    assert reaches(own)
    AuthenticatorApp.objects.update(last_step=0)
    client = with_code("rosa@example.org")
    for _try in range(10):
        client.post(FACTOR, {"code": "000000"})
    response = client.post(FACTOR, {"code": phone.now()})
    assert "Wait 15 minutes" in response.content.decode()
    assert not reaches(client)
    own.post("/en/account/sign-out/")
    own.post(CODE, {"code": ask(own, "rosa@example.org")})
    assert not reaches(own)
    own.post(FACTOR, {"code": phone.now()})
    assert reaches(own)


def test_a_mailbox_alone_makes_no_device_known(cast: Cast) -> None:
    app_of(cast.rosa)
    assert "device" not in with_code("rosa@example.org").cookies
    assert "device" in with_code("eve@example.org").cookies


def test_the_last_factor_of_staff_stays(cast: Cast) -> None:
    app_of(cast.rosa)
    with pytest.raises(ValidationError, match="Add another method first"):
        actions.drop_app(cast.rosa, actor=cast.rosa)
    passkey_of(cast.rosa)
    actions.drop_app(cast.rosa, actor=cast.rosa)
    with pytest.raises(ValidationError, match="Add another method first"):
        actions.drop_passkey(cast.rosa.passkeys.get(), actor=cast.rosa)


# -- Recovery codes --------------------------------------------------------------------


def test_a_recovery_code_works_once_however_it_is_typed(cast: Cast) -> None:
    app_of(cast.rosa)
    code = actions.make_recovery_codes(cast.rosa, actor=cast.rosa)[3]
    client = with_code("rosa@example.org")
    client.post(FACTOR, {"code": f" {code[:4].lower()} - {code[4:]}"})
    assert reaches(client)
    again = with_code("rosa@example.org")
    again.post(FACTOR, {"code": code})
    assert not reaches(again)
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_new_codes_end_the_old_ones(cast: Cast) -> None:
    app_of(cast.rosa)
    old = actions.make_recovery_codes(cast.rosa, actor=cast.rosa)[0]
    actions.make_recovery_codes(cast.rosa, actor=cast.rosa)
    with pytest.raises(ValidationError, match="incorrect"):
        actions.show_factor(cast.rosa, typed=old)


def test_another_persons_recovery_code_is_worth_nothing(cast: Cast) -> None:
    code = actions.make_recovery_codes(cast.ravi, actor=cast.ravi)[0]
    with pytest.raises(ValidationError, match="incorrect"):
        actions.show_factor(cast.rosa, typed=code)


# -- Passkeys --------------------------------------------------------------------------


def show(client: Client, device: Device, where: str = "sign-in") -> None:
    options = client.post(
        f"/en/account/{where}/{'passkey/' * (where == 'sign-in')}options/"
    )
    client.post(
        f"/en/account/{where}/passkey/", {"answer": device.show(options.json())}
    )


def test_a_passkey_alone_signs_staff_in(cast: Cast) -> None:
    device = passkey_of(cast.rosa)
    client = Client()
    show(client, device)
    assert client.session["_auth_user_id"] == cast.rosa.pk
    assert reaches(client)
    assert Passkey.objects.get().sign_count == 1


def test_a_passkey_is_a_second_factor(cast: Cast) -> None:
    device = passkey_of(cast.rosa)
    client = with_code("rosa@example.org")
    show(client, device, "second-factor")
    assert reaches(client)


def test_another_persons_passkey_is_no_second_factor(cast: Cast) -> None:
    passkey_of(cast.rosa)
    device = passkey_of(cast.ravi)
    client = with_code("rosa@example.org")
    show(client, device, "second-factor")
    assert not reaches(client)


def test_an_answer_is_taken_once(cast: Cast) -> None:
    device = passkey_of(cast.rosa)
    client = Client()
    options = client.post("/en/account/sign-in/passkey/options/").json()
    answer = {"answer": device.show(options)}
    client.post("/en/account/sign-in/passkey/", answer)
    thief = Client()
    thief.post("/en/account/sign-in/passkey/options/")
    thief.post("/en/account/sign-in/passkey/", answer)
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "device",
    [Device(origin="https://localhost.evil.example"), Device(verified=False)],
    ids=["another site", "nobody checked who holds it"],
)
def test_a_passkey_made_wrongly_is_refused(cast: Cast, device: Device) -> None:
    client = sign_in(Client(), cast.amina)
    options = client.post("/en/account/passkeys/options/").json()
    client.post("/en/account/passkeys/add/", {"answer": device.make(options)})
    assert not Passkey.objects.exists()


def test_a_copied_key_is_noticed(cast: Cast) -> None:
    device = passkey_of(cast.rosa)
    show(Client(), device)
    device.count = 0
    client = Client()
    show(client, device)
    assert not is_signed_in(client)


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", '{"id": 1}', "null", "1"])
def test_nonsense_is_refused_in_words(cast: Cast, answer: str) -> None:
    for client, where in (
        (Client(), "sign-in/passkey"),
        (sign_in(Client(), cast.amina), "passkeys/add"),
    ):
        client.post(f"/en/account/{where.removesuffix('/add')}/options/")
        response = client.post(f"/en/account/{where}/", {"answer": answer}, follow=True)
        assert response.status_code == 200
        assert "Try again" in response.content.decode()


@pytest.mark.parametrize(
    "answer", ["[" * 200_000, '{"a":' * 500 + "1" + "}" * 500, '"' + "a" * 40_000 + '"']
)
def test_deep_json_is_a_bad_request_and_nothing_worse(cast: Cast, answer: str) -> None:
    for client, where in (
        (Client(), "sign-in/passkey"),
        (sign_in(Client(), cast.amina), "passkeys/add"),
    ):
        client.post(f"/en/account/{where.removesuffix('/add')}/options/")
        response = client.post(f"/en/account/{where}/", {"answer": answer})
        assert response.status_code == 400, where


def test_a_number_too_long_to_read_is_refused_in_words(cast: Cast) -> None:
    client = Client()
    client.post("/en/account/sign-in/options/")
    answer = '{"id": ' + "9" * 5000 + "}"
    page = client.post(
        "/en/account/sign-in/passkey/", {"answer": answer}, follow=True
    ).content.decode()
    assert "Try again" in page


@pytest.mark.parametrize(
    ("cbor", "status"),
    [
        (b"\x81" * 9_000, 400),  # a list in a list in a list
        (b"\xc6" * 9_000, 302),  # tags
        (b"\xbf", 302),
        (b"\x9b" + b"\xff" * 8, 302),
        (b"\xa1\x81\x01\x01", 302),  # a list as a key
        (b"\x62\xff\xff", 302),
        (b"", 302),
        (b"\xa0", 302),
        (b"\x01", 302),
    ],
)
def test_broken_and_deep_cbor_is_refused(cast: Cast, cbor: bytes, status: int) -> None:
    client, device = sign_in(Client(), cast.amina), Device()
    options = client.post("/en/account/passkeys/options/").json()
    answer = json.loads(device.make(options))
    answer["response"]["attestationObject"] = text(cbor)
    response = client.post("/en/account/passkeys/add/", {"answer": json.dumps(answer)})
    assert response.status_code == status
    assert not Passkey.objects.exists()


def test_a_passkey_of_a_closed_account_opens_nothing(cast: Cast) -> None:
    device = passkey_of(cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    client = Client()
    show(client, device)
    assert not is_signed_in(client)


def test_changing_how_an_account_opens_needs_a_fresh_code(cast: Cast) -> None:
    client = sign_in(Client(), cast.amina)
    session = client.session
    session["people.code"] = time.time() - 601
    session.save()
    response = client.get("/en/account/passkeys/")
    assert response["Location"].startswith("/en/account/fresh-code/?next=")
    client.post(response["Location"])
    letter = Email.objects.get(to="amina@example.org", template="people/code")
    found = re.search(r"\d{4} \d{4}", letter.full_body())
    assert found
    response = client.post(CODE, {"code": found[0]})
    assert response["Location"] == "/en/account/passkeys/"
    assert reaches(client, "/en/account/passkeys/")


def test_somebody_elses_passkey_is_not_removed(cast: Cast) -> None:
    passkey_of(cast.rosa)
    passkey = Passkey.objects.get()
    client = sign_in(Client(), cast.amina)
    path = f"/en/account/passkeys/{passkey.pk}/remove/"
    assert client.post(path).status_code == 404
    assert Passkey.objects.exists()


def test_the_options_are_plain_json(cast: Cast) -> None:
    options = Client().post("/en/account/sign-in/passkey/options/").json()
    assert options["publicKey"]["rpId"] == "localhost"
    assert options["publicKey"]["userVerification"] == "required"
    assert json.dumps(options)


# -- Hats, sessions, resets ------------------------------------------------------------


def test_a_hat_ends_every_session_and_demands_a_factor(cast: Cast) -> None:
    client = sign_in(Client(), cast.amina)
    assert reaches(client)
    actions.demand_second_factor(cast.amina, actor=cast.clara)
    assert client.get(HERE)["Location"].startswith("/en/account/sign-in/")
    assert not reaches(with_code("amina@example.org"))


def test_signing_out_everywhere_leaves_this_browser(cast: Cast) -> None:
    here, there = sign_in(Client(), cast.rosa), sign_in(Client(), cast.rosa)
    here.post("/en/account/sign-out/everywhere/")
    assert reaches(here)
    assert not reaches(there)


@pytest.mark.parametrize(
    ("mark", "age", "lives"),
    [
        ("people.seen", 29 * 60, True),
        ("people.seen", 31 * 60, False),
        ("people.began", 12 * 3600 - 60, True),
        ("people.began", 12 * 3600 + 60, False),
    ],
)
def test_sessions_of_staff_end(cast: Cast, mark: str, age: int, lives: bool) -> None:
    client = sign_in(Client(), cast.rosa)
    session = client.session
    session[mark] = time.time() - age
    session.save()
    assert reaches(client) is lives
    if not lives:
        assert not is_signed_in(client)


@pytest.mark.parametrize(("days", "lives"), [(13, True), (15, False)])
def test_sessions_of_others_end_too_however_often_they_come(
    cast: Cast, days: int, lives: bool
) -> None:
    client = sign_in(Client(), cast.amina)
    session = client.session
    session["people.seen"] = time.time()
    session["people.began"] = time.time() - days * 24 * 3600
    session.save()
    assert reaches(client) is lives
    assert is_signed_in(client) is lives


def test_work_keeps_a_session_alive(cast: Cast) -> None:
    client = sign_in(Client(), cast.rosa)
    session = client.session
    session["people.seen"] = time.time() - 29 * 60
    session.save()
    assert reaches(client)
    assert time.time() - client.session["people.seen"] < 60


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "never asked"])
@pytest.mark.parametrize("where", ["sign-in/passkey/", "second-factor/", "passkeys/"])
def test_an_answer_that_is_none_is_told_on_the_page_it_came_from(
    cast: Cast, where: str, is_asked: bool
) -> None:
    passkey_of(cast.amina)
    client = Client() if "sign-in" in where else sign_in(Client(), cast.amina)
    if where == "passkeys/":
        session = client.session
        sessions.mark_factor(session)
        session.save()
    start = f"/en/account/{where}"
    if is_asked:
        assert client.post(f"{start}options/").status_code == 200
    end = {"passkeys/": "add/", "second-factor/": "passkey/"}.get(where, "")
    answer = "[]" if is_asked else "{}"
    page = client.post(f"{start}{end}", {"answer": answer, "name": "x"}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["The passkey was not read. Try again."]
    assert page.request["PATH_INFO"] == start.replace("sign-in/passkey/", "sign-in/")
