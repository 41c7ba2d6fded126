"""What becomes of prepared decisions and open offers when a registration ends."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference, Role
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered
from hemicycle.vetting.models import Decision, Offer
from hemicycle.vetting.policy import can_decide


def _of_registrations(
    registrations: Sequence[Registration],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    """Only registrars know of decisions that are prepared and of offers to others."""
    scope = can_decide.scope(viewer, conference)
    keys = [each.pk for each in registrations if scope.covers(each)]
    offers = Offer.objects.open().filter(position__in=keys).count()
    if offers:
        yield Consequence(
            numbered(
                "%(n)s open offer ends; its place goes to the next on the list.",
                "%(n)s open offers end; their places go to the next on the list.",
                offers,
            ),
            told=_("The next person on the list is told by e-mail."),
        )
    pending = (
        Decision.objects.visible_to(viewer, conference)
        .pending()
        .filter(items__registration__in=keys)
        .distinct()
        .count()
    )
    if deed == Deed.WITHDRAWN and pending:
        yield Consequence(
            numbered(
                "%(n)s bulk decision that names them is pending; it skips them.",
                "%(n)s bulk decisions that name them are pending; they skip them.",
                pending,
            ),
            told=_("The colleague who approves it sees it on its page."),
        )


def _of_roles(
    roles: Sequence[Role], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    pending = (
        Decision.objects.visible_to(viewer, conference)
        .pending_of(role.user_id for role in roles)
        .count()
    )
    if pending:
        yield Consequence(
            numbered(
                "%(n)s bulk decision that they prepared stays pending.",
                "%(n)s bulk decisions that they prepared stay pending.",
                pending,
            )
        )


def _of_delegations(
    delegations: Sequence[Delegation], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    """Waiting people of a delegation are offered a place only while it has one."""
    waiting = (
        Registration.objects.visible_to(viewer, conference)
        .in_line()
        .filter(delegation__in=[each.pk for each in delegations])
        .count()
    )
    if deed == Deed.CAP_CHANGED and waiting:
        yield Consequence(
            numbered(
                "%(n)s person of these delegations is on the waiting list.",
                "%(n)s people of these delegations are on the waiting list.",
                waiting,
            ),
            told=_("The next in line are told by e-mail when a place is offered."),
        )


def of_stopping(conference: Conference) -> Iterator[Consequence]:
    """When no further places of the waiting list are offered."""
    people = Registration.objects.filter(conference=conference)
    offered = people.holding_an_offer().count()
    if offered:
        yield Consequence(
            numbered(
                "%(n)s open offer can still be accepted until it ends.",
                "%(n)s open offers can still be accepted until they end.",
                offered,
            )
        )
    waiting = people.in_line().count() - offered
    if waiting:
        yield Consequence(
            numbered(
                "%(n)s person on the waiting list is offered no place until a new rule "
                "is approved.",
                "%(n)s people on the waiting list are offered no place until a new "
                "rule is approved.",
                waiting,
            ),
            is_grave=True,
        )


ANSWERS: Answers = {
    Registration: _of_registrations,
    Role: _of_roles,
    Delegation: _of_delegations,
}
