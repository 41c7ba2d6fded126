"""Who was invited: a text that says so is confirmed."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.invitations.models import Invitation
from hemicycle.lib.record import Name, Organisation, Term
from hemicycle.people.models import User


def record_terms(conference: Conference, viewer: User | None) -> Iterator[Term]:
    """Whom the viewer may know to be invited; without one, no one."""
    if viewer is None:
        return
    rows = Invitation.objects.visible_to(viewer, conference).filter(
        state__in=(Invitation.State.SENT, Invitation.State.ACCEPTED)
    )
    for row in rows.select_related("organisation"):
        yield Organisation(
            [Name(row.organisation.name)], is_invited=True, source=row.pk
        )
