"""The series a conference belongs to, and its earlier editions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences import actions
from hemicycle.conferences.access import demand_chief
from hemicycle.conferences.forms import EarlierEditionForm, SeriesForm
from hemicycle.conferences.models import Conference, EarlierEdition
from hemicycle.conferences.series import editions, open_to
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced, form_page, shown_at


@once
def series(request: Request, conference: Conference) -> HttpResponse:
    """The editions; POST adds the conference to them, or records an earlier one."""
    demand_chief(request.user, conference)
    if conference.series is None:
        return _join(request, conference)
    form = EarlierEditionForm(
        request.POST or None, instance=EarlierEdition(series=conference.series)
    )
    if form.is_valid():
        with shown_at(form):
            actions.record_edition(
                form.instance, conference=conference, actor=request.user
            )
            messages.success(request, _("The earlier edition is recorded."))
            return redirect("conferences:series", conference.slug)
    return _page(request, conference, form)


def _join(request: Request, conference: Conference) -> HttpResponse:
    form = SeriesForm(
        request.POST or None, conference=conference, choices=open_to(request.user)
    )
    if form.is_valid():
        with shown_at(form):
            chosen = form.cleaned_data.get("series")
            if chosen:
                actions.join_series(conference, series=chosen, actor=request.user)
            else:
                actions.start_series(
                    conference, name=form.cleaned_data["name"], actor=request.user
                )
            messages.success(request, _("The conference is an edition of the series."))
            return redirect("conferences:series", conference.slug)
    return _page(request, conference, form)


@require_POST
@once
def leave(request: Request, conference: Conference) -> HttpResponse:
    demand_chief(request.user, conference)
    actions.leave_series(conference, actor=request.user)
    messages.success(request, _("The conference belongs to no series now."))
    return redirect("conferences:series", conference.slug)


@require_POST
@once
def remove_edition(request: Request, conference: Conference, id: str) -> HttpResponse:
    demand_chief(request.user, conference)
    edition = get_object_or_404(EarlierEdition, pk=id, series__conferences=conference)
    with announced(request):
        actions.remove_edition(edition, conference=conference, actor=request.user)
        messages.success(request, _("The earlier edition is removed."))
    return redirect("conferences:series", conference.slug)


def _page(
    request: Request, conference: Conference, form: SeriesForm | EarlierEditionForm
) -> HttpResponse:
    return form_page(
        request,
        "conferences/series.html",
        {
            "conference": conference,
            "series": conference.series,
            "editions": editions(conference, request.user),
            "form": form,
        },
    )
