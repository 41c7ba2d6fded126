"""Sending e-mails again. They are written by drafts.py and leave by delivery.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.journal.actions import Actor, record
from hemicycle.lib import clock
from hemicycle.post.drafts import check
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
