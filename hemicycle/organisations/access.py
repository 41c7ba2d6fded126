"""The organisations that a person may reach: conferences/access.py."""

from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Right
from hemicycle.organisations.models import Organisation, OrganisationQuerySet
from hemicycle.organisations.policy import can_list
from hemicycle.people.models import User


def listed(user: User, conference: Conference) -> OrganisationQuerySet:
    """Those that this person may see; 403 for whoever sees none and is no staff."""
    visible = Organisation.objects.visible_to(user, conference)
    demand(can_list(user, conference) or visible.exists())
    return visible.with_accreditation(conference)


def get_organisation(
    user: User, conference: Conference, id: str, right: Right | None = None
) -> Organisation:
    """One that this person may see and, with a right, do this to.

    By the key of one that was merged into it, too: an old address leads there.
    """
    visible = Organisation.objects.visible_to(user, conference)
    organisation = visible.filter(pk=id).first()
    if organisation is None:
        organisation = get_object_or_404(visible, former=id)
    demand(right is None or right(user, conference))
    return organisation
