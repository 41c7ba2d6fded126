"""The waiting list, and the rule by which its free places are offered."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced
from hemicycle.vetting import actions, policy
from hemicycle.vetting.actions.offer import RuleLetter
from hemicycle.vetting.lists import WAITING
from hemicycle.vetting.models import OfferRule


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """Who waits, in order; open offers; the rule and its letters, read by two."""
    _check(request, conference)
    rows = Registration.objects.visible_to(request.user, conference).in_line()
    rule = OfferRule.objects.filter(conference=conference).first()
    letters = actions.offer.rule_letters(conference)
    mark = actions.offer.rule_mark(conference, letters)
    return render(
        request,
        "vetting/waiting.html",
        {
            "page": WAITING.page(request, rows),
            "rule": rule,
            "is_mine": rule is not None and rule.proposed_by_id == request.user.pk,
            "languages": _by_language(letters),
            "mark": mark,
            "has_changed": rule is not None and rule.preview != mark,
            "free": actions.offer.free_in_conference(conference),
        },
    )


@once
@require_POST
def rule(request: Request, conference: Conference) -> HttpResponse:
    """Propose the rule, second it, or stop making offers."""
    _check(request, conference)
    there = OfferRule.objects.filter(conference=conference).first()
    seen = request.POST.get("mark", "")
    with announced(request):
        if "stop" in request.POST:
            actions.offer.stop_offers(conference, actor=request.user)
            messages.success(request, _("No further offers are made."))
        elif "second" in request.POST and there is not None:
            actions.offer.second_rule(there, preview=seen, actor=request.user)
            messages.success(request, _("Free places are offered from now on."))
        else:
            actions.offer.propose_rule(conference, preview=seen, actor=request.user)
            messages.success(request, _("Proposed. Another person has to second it."))
    return redirect("vetting:waiting", conference.slug)


def _by_language(
    letters: list[RuleLetter],
) -> list[tuple[str, str, list[RuleLetter]]]:
    """Code and name of each language, with its letters."""
    return [
        (code, str(name), [letter for letter in letters if letter.language == code])
        for code, name in settings.LANGUAGES
    ]


def _check(request: Request, conference: Conference) -> None:
    if not policy.can_keep_the_line(request.user, conference):
        raise PermissionDenied
