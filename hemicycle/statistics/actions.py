"""Counting, once for everybody who looks. A count changes nothing it counts."""

from datetime import timedelta

from hemicycle.conferences.models import Conference
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.statistics import counting
from hemicycle.statistics.models import Snapshot

FRESH = timedelta(seconds=60)
KEPT = timedelta(hours=1)


def current(conference: Conference) -> Snapshot:
    """The newest snapshot; counted now where the newest is over a minute old.

    Readers store nothing: that is for the schedule.
    """
    newest = Snapshot.objects.filter(conference=conference).first()
    if newest and clock.real_now() - newest.counted_at < FRESH:
        return newest
    return count(conference)


def count(conference: Conference) -> Snapshot:
    """Count everything now, for whoever asked. Nothing is stored."""
    at = clock.now()
    return Snapshot(
        conference=conference, at=at, counts=counting.everything(conference, at)
    )


def take(conference: Conference, *, actor: None) -> Snapshot:
    """Count everything now and keep it for an hour. Nobody did it: `actor` is None."""
    snapshot = count(conference)
    snapshot.save()
    old = Snapshot.objects.filter(
        conference=conference, counted_at__lt=snapshot.counted_at - KEPT
    )
    old.delete()
    return snapshot


def take_all() -> int:
    """From the schedule: conferences that are published and not long over."""
    since = clock.now().date() - timedelta(days=30)
    conferences = Conference.objects.filter(is_published=True, ends_on__gte=since)
    keys = conferences.values_list("pk", flat=True)
    # It counts long before it writes: no transaction around that.
    return each(keys, take_by_schedule, is_atomic=False)


def take_by_schedule(key: str) -> None:
    """Count one conference; see `take`."""
    take(Conference.objects.get(pk=key), actor=None)
