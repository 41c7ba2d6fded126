"""The e-mails of this room, each with a template and a key of its own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations.asked import CONFIRMATION
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import DETAILS
from hemicycle.lib import clock
from hemicycle.organisations.models import FocalPoint
from hemicycle.people.actions import make_link
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, facts_of
from hemicycle.post.models import Email
from hemicycle.ui import formats

LINK_STANDS = timedelta(days=90)


NOT_DECIDED_UPON = {
    "user": "signing in to claim a registration changes nothing of the person",
    "search": "is made from the names, which count themselves",
    **{
        detail.name: "its person changes it at any time"
        for detail in DETAILS
        if detail.changes_any_time
    },
}
MADE_EACH_TIME = {
    "id": "a registration that is not stored yet has another one at each look",
    "code": "as its id",
    "created_at": "as its id",
    "nominated_at": "as its id",
}


def facts_of_person(registration: Registration) -> Any:
    """All columns of a registration that whoever decides on it has decided upon."""
    is_new = registration._state.adding
    besides = NOT_DECIDED_UPON | (MADE_EACH_TIME if is_new else {})
    return facts_of(registration, besides=besides)


def drafts(*emails: tuple[str, Registration], **facts: Any) -> list[Draft]:
    """The e-mails to those who have an address, in this order."""
    return [
        draft(template, registration, **facts)
        for template, registration in emails
        if registration.email
    ]


def draft(
    template: str,
    registration: Registration,
    *,
    page: str = "delegations:confirm",
    language: str = "",
    **facts: Any,
) -> Draft:
    """The e-mail of `template` to the person, with a personal link to `page`."""
    return _draft(
        template,
        registration,
        to=registration.email,
        language=language or registration.language,
        recipient=registration.user,
        page=page,
        facts=facts,
    )


def send(
    template: str,
    registration: Registration,
    *,
    send_key: str,
    page: str = "delegations:confirm",
    **facts: Any,
) -> Email | None:
    """Write `template` ("room/name") to the person, with a personal link to `page`.

    `send_key` says once for what this letter is: the same key is never sent twice.
    Nobody without an address gets one: then None.
    """
    if not registration.email:
        return None
    emails = [draft(template, registration, page=page, **facts)]
    return send_all(emails, send_key=send_key)[0]


def send_all(emails: Iterable[Draft], *, send_key: str) -> list[Email]:
    """Send these drafts, each once for what `send_key` says."""
    return [
        email.send(send_key=f"{email.template}:{email.thing.pk}:{send_key}")
        for email in emails
        if email.thing
    ]


def tell_focal_points(
    template: str,
    registration: Registration,
    *,
    send_key: str,
    page: str = "delegations:show",
    **facts: Any,
) -> list[Email]:
    """Write to everybody who speaks for the organisation today.

    The personal link leads to the registration's own `page`, or to the delegation's.
    """
    assert registration.delegation is not None
    in_office = FocalPoint.objects.in_office(registration.conference).filter(
        organisation=registration.delegation.organisation_id
    )
    users = User.objects.filter(pk__in=in_office.values("user"))
    is_about_all = page == "delegations:show"
    return [
        _draft(
            template,
            registration,
            to=user.email,
            language=user.language,
            recipient=user,
            page=page,
            about=registration.delegation if is_about_all else registration,
            facts=facts,
        ).send(send_key=f"{template}:{registration.pk}:{user.pk}:{send_key}")
        for user in users
    ]


def _draft(
    template: str,
    registration: Registration,
    *,
    to: str,
    language: str,
    recipient: User | None,
    page: str,
    facts: dict[str, Any],
    about: Model | None = None,
) -> Draft:
    conference = registration.conference

    def link() -> str:
        return make_link(
            to,
            _path(page, about or registration, language, conference),
            conference=conference,
            expires_at=clock.real_now() + LINK_STANDS,
        )

    return Draft(
        template=template,
        to=to,
        language=language,
        conference=conference,
        thing=registration,
        recipient=recipient,
        sealed={"link": link},
        context=_facts(registration, language, facts),
        facts={"registration": facts_of_person(registration)},
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
        window = windows.find(conference, CONFIRMATION)
        return {
            "name": registration.greeted_in(language),
            # One that is not stored yet has another code at each look.
            "code": "" if registration._state.adding else registration.code,
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
