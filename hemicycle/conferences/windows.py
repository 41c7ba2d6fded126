"""When what may be done here. Only server time counts; the grace is stated on pages."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference, Window
from hemicycle.fields.prepared import prepared
from hemicycle.lib import clock
from hemicycle.ui import formats


def listed(conference: Conference) -> list[Window]:
    """Those that a room knows, by the time they open: for pages that list them."""
    return [window for window in _by_kind(conference).values() if window.known]


def find(conference: Conference, kind: str) -> Window | None:
    return _by_kind(conference).get(kind)


def _by_kind(conference: Conference) -> dict[str, Window]:
    """All of a conference's, read once per instance, by the time they open."""
    by_kind: dict[str, Window] | None = conference.__dict__.get("_windows_by_kind")
    if by_kind is None:
        by_kind = {}
        for window in _windows(conference=conference.pk):
            window.conference = conference
            by_kind[window.kind] = window
        conference.__dict__["_windows_by_kind"] = by_kind
    return by_kind


@prepared
def _windows(*, conference: str) -> QuerySet[Window]:
    return Window.objects.filter(conference=conference)


def is_open(conference: Conference, kind: str) -> bool:
    """Whether a submission counts now, the grace included. No window: not open."""
    window = find(conference, kind)
    return window is not None and window.is_open()


def is_late(conference: Conference, kind: str, at: datetime | None = None) -> bool:
    """Whether the deadline itself has passed, though the grace may not have."""
    window = find(conference, kind)
    return window is not None and (at or clock.now()) >= window.closes_at


def check(conference: Conference, kind: str) -> None:
    """Raises ValidationError: code "not-open-yet" or "window-closed"."""
    window = find(conference, kind)
    if window is None:
        raise ValidationError(
            _("The secretariat has not opened this yet."), code="not-open-yet"
        )
    if clock.now() < window.opens_at:
        raise ValidationError(
            _("This opens on %(moment)s."),
            code="not-open-yet",
            params={
                "moment": " ".join(formats.moment(window.opens_at, conference.zone))
            },
        )
    if not window.is_open():
        raise ValidationError(
            _("This was open until %(moment)s. Write to the secretariat."),
            code="window-closed",
            params={"moment": deadline(conference, window.closes_at)},
        )


def deadline(conference: Conference, moment: datetime) -> str:
    """In plain words for e-mails and refusals, as {% deadline %} writes it on pages."""
    return " ".join(formats.deadline(moment, conference.zone))
