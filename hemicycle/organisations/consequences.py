"""Focal points lose their pages while a conference is hidden."""

from collections.abc import Iterator, Sequence

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference
from hemicycle.organisations.models import FocalPoint, Organisation
from hemicycle.organisations.policy import can_list
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered

# An organisation ends for one conference, by its accreditation.
ENDS = (Organisation, FocalPoint)


def _of_conferences(
    conferences: Sequence[Conference], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    if deed != Deed.HIDDEN or not can_list(viewer, conference):
        return
    people = FocalPoint.objects.in_office(conference).values("user").distinct().count()
    if people:
        yield Consequence(
            numbered(
                "%(n)s focal point no longer reaches their delegation.",
                "%(n)s focal points no longer reach their delegations.",
                people,
            ),
            is_grave=True,
        )


ANSWERS: Answers = {Conference: _of_conferences}
