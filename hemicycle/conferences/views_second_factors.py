"""When a colleague lost the second factor: one asks, others approve."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import actions, policy
from hemicycle.conferences.access import demand, get_reset
from hemicycle.conferences.models import Conference, SecondFactorReset
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.people.models import User
from hemicycle.post.looking import seen_in
from hemicycle.seconding import pages
from hemicycle.ui.refusals import announced, form_page, shown_at

LATEST = 10


class AskForm(forms.Form):
    """Only colleagues of this conference can be chosen, and never oneself."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"),
        queryset=User.objects.none(),
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=300,
        help_text=gettext_lazy("And how you made sure that it is really this person."),
        error_messages={"required": gettext_lazy("Say what happened.")},
    )


@once
def index(request: Request, conference: Conference) -> HttpResponse:
    """What is pending, what was done, and a form to ask, which changes nothing."""
    demand(policy.can_reset_second_factors(request.user, conference))
    asked_for = {"user": request.GET.get("user", "")}
    form = AskForm(request.POST or None, initial=asked_for)
    form.fields["user"].queryset = (  # type: ignore[attr-defined]  # a choice of models
        _colleagues(conference).exclude(pk=request.user.pk)
    )
    if form.is_valid():
        with shown_at(form):
            actions.ask_for_reset(
                form.cleaned_data["user"],
                conference=conference,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            messages.success(
                request, _("Submitted for approval. Another registrar must approve it.")
            )
            return redirect("conferences:second-factors", conference.slug)
    resets = (
        SecondFactorReset.objects.visible_to(request.user, conference)
        .with_people()
        .select_related("user", "conference")
    )
    context = {
        "form": form,
        "pending": resets.pending(),
        "latest": resets.exclude(pk__in=resets.pending().values("pk"))[:LATEST],
    }
    return form_page(request, "conferences/second_factors.html", context)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One request: whose, why, who submitted, approved or discarded it."""
    reset = get_reset(request.user, conference, id)
    return pages.page(
        request,
        reset,
        template="conferences/reset.html",
        now=actions.reset_fingerprint(reset) if reset.is_pending else "",
        context={
            "title": reset.title,
            "approvals": reset.approvals.select_related("conference", "by"),
            "missing": reset.missing() if reset.is_pending else [],
            "is_destructive": True,
            "approve_label": _("Approve and reset two-step verification"),
        },
    )


@once
@require_POST
def approve(request: Request, conference: Conference, id: str) -> HttpResponse:
    """This conference agrees; with the last one that must, the factor is reset."""
    reset = get_reset(request.user, conference, id)
    with announced(request):
        reset = actions.approve_reset(
            reset,
            conference=conference,
            seen=seen_in(request),
            actor=request.user,
        )
        messages.success(
            request,
            _("Approved here. The other conferences of this person must approve, too.")
            if reset.is_pending
            else _("Two-step verification reset. The person sets it up again."),
        )
    return redirect("conferences:reset", conference.slug, reset.pk)


discard = pages.discarding(
    get_reset, to="conferences:second-factors",
    said=gettext_lazy("Request discarded. Nothing has been reset."),
)  # fmt: skip


def _colleagues(conference: Conference) -> QuerySet[User]:
    mine = conference.roles.values("user")
    return User.objects.filter(pk__in=mine).order_by("email")
