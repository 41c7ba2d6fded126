"""The delegation's page: places left, members, adding one or many."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations import access, actions, policy
from hemicycle.delegations.asked import NOMINATION
from hemicycle.delegations.forms.delegations import (
    NomineeForm,
)
from hemicycle.delegations.forms.members import ask_for_member
from hemicycle.delegations.lists import DELEGATIONS, members
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.paging import ON_A_PAGE
from hemicycle.ui.refusals import form_page, shown_at

State = Registration.State

# How a delegation's places are drawn, by colour and by shape.
SEATED = (
    (State.APPROVED, 1, "full"),
    (State.CONFIRMED, 2, "dot"),
    (State.NOMINATED, 3, "ring"),
)


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """The delegations the reader may see; for a focal point, the own ones."""
    visible = access.listed(request.user, conference)
    more = {"can_set_caps": policy.can_set_caps(request.user, conference)}
    return DELEGATIONS.answer(request, visible, "delegations/index.html", more)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponseBase:
    """Places left, who comes, and who asks to come."""
    delegation = access.get_delegation(request.user, conference, id)
    if delegation.pk != id:
        return redirect("delegations:show", conference.slug, delegation.pk)
    people = delegation.registrations.sent()
    return members(people).answer(
        request,
        people,
        "delegations/show.html",
        {
            "delegation": delegation,
            "asking": list(delegation.registrations.asking()[:ON_A_PAGE]),
            "groups": _groups(delegation),
            "counted_for_umbrellas": Registration.objects.filter(
                counted_in=delegation, holds_delegation=True
            ).count(),
            "nomination": windows.find(conference, NOMINATION),
            "is_open": windows.is_open(conference, NOMINATION),
            "can_nominate": policy.can_nominate(request.user, delegation),
            "leads": policy.leads(request.user, delegation),
        },
        of=delegation.pk,
    )


@once
def nominate(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Add one person; and another, with the places left in sight."""
    delegation = access.get_delegation(request.user, conference, id, to_nominate=True)
    form = NomineeForm(
        request.POST or None, conference=conference, language=request.user.language
    )
    ask_for_member(form, delegation)
    if form.is_valid():
        with shown_at(form):
            registration = actions.nominate.nominate(
                delegation, form.nominee, actor=request.user
            )
            messages.success(request, _said(registration))
            page = "nominate" if "another" in request.POST else "show"
            return redirect(f"delegations:{page}", conference.slug, delegation.pk)
    return form_page(
        request, "delegations/nominate.html", {"delegation": delegation, "form": form}
    )


def _groups(delegation: Delegation) -> Sequence[tuple[str, int, int, str]]:
    counted = dict(
        Registration.objects.counted_in(delegation)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    groups = [
        (str(state.label), counted.pop(state, 0), colour, shape)
        for state, colour, shape in SEATED
    ]
    if offered := sum(counted.values()):
        groups.append((_("offered"), offered, 4, "full"))
    return [group for group in groups if group[1]]


def _said(registration: Registration) -> str:
    if registration.email:
        return _(
            "%(name)s has been nominated. We have sent an e-mail to %(email)s."
        ) % {
            "name": registration.full_name,
            "email": registration.email,
        }
    return _(
        "%(name)s has been nominated. Confirm the details on this person’s behalf."
    ) % {"name": registration.full_name}
