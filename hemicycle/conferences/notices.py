"""The texts that people accept or consent to, as they are in force now."""

from datetime import datetime

from django.db.models import QuerySet

from hemicycle.conferences.models import Conference, Notice
from hemicycle.fields.prepared import prepared
from hemicycle.lib import clock


def in_force(conference: Conference) -> list[Notice]:
    """The newest published version of each known kind, in the order of kinds."""
    return _in_force(conference=conference.pk, now=clock.now())


@prepared
def _in_force(*, conference: str, now: datetime) -> QuerySet[Notice]:
    """Everybody who confirms asks, twice. The kinds are of the code, so they stay."""
    return Notice.objects.in_force(conference, now)
