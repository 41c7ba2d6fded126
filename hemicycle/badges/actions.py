"""What can happen to a badge. It opens doors while its registration is approved.

Nothing here is told when a registration is withdrawn or refused: whether a badge is
good is asked, not stored.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.badges.journal import Happened
from hemicycle.badges.models import Badge, face_of
from hemicycle.badges.signing import code_for, validity
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each, failing
from hemicycle.lib import clock
from hemicycle.lib.codes import new_short_code
from hemicycle.people.models import User

BATCH = 500


@transaction.atomic
def issue(registration: Registration, *, actor: User | None) -> Badge:
    """Sign a badge for an approved registration that has no good one.

    `actor` is None when the schedule does it. Raises ValidationError: codes
    "not-approved", "has-badge".
    """
    registration = Registration.objects.select_for_update(of=("self",)).get(
        pk=registration.pk
    )
    if not registration.is_approved:
        raise ValidationError(
            _("Only an approved registration gets a badge."), code="not-approved"
        )
    if registration.badges.filter(revoked_at=None).exists():
        raise ValidationError(
            _("This person has a valid badge. Replace it instead."), code="has-badge"
        )
    badge = _made(registration)
    save_checked(badge)
    record(
        registration.conference,
        Happened.ISSUED,
        badge,
        actor=actor,
        serial=badge.serial,
    )
    return badge


def issue_missing() -> int:
    """Badges for everyone who was approved and has none; returns how many.

    Runs from the schedule. In batches, each its own transaction; one that holds a row
    which can't be done is done row by row.
    """
    issued = 0
    failed = failing(issue_by_schedule)
    for conference in Conference.objects.not_over():
        if conference.is_over:
            continue
        missing = _without_badge(conference)
        if failed:
            retried = missing.filter(pk__in=failed).values_list("pk", flat=True)
            issued += each(retried, issue_by_schedule, conference=conference)
        while batch := list(missing.exclude(pk__in=failed)[:BATCH]):
            try:
                done = issue_many(conference, batch, actor=None)
            except Exception:  # whatever it is, the others must not wait for it
                keys = [registration.pk for registration in batch]
                done = each(keys, issue_by_schedule, conference=conference)
            issued += done
            if done < len(batch):
                break
    return issued


def issue_by_schedule(key: str) -> None:
    """One badge that could not be issued among many; see `issue`."""
    issue(Registration.objects.get(pk=key), actor=None)


@transaction.atomic
def issue_many(
    conference: Conference, registrations: Iterable[Registration], *, actor: User | None
) -> int:
    """As `issue`, for many; those who have a good badge by now are passed over."""
    waiting = _without_badge(conference).filter(
        pk__in=[registration.pk for registration in registrations]
    )
    badges = [
        _made(registration) for registration in waiting.select_for_update(of=("self",))
    ]
    Badge.objects.bulk_create(badges)
    if badges:
        record(conference, Happened.ISSUED, conference, actor=actor, badges=len(badges))
    return len(badges)


@transaction.atomic
def replace(badge: Badge, *, reason: str, actor: User) -> Badge:
    """A new badge for a lost or spoilt one. The old one closes every door at once.

    Of many who ask at the same moment one gets the new badge. Raises ValidationError:
    codes "not-good", "not-approved".
    """
    _revoke(badge, reason)
    record(badge.conference, Happened.REPLACED, badge, actor=actor, reason=reason)
    return issue(badge.registration, actor=actor)


@transaction.atomic
def revoke(badge: Badge, *, reason: str, actor: User) -> Badge:
    """Close every door to this badge at once. The registration keeps its state.

    Raises ValidationError: code "not-good", and "reason" without a reason.
    """
    if not reason.strip():
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("Say why: the person may ask."), code="reason"
                )
            }
        )
    _revoke(badge, reason)
    record(badge.conference, Happened.REVOKED, badge, actor=actor, reason=reason)
    return badge


@transaction.atomic
def note_printed(
    conference: Conference, badges: Iterable[Badge], *, actor: User | None
) -> int:
    """Keep what the first paper of each badge says; returns how many were the first.

    Printed again, a badge stays outdated until it is replaced: the old paper would go
    on opening doors.
    """
    first = [badge for badge in badges if not badge.printed]
    for badge in first:
        badge.printed = face_of(badge.registration)
    Badge.objects.bulk_update(first, ["printed"])
    if first:
        record(conference, Happened.PRINTED, conference, actor=actor, badges=len(first))
    return len(first)


@transaction.atomic
def hand_out(badge: Badge, *, actor: User) -> Badge:
    """The badge is in its owner's hand: from now on the person counts as arrived.

    Handing out twice changes nothing. Raises ValidationError: code "not-good".
    """
    reread_locked(badge)
    if not Badge.objects.good().filter(pk=badge.pk).exists():
        raise ValidationError(
            _("This badge is no longer valid. Check the registration first."),
            code="not-good",
        )
    badge.handed_out_at = clock.now()
    if Badge.objects.filter(pk=badge.pk, handed_out_at=None).update(
        handed_out_at=badge.handed_out_at
    ):
        if not badge.printed:
            Badge.objects.filter(pk=badge.pk).update(
                printed=face_of(badge.registration)
            )
        record(
            badge.conference,
            Happened.HANDED_OUT,
            badge,
            actor=actor,
            serial=badge.serial,
        )
    badge.refresh_from_db()
    return badge


def _without_badge(conference: Conference) -> QuerySet[Registration]:
    return (
        Registration.objects.filter(conference=conference)
        .approved()
        .exclude(badges__revoked_at=None, badges__isnull=False)
        .select_related("category", "conference")
        .order_by("pk")
    )


def _made(registration: Registration) -> Badge:
    conference = registration.conference
    serial = new_short_code()
    span = validity(conference)
    return Badge(
        conference=conference,
        registration=registration,
        serial=serial,
        code=code_for(conference, serial, registration.category.code, span),
        valid_from=span[0],
        valid_until=span[1],
    )


def _revoke(badge: Badge, reason: str) -> None:
    now = clock.now()
    if not Badge.objects.filter(pk=badge.pk, revoked_at=None).update(
        revoked_at=now, revoked_reason=reason[:300]
    ):
        raise ValidationError(
            _("This badge has already been replaced or revoked."), code="not-good"
        )
    badge.revoked_at, badge.revoked_reason = now, reason[:300]
