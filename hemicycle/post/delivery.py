"""Sending what is in the outbox. Never inside a transaction.

An e-mail is claimed for five minutes, sent, and marked. A worker that dies leaves it
claimed; another takes it up when the claim has run out. Should the first have died
between the mail server's yes and our mark, the same message leaves twice with one
Message-ID, by which mail programs recognise it: an e-mail is never lost, and never
another one.
"""

import logging
import smtplib
import time
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from hemicycle.lib import clock, ending
from hemicycle.post.models import Email

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
ROUND_SECONDS = 20
GIVE_UP_AFTER = 80
"""Attempts: a mail server may be down for three days."""


@dataclass
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0


def deliver_due(limit: int = 1000) -> Delivered:
    """Send e-mails that are due, over one connection, for at most twenty seconds.

    The most urgent is asked for anew before each: a sign-in code leaves before the
    thousands that were written earlier. Stops when the mail server is away. With
    HEMICYCLE_MAIL=none nothing leaves: e-mails are read in the mailbox pages.
    """
    done = Delivered()
    if settings.MAIL == "none":
        return done
    until = time.monotonic() + ROUND_SECONDS
    connection = get_connection()
    try:
        for _number in range(limit):
            if ending.asked() or time.monotonic() > until:
                break
            pk = Email.objects.due().values_list("pk", flat=True).first()
            if pk is None:
                break
            email = claim(pk)
            if email and not _send(email, connection, done):
                break
    finally:
        connection.close()
    return done


def claim(pk: str) -> Email | None:
    """Take a due e-mail for five minutes; None when somebody else has it."""
    claimed = (
        Email.objects.due()
        .filter(pk=pk)
        .order_by()
        .update(
            state=Email.State.CLAIMED,
            claimed_until=clock.real_now() + CLAIM,
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


def _send(email: Email, connection: BaseEmailBackend, done: Delivered) -> bool:
    """Send one. False when the server is away, so that the others need not try."""
    try:
        # Once a round: an open connection stays as it is.
        connection.open()
        message(email, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        return _not_sent(email, error, done, for_good=all(c >= 500 for c in codes))
    except smtplib.SMTPResponseException as error:
        is_greeting = isinstance(error, smtplib.SMTPConnectError)
        is_final = error.smtp_code >= 500 and isinstance(
            error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused
        )
        _not_sent(email, error, done, for_good=is_final)
        return not is_greeting and error.smtp_code != 421
    except (smtplib.SMTPException, OSError) as error:
        _not_sent(email, error, done, for_good=False)
        return False
    except Exception as error:
        # Of this one e-mail, whatever it is: the others must not wait behind it. The
        # conversation with the server may be half-way through, so it starts over.
        logger.exception("E-mail %s cannot be sent", email.pk)
        connection.close()
        return _not_sent(email, error, done, for_good=True)
    _mark(
        email, state=Email.State.SENT, sent_at=clock.now(), sealed=None, last_error=""
    )
    done.sent += 1
    return True


def _not_sent(
    email: Email, error: Exception, done: Delivered, *, for_good: bool
) -> bool:
    if for_good or email.attempts >= GIVE_UP_AFTER:
        _mark(email, state=Email.State.FAILED, last_error=_words(error))
        done.failed += 1
        return True
    pause = min(FIRST_PAUSE * 2 ** min(email.attempts - 1, 10), LONGEST_PAUSE)
    _mark(
        email,
        state=Email.State.QUEUED,
        next_attempt_at=clock.real_now() + pause,
        last_error=_words(error),
    )
    done.put_off += 1
    return True


def _mark(email: Email, **values: object) -> None:
    """Only while our claim stands: another worker may have taken over."""
    Email.objects.filter(
        pk=email.pk, state=Email.State.CLAIMED, claimed_until=email.claimed_until
    ).update(claimed_until=None, **values)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
