"""Many invitations that leave together: one person prepares, a second one releases."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.invitations import actions, wording
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.invitations.views.invitations import SHOWN, must_invite, what_is_lacking
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.leafing import leaf
from hemicycle.ui.refusals import announced


@once
def new_sending(request: Request, conference: Conference) -> HttpResponse:
    """All prepared invitations, one shown, to be put before a second person."""
    must_invite(request, conference)
    waiting = list(conference.invitations.unsent_alone().for_letter())
    if request.method == "POST":
        with announced(request):
            sending = actions.invite.prepare_sending(
                conference,
                previewed=request.POST.get("previewed", ""),
                actor=request.user,
            )
            messages.success(request, _("Ready for a second person."))
            return redirect("invitations:sending", conference.slug, sending.pk)
    return render(
        request,
        "invitations/sending.html",
        _letters(request, waiting)
        | {"sending": None}
        | what_is_lacking(request, conference),
    )


def sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One sending: its letters for the second person, then how far it is."""
    found = _get_sending(request, conference, id)
    context: dict[str, Any] = {"sending": found}
    if found.state == Sending.State.PREPARED:
        context |= _letters(request, list(found.invitations.prepared().for_letter()))
        context["is_own"] = found.prepared_by_id == request.user.pk
    else:
        total = found.invitations.count()
        context["total"] = total
        left = found.invitations.filter(sent_at__isnull=False)
        context |= left.aggregate(sent=Count("pk"), made=Count("document"))
        context["skipped"] = list(
            found.invitations.exclude(skipped="").select_related("organisation")[:SHOWN]
        )
    template = "invitations/sending.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, context)


@require_POST
@once
def second_sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_sending(request, conference, id)
    with announced(request):
        actions.invite.second_sending(
            found, previewed=request.POST.get("previewed", ""), actor=request.user
        )
    return redirect("invitations:sending", conference.slug, found.pk)


@require_POST
@once
def drop_sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_sending(request, conference, id)
    with announced(request):
        actions.invite.drop_sending(found, actor=request.user)
    return redirect("invitations:index", conference.slug)


def _letters(request: Request, waiting: list[Invitation]) -> dict[str, Any]:
    """One letter of many to look at, and the mark of what all are made of."""
    context = leaf(waiting, request.GET.get("at"))
    context["mark"] = wording.mark_of_many(waiting)
    if context["letter"]:
        context["subject"], context["body"] = wording.preview(context["letter"])
    return context


def _get_sending(request: Request, conference: Conference, id: str) -> Sending:
    return get_object_or_404(
        Sending.objects.visible_to(request.user, conference).select_related(
            "prepared_by", "seconded_by", "conference"
        ),
        pk=id,
    )
