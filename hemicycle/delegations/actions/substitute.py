"""One person for another, until the window closes; the old badge dies at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.delegations import (
    accreditation,
    flags,
    mail,
    places,
    policy,
    states,
)
from hemicycle.delegations.actions.nominate import Nominee
from hemicycle.delegations.asked import SUBSTITUTION
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, check


@transaction.atomic
def substitute(
    registration: Registration, nominee: Nominee, *, seen: str = "", actor: User
) -> Registration:
    """Replace this person by another, who gets their places, part and category.

    The new person is nominated: they confirm, and the desk decides. The desk itself
    replaces somebody from the two e-mails whose fingerprint it has `seen`.
    Returns the new registration. Raises ValidationError: what `windows.check` refuses,
    code "organisation-refused", "not-replaceable", "already-registered", "changed".
    """
    old = Registration.objects.locked().get(pk=registration.pk)
    conference = old.conference
    accreditation.check_of(old)
    if not policy.is_desk.on(actor, old):
        windows.check(conference, SUBSTITUTION)
    if not states.SUBSTITUTE.starts_from(old):
        raise ValidationError(
            _("Only a nominated, confirmed or approved person can be replaced."),
            code="not-replaceable",
        )
    new = successor(old, nominee, actor=actor)
    emails = emails_of_substitution(old, new, actor=actor)
    if policy.acts_for_it(actor, old):
        check(emails, seen)
    places.hand_over(old, to=new)
    old.state = states.SUBSTITUTE.target
    old.ended_at = clock.now()
    store(old)
    new.substitute_of = old
    places.move(new, states.NOMINATE.target)
    store(new, new=True)
    record(conference, Happened.SUBSTITUTED, old, actor=actor, by=new)
    record(conference, Happened.NOMINATED, new, actor=actor, instead_of=old)
    flags.refresh(new, is_new=True)
    mail.send_all(emails, send_key="1")
    return new


def emails_of_substitution(
    old: Registration, new: Registration, *, actor: User
) -> list[Draft]:
    """What `substitute` sends: to the new person, then to the old one."""
    by_desk = policy.acts_for_it(actor, old)
    return [
        *mail.drafts(("delegations/nominated", new), by_desk=by_desk),
        *mail.drafts(
            ("delegations/substituted", old),
            page="delegations:registration",
            by_desk=by_desk,
        ),
    ]


def successor(old: Registration, nominee: Nominee, *, actor: User) -> Registration:
    """The registration of the new person, not stored yet."""
    successor = Registration(
        conference=old.conference,
        delegation=old.delegation,
        category=old.category,
        nominated_by=actor,
        nominated_at=clock.now(),
        state=states.NOMINATE.target,
        stands_for=old.stands_for,
        counted_in=old.counted_in,
    )
    nominee.describe(successor, language=actor.language)
    successor.part = old.part
    return successor
