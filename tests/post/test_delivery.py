"""Against a mail server of our own, which fails as told."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from hemicycle.jobs import actions as jobs
from hemicycle.journal.models import Entry
from hemicycle.lib import clock, codes
from hemicycle.post import actions, delivery
from hemicycle.post.delivery import claim, deliver_due
from hemicycle.post.models import MASK, Email, MailServer
from tests.cast import OPENING_MORNING, Cast
from tests.conftest import sign_in
from tests.post.conftest import write

State = Email.State


class Server(BaseEmailBackend):
    """What a mail server answers, one after the other; then it accepts."""

    answers: ClassVar[list[Exception]] = []
    at_the_door: ClassVar[list[Exception]] = []
    accepted: ClassVar[list[Message]] = []
    opened: ClassVar[int] = 0
    is_open = False

    def open(self) -> bool:
        if self.is_open:
            return False
        type(self).opened += 1
        if self.at_the_door:
            raise self.at_the_door.pop(0)
        self.is_open = True
        return True

    def close(self) -> None:
        self.is_open = False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for one in email_messages:
            message = one.message()
            if self.answers:
                raise self.answers.pop(0)
            self.accepted.append(message)
        return len(email_messages)


@pytest.fixture(autouse=True)
def server(settings: Settings) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.answers, Server.at_the_door = [], []
    Server.accepted, Server.opened = [], 0
    return Server


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    def move(by: timedelta) -> None:
        moment = clock.real_now() + by
        monkeypatch.setattr(clock, "real_now", lambda: moment)

    return move


def test_a_letter_leaves_once_and_its_codes_are_erased(
    cast: Cast, server: type[Server]
) -> None:
    email = write(cast, sealed={"code": "7K3M-Z0QA"})
    assert deliver_due().sent == 1
    assert deliver_due().sent == 0
    (sent,) = server.accepted
    assert "7K3M-Z0QA" in sent.get_payload(decode=True).decode()
    assert sent["To"] == "lin@example.org"
    assert sent["From"] == "Secretariat <post@conference.example>"
    assert sent["Message-ID"] == f"<{email.pk}@conference.example>"
    assert sent["Content-Language"] == "en"
    email.refresh_from_db()
    assert (email.state, email.sealed) == (State.SENT, None)
    assert email.sent_at == OPENING_MORNING
    assert email.full_body() == email.body
    assert MASK in email.body


def test_names_in_every_script_arrive(cast: Cast, server: type[Server]) -> None:
    name = "王秀英 الأمين Łukasz"
    write(cast, context={"name": name})
    deliver_due()
    (sent,) = server.accepted
    assert name in sent.get_payload(decode=True).decode()
    assert str(make_header(decode_header(sent["Subject"]))) == f"Sign in: {name}"


def test_a_server_that_is_away_stops_the_round_and_nothing_is_lost(
    cast: Cast, server: type[Server], later: Callable[[timedelta], None]
) -> None:
    for n in range(3):
        write(cast, send_key=str(n))
    server.answers = [ConnectionRefusedError("no")]
    done = deliver_due()
    assert (done.sent, done.put_off) == (0, 1)
    assert Email.objects.filter(state=State.QUEUED).count() == 3
    later(timedelta(seconds=2))
    assert deliver_due().sent == 2
    later(timedelta(minutes=2))
    assert deliver_due().sent == 1
    assert len({m["Message-ID"] for m in server.accepted}) == 3


def test_a_server_that_lets_nobody_in_is_asked_less_and_less_and_charges_no_e_mail(
    cast: Cast, server: type[Server], later: Callable[[timedelta], None]
) -> None:
    """A wrong password made 600 log-ins in 15 seconds, and then every e-mail fail."""
    for n in range(20):
        write(cast, send_key=str(n))
    server.at_the_door = [smtplib.SMTPAuthenticationError(535, b"no")] * 600
    for _second in range(15):
        assert deliver_due() == delivery.Delivered()
        later(timedelta(seconds=1))
    assert server.opened == 4  # after 0, 1, 3 and 7 seconds
    assert Email.objects.filter(state=State.QUEUED, attempts=0).count() == 20
    later(timedelta(days=5))
    deliver_due()
    assert Email.objects.filter(state=State.QUEUED, attempts=0).count() == 20
    server.at_the_door = []
    later(timedelta(minutes=6))
    assert deliver_due().sent == 20
    assert MailServer.read().failures == 0


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPSenderRefused(530, b"5.7.0 authenticate first", "post@x"),
        smtplib.SMTPSenderRefused(552, b"over quota", "post@x"),
        smtplib.SMTPRecipientsRefused({"lin@x": (550, b"relaying denied")}),
        smtplib.SMTPRecipientsRefused({"lin@x": (554, b"5.7.1 not for us")}),
        smtplib.SMTPDataError(550, b"5.7.26 unauthenticated sender"),
    ],
)
def test_one_wrong_setting_of_ours_fails_no_e_mail(
    cast: Cast,
    server: type[Server],
    later: Callable[[timedelta], None],
    error: Exception,
) -> None:
    for n in range(20):
        write(cast, send_key=str(n))
    server.answers = [error] * 1000
    for _minute in range(30):
        deliver_due()
        later(timedelta(minutes=1))
    assert len(server.answers) > 960
    assert Email.objects.filter(state=State.QUEUED).count() == 20
    server.answers = []
    for _hour in range(3):
        later(timedelta(hours=1))
        deliver_due()
    assert Email.objects.filter(state=State.SENT).count() == 20


def test_what_is_refused_while_others_are_accepted_fails(
    cast: Cast, server: type[Server], later: Callable[[timedelta], None]
) -> None:
    refused, other = write(cast, send_key="refused"), write(cast, send_key="other")
    no = smtplib.SMTPRecipientsRefused({"lin@x": (550, b"not here")})
    server.answers = [no]
    assert deliver_due() == delivery.Delivered(sent=1, put_off=1)
    server.answers = [no]
    later(timedelta(minutes=2))
    assert deliver_due() == delivery.Delivered(failed=1)
    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.state, other.state) == (State.FAILED, State.SENT)


def test_people_are_told_of_a_server_that_accepts_nothing_and_of_no_address(
    client: Client,
    cast: Cast,
    server: type[Server],
    later: Callable[[timedelta], None],
) -> None:
    write(cast)
    desk = reverse("desk:today", args=[cast.conference.slug])
    words = "e-mail waits: the mail server accepts none"
    server.answers = [smtplib.SMTPRecipientsRefused({"lin@x": (550, b"lin@x")})] * 9
    deliver_due()
    later(timedelta(minutes=1))
    assert words not in sign_in(client, cast.clara).get(desk).content.decode()
    later(timedelta(minutes=2))
    assert words in client.get(desk).content.decode()
    page = client.get(reverse("post:index", args=[cast.conference.slug]))
    assert "has accepted no e-mail since" in page.content.decode()
    assert "SMTPRecipientsRefused 550" in page.content.decode()
    assert "lin@x)" not in page.content.decode()
    server.answers = []
    assert deliver_due().sent == 1
    assert words not in client.get(desk).content.decode()


def test_a_day_without_server_is_survived(
    cast: Cast, server: type[Server], later: Callable[[timedelta], None]
) -> None:
    email = write(cast)
    for _hour in range(24):
        server.answers = [OSError("away")]
        deliver_due()
        later(timedelta(hours=1, seconds=1))
    server.answers = []
    assert deliver_due().sent == 1
    email.refresh_from_db()
    assert email.attempts == 25


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"lin@x": (550, b"5.1.1 no")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"lin@x": (552, b"5.2.2 full")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"lin@x": (550, b"no")}), State.QUEUED),
        (smtplib.SMTPRecipientsRefused({"lin@x": (450, b"later")}), State.QUEUED),
        (smtplib.SMTPDataError(554, b"spam"), State.QUEUED),
        (smtplib.SMTPDataError(451, b"greylisted"), State.QUEUED),
        (smtplib.SMTPServerDisconnected("gone"), State.QUEUED),
        (TimeoutError("slow"), State.QUEUED),
    ],
)  # fmt: skip
def test_what_a_server_says_decides(
    cast: Cast, server: type[Server], answer: Exception, state: str
) -> None:
    email = write(cast, sealed={"code": "X"})
    server.answers = [answer]
    deliver_due()
    email.refresh_from_db()
    assert email.state == state
    assert type(answer).__name__ in email.last_error
    assert email.can_leave


def test_one_refused_address_does_not_stop_the_others(
    cast: Cast, server: type[Server]
) -> None:
    for n in range(3):
        write(cast, send_key=str(n))
    server.answers = [smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 unknown")})]
    done = deliver_due()
    assert (done.sent, done.failed) == (2, 1)


def test_a_claimed_letter_is_nobody_elses_until_the_claim_runs_out(
    cast: Cast, server: type[Server], later: Callable[[timedelta], None]
) -> None:
    email = write(cast)
    assert claim(email.pk) is not None
    assert claim(email.pk) is None
    assert deliver_due().sent == 0
    later(timedelta(minutes=6))
    assert deliver_due().sent == 1
    assert len(server.accepted) == 1


def test_a_worker_that_lost_its_claim_marks_nothing(
    cast: Cast, later: Callable[[timedelta], None]
) -> None:
    from hemicycle.post.delivery import _mark

    email = write(cast)
    slow = claim(email.pk)
    later(timedelta(minutes=6))
    assert claim(email.pk)
    assert slow
    _mark(slow, state=State.FAILED)
    email.refresh_from_db()
    assert email.state == State.CLAIMED


def test_in_the_demonstration_nothing_leaves(
    cast: Cast, settings: Settings, server: type[Server]
) -> None:
    settings.MAIL = "none"
    email = write(cast, sealed={"code": "7K3M"})
    assert deliver_due().sent == 0
    assert server.accepted == []
    assert "7K3M" in email.full_body()


def test_conference_time_does_not_delay_mail(cast: Cast) -> None:
    with clock.frozen(OPENING_MORNING - timedelta(days=400)):
        write(cast)
    assert deliver_due().sent == 1


def test_a_letter_is_sent_again_on_request(cast: Cast, server: type[Server]) -> None:
    email = write(cast)
    deliver_due()
    actions.resend(email, seen=email.fingerprint, actor=cast.rosa)
    assert deliver_due().sent == 1
    assert len(server.accepted) == 2
    assert Entry.objects.about(email).get().verb == "resent"


@pytest.mark.parametrize(
    ("kw", "deliver", "code"),
    [
        ({"to": ""}, False, "no-address"),
        ({}, False, "on-its-way"),
        ({"sealed": {"code": "X"}}, True, "codes-erased"),
    ],
)
def test_what_cannot_be_sent_again_says_why(
    cast: Cast, kw: dict[str, Any], deliver: bool, code: str
) -> None:
    email = write(cast, **kw)
    if deliver:
        deliver_due()
    with pytest.raises(ValidationError) as refusal:
        actions.resend(email, seen=email.fingerprint, actor=cast.rosa)
    assert refusal.value.code == code
    assert not Entry.objects.about(email).exists()


@pytest.mark.parametrize(
    "error", [ValueError("non-ASCII"), UnicodeError("idna"), RuntimeError("anything")]
)
def test_an_e_mail_that_cannot_be_sent_holds_back_no_other(
    cast: Cast, server: type[Server], error: Exception
) -> None:
    first, second = write(cast, send_key="first"), write(cast, send_key="second")
    server.answers = [error]
    done = deliver_due()
    assert (done.sent, done.failed, done.put_off) == (1, 1, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.FAILED, State.SENT)
    assert type(error).__name__ in first.last_error


def test_a_bad_address_in_the_outbox_fails_alone(
    cast: Cast, settings: Settings
) -> None:
    """As one that an earlier version had stored: it held back every sign-in code."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    bad = [write(cast, send_key=f"bad {n}") for n in range(3)]
    for email in bad:
        Email.objects.filter(pk=email.pk).update(to="lin@example.org\u200f@x")
    write(cast, send_key="good")
    deliver_due()
    assert Email.objects.filter(state=State.CLAIMED).count() == 0
    assert Email.objects.get(send_key="good").state == State.SENT


