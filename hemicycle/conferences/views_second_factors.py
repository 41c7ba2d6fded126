"""When a colleague lost the second factor: one asks, another one does it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hemicycle.conferences import policy
from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.people import actions
from hemicycle.people.http import Request
from hemicycle.people.models import SecondFactorReset, User
from hemicycle.ui.refusals import announced, form_page, shown_at


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
    """What was asked for, and a form to ask. Nothing changes by asking."""
    _allow(request, conference)
    form = AskForm(request.POST or None)
    form.fields["user"].queryset = (  # type: ignore[attr-defined]  # a choice of models
        _colleagues(conference).exclude(pk=request.user.pk)
    )
    if form.is_valid():
        with shown_at(form):
            actions.ask_for_reset(
                form.cleaned_data["user"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            messages.success(request, _("Asked. Another registrar has to do it."))
            return redirect("conferences:second-factors", conference.slug)
    context = {"form": form, "resets": _open(conference)}
    return form_page(request, "conferences/second_factors.html", context)


@once
@require_POST
def do(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The second person takes the lost factor away."""
    _allow(request, conference)
    reset = get_object_or_404(_open(conference), pk=id)
    with announced(request):
        actions.reset_second_factor(reset, actor=request.user)
        messages.success(request, _("Done. The person sets up anew after signing in."))
    return redirect("conferences:second-factors", conference.slug)


@once
@require_POST
def drop(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Nothing is taken away after all."""
    _allow(request, conference)
    reset = get_object_or_404(_open(conference), pk=id)
    actions.drop_reset(reset, actor=request.user)
    messages.success(request, _("The request is dropped."))
    return redirect("conferences:second-factors", conference.slug)


def _allow(request: Request, conference: Conference) -> None:
    if not policy.can_reset_second_factors(request.user, conference):
        raise PermissionDenied


def _colleagues(conference: Conference) -> QuerySet[User]:
    mine = conference.roles.values("user")
    return User.objects.filter(pk__in=mine).order_by("email")


def _open(conference: Conference) -> QuerySet[SecondFactorReset]:
    return SecondFactorReset.objects.filter(
        done_at=None, user__in=_colleagues(conference).values("pk")
    ).select_related("user", "asked_by")
