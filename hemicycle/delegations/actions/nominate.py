"""A focal point names the people of a delegation, corrects and reminds."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.conferences.models import Category
from hemicycle.delegations import (
    accreditation,
    flags,
    mail,
    places,
    policy,
    representation,
    states,
)
from hemicycle.delegations.asked import NOMINATION
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.delegations.models.details import DETAILS, Asked, asked_at
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.lib.codes import new_short_code
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, check


class Nominee:
    """What a focal point says of one person: the details that a nomination asks."""

    def __init__(
        self,
        *,
        category: Category | None = None,
        stands_for: Organisation | None = None,
        **details: Any,
    ) -> None:
        unasked = set(details) - {detail.name for detail in asked_at(Asked.NOMINATION)}
        if unasked:
            raise TypeError(f"A nomination does not ask: {', '.join(unasked)}")
        self.category = category
        self.stands_for = stands_for
        self.details = details

    def describe(self, registration: Registration, *, language: str) -> None:
        """Set the details; e-mails come in `language` where none was given."""
        for name, value in self.details.items():
            setattr(registration, name, value)
        registration.language = self.details.get("language") or language


@transaction.atomic
def nominate(delegation: Delegation, nominee: Nominee, *, actor: User) -> Registration:
    """Take a place for this person and write to them, where there is an address.

    Raises ValidationError: what `windows.check` and `places.move` refuse, code
    "organisation-refused", "category-closed", "not-a-member", "already-registered" or
    "head-taken", or shape errors by field.
    """
    conference = delegation.conference
    accreditation.check(delegation)
    if not policy.is_desk.on(actor, delegation):
        windows.check(conference, NOMINATION)
    registration = Registration(
        conference=conference,
        delegation=delegation,
        nominated_by=actor,
        nominated_at=clock.now(),
    )
    _describe(registration, nominee, actor)
    counted_in = representation.represent(registration, nominee.stands_for, actor=actor)
    places.move(registration, states.NOMINATE.target, counted_in=counted_in)
    store(registration, new=True)
    record(
        conference, Happened.NOMINATED, registration, actor=actor, delegation=delegation
    )
    flags.refresh(registration, is_new=True)
    by_desk = policy.acts_for_it(actor, registration)
    mail.send("delegations/nominated", registration, send_key="1", by_desk=by_desk)
    return registration


@transaction.atomic
def correct(
    registration: Registration, nominee: Nominee, *, actor: User
) -> Registration:
    """Change a nomination not confirmed yet.

    A changed address is another person: the claim, the answers and all that was typed
    for the person before are deleted, and both addresses are told. Raises
    ValidationError: code "not-open" unless nominated, and as `nominate`.
    """
    registration = Registration.objects.locked().get(pk=registration.pk)
    if not states.CORRECT.starts_from(registration):
        raise ValidationError(
            _("Only a nomination that is not confirmed yet can be corrected here."),
            code="not-open",
        )
    by_desk = policy.acts_for_it(actor, registration)
    address_before, category = registration.email, registration.category
    # To the person before, with what they were called.
    removal = mail.drafts(("delegations/removed", registration), by_desk=by_desk)
    _describe(registration, nominee, actor)
    chosen, registration.category = registration.category, category
    counted_in = representation.represent(registration, nominee.stands_for, actor=actor)
    places.move(
        registration, registration.state, category=chosen, counted_in=counted_in
    )
    is_another = registration.email != address_before
    if is_another:
        _forget_person(registration)
    store(registration)
    record(registration.conference, Happened.CORRECTED, registration, actor=actor)
    flags.refresh(registration)
    if is_another:
        change = new_short_code()
        mail.send_all(removal, send_key=change)
        mail.send(
            "delegations/nominated", registration, send_key=change,
            by_desk=_is_by_desk(registration),
        )  # fmt: skip
    return registration


@transaction.atomic
def resend(registration: Registration, *, seen: str, actor: User) -> Registration:
    """Write the e-mail with the personal link again, at most once a minute.

    Raises ValidationError: code "no-address", "not-open", and "changed" when it is not
    the one whose fingerprint is `seen`.
    """
    registration = Registration.objects.locked().get(pk=registration.pk)
    emails = emails_of_reminder(registration)
    check(emails, seen)
    minute = clock.real_now().strftime("%Y%m%d%H%M")
    mail.send_all(emails, send_key=f"again {minute}")
    record(registration.conference, Happened.REMINDED, registration, actor=actor)
    return registration


def emails_of_reminder(registration: Registration) -> list[Draft]:
    """What `resend` sends: the nomination once more, in whosever name it was.

    Raises ValidationError as `resend`.
    """
    if not registration.email:
        raise ValidationError(
            _("There is no e-mail address to write to."), code="no-address"
        )
    if not states.REMIND.starts_from(registration):
        raise ValidationError(
            _("This person has nothing to confirm at present."), code="not-open"
        )
    by_desk = _is_by_desk(registration)
    return mail.drafts(("delegations/nominated", registration), by_desk=by_desk)


def _forget_person(registration: Registration) -> None:
    """What the person before said or typed is theirs alone."""
    registration.user = None
    for detail in DETAILS:
        if detail.is_private_at_first or Asked.NOMINATION not in detail.asked:
            field = Registration._meta.get_field(detail.name)
            assert isinstance(field, models.Field)
            setattr(registration, detail.name, field.get_default())
    registration.acceptances.all().delete()


def _is_by_desk(registration: Registration) -> bool:
    """Whether it was the secretariat that nominated; whoever writes again."""
    by = registration.nominated_by
    return by is not None and policy.acts_for_it(by, registration)


def _describe(registration: Registration, nominee: Nominee, actor: User) -> None:
    conference = registration.conference
    category = nominee.category
    if category is None:
        category = registration.category if registration.category_id else None
    if category is None:
        # Never guessed: one category takes a place of the delegation, another none.
        open_to_all = list(conference.categories.filter(is_open=True)[:2])
        if not open_to_all:
            raise ValidationError(
                _("The secretariat has not set up any category yet."),
                code="category-closed",
            )
        if len(open_to_all) > 1:
            raise ValidationError(
                {
                    "category": ValidationError(
                        _("Choose the category."), code="category-missing"
                    )
                }
            )
        category = open_to_all[0]
    is_same = category.pk == registration.category_id
    is_choosable = is_same or (
        policy.may_move(actor, registration, category)
        and (category.is_open or policy.is_desk(actor, conference))
    )
    if category.conference_id != conference.pk or not is_choosable:
        raise ValidationError(
            {
                "category": ValidationError(
                    _("No one can be nominated in this category."),
                    code="category-closed",
                )
            }
        )
    registration.category = category
    nominee.describe(registration, language=actor.language)
