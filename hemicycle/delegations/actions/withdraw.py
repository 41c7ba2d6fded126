"""Leaving: withdrawn by somebody, lapsed by itself. Places are free at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations import mail, places, policy, states
from hemicycle.delegations.asked import CONFIRMATION
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, check

LAPSE_AT_ONCE = 500


@transaction.atomic
def withdraw(
    registration: Registration, *, reason: str = "", seen: str = "", actor: User
) -> Registration:
    """Give the places back. The badge stops opening doors at once; the line moves up.

    The desk ends what is somebody else's from the e-mail whose fingerprint it has
    `seen`. Raises ValidationError: code "already-ended", or "changed".
    """
    registration = Registration.objects.locked().get(pk=registration.pk)
    if not states.ending(registration).starts_from(registration):
        raise ValidationError(
            _("This registration has already ended."), code="already-ended"
        )
    emails = emails_of_withdrawal(registration, reason=reason, actor=actor)
    if policy.acts_for_it(actor, registration):
        check(emails, seen)
    places.move(registration, states.WITHDRAW.target)
    registration.asked_at = None
    registration.ended_at = clock.now()
    store(registration)
    record(
        registration.conference,
        Happened.WITHDREW,
        registration,
        actor=actor,
        reason=reason,
    )
    mail.send_all(emails, send_key="1")
    return registration


def emails_of_withdrawal(
    registration: Registration, *, reason: str, actor: User
) -> list[Draft]:
    """What `withdraw` sends: nothing about the end of one's own draft, which nobody
    else has read."""
    is_own = policy.is_own(actor, registration)
    if is_own and states.DISCARD.starts_from(registration):
        return []
    by_desk = policy.acts_for_it(actor, registration)
    return mail.drafts(
        ("delegations/withdrawn", registration),
        page="delegations:registration",
        by_self=is_own,
        by_desk=by_desk,
        # What a focal point gives as reason is for the journal.
        reason=reason.strip() if by_desk else "",
    )


def lapse_unconfirmed(conference: Conference) -> int:
    """End what nobody confirmed before the window closed, grace included. How many."""
    window = windows.find(conference, CONFIRMATION)
    if window is None or window.is_open() or clock.now() < window.opens_at:
        return 0
    due = Registration.objects.filter(
        conference=conference, state__in=states.LAPSE.starts
    )
    # Somebody nominated after the deadline, by the desk, has a right to an answer
    # first.
    due = due.filter(nominated_at__lt=window.closes_at)
    keys = list(due.values_list("pk", flat=True)[:LAPSE_AT_ONCE])
    return each(keys, _lapse, conference=conference)


def lapse_everywhere() -> int:
    """The same in every conference that is not over."""
    return sum(map(lapse_unconfirmed, Conference.objects.not_over()))


@transaction.atomic
def _lapse(key: str) -> bool:
    registration = Registration.objects.locked().get(pk=key)
    if not states.LAPSE.starts_from(registration):
        return False
    places.move(registration, states.LAPSE.target)
    registration.ended_at = clock.now()
    store(registration)
    record(registration.conference, Happened.LAPSED, registration, actor=None)
    mail.send(
        "delegations/lapsed",
        registration,
        send_key="1",
        page="delegations:registration",
    )
    return True
