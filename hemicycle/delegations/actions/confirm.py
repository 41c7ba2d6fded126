"""A person confirms the own details; what they accept is kept with version and date."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences import kinds, windows
from hemicycle.conferences.models import Category
from hemicycle.conferences.notices import in_force
from hemicycle.delegations import flags, mail, places, policy, states
from hemicycle.delegations.actions.register import ask
from hemicycle.delegations.asked import CONFIRMATION
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Acceptance, Registration
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User

DETAILS = tuple(detail.name for detail in asked_at(Asked.DETAILS))
"""What a person says about themselves here. Nothing else can be changed this way."""


@transaction.atomic
def save_details(
    registration: Registration, details: Mapping[str, Any], *, actor: User
) -> Registration:
    """Keep what was typed so far, complete or not. Claims it for its owner.

    Raises ValidationError: code "not-open", or what the fields refuse.
    """
    registration = _to_be_confirmed(registration)
    _claim(registration, actor)
    _fill_in(registration, details)
    store(registration)
    return registration


@transaction.atomic
def confirm(
    registration: Registration,
    details: Mapping[str, Any],
    *,
    answers: Mapping[str, bool],
    category: Category | None = None,
    actor: User,
) -> Registration:
    """The person says: this is me, and I accept. The registration desk decides next.

    `answers` says for the id of each notice in force whether it is accepted. Under the
    quota regime this takes the place. Raises ValidationError: code "not-open", what
    `windows.check` and `places.move` refuse, "notice-changed" where a newer version was
    published meanwhile, "must-accept" at a required notice, shape errors by field.
    """
    registration = _to_be_confirmed(registration)
    conference = registration.conference
    if states.ASK.starts_from(registration) and registration.delegation is None:
        # Nobody else has to answer: registered and confirmed in one go.
        registration = ask(registration, actor=actor)
    if not states.CONFIRM.starts_from(registration):
        raise ValidationError(
            _("Your organisation has not answered yet."), code="not-open"
        )
    if not policy.is_desk.on(actor, registration):
        windows.check(conference, CONFIRMATION)
    if category is not None and category.pk != registration.category_id:
        is_choosable = category.is_open and policy.may_move(
            actor, registration, category
        )
        if category.conference_id != conference.pk or not is_choosable:
            raise ValidationError(
                {
                    "category": ValidationError(
                        _("Choose a category from the list."), code="category-closed"
                    )
                }
            )
    else:
        category = None
    _claim(registration, actor)
    _fill_in(registration, details)
    registration.confirmed_at = clock.now()
    places.move(registration, states.CONFIRM.target, category=category)
    store(registration)
    _accept(registration, answers)
    record(
        conference,
        Happened.CONFIRMED,
        registration,
        actor=actor,
        assisted=not policy.is_own(actor, registration),
    )
    flags.refresh(registration)
    mail.send(
        "delegations/confirmed",
        registration,
        send_key="1",
        page="delegations:registration",
        by_desk=policy.acts_for_it(actor, registration),
    )
    return registration


@transaction.atomic
def correct_details(
    registration: Registration, details: Mapping[str, Any], *, actor: User
) -> Registration:
    """The person corrects what they confirmed. Answers, category and place stay.

    A decision that was prepared with the e-mail as it was before is not carried out;
    after the decision, only what it does not rest on can change. Raises
    ValidationError: code "not-open" for what can't be corrected any more, or what the
    fields refuse.
    """
    registration = Registration.objects.reread_locked(registration)
    correctable = {detail.name for detail in states.correctable(registration)}
    if not correctable or not correctable.issuperset(details):
        raise ValidationError(
            _("These details can’t be changed any more. Write to the secretariat."),
            code="not-open",
        )
    _claim(registration, actor)
    changed = _fill_in(registration, details)
    store(registration)
    record(
        registration.conference, Happened.CORRECTED_DETAILS, registration, actor=actor,
        fields=changed,
    )  # fmt: skip
    flags.refresh(registration)
    return registration


@transaction.atomic
def correct_on_behalf(
    registration: Registration,
    details: Mapping[str, Any],
    *,
    reason: str,
    actor: User,
) -> Registration:
    """The desk corrects what was confirmed, before the decision or after it.

    No letter leaves. A badge already printed shows that it is to be replaced. Raises
    ValidationError: code "not-open" unless confirmed, waiting or approved,
    "reason-missing" at reason, or what the fields refuse.
    """
    registration = Registration.objects.reread_locked(registration)
    if not states.CORRECT_ON_BEHALF.starts_from(registration):
        raise ValidationError(
            _("The details can’t be corrected in this state."), code="not-open"
        )
    if not reason.strip():
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("Give a reason. It is kept in the history."),
                    code="reason-missing",
                )
            }
        )
    changed = _fill_in(registration, details)
    store(registration)
    record(
        registration.conference, Happened.CORRECTED_ON_BEHALF, registration,
        actor=actor, reason=reason.strip(), fields=changed,
    )  # fmt: skip
    flags.refresh(registration)
    return registration


def _accept(registration: Registration, answers: Mapping[str, bool]) -> None:
    notices = in_force(registration.conference)
    if {notice.pk for notice in notices} != set(answers):
        raise ValidationError(
            _("One of the texts has changed. Read it, and confirm again."),
            code="notice-changed",
        )
    refusals = {
        f"notice_{notice.kind}": ValidationError(
            kinds.notices()[notice.kind].refusal,
            code="must-accept",
        )
        for notice in notices
        if notice.is_required and not answers[notice.pk]
    }
    if refusals:
        raise ValidationError(refusals)
    Acceptance.objects.bulk_create(
        [
            Acceptance(
                registration=registration,
                notice=notice,
                accepted=answers[notice.pk],
                at=clock.now(),
            )
            for notice in notices
        ],
        update_conflicts=True,
        unique_fields=["registration", "notice"],
        update_fields=["accepted", "at"],
    )


def _to_be_confirmed(registration: Registration) -> Registration:
    registration = Registration.objects.reread_locked(registration)
    if not states.SAVE_DETAILS.starts_from(registration):
        raise ValidationError(
            _("These details can’t be changed any more. Write to the secretariat."),
            code="not-open",
        )
    return registration


def _claim(registration: Registration, actor: User) -> None:
    if policy.is_own(actor, registration):
        registration.user = actor


def _fill_in(registration: Registration, details: Mapping[str, Any]) -> list[str]:
    """Set the details, and return the names of those that changed."""
    changed = [
        name
        for name in DETAILS
        if name in details and getattr(registration, name) != details[name]
    ]
    for name in changed:
        setattr(registration, name, details[name])
    return changed
