"""The conference's own figures, and those that others stated, each with who says so."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.lib.record import Figure, Term
from hemicycle.people.models import User
from hemicycle.statistics import figures
from hemicycle.statistics.models import Snapshot, StatedFigure

COUNTED = {
    "approved": "participants",
    "organisations": "organisations",
    "countries": "countries",
}
"""Key of a public figure -> what a text calls it. Arrivals are for the desk only."""


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    """Those of a specimen are invented: they confirm nothing."""
    snapshot = Snapshot.objects.filter(conference=conference).first()
    for figure in figures.public(snapshot) if snapshot else ():
        if figure.key in COUNTED:
            yield Figure(
                COUNTED[figure.key],
                figure.value,
                str(figure.definition),
                is_independent=not conference.is_specimen,
                is_final=True,
                source=f"{figure.key} {figure.at.isoformat()}",
            )
    for stated in StatedFigure.objects.filter(conference=conference):
        yield Figure(
            stated.counts,
            stated.value,
            stated.stated_by,
            is_independent=stated.is_independent,
            source=stated.source,
        )
