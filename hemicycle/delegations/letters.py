"""The letters of this room, each with a template and a key of its own."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations import windows
from hemicycle.delegations.models import Registration
from hemicycle.lib import clock
from hemicycle.lib.names import in_script_of
from hemicycle.people.actions import make_link
from hemicycle.people.models import User
from hemicycle.post import actions as post
from hemicycle.post.models import MASK, Email
from hemicycle.ui import formats

LINK_STANDS = timedelta(days=90)


@dataclass(frozen=True)
class Preview:
    """The exact letter that one verb sends to one person."""

    registration: Registration
    to: str
    subject: str
    body: str

    @property
    def mark(self) -> str:
        """SHA-256 of the letter and its address."""
        text = json.dumps([self.to, self.subject, self.body], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_mailed(self) -> bool:
        """Otherwise it is kept, to be printed or told."""
        return bool(self.to)


def mark_of(seen: Iterable[Preview]) -> str:
    """One SHA-256 for the few letters of one verb, in their order."""
    return hashlib.sha256(json.dumps([one.mark for one in seen]).encode()).hexdigest()


def check_seen(now: Iterable[Preview], previewed: str) -> None:
    """Raises what `changed` makes where these are not the letters of the mark."""
    if mark_of(now) != previewed:
        raise changed()


def changed() -> ValidationError:
    """What leaves is what was seen: code "changed"."""
    return ValidationError(
        _("The letter has changed since you looked. Look at it again, then send."),
        code="changed",
    )


def previews(*letters: tuple[str, Registration], **facts: object) -> list[Preview]:
    """What `send` would write to those who have an address, in this order."""
    return [
        Preview(
            registration,
            registration.email,
            *preview(template, registration, "", **facts),
        )
        for template, registration in letters
        if registration.email
    ]


def send(
    template: str,
    registration: Registration,
    *,
    send_key: str,
    page: str = "delegations:confirm",
    **facts: object,
) -> Email | None:
    """Write `template` ("room/name") to the person, with a personal link to `page`.

    `send_key` says once for what this letter is: the same key is never sent twice.
    Nobody without an address gets one: then None.
    """
    if not registration.email:
        return None
    return _write(
        template,
        registration,
        to=registration.email,
        language=registration.language,
        recipient=registration.user,
        send_key=send_key,
        path=_path(page, registration, registration.language),
        facts=facts,
    )


def tell_focal_points(
    template: str,
    registration: Registration,
    *,
    send_key: str,
    page: str = "delegations:show",
    **facts: object,
) -> list[Email]:
    """Write to everybody who speaks for the organisation today.

    The personal link leads to the registration's own `page`, or to the delegation's.
    """
    assert registration.delegation is not None
    users = User.objects.filter(
        focal_points__conference=registration.conference_id,
        focal_points__organisation=registration.delegation.organisation_id,
        focal_points__ended_at=None,
    )
    is_about_all = page == "delegations:show"
    return [
        _write(
            template,
            registration,
            to=user.email,
            language=user.language,
            recipient=user,
            send_key=f"{user.pk}:{send_key}",
            path=_path(
                page,
                registration.delegation if is_about_all else registration,
                user.language,
                registration.conference,
            ),
            facts=facts,
        )
        for user in users
    ]


def preview(
    template: str, registration: Registration, language: str = "", **facts: object
) -> tuple[str, str]:
    """Subject and text as they would leave; the personal link as ••••."""
    language = language or registration.language
    return post.preview(
        registration.conference,
        template,
        language,
        {**_facts(registration, language, facts), "link": MASK},
    )


def _write(
    template: str,
    registration: Registration,
    *,
    to: str,
    language: str,
    recipient: User | None,
    send_key: str,
    path: str,
    facts: dict[str, object],
) -> Email:
    conference = registration.conference
    link = make_link(
        to, path, conference=conference, expires_at=clock.real_now() + LINK_STANDS
    )
    return post.write(
        conference,
        template,
        to=to,
        language=language,
        send_key=f"{template}:{registration.pk}:{send_key}",
        thing=registration,
        recipient=recipient,
        sealed={"link": link},
        context=_facts(registration, language, facts),
    )


def _path(
    page: str, thing: Any, language: str, conference: Conference | None = None
) -> str:
    slug = (conference or thing.conference).slug
    with translation.override(language):
        return reverse(page, args=[slug, thing.pk])


def _facts(
    registration: Registration, language: str, more: dict[str, object]
) -> dict[str, object]:
    """What every letter of this room may say: plain words, moments as text."""
    conference = registration.conference
    with translation.override(language):
        window = windows.find(conference, windows.Kind.CONFIRMATION)
        return {
            "name": in_script_of(
                language, registration.full_name, registration.own_script
            ),
            "code": registration.code,
            "organisation": (
                registration.delegation.organisation.name
                if registration.delegation
                else ""
            ),
            "category": str(registration.category),
            "dates": formats.days(conference.starts_on, conference.ends_on),
            "confirm_until": (
                windows.deadline(conference, window.closes_at) if window else ""
            ),
            "is_specimen": conference.is_specimen,
            **{
                key: windows.deadline(conference, value)
                if isinstance(value, datetime)
                else value
                for key, value in more.items()
            },
        }
