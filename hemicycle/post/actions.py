"""Sending e-mails again. They are written by drafts.py and leave by delivery.py."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.journal.actions import Actor, record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.post.drafts import check, fingerprint_of
from hemicycle.post.drafts import inert as inert
from hemicycle.post.journal import Happened
from hemicycle.post.models import Email


@transaction.atomic
def resend(email: Email, *, seen: str, actor: Actor) -> Email:
    """Send an e-mail again, unchanged, as soon as a worker is free.

    Raises ValidationError: "changed" when it is not the one whose fingerprint is
    `seen`; "no-address"; "codes-erased" when its code was erased after delivery: a new
    e-mail is needed; "on-its-way" when it has not left yet.
    """
    email = Email.objects.select_for_update().get(pk=email.pk)
    check([email], seen)
    if not email.to:
        raise ValidationError(_("This e-mail has no address."), code="no-address")
    if email.state in (Email.State.QUEUED, Email.State.CLAIMED):
        raise ValidationError(
            _("This e-mail is still on its way; wait for it."), code="on-its-way"
        )
    if not email.can_leave:
        raise ValidationError(
            _("The code in this e-mail was erased after delivery. Ask for a new one."),
            code="codes-erased",
        )
    email.state = Email.State.QUEUED
    email.attempts, email.last_error = 0, ""
    email.next_attempt_at = clock.real_now()
    email.save(update_fields=["state", "attempts", "last_error", "next_attempt_at"])
    record(email.conference, Happened.RESENT, email, actor=actor)
    return email


@transaction.atomic
def mark_delivered(email: Email, *, actor: Actor) -> Email:
    """It has arrived, as somebody found out: it is not sent again, its code is erased.

    Raises ValidationError: "not-held" unless its delivery is unknown.
    """
    email = Email.objects.select_for_update().get(pk=email.pk)
    if email.state != Email.State.HELD:
        raise ValidationError(
            _("Whether this e-mail was delivered is known already."), code="not-held"
        )
    email.state, email.sealed = Email.State.SENT, None
    email.sent_at, email.last_error = clock.now(), ""
    email.save(update_fields=["state", "sealed", "sent_at", "last_error"])
    record(email.conference, Happened.MARKED_DELIVERED, email, actor=actor)
    return email


def resend_failed(since: datetime) -> int:
    """Send again every e-mail that failed since then, by real time; how many. For the
    day on which a mail server was set up wrongly. Each is its own transaction."""
    failed = Email.objects.failed().filter(next_attempt_at__gte=since)
    # Oldest first, as they were written.
    keys = failed.exclude(to="").order_by("created_at", "pk")
    return each(keys.values_list("pk", flat=True), _resend_by_house)


def _resend_by_house(key: str) -> None:
    email = Email.objects.get(pk=key)
    resend(email, seen=fingerprint_of([email]), actor=None)
