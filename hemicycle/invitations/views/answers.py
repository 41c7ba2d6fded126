"""The addressee accepts or declines an invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.invitations import actions
from hemicycle.invitations.access import get_invitation
from hemicycle.invitations.forms import DeclineForm
from hemicycle.invitations.states import ACCEPT, DECLINE
from hemicycle.invitations.views.invitations import show_invitation
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced, shown_at


@require_POST
@once
def accept(request: Request, conference: Conference, id: str) -> HttpResponse:
    invitation = get_invitation(request.user, conference, id, ACCEPT)
    with announced(request):
        delegation = actions.answer.accept_invitation(invitation, actor=request.user)
        messages.success(
            request, _("Thank you. You are the focal point: now name your delegation.")
        )
        return redirect("delegations:show", conference.slug, delegation.pk)
    return redirect("invitations:show", conference.slug, invitation.pk)


@require_POST
@once
def decline(request: Request, conference: Conference, id: str) -> HttpResponse:
    invitation = get_invitation(request.user, conference, id, DECLINE)
    form = DeclineForm(request.POST)
    if form.is_valid():
        with shown_at(form):
            actions.answer.decline_invitation(
                invitation, reason=form.cleaned_data["reason"], actor=request.user
            )
            messages.success(request, _("Your answer is noted. Thank you."))
            return redirect("invitations:show", conference.slug, invitation.pk)
    return show_invitation(request, conference, invitation, form)
