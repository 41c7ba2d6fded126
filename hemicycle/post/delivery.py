"""Sending what is in the outbox. Never inside a transaction.

An e-mail is claimed for five minutes, sent, and marked. A worker that dies leaves it
claimed; another takes it up when the claim has run out. Right before the text is handed
over that is marked, too: where a worker dies, or the server falls silent, between there
and the server's answer, nobody can know whether it arrived. It is held, and a person
decides: sent again it might come twice.

A refusal of us is no refusal of a recipient. Where it can't be told apart, an e-mail
fails only when the server has accepted others meanwhile; else it waits, and the whole
outbox with it, for longer and longer.
"""

import logging
import re
import smtplib
import time
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from hemicycle.lib import clock, ending, pauses
from hemicycle.post.models import Email, MailServer

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
ROUND_SECONDS = 20
GIVE_UP_AFTER = 80
"""Attempts that a server took and put off, such as an hour each for three days."""
INTERRUPTED = "The process that sent it ended before the mail server had answered."
# After so many refusals with nothing accepted between, it is about us.
REFUSALS_OF_US = 3
LONGEST_OUTAGE_PAUSE = MailServer.LONGEST_PAUSE.total_seconds()
# Enhanced codes (RFC 3463) about the address or the mailbox, whoever sends.
_OF_THE_RECIPIENT = re.compile(rb"^5\.[12]\.\d")


@dataclass
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0
    held: int = 0


def deliver_due(limit: int = 1000) -> Delivered:
    """Send e-mails that are due, over one connection, for at most twenty seconds.

    The most urgent is asked for anew before each: a sign-in code leaves before the
    thousands that were written earlier. Stops, and pauses, while the mail server takes
    nothing. With HEMICYCLE_MAIL=none nothing leaves: e-mails are read in the mailbox
    pages.
    """
    done = Delivered()
    if settings.MAIL == "none":
        return done
    done.held = Email.objects.handed_over().update(
        state=Email.State.HELD, claimed_until=None, last_error=INTERRUPTED
    )
    server = MailServer.read()
    if server.is_pausing:
        return done
    before = server.failures
    until = time.monotonic() + ROUND_SECONDS
    connection = get_connection()
    try:
        for _number in range(limit):
            if ending.asked() or time.monotonic() > until or server.is_pausing:
                break
            pk = Email.objects.due().values_list("pk", flat=True).first()
            if pk is None:
                break
            if not _open(connection, server):
                break
            email = claim(pk)
            if email:
                _send(email, connection, server, done)
    finally:
        connection.close()
        if done.sent or server.failures != before:
            server.save()
    return done


