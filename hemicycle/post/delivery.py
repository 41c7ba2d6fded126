"""Sending what is in the outbox. Never inside a transaction.

A letter is claimed for five minutes, sent, and marked. A worker that dies leaves it
claimed; another takes it up when the claim has run out. Should the first have died
between the mail server's yes and our mark, the same message leaves twice with one
Message-ID, by which mail programs recognise it: a letter is never lost, and never
another one.
"""

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from hemicycle.lib import clock
from hemicycle.post.models import Letter

CLAIM = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = 80
"""Attempts: a mail server may be down for three days."""


@dataclass
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0


def deliver_due(limit: int = 100) -> Delivered:
    """Send letters that are due, oldest first. Stops when the mail server is away.

    With HEMICYCLE_MAIL=none nothing leaves: letters are read in the mailbox pages.
    """
    done = Delivered()
    if settings.MAIL == "none":
        return done
    due = list(Letter.objects.due().values_list("pk", flat=True)[:limit])
    if not due:
        return done
    connection = get_connection()
    try:
        for pk in due:
            letter = claim(pk)
            if letter and not _send(letter, connection, done):
                break
    finally:
        connection.close()
    return done


def claim(pk: str) -> Letter | None:
    """Take a due letter for five minutes; None when somebody else has it."""
    claimed = (
        Letter.objects.due()
        .filter(pk=pk)
        .order_by()
        .update(
            state=Letter.State.CLAIMED,
            claimed_until=clock.real_now() + CLAIM,
            attempts=F("attempts") + 1,
        )
    )
    return Letter.objects.get(pk=pk) if claimed else None


def message(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The letter as a mail: plain text, one address, no attachment."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=letter.subject,
        body=letter.full_body(),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        connection=connection,
        headers={
            "Message-ID": f"<{letter.pk}@{host}>",
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
        },
    )


def _send(letter: Letter, connection: BaseEmailBackend, done: Delivered) -> bool:
    """Send one. False when the server is away, so that the others need not try."""
    try:
        message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        return _not_sent(letter, error, done, for_good=all(c >= 500 for c in codes))
    except smtplib.SMTPResponseException as error:
        is_greeting = isinstance(error, smtplib.SMTPConnectError)
        is_final = error.smtp_code >= 500 and isinstance(
            error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused
        )
        _not_sent(letter, error, done, for_good=is_final)
        return not is_greeting and error.smtp_code != 421
    except (smtplib.SMTPException, OSError) as error:
        _not_sent(letter, error, done, for_good=False)
        return False
    _mark(
        letter, state=Letter.State.SENT, sent_at=clock.now(), sealed=None, last_error=""
    )
    done.sent += 1
    return True


def _not_sent(
    letter: Letter, error: Exception, done: Delivered, *, for_good: bool
) -> bool:
    if for_good or letter.attempts >= GIVE_UP_AFTER:
        _mark(letter, state=Letter.State.FAILED, last_error=_words(error))
        done.failed += 1
        return True
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 10), LONGEST_PAUSE)
    _mark(
        letter,
        state=Letter.State.QUEUED,
        next_attempt_at=clock.real_now() + pause,
        last_error=_words(error),
    )
    done.put_off += 1
    return True


def _mark(letter: Letter, **values: object) -> None:
    """Only while our claim stands: another worker may have taken over."""
    Letter.objects.filter(
        pk=letter.pk, state=Letter.State.CLAIMED, claimed_until=letter.claimed_until
    ).update(claimed_until=None, **values)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