def test_a_code_leaves_before_three_thousand_e_mails_and_a_running_job(
    cast: Cast, server: type[Server]
) -> None:
    first = write(cast, send_key="first")
    others = [
        Email(**{**vars_of(first), "id": codes.new_id(), "send_key": f"other-{number}"})
        for number in range(3000)
    ]
    Email.objects.bulk_create(others, batch_size=500)
    jobs.ask("badges.print_badges", conference=cast.conference, actor=cast.rosa)
    link = write(cast, send_key="link", sealed={"link": "https://x.example/l/secret"})
    code = write(cast, send_key="code", sealed={"code": "ABCD EFGH"})
    assert deliver_due(limit=3).sent == 3
    sent = Email.objects.filter(state=State.SENT)
    assert {email.pk for email in sent} >= {code.pk, link.pk}
    ids = [message["Message-ID"] for message in server.accepted]
    assert ids[:2] == [f"<{email.pk}@conference.example>" for email in (code, link)]
    # One connection for the round.
    assert server.opened == 1


def vars_of(email: Email) -> dict[str, Any]:
    return {
        field.attname: getattr(email, field.attname)
        for field in Email._meta.concrete_fields
    }


def test_a_round_has_a_deadline(
    cast: Cast, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "ROUND_SECONDS", -1)
    write(cast)
    assert deliver_due().sent == 0
