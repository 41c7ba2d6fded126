"""What becomes of the enquiries of a colleague whose role ends."""

from collections.abc import Iterator, Sequence

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference, Role
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered
from hemicycle.website.models import Enquiry


def _of_roles(
    roles: Sequence[Role], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    theirs = Enquiry.objects.visible_to(viewer, conference).exclude(
        state=Enquiry.State.CLOSED
    )
    count = theirs.filter(assigned_to__in=[role.user_id for role in roles]).count()
    if count:
        yield Consequence(
            numbered(
                "%(n)s enquiry stays assigned to them until you assign it to another.",
                "%(n)s enquiries stay assigned to them until you assign them to "
                "others.",
                count,
            )
        )


ANSWERS: Answers = {Role: _of_roles}
