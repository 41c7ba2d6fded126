"""Counting, once for everybody who looks. A count changes nothing it counts."""

import threading
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.checked import reread_locked
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.statistics import counting, publishing
from hemicycle.statistics.journal import Happened
from hemicycle.statistics.models import ParticipantList, PublishedFigures, Snapshot

KEPT = timedelta(hours=1)
OVER_AFTER = timedelta(days=30)
"""A conference that ended so long ago is counted once a day."""
SHARED_SECONDS = 10
_one_at_a_time = threading.Lock()


def current(conference: Conference) -> Snapshot:
    """The newest snapshot, which says its time. A reader never counts what the schedule
    has counted before: with the worker away, each would wait for all rows.

    Only where there is none yet, one reader counts for all who ask meanwhile. Readers
    store nothing: that is for the schedule.
    """
    newest = Snapshot.objects.filter(conference=conference).first()
    return newest or _first(conference)


def _first(conference: Conference) -> Snapshot:
    key = f"snapshot:{conference.pk}"
    with _one_at_a_time:
        snapshot: Snapshot | None = cache.get(key)
        if snapshot is None:
            snapshot = count(conference)
            cache.set(key, snapshot, SHARED_SECONDS)
    return snapshot


def count(conference: Conference) -> Snapshot:
    """Count everything now, for whoever asked. Nothing is stored."""
    at = clock.now()
    return Snapshot(
        conference=conference, at=at, counts=counting.everything(conference, at)
    )


def take(conference: Conference, *, actor: None) -> Snapshot:
    """Count everything now and keep it for an hour. Nobody did it: `actor` is None.

    Those of a moment still to come, by a clock that was wrong, would be the newest for
    long: they go.
    """
    snapshot = count(conference)
    snapshot.save()
    now = snapshot.counted_at
    others = Snapshot.objects.filter(conference=conference)
    others.filter(Q(counted_at__lt=now - KEPT) | Q(counted_at__gt=now)).delete()
    return snapshot


def take_all() -> int:
    """From the schedule: every conference; those long over, and so rarely looked at,
    once a day."""
    since = clock.last_today() - OVER_AFTER
    today = clock.real_now() - timedelta(days=1)
    counted = Snapshot.objects.filter(counted_at__gte=today).values("conference")
    rarely = Conference.objects.filter(ends_on__lt=since).exclude(pk__in=counted)
    conferences = Conference.objects.filter(ends_on__gte=since) | rarely
    keys = conferences.values_list("pk", flat=True)
    # It counts long before it writes: no transaction around that.
    return each(keys, take_by_schedule, is_atomic=False)


def take_by_schedule(key: str) -> None:
    """Count one conference; see `take`."""
    take(Conference.objects.get(pk=key), actor=None)


@transaction.atomic
def publish(
    conference: Conference, *, kind: str, seen: str, actor: User | None
) -> PublishedFigures:
    """Make public what is shown of the figures now, for good: nobody can take it back,
    and later figures are protected against subtraction from these.

    Raises ValidationError: code "changed" where they are others than were seen, code
    "nothing" where no table can be public.
    """
    reread_locked(conference)
    prepared = publishing.prepare(conference, kind)
    if prepared.fingerprint != seen:
        raise ValidationError(
            _("The figures have changed. Check them again, then publish."),
            code="changed",
        )
    if not prepared.tables:
        raise ValidationError(
            _("Nothing can be published: no figure changed by five people or more."),
            code="nothing",
        )
    published = PublishedFigures.objects.create(
        conference=conference,
        kind=kind,
        totals=prepared.totals,
        tables=[table.as_json() for table in prepared.tables.values()],
    )
    conference.raise_publication()
    record(conference, Happened.PUBLISHED, published, actor=actor)
    return published


@transaction.atomic
def note_list(
    conference: Conference, *, stage: str, counts: list[list[Any]], actor: User | None
) -> ParticipantList:
    """Keep that a list of participants was made: from now on it counts as public."""
    made = ParticipantList.objects.create(
        conference=conference, stage=stage, counts=counts
    )
    record(conference, Happened.LISTED_PARTICIPANTS, made, actor=actor)
    return made
