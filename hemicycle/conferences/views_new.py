"""Beginning a conference: the first of this site, or another one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.conferences import actions, policy
from hemicycle.conferences.access import demand
from hemicycle.conferences.forms import BeginForm, FirstForm
from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.people import actions as people
from hemicycle.people import sessions
from hemicycle.people.client import client_network
from hemicycle.people.http import Request
from hemicycle.ui.refusals import form_page, shown_at


@once
def conference(request: Request) -> HttpResponse:
    """A chief of any conference begins another from nothing, or goes to copy one."""
    demand(policy.can_begin(request.user))
    new = Conference(languages=["en"])
    form = BeginForm(request.POST or None, instance=new)
    if form.is_valid():
        with shown_at(form):
            actions.begin(new, actor=request.user)
            created = _("“%(conference)s” created. Only you can see it for now.")
            messages.success(request, created % {"conference": new})
            return redirect("conferences:show", new.slug)
    earlier = Conference.objects.of_chief(request.user)
    return form_page(
        request, "conferences/new.html", {"form": form, "earlier": earlier[:50]}
    )


@login_not_required
@once
def first(request: HttpRequest, token: str) -> HttpResponse:
    """The address that `script/server --empty` printed. Opening it changes nothing."""
    if not actions.is_one_time_address(token):
        raise Http404
    new = Conference(languages=["en"])
    form = FirstForm(request.POST or None, instance=new)
    if form.is_valid():
        with shown_at(form):
            actions.begin_first(
                new,
                token=token,
                email=form.cleaned_data["chief_email"],
                name=form.cleaned_data["chief_name"],
            )
            messages.success(request, _("Conference created. Sign in to continue."))
            return _to_sign_in(request, form.cleaned_data["chief_email"], new)
    return form_page(request, "conferences/first.html", {"form": form})


def _to_sign_in(
    request: HttpRequest, email: str, conference: Conference
) -> HttpResponse:
    """On to the code, which is mailed at once; or to ask for one, after too many."""
    set_up = reverse("conferences:show", args=[conference.slug])
    try:
        asked = people.ask_for_code(
            email,
            language=get_language() or "en",
            network=client_network(request),
            path=set_up,
        )
    except ValidationError:
        page = "people:sign_in"
    else:
        request.session[sessions.ASKED] = asked.pk
        page = "people:sign_in_code"
    return redirect(f"{reverse(page)}?{urlencode({'next': set_up})}")