def _open(connection: BaseEmailBackend, server: MailServer) -> bool:
    """Once a round: an open connection stays as it is. Says nothing of any e-mail."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _fails(server, error, pause=True)
        return False
    return True


def claim(pk: str) -> Email | None:
    """Take a due e-mail for five minutes; None when somebody else has it."""
    claimed = (
        Email.objects.due()
        .filter(pk=pk)
        .order_by()
        .update(
            state=Email.State.CLAIMED,
            claimed_until=clock.real_now() + CLAIM,
            handed_over_at=None,
            attempts=F("attempts") + 1,
        )
    )
    return Email.objects.get(pk=pk) if claimed else None


def message(email: Email, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail as a mail: plain text, one address, no attachment."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=email.subject,
        body=email.full_body(),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[email.to],
        connection=connection,
        headers={
            "Message-ID": f"<{email.pk}@{host}>",
            "Content-Language": email.language,
            "Auto-Submitted": "auto-generated",
        },
    )


def _send(
    email: Email, connection: BaseEmailBackend, server: MailServer, done: Delivered
) -> None:
    connection.handing_over = partial(hand_over, email)  # type: ignore[attr-defined]  # of smtp.py
    try:
        message(email, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        _refused(email, server, error, code, text, done)
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error
        text = words if isinstance(words, bytes) else words.encode()
        _refused(email, server, error, error.smtp_code, text, done)
    except (smtplib.SMTPException, OSError) as error:
        # Gone, or silent, in the middle of it.
        if email.handed_over_at is None:
            _put_off(email, error, done)
        else:
            _hold(email, error, done)
        _fails(server, error, pause=True)
    except Exception as error:
        # Of this one e-mail, whatever it is: the others must not wait behind it. The
        # conversation with the server may be half-way through, so it starts over.
        logger.exception("E-mail %s cannot be sent", email.pk)
        connection.close()
        _give_up(email, error, done)
    else:
        sent = {"state": Email.State.SENT, "sent_at": clock.now()}
        _mark(email, sealed=None, last_error="", **sent)
        done.sent += 1
        server.failures, server.failing_since, server.pause_until = 0, None, None
        server.last_error, server.accepted_at = "", clock.real_now()


def hand_over(email: Email) -> None:
    """The mail server is about to get the text. Raises RuntimeError where our claim has
    run out: another worker has it."""
    email.handed_over_at = clock.real_now()
    ours = Email.objects.filter(
        pk=email.pk, state=Email.State.CLAIMED, claimed_until=email.claimed_until
    )
    if not ours.update(handed_over_at=email.handed_over_at):
        raise RuntimeError("another worker has claimed this e-mail")


def _refused(
    email: Email,
    server: MailServer,
    error: Exception,
    code: int,
    text: bytes,
    done: Delivered,
) -> None:
    """The server said no: for now, to this recipient, or to all that we send."""
    is_of_recipient = _OF_THE_RECIPIENT.match(text) is not None
    if code >= 500 and (is_of_recipient or _others_were_accepted(email, server)):
        _give_up(email, error, done)
        return
    _put_off(email, error, done)
    if not is_of_recipient and (code >= 500 or code == 421):
        is_enough = server.failures + 1 >= REFUSALS_OF_US
        _fails(server, error, pause=code == 421 or is_enough)


def _others_were_accepted(email: Email, server: MailServer) -> bool:
    """Whether the server has accepted an e-mail since this one was last refused."""
    if email.attempts < 2 or server.accepted_at is None:
        return False
    last_tried = email.next_attempt_at - _pause(email.attempts - 1)
    return server.accepted_at > last_tried


def _fails(server: MailServer, error: Exception, *, pause: bool) -> None:
    """Nothing was accepted. With `pause` the whole outbox waits."""
    now = clock.real_now()
    server.failures += 1
    server.failing_since = server.failing_since or now
    server.last_error = _without_addresses(error)
    if pause:
        seconds = pauses.after(server.failures, LONGEST_OUTAGE_PAUSE)
        server.pause_until = now + timedelta(seconds=seconds)


def _put_off(email: Email, error: Exception, done: Delivered) -> None:
    if email.attempts >= GIVE_UP_AFTER:
        _give_up(email, error, done)
        return
    again_at = clock.real_now() + _pause(email.attempts)
    queued = {"state": Email.State.QUEUED, "next_attempt_at": again_at}
    _mark(email, last_error=_words(error), **queued)
    done.put_off += 1


def _give_up(email: Email, error: Exception, done: Delivered) -> None:
    _mark(email, state=Email.State.FAILED, last_error=_words(error))
    done.failed += 1


def _hold(email: Email, error: Exception, done: Delivered) -> None:
    """It may have arrived or not: sent again only when a person says so."""
    _mark(email, state=Email.State.HELD, last_error=_words(error))
    done.held += 1


def _pause(attempts: int) -> timedelta:
    doublings: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _mark(email: Email, **values: object) -> None:
    """Only while our claim stands: another worker may have taken over."""
    Email.objects.filter(
        pk=email.pk, state=Email.State.CLAIMED, claimed_until=email.claimed_until
    ).update(claimed_until=None, **values)


def _without_addresses(error: Exception) -> str:
    """What failed, for everybody who runs a conference here: it names no recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(str(code) for code, _text in error.recipients.values())
        return f"{type(error).__name__} {codes}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
