"""A person's place on the waiting list, and the answer to the place offered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.models import Conference
from hemicycle.delegations.access import get_registration
from hemicycle.delegations.listed import back_to
from hemicycle.delegations.models import Registration
from hemicycle.delegations.policy import can_list_registrations, is_own
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced
from hemicycle.vetting import access, actions
from hemicycle.vetting.states import TAKE_OFFER


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The place offered and until when, or the position on the waiting list."""
    registration = get_registration(request.user, conference, id)
    if not registration.is_waiting:
        return redirect("delegations:registration", conference.slug, registration.pk)
    position = actions.offer.position_of(registration)
    can_answer = TAKE_OFFER.may(request.user, registration)
    return render(
        request,
        "vetting/offer.html",
        {
            "registration": registration,
            "is_own": is_own(request.user, registration),
            "position": position,
            "can_answer": can_answer,
            "consequences": consequences.of(
                [registration] if position.offer and can_answer else [],
                consequences.Deed.WITHDRAWN,
                viewer=request.user,
                conference=conference,
            ),
        },
    )


@once
@require_POST
def take(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration, offer = access.get_offer(request.user, conference, id)
    with announced(request):
        actions.offer.take_offer(offer, actor=request.user)
        messages.success(
            request,
            _("Your place is confirmed. We have sent you an e-mail.")
            if is_own(request.user, registration)
            else _("The place of %(name)s is confirmed.")
            % {"name": registration.full_name},
        )
    return _answered(request, registration)


@once
@require_POST
def decline(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration, offer = access.get_offer(request.user, conference, id)
    with announced(request):
        actions.offer.decline_offer(offer, actor=request.user)
        messages.success(
            request, _("The place is declined. Thank you for letting us know.")
        )
    return _answered(request, registration)


def _answered(request: Request, registration: Registration) -> HttpResponse:
    if is_own(request.user, registration):
        return redirect("lobby:home", registration.conference.slug)
    if can_list_registrations.on(request.user, registration):
        return back_to(request, registration)
    return redirect(
        "delegations:registration", registration.conference.slug, registration.pk
    )
