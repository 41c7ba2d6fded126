"""Invitations keep what they were sent with."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import (
    Answers,
    Consequence,
    Deed,
    nothing,
)
from hemicycle.conferences.models import Category, Conference, Role, Signatory
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered


def _of_conferences(
    conferences: Sequence[Conference], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    unanswered = Invitation.objects.visible_to(viewer, conference).unanswered().count()
    if deed == Deed.HIDDEN and unanswered:
        yield Consequence(
            numbered(
                "%(n)s invitation that was sent cannot be answered.",
                "%(n)s invitations that were sent cannot be answered.",
                unanswered,
            ),
            is_grave=True,
        )


def _of_organisations(
    organisations: Sequence[Organisation],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    unanswered = (
        Invitation.objects.visible_to(viewer, conference)
        .unanswered()
        .filter(organisation__in=organisations)
    )
    if unanswered.exists():
        yield Consequence(
            _("The invitation that was sent to it can no longer be accepted."),
            is_grave=True,
        )


def _of_roles(
    roles: Sequence[Role], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    pending = (
        Sending.objects.visible_to(viewer, conference)
        .pending_of(role.user_id for role in roles)
        .count()
    )
    if pending:
        yield Consequence(
            numbered(
                "%(n)s batch of invitations that they prepared stays pending.",
                "%(n)s batches of invitations that they prepared stay pending.",
                pending,
            )
        )


ANSWERS: Answers = {
    Conference: _of_conferences,
    Organisation: _of_organisations,
    Role: _of_roles,
    Category: nothing("an invitation protects its category: it cannot be removed"),
    Signatory: nothing("an invitation protects its signatory: it cannot be removed"),
}
