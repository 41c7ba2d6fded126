"""What becomes of people and delegations when a category, an accreditation or a focal
point goes."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Answers, Consequence, Deed, nothing
from hemicycle.conferences.models import Category, Conference, CoOrganiser
from hemicycle.delegations.actions.open import Change
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.organisations.models import FocalPoint, Organisation
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered

ENDS = (Delegation, Registration)


def _of_categories(
    categories: Sequence[Category], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    people = Registration.objects.visible_to(viewer, conference).filter(
        category__in=categories
    )
    if count := people.count():
        yield Consequence(
            numbered(
                "%(n)s person is registered in it and has to get another one first.",
                "%(n)s people are registered in it and have to get another one first.",
                count,
            ),
            is_grave=True,
        )


def _of_conferences(
    conferences: Sequence[Conference], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    if deed != Deed.HIDDEN:
        return
    people = Registration.objects.visible_to(viewer, conference).going().count()
    if people:
        yield Consequence(
            numbered(
                "%(n)s registered person no longer reaches their own page.",
                "%(n)s registered people no longer reach their own pages.",
                people,
            ),
            is_grave=True,
        )


def of_caps(changes: Sequence[Change]) -> Iterator[Consequence]:
    """What new caps mean for those who have a place, and for newcomers."""
    over = [change for change in changes if change.over]
    full = [
        change
        for change in changes
        if change.cap <= change.delegation.taken and change.delegation.places_left
    ]
    informed = _("No one is told by e-mail; each delegation shows its new cap and why.")
    if over:
        people = sum(change.over for change in over)
        yield Consequence(
            numbered(
                "%(n)s person keeps a place beyond the new cap.",
                "%(n)s people keep places beyond the new caps.",
                people,
            ),
            told=informed,
        )
    if full:
        yield Consequence(
            numbered(
                "%(n)s delegation can nominate no one new from now on.",
                "%(n)s delegations can nominate no one new from now on.",
                len(full),
            ),
            told=informed,
            is_grave=True,
        )
    opened = [
        change
        for change in changes
        if not change.delegation.places_left and change.cap > change.delegation.taken
    ]
    if opened:
        yield Consequence(
            numbered(
                "%(n)s full delegation has places again.",
                "%(n)s full delegations have places again.",
                len(opened),
            ),
            told=informed,
        )


def _of_organisations(
    organisations: Sequence[Organisation],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    """Nobody is taken out, and nobody taken in: see `delegations.accreditation`."""
    people = Registration.objects.visible_to(viewer, conference).going()
    people = people.filter(
        Q(delegation__organisation__in=organisations) | Q(stands_for__in=organisations)
    )
    approved = people.approved().count()
    if pending := people.count() - approved:
        yield Consequence(
            numbered(
                "%(n)s person of its delegation can no longer be approved.",
                "%(n)s people of its delegation can no longer be approved.",
                pending,
            ),
            is_grave=True,
        )
    if approved:
        yield Consequence(
            numbered(
                "%(n)s approved person keeps the place and the badge until withdrawn.",
                "%(n)s approved people keep their places and badges until withdrawn.",
                approved,
            )
        )


def _of_focal_points(
    focal_points: Sequence[FocalPoint],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    """A delegation that nobody leads any more."""
    organisations = [each.organisation_id for each in focal_points]
    left = FocalPoint.objects.in_office(conference).filter(
        organisation__in=organisations
    )
    led = left.exclude(pk__in=[each.pk for each in focal_points])
    orphaned = Delegation.objects.visible_to(viewer, conference).filter(
        organisation__in=organisations
    )
    if orphaned.exclude(organisation__in=led.values("organisation")).exists():
        yield Consequence(
            _(
                "The delegation has no other focal point: only the secretariat can "
                "nominate for it."
            ),
            is_grave=True,
        )


ANSWERS: Answers = {
    Organisation: _of_organisations,
    FocalPoint: _of_focal_points,
    Category: _of_categories,
    Conference: _of_conferences,
    CoOrganiser: nothing("a delegation protects the co-organiser that invited it"),
}
