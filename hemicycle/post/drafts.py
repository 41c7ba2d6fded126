"""An e-mail before it leaves: what is previewed, what is compared, what is sent."""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.template import Context, TemplateDoesNotExist, loader
from django.template.base import Template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemicycle.fields.addresses import clean_address
from hemicycle.fields.writes import insert
from hemicycle.lib import codes, crypto
from hemicycle.post.models import MASK, Email

LONGEST_SUBJECT = 200
_PURPOSE = "draft"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]+")
# Also in the characters of other scripts that programs take for a dot or a slash.
_LINK = re.compile(
    r"(?i):(?=[/\\／⁄∕]{2})|\b(?:mailto|tel|sms|javascript|data)(?=:)"
    r"|(?<=\S)[.․．。｡](?=[^\W\d_])"
)
_WORD_JOINER = "\u2060"
_ADDRESSES = ("url", "link", "email", "address")
# Stands for a sealed value while the text is rendered; no other value may hold it.
_SLOT = "\x1a"

Sealed = Mapping[str, str | Callable[[], str]]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One e-mail to one address: previewed, compared and sent from the same object.

    `template` "delegations/approved" is the file emails/approved.txt of that room (or
    approved.ar.txt for Arabic): its first line is the subject. `context` holds plain
    values only. `sealed` holds codes and personal links, or functions that make them
    when the e-mail is sent: encrypted until delivery, then erased, and •••• for
    everybody else. `facts` are what was decided upon beyond the text (`facts_of`).
    Rendered at most once, and only when subject or body is asked for.
    """

    template: str
    to: str
    language: str
    context: Mapping[str, Any]
    conference: models.Model | None = None
    thing: models.Model | None = None
    recipient: AbstractBaseUser | None = None
    sealed: Sealed = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return _one_line(_filled(self._rendered[0], dict.fromkeys(self.sealed, MASK)))

    @property
    def body(self) -> str:
        return _filled(self._rendered[1], dict.fromkeys(self.sealed, MASK))

    @property
    def is_mailed(self) -> bool:
        """Otherwise it is kept in the account, to be printed or passed on."""
        return bool(self.to)

    @cached_property
    def fingerprint(self) -> str:
        """64 characters that differ when anything of this e-mail or its facts differs.

        Taken from all that the text is made of, so that nothing needs to be rendered:
        address, language, the template's source, its values, and the facts.
        """
        return _fingerprint(
            [
                self.to,
                self.language,
                _source(_template(self.template, self.language)),
                self._values,
                sorted(self.sealed),
                self.facts,
            ]
        )

    def render(self) -> None:
        """Before a transaction, so that sending it in one renders nothing."""
        self._rendered  # noqa: B018  # kept from now on

    def check(self, seen: str) -> None:
        """Raises ValidationError: code "changed" unless `seen` is its fingerprint."""
        if seen != self.fingerprint:
            raise changed()

    def send(
        self,
        *,
        send_key: str,
        seen: str | None = None,
        document: models.Model | None = None,
    ) -> Email:
        """Put it into the outbox, in the caller's transaction.

        A second call with the same `send_key` returns the first e-mail and writes none.
        Without an address it is kept in the account. Raises ValidationError: "changed"
        unless `seen`, where given, is its fingerprint; of `clean_address` for an
        address that is none.
        """
        if seen is not None:
            self.check(seen)
        email = Email(
            id=codes.new_id(),
            conference_id=self.conference.pk if self.conference else None,
            to=clean_address(self.to) if self.to else "",
            recipient_id=self.recipient.pk if self.recipient else None,
            language=self.language,
            template=self.template,
            subject=self.subject,
            body=self.body,
            state=Email.State.QUEUED if self.to else Email.State.KEPT,
            urgency=self._urgency,
            send_key=send_key,
            thing_type=self.thing._meta.label_lower if self.thing else "",
            thing_id=str(self.thing.pk) if self.thing else "",
            document_id=document.pk if document else None,
        )
        if self.sealed:
            values = {
                name: value if isinstance(value, str) else value()
                for name, value in self.sealed.items()
            }
            full = _filled(self._rendered[1], values)
            email.sealed = crypto.seal(full.encode(), context=email.seal_context)
        # One statement decides, also when two writers come at once.
        if insert(email, unless_there=True):
            return email
        return Email.objects.get(send_key=send_key)

    @property
    def _urgency(self) -> Email.Urgency:
        """A code leaves before personal links, these before all others."""
        if "code" in self.sealed:
            return Email.Urgency.CODE
        return Email.Urgency.PERSONAL_LINK if self.sealed else Email.Urgency.OTHER

    @cached_property
    def _values(self) -> dict[str, Any]:
        """What the template sees, sealed values apart."""
        with translation.override(self.language):
            values = {key: _plain(key, value) for key, value in self.context.items()}
            values["conference_name"] = str(self.conference or "")
            if self.conference:
                is_specimen = getattr(self.conference, "is_specimen", False)
                values["is_specimen"] = is_specimen
        return values

    @cached_property
    def _rendered(self) -> tuple[str, str]:
        """Subject and text with a slot for each sealed value."""
        slots = {name: f"{_SLOT}{name}{_SLOT}" for name in self.sealed}
        with translation.override(self.language):
            text = _template(self.template, self.language).render(
                Context(self._values | slots, autoescape=False)
            )
        subject, _newline, body = str(text).strip().partition("\n")
        return subject, body.strip() + "\n"


def changed() -> ValidationError:
    """What is sent is what was seen: code "changed"."""
    return ValidationError(
        _("Something has changed since you looked. Check it again, then send."),
        code="changed",
    )


def fingerprint_of(drafts: Iterable[Draft | Email]) -> str:
    """One fingerprint for the e-mails of one deed, in whatever order: that of a single
    e-mail is its own."""
    each = sorted(draft.fingerprint for draft in drafts)
    return each[0] if len(each) == 1 else _fingerprint(each)


def check(drafts: Iterable[Draft | Email], seen: str) -> None:
    """Raises ValidationError: code "changed" unless these e-mails were seen."""
    if fingerprint_of(drafts) != seen:
        raise changed()


def facts_of(thing: models.Model, *, besides: Mapping[str, str] | None = None) -> Any:
    """Every column of a row: what somebody who decides on it has decided upon.

    A new column joins by itself. `besides` names those that do not matter, each with
    the reason; a name that is no column raises FieldDoesNotExist.
    """
    left_out = dict(besides or {})
    for name in left_out:
        if thing._meta.get_field(name) not in thing._meta.concrete_fields:
            raise FieldDoesNotExist(f"{name} is no column of {thing._meta.label}")
    return {
        each.name: getattr(thing, each.attname)
        for each in thing._meta.concrete_fields
        if each.name not in left_out
    }


def fingerprint_of_facts(facts: Any) -> str:
    """For what two people agree on where no e-mail is sent: a rule, a reset."""
    return _fingerprint(facts)


def inert(text: str) -> str:
    """A person's words, so that no mail program makes a link of them."""
    return _LINK.sub(lambda match: match[0] + _WORD_JOINER, text)


