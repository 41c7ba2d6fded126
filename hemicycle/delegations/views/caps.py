"""The rules that give each delegation its cap, and the cap of the whole conference."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, policy
from hemicycle.delegations.consequences import of_caps
from hemicycle.delegations.forms.delegations import CapRuleForm, ConferenceCapForm
from hemicycle.delegations.models import CapRule
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people.http import Request
from hemicycle.post.looking import seen_in
from hemicycle.ui.formats import numbered
from hemicycle.ui.refusals import announced, form_page, shown_at

SHOWN = 100


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """The rules, and what they would change in the delegations that exist."""
    demand(policy.can_set_caps(request.user, conference))
    return _index(request, conference, None)


@once
def add(request: Request, conference: Conference) -> HttpResponse:
    demand(policy.can_set_caps(request.user, conference))
    return _edit(request, conference, CapRule(conference=conference))


@once
def change(request: Request, conference: Conference, pk: int) -> HttpResponse:
    demand(policy.can_set_caps(request.user, conference))
    lock_until_saved(request, CapRule, pk)
    return _edit(request, conference, get_object_or_404(conference.cap_rules, pk=pk))


@once
@require_POST
def remove(request: Request, conference: Conference, pk: int) -> HttpResponse:
    demand(policy.can_set_caps(request.user, conference))
    rule = get_object_or_404(conference.cap_rules, pk=pk)
    actions.open.remove_cap_rule(rule, actor=request.user)
    messages.success(request, _("Rule removed. Current caps are unchanged."))
    return redirect("delegations:caps", conference.slug)


@once
@require_POST
def conference_cap(request: Request, conference: Conference) -> HttpResponse:
    """Set the places of the whole conference."""
    demand(policy.can_set_caps(request.user, conference))
    lock_until_saved(request, Conference, conference.pk)
    form = _conference_cap_form(conference, request.POST)
    if form.is_valid():
        with shown_at(form):
            actions.open.set_conference_cap(
                conference, cap=form.cleaned_data["cap"], actor=request.user
            )
            messages.success(request, _("The cap of the whole conference is saved."))
            return redirect("delegations:caps", conference.slug)
    return _index(request, conference, form)


@once
@require_POST
def recompute(request: Request, conference: Conference) -> HttpResponse:
    """Give the delegations the caps that the preview showed."""
    demand(policy.can_set_caps(request.user, conference))
    with announced(request):
        changed = actions.open.recompute_caps(
            conference, seen=seen_in(request), actor=request.user
        )
        messages.success(
            request,
            numbered("%(n)s cap changed.", "%(n)s caps changed.", changed),
        )
    return redirect("delegations:caps", conference.slug)


def _edit(request: Request, conference: Conference, rule: CapRule) -> HttpResponse:
    form = CapRuleForm(request.POST or None, instance=rule, conference=conference)
    if form.is_valid():
        with shown_at(form):
            actions.open.save_cap_rule(form.save(commit=False), actor=request.user)
            note_merged(request, form)
            messages.success(request, _("Rule saved. Current caps are unchanged."))
            return redirect("delegations:caps", conference.slug)
    return form_page(request, "delegations/cap_rule.html", {"form": form, "rule": rule})


def _index(
    request: Request, conference: Conference, form: ConferenceCapForm | None
) -> HttpResponse:
    changes = actions.open.preview_caps(conference)
    counter = conference.counters.filter(category=None).first()
    return form_page(
        request,
        "delegations/caps.html",
        {
            "rules": conference.cap_rules.order_by("-cap", "pk"),
            "changes": changes[:SHOWN],
            "consequences": [
                *of_caps(changes),
                *consequences.of(
                    [change.delegation for change in changes],
                    consequences.Deed.CAP_CHANGED,
                    viewer=request.user,
                    conference=conference,
                ),
            ],
            "count": len(changes),
            "seen": actions.open.fingerprint_of_changes(changes),
            "more": max(0, len(changes) - SHOWN),
            "counter": counter,
            "form": form or _conference_cap_form(conference),
        },
    )


def _conference_cap_form(
    conference: Conference, data: QueryDict | None = None
) -> ConferenceCapForm:
    counter = conference.counters.filter(category=None).first()
    form = ConferenceCapForm(data, initial={"cap": counter.cap if counter else None})
    form.edited = conference
    return form
