"""The waiting list, and the rule by which its free places are offered."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, policy
from hemicycle.delegations.actions.waiting import free_in_conference
from hemicycle.delegations.models import Offer, OfferRule, Registration
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request

PAGE = 50


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """Who waits, in order; open offers; the rule and its letters, read by two."""
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
    letters = actions.rule_letters(conference)
    mark = actions.rule_mark(conference, letters)
    return render(
        request,
        "delegations/waiting.html",
        {
            "page": page,
            "rows": [(row, open_offers.get(row.pk)) for row in page],
            "rule": rule,
            "is_mine": rule is not None and rule.proposed_by_id == request.user.pk,
            "languages": _by_language(letters),
            "mark": mark,
            "has_changed": rule is not None and rule.preview != mark,
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
        elif "second" in request.POST and there is not None:
            actions.second_rule(there, preview=seen, actor=request.user)
            messages.success(request, _("Free places are offered from now on."))
        else:
            actions.propose_rule(conference, preview=seen, actor=request.user)
            messages.success(request, _("Proposed. Another person has to second it."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:waiting", conference.slug)


def _by_language(
    letters: list[actions.RuleLetter],
) -> list[tuple[str, str, list[actions.RuleLetter]]]:
    """Code and name of each language, with its letters."""
    return [
        (code, str(name), [letter for letter in letters if letter.language == code])
        for code, name in settings.LANGUAGES
    ]


def _check(request: Request, conference: Conference) -> None:
    if not policy.can_keep_the_line(request.user, conference):
        raise PermissionDenied
