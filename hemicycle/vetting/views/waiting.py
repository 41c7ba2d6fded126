"""The waiting list, and whether its free places are offered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.offers import actions as offers
from hemicycle.people.http import Request
from hemicycle.vetting import access, actions
from hemicycle.vetting.consequences import of_stopping
from hemicycle.vetting.lists import WAITING
from hemicycle.vetting.models import OfferRule
from hemicycle.vetting.waiting import WaitingList


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """Who waits, in order; open offers; the rule in force, and the one pending."""
    waiting = access.in_line(request.user, conference)
    queue = WaitingList(conference)
    rules = OfferRule.objects.visible_to(request.user, conference).with_people()
    rule = offers.rule_in_force(queue)
    return render(
        request,
        "vetting/waiting.html",
        {
            "page": WAITING.page(request, waiting),
            "rule": rule,
            "consequences": list(of_stopping(conference)) if rule else [],
            "has_changed": rule is not None and offers.has_changed(queue, rule),
            "pending": rules.pending().first(),
            "free": actions.offer.free_in_conference(conference),
        },
    )
