"""Writing e-mails and sending them again. Delivery itself is in delivery.py."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.template import Context, TemplateDoesNotExist, loader
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.addresses import clean_address
from hemicycle.journal.actions import Actor, record
from hemicycle.lib import clock, codes, crypto
from hemicycle.post.models import MASK, Email

LONGEST_SUBJECT = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
# Also in the signs of other scripts that programs take for a dot or a slash.
_LINK = re.compile(
    r"(?i):(?=[/\\／⁄∕]{2})|\b(?:mailto|tel|sms|javascript|data)(?=:)"
    r"|(?<=\S)[.․．。｡](?=[^\W\d_])"
)
_WORD_JOINER = "\u2060"
_ADDRESSES = ("url", "link", "email", "address")


def preview(
    conference: models.Model | None,
    template: str,
    language: str,
    context: Mapping[str, Any],
) -> tuple[str, str]:
    """Subject and text of an e-mail as it would leave, and nothing stored.

    The same rendering as `write`; give sealed values as "••••" or as an example.
    """
    return _render(conference, template, language, context)


def write(
    conference: models.Model | None,
    template: str,
    *,
    to: str,
    language: str,
    send_key: str,
    thing: models.Model | None = None,
    recipient: AbstractBaseUser | None = None,
    sealed: Mapping[str, str] | None = None,
    document: models.Model | None = None,
    context: Mapping[str, Any],
) -> Email:
    """Put an e-mail into the outbox, in the caller's transaction.

    `template` "invitations/invitation" is the file emails/invitation.txt of that room:
    the first line is the subject. `context` holds plain values only. `sealed` holds
    codes and personal links: encrypted until delivery, then erased, shown as •••• to
    everyone. A second call with the same `send_key` returns the first letter and writes
    none. Without an address the e-mail is kept in the account.

    Raises ValidationError: of `clean_address`, for an address that is none.
    """
    if to:
        to = clean_address(to)
    hidden = dict.fromkeys(sealed or (), MASK)
    subject, body = _render(conference, template, language, {**context, **hidden})
    email = Email(
        id=codes.new_id(),
        conference_id=conference.pk if conference else None,
        to=to,
        recipient_id=recipient.pk if recipient else None,
        language=language,
        template=template,
        subject=subject,
        body=body,
        state=Email.State.QUEUED if to else Email.State.KEPT,
        urgency=_urgency(sealed or {}),
        send_key=send_key,
        thing_type=thing._meta.label_lower if thing else "",
        thing_id=str(thing.pk) if thing else "",
        document_id=document.pk if document else None,
    )
    if sealed:
        _subject, full = _render(
            conference,
            template,
            language,
            {**context, **sealed},
            trusted=frozenset(sealed),
        )
        email.sealed = crypto.seal(full.encode(), context=email.seal_context)
    # One statement decides, also when two writers come at once.
    Email.objects.bulk_create([email], ignore_conflicts=True)
    stored = Email.objects.values_list("pk", flat=True).get(send_key=send_key)
    return email if stored == email.pk else Email.objects.get(pk=stored)


@transaction.atomic
def resend(email: Email, *, actor: Actor) -> Email:
    """Send an e-mail again, unchanged, as soon as a worker is free.

    Raises ValidationError: "no-address"; "codes-erased" when its code was erased after
    delivery: a new e-mail is needed; "on-its-way" when it has not left yet.
    """
    email = Email.objects.select_for_update().get(pk=email.pk)
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
    record(email.conference, "resent", email, actor=actor)
    return email


def inert(text: str) -> str:
    """A person's words, so that no mail program makes a link of them."""
    return _LINK.sub(lambda found: found[0] + _WORD_JOINER, text)


def _urgency(sealed: Mapping[str, str]) -> Email.Urgency:
    """A code leaves before personal links, these before all others."""
    if "code" in sealed:
        return Email.Urgency.CODE
    return Email.Urgency.PERSONAL_LINK if sealed else Email.Urgency.OTHER


def _render(
    conference: models.Model | None,
    template: str,
    language: str,
    context: Mapping[str, Any],
    *,
    trusted: frozenset[str] = frozenset(),
) -> tuple[str, str]:
    room, _slash, name = template.partition("/")
    plain = {key: _plain(key, value, key in trusted) for key, value in context.items()}
    plain["conference_name"] = str(conference) if conference else ""
    with translation.override(language):
        if conference:
            plain["conference_name"] = str(conference)
            plain["is_specimen"] = getattr(conference, "is_specimen", False)
        try:
            found = loader.get_template(f"{room}/emails/{name}.{language}.txt")
        except TemplateDoesNotExist:
            found = loader.get_template(f"{room}/emails/{name}.txt")
        text: str = found.template.render(  # type: ignore[attr-defined]  # Django's own
            Context(plain, autoescape=False)
        )
    subject, _newline, body = text.strip().partition("\n")
    return _one_line(subject), body.strip() + "\n"


def _one_line(text: str) -> str:
    # "=?" begins an encoded word (RFC 2047): a name written so would be decoded by the
    # reader's mail program into what nobody here has looked at, ends of lines included.
    plain = text.replace("=?", f"={_WORD_JOINER}?")
    return _CONTROL.sub(" ", plain).strip()[:LONGEST_SUBJECT]


def _plain(key: str, value: Any, is_trusted: bool) -> Any:
    """The value as a template may see it. Raises TypeError for anything with
    attributes.

    A template can't reach through a name to whatever hangs on it (goal S18).
    """
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        is_address = key.endswith(_ADDRESSES)
        return (
            value
            if is_trusted or is_address
            else inert(_CONTROL_IN_TEXT.sub(" ", value))
        )
    if value is None or isinstance(
        value, bool | int | float | datetime.date | datetime.time | datetime.timedelta
    ):
        return value
    if isinstance(value, Mapping):
        return {
            name: _plain(str(name), part, is_trusted) for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(key, part, is_trusted) for part in value]
    raise TypeError(
        f"{key} is a {type(value).__name__}; e-mails take texts, numbers and dates"
    )


_CONTROL_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]+")
