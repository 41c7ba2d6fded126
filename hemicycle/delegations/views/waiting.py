"""The waiting list, and the rule by which its free places are offered."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, letters, policy
from hemicycle.delegations.actions.waiting import free_in_conference
from hemicycle.delegations.models import Offer, OfferRule, Registration
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request

PAGE = 50


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """Who waits, in order; open offers; the rule and its letter, seen by two people."""
    _check(request, conference)
    line = (
        Registration.objects.filter(conference=conference)
        .in_line()
        .select_related("category", "delegation__organisation")
    )
    page = Paginator(line, PAGE).get_page(request.GET.get("page"))
    open_offers = {
        offer.registration_id: offer
        for offer in Offer.objects.filter(
            registration__in=[row.pk for row in page], state=Offer.State.OPEN
        )
    }
    rule = OfferRule.objects.filter(conference=conference).first()
    previews = _previews(conference)
    return render(
        request,
        "delegations/waiting.html",
        {
            "page": page,
            "rows": [(row, open_offers.get(row.pk)) for row in page],
            "rule": rule,
            "is_mine": rule is not None and rule.proposed_by_id == request.user.pk,
            "previews": previews,
            "mark": _mark(previews),
            "has_changed": rule is not None and rule.preview != _mark(previews),
            "free": free_in_conference(conference),
        },
    )


@once
@require_POST
def rule(request: Request, conference: Conference) -> HttpResponse:
    """Propose the rule, second it, or stop making offers."""
    _check(request, conference)
    there = OfferRule.objects.filter(conference=conference).first()
    seen = request.POST.get("mark", "")
    try:
        if "stop" in request.POST:
            actions.stop_offers(conference, actor=request.user)
            messages.success(request, _("No further offers are made."))
        elif seen != _mark(_previews(conference)):
            messages.error(request, _("The letter has changed. Read it again."))
        elif "second" in request.POST and there is not None:
            actions.second_rule(there, preview=seen, actor=request.user)
            messages.success(request, _("Free places are offered from now on."))
        else:
            actions.propose_rule(conference, preview=seen, actor=request.user)
            messages.success(request, _("Proposed. Another person has to second it."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:waiting", conference.slug)


def _previews(conference: Conference) -> list[tuple[str, str, str, str]]:
    """The letter of offer in each language: code, name, subject, text; made-up name."""
    example = Registration(
        conference=conference,
        full_name="N. N.",
        code="XXXXXXXX",
        category=conference.categories.first(),
    )
    # Instead of a moment, which is another in each letter.
    until = f"+{conference.offer_hours} h"
    return [
        (
            code,
            str(name),
            *letters.preview("offer", example, code, expires_at=until),
        )
        for code, name in settings.LANGUAGES
    ]


def _mark(previews: list[tuple[str, str, str, str]]) -> str:
    """SHA-256 of the letters as shown."""
    text = "\0".join(f"{code}\0{body}" for code, _name, _subject, body in previews)
    return hashlib.sha256(text.encode()).hexdigest()


def _check(request: Request, conference: Conference) -> None:
    if not policy.can_keep_the_line(request.user, conference):
        raise PermissionDenied
