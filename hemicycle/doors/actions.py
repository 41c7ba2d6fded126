"""What happens at a door. The server decides on the state as it is now, always."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.badges.signing import badge_signer
from hemicycle.conferences.models import Category, Conference, Zone
from hemicycle.doors import rules
from hemicycle.doors.journal import Happened
from hemicycle.doors.models import Admission, Device, Door, Scan, Shift
from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.fields.prepared import prepared
from hemicycle.journal.actions import record
from hemicycle.lib import clock, codes, crypto
from hemicycle.lib.signing import BadCode, looks_like_badge
from hemicycle.people.models import User

ENROLMENT_MINUTES = 10
WRONG_PINS = 5
LOCKED_MINUTES = 5


def scan(
    door: Door,
    *,
    code: str,
    scan_id: str,
    device: Device | None = None,
    shift: Shift | None = None,
    actor: User | None = None,
) -> Scan:
    """Judge a code at a door and keep the scan, whatever the answer.

    `code` is what was typed or read: the signed code of a badge, or the eight signs
    under it. The same `scan_id` again, with the same badge at the same door, returns
    the first answer and stores nothing. Two statements besides finding the door; a
    scan is its own record and has no entry in the journal. Raises ValidationError:
    code "empty" for a code without a sign in it, "scan-id" for the id of a scan of
    another badge or at another door.
    """
    text = codes.ungrouped(code)
    if not text:
        raise ValidationError(_("Enter or scan a code first."), code="empty")
    at = clock.now()
    is_genuine, serial = _read(text, door.conference)
    badge = _badge(door, serial, scan_id) if is_genuine else None
    answer = rules.answer(
        rules.facts_of(
            badge,
            is_genuine=is_genuine,
            is_in_zone=bool(badge and badge.is_in_zone),  # type: ignore[attr-defined]  # annotated
            door_is_open=door.is_open,
            at=at,
        )
    )
    kept = Scan(
        id=scan_id,
        conference=door.conference,
        door=door,
        device=device,
        shift=shift,
        steward=actor,
        badge=badge,
        at=at,
        answer=answer,
        is_green=answer == Scan.Answer.ENTER,
        heard="" if badge else text[:40],
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        kept = _first_answer(kept)
    kept.earlier = _admission_before(badge)
    return kept


def _admission_before(badge: Badge | None) -> Admission | None:
    """When and where the badge was let in before, as `_badge` found it."""
    at = getattr(badge, "let_in_at", None)
    return Admission(at, getattr(badge, "let_in_by", "")) if at else None


def _first_answer(repeated: Scan) -> Scan:
    """The answer to this very scan when it came first: same door, badge and code.

    The green of one badge must never be shown for another.
    """
    first = (
        Scan.objects.select_related("badge__registration__category")
        .filter(
            pk=repeated.pk,
            door=repeated.door_id,
            badge=repeated.badge_id,
            heard=repeated.heard,
        )
        .first()
    )
    if first is None:
        raise ValidationError(
            _("Nothing was checked. Scan the badge again."), code="scan-id"
        )
    return first


def _read(text: str, conference: Conference) -> tuple[bool, str]:
    """Whether the code is genuine as far as it can tell, and the serial in it."""
    if not looks_like_badge(text):
        # Eight typed signs prove nothing; whether there is such a badge decides.
        return len(text) <= codes.SHORT_CODE_LENGTH, text
    try:
        return True, badge_signer().verify(text, event=conference.pk).serial
    except BadCode:
        return False, ""


def _badge(door: Door, serial: str, scan_id: str) -> Badge | None:
    badges = _badges(
        conference=door.conference_id, serial=serial, zone=door.zone_id, scan=scan_id
    )
    return next(iter(badges), None)


@prepared
def _badges(
    *, conference: str, serial: str, zone: int | str, scan: str
) -> QuerySet[Badge]:
    """One or none, with what an answer needs: a wide row costs more than judging."""
    entries = (
        Scan.objects.filter(badge=OuterRef("pk"), is_green=True)
        .exclude(pk=scan)
        .order_by("-at")
    )
    opens = Category.zones.through.objects.filter(
        category_id=OuterRef("registration__category_id"), zone_id=zone
    )
    return (
        Badge.objects.filter(conference_id=conference, serial=serial)
        .select_related("registration__category")
        .only(
            "serial",
            "revoked_at",
            "valid_from",
            "valid_until",
            "registration__state",
            "registration__full_name",
            "registration__badge_name",
            "registration__category__name",
        )
        .annotate(
            is_in_zone=Exists(opens),
            let_in_at=Subquery(entries.values("at")[:1]),
            let_in_by=Subquery(entries.values("door__name")[:1]),
        )
        .order_by()[:1]
    )


# -- Doors -----------------------------------------------------------------------------


@transaction.atomic
def add(conference: Conference, *, name: str, zone: Zone, actor: User) -> Door:
    """A new door, in use. Raises ValidationError where another has the name."""
    door = Door(conference=conference, name=name, zone=zone)
    save_checked(door)
    record(conference, Happened.ADDED_DOOR, door, actor=actor)
    return door


@transaction.atomic
def change(door: Door, *, name: str, zone: Zone, is_open: bool, actor: User) -> Door:
    """Rename, move to another zone, close or open. A closed door answers red."""
    door.name, door.zone, door.is_open = name, zone, is_open
    save_checked(door, update_fields=["name", "zone", "is_open"])
    record(door.conference, Happened.CHANGED_DOOR, door, actor=actor, is_open=is_open)
    return door


@transaction.atomic
def remove(door: Door, *, actor: User) -> Door:
    """Its phones open nothing any more, its shifts end; its scans stay on record.

    Another door may have its name, and its zone may be removed. Raises ValidationError:
    code "removed".
    """
    door = reread_locked(door)
    if door.removed_at:
        raise ValidationError(_("This door was removed already."), code="removed")
    now = clock.now()
    for device in door.devices.filter(ended_at=None):
        end(device, actor=actor)
    door.shifts.filter(starts_at__gte=now).delete()
    door.shifts.filter(ends_at__gt=now).update(ends_at=now)
    door.removed_at, door.is_open, door.zone = now, False, None
    door.save(update_fields=["removed_at", "is_open", "zone"])
    record(door.conference, Happened.REMOVED_DOOR, door, actor=actor)
    return door


# -- Phones ----------------------------------------------------------------------------


@transaction.atomic
def enrol(
    door: Door, *, name: str, submission: str = "", actor: User
) -> tuple[Device, str]:
    """Prepare a phone for a door; returns it and the token to open on that phone.

    The token is shown once, works once, for ten minutes of real time. The same
    `submission`, the key of a form, again is the same phone and the same token: the
    answer to a double click is that to its second half. Raises ValidationError: code
    "removed".
    """
    door = _not_removed(door)
    mark = _mark(door, "phone", submission, actor)
    token = crypto.fingerprint(mark or secrets.token_urlsafe(24), purpose="enrolment")
    token = token[:32]
    if mark and (first := door.devices.filter(submission=mark).first()):
        return first, token
    device = Device(
        door=door,
        submission=mark,
        name=name,
        enrolled_by=actor,
        enrolment_hash=_hash(token),
        enrolment_until=clock.real_now() + timedelta(minutes=ENROLMENT_MINUTES),
    )
    save_checked(device)
    record(door.conference, Happened.ENROLLED_PHONE, device, actor=actor, door=door.pk)
    return device, token


@transaction.atomic
def begin(
    conference: Conference, *, token: str, actor: None = None
) -> tuple[Device, str]:
    """The phone opens its token and gets its key; only the key's hash is kept here.

    Raises ValidationError: code "enrolment" for a token that is unknown at this
    conference, used or old.
    """
    key = secrets.token_urlsafe(32)
    begun = Device.objects.filter(
        door__conference=conference,
        enrolment_hash=_hash(token),
        enrolment_until__gt=clock.real_now(),
        ended_at=None,
    ).update(
        key_hash=_hash(key),
        enrolled_at=clock.now(),
        enrolment_hash=None,
        enrolment_until=None,
    )
    if not begun:
        raise ValidationError(
            _(
                "This address has already been used or has expired. Ask your "
                "supervisor for a new one."
            ),
            code="enrolment",
        )
    device = Device.objects.select_related("door__conference").get(key_hash=_hash(key))
    record(device.door.conference, Happened.CONNECTED_PHONE, device, actor=actor)
    return device, key


@transaction.atomic
def end(device: Device, *, actor: User) -> Device:
    """The phone opens nothing any more. Ending twice changes nothing."""
    if Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=clock.now()):
        record(device.door.conference, Happened.DISCONNECTED_PHONE, device, actor=actor)
    device.refresh_from_db()
    return device


def device_with(key: str) -> Device | None:
    """The living phone that holds this key, with its door: one query."""
    return next(iter(_devices(key_hash=_hash(key))), None) if key else None


@prepared
def _devices(*, key_hash: str) -> QuerySet[Device]:
    """One or none, with its door."""
    living = Device.objects.filter(key_hash=key_hash, ended_at=None)
    return living.select_related("door").order_by()[:1]


# -- Shifts ----------------------------------------------------------------------------


@transaction.atomic
def give_shift(
    door: Door,
    *,
    steward: str,
    starts_at: datetime,
    ends_at: datetime,
    submission: str = "",
    actor: User,
) -> tuple[Shift, str]:
    """A shift at a door, and the PIN that opens its phones; the PIN is shown once.

    The same `submission` again is the same shift and PIN: see `enrol`. Raises
    ValidationError: code "removed".
    """
    door = _not_removed(door)
    mark = _mark(door, "shift", submission, actor)
    number = crypto.fingerprint(mark or secrets.token_urlsafe(24), purpose="shift PIN")
    pin = f"{int(number, 16) % 10**6:06d}"
    if mark and (first := door.shifts.filter(submission=mark).first()):
        return first, pin
    shift = Shift(
        door=door,
        submission=mark,
        steward=steward,
        starts_at=starts_at,
        ends_at=ends_at,
        pin_hash=make_password(pin),
    )
    save_checked(shift)
    record(door.conference, Happened.ASSIGNED_SHIFT, shift, actor=actor, door=door.pk)
    return shift, pin


def start_shift(device: Device, *, pin: str, actor: None = None) -> Shift:
    """The shift whose PIN this is, if it is on now at this phone's door.

    Five wrong PINs lock the phone for five minutes of real time. Each is counted before
    it is judged, so that guesses sent side by side are no more than five either.
    Raises ValidationError: codes "locked", "wrong-pin".
    """
    if not _count_pin(device):
        raise ValidationError(
            _("Too many wrong PINs. Wait five minutes, or call your supervisor."),
            code="locked",
        )
    now = clock.now()
    running = device.door.shifts.filter(starts_at__lte=now, ends_at__gt=now)
    for shift in running:
        if check_password(pin, shift.pin_hash):
            Device.objects.filter(pk=device.pk).update(wrong_pins=0, locked_until=None)
            return shift
    raise ValidationError(
        _(
            "No current shift at this door has this PIN. Try again, or call your "
            "supervisor."
        ),
        code="wrong-pin",
    )


def _count_pin(device: Device) -> bool:
    """Count one PIN as wrong, the fifth with the lock. False where the phone is locked.

    Commits at once, in one statement: the right PIN takes it back.
    """
    now = clock.real_now()
    is_last = When(wrong_pins__gte=WRONG_PINS - 1, then=Value(0))
    locks = When(
        wrong_pins__gte=WRONG_PINS - 1,
        then=Value(now + timedelta(minutes=LOCKED_MINUTES)),
    )
    return bool(
        Device.objects.filter(pk=device.pk)
        .exclude(locked_until__gt=now)
        .update(
            wrong_pins=Case(is_last, default=F("wrong_pins") + 1),
            locked_until=Case(locks, default=None),
        )
    )


def _not_removed(door: Door) -> Door:
    """As it is now, locked: two who press a button twice go one after the other."""
    door = reread_locked(door)
    if door.removed_at:
        raise ValidationError(_("This door was removed already."), code="removed")
    return door


def _mark(door: Door, what: str, submission: str, actor: User) -> str | None:
    """By which a submission is known again; says nothing to who reads the database."""
    if not submission:
        return None
    return crypto.fingerprint(
        f"{what} {door.pk} {actor.pk} {submission}", purpose="submission"
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}{secret}".encode()).hexdigest()