def _fingerprint(what: Any) -> str:
    text = json.dumps(what, ensure_ascii=False, sort_keys=True, default=_as_text)
    return crypto.fingerprint(text, purpose=_PURPOSE)


def _as_text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _template(name: str, language: str) -> Template:
    room, _slash, file = name.partition("/")
    try:
        backend = loader.get_template(f"{room}/emails/{file}.{language}.txt")
    except TemplateDoesNotExist:
        backend = loader.get_template(f"{room}/emails/{file}.txt")
    template: Template = backend.template  # type: ignore[attr-defined]  # Django's own
    return template


@lru_cache(maxsize=256)
def _source(template: Template) -> str:
    """The template's text, with all that it includes.

    Raises TypeError for one that chooses while it is rendered what it includes.
    """
    parts = [str(template.source)]
    for node in template.nodelist.get_nodes_by_type(IncludeNode):
        chosen = node.template.var  # type: ignore[attr-defined]  # an IncludeNode
        if not isinstance(chosen, str):
            raise TypeError(f"{template.name} includes {chosen}, which is no file name")
        backend = loader.get_template(chosen)
        parts.append(_source(backend.template))  # type: ignore[attr-defined]  # as above
    if template.nodelist.get_nodes_by_type(ExtendsNode):
        raise TypeError(f"{template.name} extends another; an e-mail includes")
    return "\n".join(parts)


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{_SLOT}{name}{_SLOT}", value)
    return text


def _one_line(text: str) -> str:
    # "=?" opens an encoded word (RFC 2047): a name written so would be decoded by the
    # reader's mail program into what nobody here has looked at, ends of lines included.
    plain = text.replace("=?", f"={_WORD_JOINER}?")
    return _CONTROL.sub(" ", plain).strip()[:LONGEST_SUBJECT]


def _plain(key: str, value: Any) -> Any:
    """The value as a template may see it. Raises TypeError for anything with
    attributes.

    A template can't reach through a name to whatever hangs on it (goal S18).
    """
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        if key.endswith(_ADDRESSES):
            return value.replace(_SLOT, "")
        return inert(_CONTROL_IN_TEXT.sub(" ", value))
    if value is None or isinstance(
        value, bool | int | float | datetime.date | datetime.time | datetime.timedelta
    ):
        return value
    if isinstance(value, Mapping):
        return {name: _plain(str(name), part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(key, part) for part in value]
    raise TypeError(
        f"{key} is a {type(value).__name__}; e-mails take texts, numbers and dates"
    )
