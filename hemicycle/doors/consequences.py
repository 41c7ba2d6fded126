"""What doors answer when a zone or a badge ends."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference, Zone
from hemicycle.doors.models import Device, Door, Scan
from hemicycle.doors.policy import can_watch
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered


def _of_zones(
    zones: Sequence[Zone], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    leading = Door.objects.visible_to(viewer, conference).filter(zone__in=zones)
    names = [door.name for door in leading[:5]]
    if names:
        yield Consequence(
            _(
                "These doors lead into it and must first be assigned to another zone: "
                "%(names)s."
            )
            % {"names": _(", ").join(names)},
            is_grave=True,
        )


def _of_badges(
    badges: Sequence[Badge], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    yield Consequence(
        _("Every door refuses it from the next scan."),
        told=_("The person’s page shows it; no e-mail is sent."),
        is_grave=True,
    )
    if not can_watch(viewer, conference):
        return
    scans = Scan.objects.filter(badge__in=badges).count()
    if scans:
        yield _stay(scans)


def of_disconnecting(devices: Sequence[Device]) -> Iterator[Consequence]:
    """When one of the phones of a door is disconnected."""
    if len(devices) == 1:
        yield Consequence(
            _("No other phone is connected to this door."),
            told=_("The phone shows it at the next scan."),
            is_grave=True,
        )


def of_removal(door: Door) -> Iterator[Consequence]:
    """When a door is removed for good."""
    now = clock.now()
    phones = door.devices.filter(ended_at=None).count()
    shifts = door.shifts.filter(ends_at__gt=now).count()
    scans = door.scans.count()
    if phones:
        yield Consequence(
            numbered(
                "%(n)s phone checks no badge any more, from the next scan on.",
                "%(n)s phones check no badge any more, from the next scan on.",
                phones,
            ),
            told=_("The phone shows it at the next scan."),
            is_grave=True,
        )
    if shifts:
        yield Consequence(
            numbered(
                "%(n)s shift ends now or does not take place.",
                "%(n)s shifts end now or do not take place.",
                shifts,
            ),
            is_grave=True,
        )
    if scans:
        yield _stay(scans)


def _stay(scans: int) -> Consequence:
    return Consequence(
        numbered(
            "%(n)s scan made so far stays recorded.",
            "%(n)s scans made so far stay recorded.",
            scans,
        )
    )


ANSWERS: Answers = {Zone: _of_zones, Badge: _of_badges}
