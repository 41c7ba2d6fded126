"""One's own roles at all conferences, and those offered."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import actions
from hemicycle.conferences.models import Role, RoleOffer
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced


@require_safe
def mine(request: Request) -> HttpResponse:
    """An offer names a conference to its person also before it is public."""
    roles = Role.objects.filter(user=request.user)
    return render(
        request,
        "conferences/my_roles.html",
        {
            "roles": roles.select_related(
                "conference", "category", "co_organiser"
            ).order_by("-conference__starts_on"),
            "offers": _own(request),
        },
    )


@require_POST
@once
def accept(request: Request, pk: int) -> HttpResponse:
    offer = get_object_or_404(_own(request), pk=pk)
    with announced(request):
        actions.accept_role(offer, actor=request.user)
        messages.success(request, _("You have accepted the role: %s.") % offer)
    return redirect("roles:mine")


@require_POST
@once
def decline(request: Request, pk: int) -> HttpResponse:
    offer = get_object_or_404(_own(request), pk=pk)
    with announced(request):
        actions.decline_role(offer, actor=request.user)
        messages.success(request, _("You have declined the role: %s.") % offer)
    return redirect("roles:mine")


def _own(request: Request) -> QuerySet[RoleOffer]:
    own = RoleOffer.objects.filter(user=request.user)
    return own.with_facts()
