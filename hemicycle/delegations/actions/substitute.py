"""One person for another, until the window closes; the old badge dies at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.delegations import (
    accreditation,
    flags,
    letters,
    places,
    policy,
    states,
)
from hemicycle.delegations.actions.nominate import Nominee
from hemicycle.delegations.asked import SUBSTITUTION
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, check
from hemicycle.post.models import MASK


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
    if not policy.is_desk(actor, conference):
        windows.check(conference, SUBSTITUTION)
    if not states.SUBSTITUTE.starts_from(old):
        raise ValidationError(
            _("Only somebody nominated, confirmed or approved can be replaced."),
            code="not-replaceable",
        )
    by_desk = policy.acts_for_it(actor, old)
    if by_desk:
        check(emails_of_substitution(old, nominee, actor=actor), seen)
    new = _successor(old, nominee, actor)
    places.hand_over(old, to=new)
    old.state = states.SUBSTITUTE.target
    old.ended_at = clock.now()
    store(old)
    new.substitute_of = old
    places.move(new, states.NOMINATE.target)
    store(new, new=True)
    record(conference, "substituted", old, actor=actor, by=new)
    record(conference, "nominated", new, actor=actor, instead_of=old)
    flags.refresh(new, is_new=True)
    letters.send("delegations/nominated", new, send_key="1", by_desk=by_desk)
    letters.send(
        "delegations/substituted", old, send_key="1", page="delegations:registration",
        by_desk=by_desk,
    )  # fmt: skip
    return new


def emails_of_substitution(
    registration: Registration, nominee: Nominee, *, actor: User
) -> list[Draft]:
    """What `substitute` would send now: to the new person, then to the old one."""
    by_desk = policy.acts_for_it(actor, registration)
    new = _successor(registration, nominee, actor)
    return [
        # The new registration's code is made when it is.
        *letters.drafts(("delegations/nominated", new), by_desk=by_desk, code=MASK),
        *letters.drafts(("delegations/substituted", registration), by_desk=by_desk),
    ]


def _successor(old: Registration, nominee: Nominee, actor: User) -> Registration:
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
