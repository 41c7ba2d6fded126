"""The rule by which free places are offered: submitted, approved, in force, stopped."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.offers import actions as offers
from hemicycle.people.http import Request
from hemicycle.post.looking import look_then_send, seen_in
from hemicycle.post.previews import Preview, preview
from hemicycle.seconding import pages
from hemicycle.ui.refusals import announced
from hemicycle.vetting import access, actions, policy
from hemicycle.vetting.consequences import of_stopping
from hemicycle.vetting.forms import RuleForm
from hemicycle.vetting.waiting import WaitingList, emails


@once
def new(request: Request, conference: Conference) -> HttpResponse:
    """Choose a rule, look at all e-mails it sends, and submit it for approval."""
    demand(policy.can_keep_the_line(request.user, conference))
    queue = WaitingList(conference)
    in_force = offers.rule_in_force(queue)
    form = RuleForm(
        request.POST or None, initial=model_to_dict(in_force) if in_force else None
    )
    rule = form.save(commit=False) if form.is_valid() else None

    def drafts() -> Preview:
        assert rule
        return preview(
            emails(rule, conference),
            request.POST.get("at"),
            of_deed=queue.fingerprint(rule),
        )

    def send(seen: str) -> HttpResponse:
        assert rule
        submitted = actions.offer.submit_rule(
            conference, rule, seen=seen, actor=request.user
        )
        messages.success(
            request, _("Submitted for approval. Another registrar must approve it.")
        )
        return redirect(submitted)

    context = {
        "in_force": in_force,
        "title": _("New rule of the waiting list"),
        "look_label": _("Preview the e-mails"),
        "send_label": _("Submit for approval"),
        "back": reverse("vetting:waiting", args=[conference.slug]),
        "back_label": _("Waiting list"),
    }
    return look_then_send(
        request, "vetting/new_rule.html", context,
        form=form, drafts=drafts, send=send,
    )  # fmt: skip


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One rule: pending with its e-mails, in force, or past."""
    rule = access.get_rule(request.user, conference, id)
    queue = WaitingList(conference)
    is_shown = rule.is_pending or rule.is_running
    return pages.page(
        request,
        rule,
        template="vetting/rule.html",
        preview=preview(emails(rule, conference), request.GET.get("at"))
        if is_shown
        else None,
        now=queue.fingerprint(rule) if is_shown else "",
        context={
            "title": _("Rule of the waiting list"),
            "approve_label": _("Approve and start offering places"),
            "stop_url": reverse("vetting:stop_rule", args=[conference.slug, rule.pk]),
            "consequences": list(of_stopping(conference)) if rule.is_running else [],
        },
    )


@once
@require_POST
def approve(request: Request, conference: Conference, id: str) -> HttpResponse:
    rule = access.get_rule(request.user, conference, id)
    with announced(request):
        actions.offer.approve_rule(rule, seen=seen_in(request), actor=request.user)
        messages.success(
            request, _("Rule approved. Free places are offered from now on.")
        )
    return redirect(rule)


discard = pages.discarding(
    access.get_rule, to="vetting:waiting",
    said=gettext_lazy("Rule discarded. Nothing has changed."),
)  # fmt: skip


@once
@require_POST
def stop(request: Request, conference: Conference, id: str) -> HttpResponse:
    rule = access.get_rule(request.user, conference, id)
    with announced(request):
        offers.stop_rule(rule, actor=request.user)
        messages.success(
            request,
            _("No further places are offered. Open offers stay valid until they end."),
        )
    return redirect("vetting:waiting", conference.slug)
