"""A person registers alone; the focal point takes them in or sends them back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations import (
    accreditation,
    flags,
    mail,
    places,
    policy,
    states,
)
from hemicycle.delegations.actions.open import open_delegation
from hemicycle.delegations.asked import NOMINATION
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.delegations.storing import store
from hemicycle.fields.checked import reread_locked
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.lib.states import Verb
from hemicycle.organisations.models import Accreditation, Organisation
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, check

State = Registration.State

MOST_OF_ONE_ACCOUNT = 5
"""A mailbox may serve several people; nobody registers a crowd alone."""


@transaction.atomic
def begin(
    conference: Conference,
    details: Mapping[str, Any],
    *,
    organisation: Organisation | None,
    category: Category | None = None,
    actor: User,
) -> Registration:
    """Keep a draft of a registration that a person makes alone. It holds no place.

    The category may be left out where only one is open. Raises ValidationError: what
    `windows.check` refuses, code "category-closed", "category-missing",
    "not-accredited", "already-registered", or "too-many" beyond five of one account.
    """
    windows.check(conference, NOMINATION)
    _check_number(conference, actor)
    registration = Registration(
        conference=conference,
        category=_open_category(conference, category),
        user=actor,
        email=actor.email,
        language=actor.language,
    )
    _describe(registration, details, organisation, actor)
    store(registration, new=True)
    record(conference, Happened.STARTED, registration, actor=actor)
    return registration


@transaction.atomic
def change_draft(
    registration: Registration,
    details: Mapping[str, Any],
    *,
    organisation: Organisation | None,
    category: Category | None = None,
    actor: User,
) -> Registration:
    """Change the first page of a draft, also one that was returned. Without a category
    it keeps its own.

    Raises ValidationError: code "not-open" once it was asked, and as `begin`.
    """
    registration = _startable(states.CHANGE_DRAFT, registration)
    windows.check(registration.conference, NOMINATION)
    if category is not None and category.pk != registration.category_id:
        registration.category = _open_category(registration.conference, category)
    _describe(registration, details, organisation, actor)
    store(registration)
    return registration


@transaction.atomic
def ask(registration: Registration, *, actor: User) -> Registration:
    """Ask the focal point to be taken in; without an organisation go on at once.

    Raises ValidationError: code "not-open", or what `windows.check` refuses.
    """
    registration = _startable(states.ASK, registration)
    windows.check(registration.conference, NOMINATION)
    registration.returned_reason, now = "", clock.now()
    if registration.delegation is None:
        registration.nominated_at = now
        places.move(registration, State.NOMINATED)
        verb = Happened.REGISTERED
    else:
        registration.asked_at = now
        verb = Happened.ASKED
    store(registration)
    record(
        registration.conference, verb, registration, actor=actor,
        delegation=registration.delegation_id,
    )  # fmt: skip
    if registration.delegation is None:
        flags.refresh(registration)
    else:
        by_desk = policy.acts_for_it(actor, registration)
        mail.tell_focal_points(
            "delegations/asked",
            registration,
            send_key=now.isoformat(timespec="seconds"),
            by_desk=by_desk,
        )
    return registration


@transaction.atomic
def admit(registration: Registration, *, seen: str = "", actor: User) -> Registration:
    """The focal point approves who asked: the person is nominated and takes a place.

    The desk does so from the e-mail whose fingerprint it has `seen`. Raises
    ValidationError: code "not-asked", "organisation-refused", "changed", what
    `windows.check` and `places.move` refuse.
    """
    registration = _startable(states.ADMIT, registration)
    emails = emails_of_admission(registration, actor=actor)
    if policy.acts_for_it(actor, registration):
        check(emails, seen)
    accreditation.check_of(registration)
    if not policy.is_desk.on(actor, registration):
        windows.check(registration.conference, NOMINATION)
    registration.nominated_by = actor
    registration.nominated_at = clock.now()
    registration.asked_at = None
    places.move(registration, states.ADMIT.target)
    store(registration)
    record(registration.conference, Happened.NOMINATED, registration, actor=actor)
    flags.refresh(registration)
    mail.send_all(emails, send_key="1")
    return registration


def emails_of_admission(registration: Registration, *, actor: User) -> list[Draft]:
    """What `admit` sends."""
    by_desk = policy.acts_for_it(actor, registration)
    return mail.drafts(("delegations/nominated", registration), by_desk=by_desk)


@transaction.atomic
def send_back(
    registration: Registration, *, reason: str, seen: str = "", actor: User
) -> Registration:
    """The focal point returns who asked, with a reason that the person reads.

    The draft stays: it can name another organisation or none, and be sent anew. The
    desk does so from the e-mail whose fingerprint it has `seen`. Raises
    ValidationError: code "not-asked", or "changed".
    """
    registration = _startable(states.RETURN, registration)
    emails = emails_of_return(registration, reason=reason, actor=actor)
    if policy.acts_for_it(actor, registration):
        check(emails, seen)
    registration.asked_at = None
    registration.returned_reason = reason
    store(registration)
    record(
        registration.conference,
        Happened.RETURNED,
        registration,
        actor=actor,
        reason=reason,
    )
    mail.send_all(emails, send_key=clock.now().isoformat(timespec="seconds"))
    return registration


def emails_of_return(
    registration: Registration, *, reason: str, actor: User
) -> list[Draft]:
    """What `send_back` sends."""
    return mail.drafts(
        ("delegations/returned", registration),
        page="delegations:draft",
        reason=reason,
        by_desk=policy.acts_for_it(actor, registration),
    )


def organisations_to_choose(conference: Conference) -> QuerySet[Organisation]:
    """Those accredited here, by name: what a person who registers alone may name."""
    return Organisation.objects.filter(
        accreditations__conference=conference,
        accreditations__state=Accreditation.State.ACCREDITED,
    )


def _check_number(conference: Conference, actor: User) -> None:
    reread_locked(actor)  # two at once are counted one after the other
    own = Registration.objects.filter(conference=conference, user=actor)
    if own.going().count() >= MOST_OF_ONE_ACCOUNT:
        raise ValidationError(
            _(
                "At most %(most)s people can register from one account. For more, "
                "ask the focal point of your organisation, or use their own addresses."
            ),
            code="too-many",
            params={"most": MOST_OF_ONE_ACCOUNT},
        )


def _open_category(conference: Conference, chosen: Category | None) -> Category:
    """The one chosen, or the only one that is open. Never guessed: one category takes a
    place of the delegation, another none."""
    open_to_all = list(conference.categories.filter(is_open=True))
    if not open_to_all:
        raise ValidationError(
            _("Registration is by invitation only."), code="category-closed"
        )
    if chosen is None and len(open_to_all) > 1:
        missing = ValidationError(_("Choose the category."), code="category-missing")
        raise ValidationError({"category": missing})
    if chosen is not None and chosen not in open_to_all:
        closed = ValidationError(
            _("Choose a category from the list."), code="category-closed"
        )
        raise ValidationError({"category": closed})
    return chosen or open_to_all[0]


def _describe(
    registration: Registration,
    details: Mapping[str, Any],
    organisation: Organisation | None,
    actor: User,
) -> None:
    """What is asked here and was not given is empty: it belonged to another answer."""
    for detail in asked_at(Asked.REGISTERING):
        setattr(registration, detail.name, details.get(detail.name, ""))
    before = registration.delegation_id
    registration.delegation = (
        _delegation_of(registration.conference, organisation, actor)
        if organisation
        else None
    )
    if registration.delegation_id != before:
        registration.stands_for = registration.counted_in = None


def _delegation_of(
    conference: Conference, organisation: Organisation, actor: User
) -> Delegation:
    if not organisations_to_choose(conference).filter(pk=organisation.pk).exists():
        raise ValidationError(
            {
                "organisation": ValidationError(
                    _(
                        "This organisation is not accredited for this conference. "
                        "Choose another, or register on behalf of no organisation."
                    ),
                    code="not-accredited",
                )
            }
        )
    return open_delegation(conference, organisation, actor=None)


def _startable(verb: Verb, registration: Registration) -> Registration:
    """The locked row of a draft, or of one that was asked."""
    registration = Registration.objects.locked().get(pk=registration.pk)
    if verb.starts_from(registration):
        return registration
    if states.ASKED in verb.starts:
        raise ValidationError(
            _("This request has already been answered."), code="not-asked"
        )
    raise ValidationError(
        _("This registration has already been submitted."), code="not-open"
    )
