"""What may or may not have arrived is held for a person, against a real mail server."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.post import actions, delivery
from hemicycle.post.delivery import deliver_due
from hemicycle.post.drafts import fingerprint_of
from hemicycle.post.models import Email
from hemicycle.post.models import MailServer as Server
from hemicycle.proofs.mail_server import MailServer, Mood, running
from tests.cast import Cast
from tests.conftest import sign_in
from tests.post.conftest import write

State = Email.State


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with running() as mail_server:
        settings.EMAIL_BACKEND = "hemicycle.post.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 2
        yield mail_server


def test_an_e_mail_that_is_taken_is_sent_and_no_question_stays(
    cast: Cast, server: MailServer
) -> None:
    email = write(cast)
    assert deliver_due() == delivery.Delivered(sent=1)
    email.refresh_from_db()
    assert email.state == State.SENT
    assert email.handed_over_at is not None
    assert server.accepted == {email.pk: 1}


def test_a_server_that_breaks_off_before_the_text_gets_it_again(
    cast: Cast, server: MailServer
) -> None:
    server.mood = Mood.REFUSING
    email = write(cast)
    assert deliver_due() == delivery.Delivered(put_off=1)
    email.refresh_from_db()
    assert (email.state, email.handed_over_at) == (State.QUEUED, None)


def test_a_server_that_breaks_off_with_the_text_leaves_the_question_to_a_person(
    cast: Cast, server: MailServer
) -> None:
    server.mood, server.texts = Mood.BREAKING, 19
    email = write(cast, sealed={"code": "7K3M-Z0QA"})
    assert deliver_due() == delivery.Delivered(held=1)
    email.refresh_from_db()
    assert email.state == State.HELD
    assert email.can_leave
    # It was taken, as it happens: nobody here can know. It does not leave by itself.
    assert server.accepted == {email.pk: 1}
    server.mood = Mood.GOOD
    assert deliver_due() == delivery.Delivered()


def test_a_worker_that_dies_with_the_text_on_its_way_leaves_the_question_too(
    cast: Cast, server: MailServer
) -> None:
    dead, early = write(cast, send_key="dead"), write(cast, send_key="early")
    for email in (dead, early):
        claimed = delivery.claim(email.pk)
        assert claimed is not None
        if email is dead:
            delivery.hand_over(claimed)
    assert deliver_due() == delivery.Delivered()  # their claims stand
    ago = clock.real_now() - timedelta(seconds=1)
    Email.objects.update(claimed_until=ago)
    assert deliver_due() == delivery.Delivered(sent=1, held=1)
    states = dict(Email.objects.values_list("send_key", "state"))
    assert states == {"dead": State.HELD, "early": State.SENT}


def test_whose_claim_ran_out_hands_nothing_over(cast: Cast) -> None:
    slow = delivery.claim(write(cast).pk)
    assert slow is not None
    Email.objects.update(claimed_until=clock.real_now() + timedelta(minutes=9))
    with pytest.raises(RuntimeError, match="another worker"):
        delivery.hand_over(slow)


def test_the_desk_says_so_and_a_person_decides(client: Client, cast: Cast) -> None:
    emails = [write(cast, send_key=str(n), sealed={"code": "X"}) for n in range(2)]
    Email.objects.update(state=State.HELD)
    sign_in(client, cast.rosa)
    place = cast.conference.slug
    sign_in(clara := Client(), cast.clara)
    desk = clara.get(reverse("desk:today", args=[place])).content.decode()
    assert "e-mails may or may not have arrived" in desk
    arrived, sent_again = emails
    page = client.get(reverse("post:show", args=[place, arrived.pk])).content.decode()
    assert "It may have arrived." in page
    client.post(reverse("post:delivered", args=[place, arrived.pk]))
    arrived.refresh_from_db()
    seen = fingerprint_of([sent_again])
    sent_again = actions.resend(sent_again, seen=seen, actor=cast.rosa)
    assert (arrived.state, arrived.sealed) == (State.SENT, None)
    assert sent_again.state == State.QUEUED
    assert Entry.objects.about(arrived).get().verb == "marked delivered"
    with pytest.raises(ValidationError) as refusal:
        actions.mark_delivered(arrived, actor=cast.rosa)
    assert refusal.value.code == "not-held"


def test_all_that_failed_since_is_sent_again(cast: Cast) -> None:
    old, new, on_paper = (write(cast, send_key=key) for key in ("old", "new", "paper"))
    Email.objects.update(state=State.FAILED, next_attempt_at=clock.real_now())
    yesterday = clock.real_now() - timedelta(days=1)
    Email.objects.filter(pk=old.pk).update(next_attempt_at=yesterday)
    Email.objects.filter(pk=on_paper.pk).update(to="")
    out = StringIO()
    since = clock.real_now() - timedelta(hours=1)
    call_command("resend_failed", f"--since={since.isoformat()}", stdout=out)
    assert out.getvalue() == "1 e-mails will be sent again\n"
    queued = Email.objects.filter(state=State.QUEUED)
    assert [email.pk for email in queued] == [new.pk]
    with pytest.raises(CommandError, match="no moment with a time zone"):
        call_command("resend_failed", "--since=yesterday")


def test_only_go_ahead_marks() -> None:
    """354 answers DATA alone; a refusal of it is known."""
    from hemicycle.post.smtp import EmailBackend

    assert issubclass(EmailBackend(use_ssl=True).connection_class, smtplib.SMTP_SSL)
    assert not issubclass(EmailBackend().connection_class, smtplib.SMTP_SSL)


def test_a_clock_that_was_a_day_ahead_holds_no_e_mail_back(
    cast: Cast, server: MailServer
) -> None:
    day = clock.real_now() + timedelta(days=1)
    written_then, put_off = write(cast, send_key="then"), write(cast, send_key="off")
    Email.objects.filter(pk=written_then.pk).update(next_attempt_at=day)
    soon = clock.real_now() + timedelta(minutes=40)
    Email.objects.filter(pk=put_off.pk).update(next_attempt_at=soon)
    Server(pk=1, failures=9, pause_until=day).save()
    assert deliver_due() == delivery.Delivered(sent=1)
    assert server.accepted == {written_then.pk: 1}
