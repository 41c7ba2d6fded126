"""What becomes of prepared decisions and open offers when a registration ends."""

from collections.abc import Iterator, Sequence

from django.utils.translation import ngettext

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User
from hemicycle.ui import formats
from hemicycle.vetting.models import Decision, Offer
from hemicycle.vetting.policy import can_decide


def _of_registrations(
    registrations: Sequence[Registration],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    """Only registrars know of decisions that are prepared and of offers to others."""
    if not can_decide(viewer, conference):
        return
    keys = [each.pk for each in registrations]
    offers = Offer.objects.open().filter(registration__in=keys).count()
    if offers:
        yield Consequence(
            ngettext(
                "%(n)s open offer ends; its place goes to the next on the list.",
                "%(n)s open offers end; their places go to the next on the list.",
                offers,
            )
            % {"n": formats.number(offers)}
        )
    pending = (
        Decision.objects.visible_to(viewer, conference)
        .filter(state=Decision.State.PREPARED, items__registration__in=keys)
        .distinct()
        .count()
    )
    if deed == Deed.WITHDRAWN and pending:
        yield Consequence(
            ngettext(
                "%(n)s bulk decision that names them is pending; it skips them.",
                "%(n)s bulk decisions that name them are pending; they skip them.",
                pending,
            )
            % {"n": formats.number(pending)}
        )


ANSWERS: Answers = {Registration: _of_registrations}
