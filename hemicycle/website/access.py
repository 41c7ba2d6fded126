"""The enquiries that a person may reach: conferences/access.py."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import roles_of
from hemicycle.lib.states import Verb
from hemicycle.people.models import User
from hemicycle.website.models import Enquiry, EnquiryQuerySet
from hemicycle.website.policy import can_see_enquiries


def demand_enquiries(user: object, conference: Conference) -> None:
    """403 for colleagues of other rooms; 404 for all others."""
    if can_see_enquiries(user, conference):
        return
    if roles_of(user, conference):
        raise PermissionDenied
    raise Http404


def listed(user: User, conference: Conference) -> EnquiryQuerySet:
    """Those on subjects that are this person's work."""
    demand_enquiries(user, conference)
    return Enquiry.objects.visible_to(user, conference)


def get_enquiry(
    user: User, conference: Conference, id: str, verb: Verb | None = None
) -> Enquiry:
    """One on a subject that is this person's work; 404 for any other."""
    demand_enquiries(user, conference)
    visible = Enquiry.objects.visible_to(user, conference).with_people()
    enquiry: Enquiry = get_object_or_404(visible, pk=id)
    if verb and not verb.may(user, enquiry):
        raise PermissionDenied
    return enquiry


def get_own_enquiry(user: User, conference: Conference, id: str) -> Enquiry:
    """The sender's own; 404 for everybody else, as for one that does not exist."""
    own = Enquiry.objects.of(user).filter(conference=conference).with_people()
    enquiry: Enquiry = get_object_or_404(own, pk=id)
    return enquiry
