"""Contact us: what anyone can ask, and what its sender sees of it.

The page answers everybody alike, whoever's address is typed. The thread is shown to who
signs in with that address: the link in the e-mail leads there by a mailed code.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.conferences.public_pages import is_public, public
from hemicycle.journal.receipts import once, once_after
from hemicycle.people import throttle
from hemicycle.people.client import client_network
from hemicycle.people.http import Request
from hemicycle.people.models import User
from hemicycle.people.throttle import Counted
from hemicycle.ui.refusals import form_page, shown_at
from hemicycle.website import access, policy, states
from hemicycle.website.actions import enquiries
from hemicycle.website.forms import ContactForm, WriteAgainForm
from hemicycle.website.models import Enquiry
from hemicycle.website.shown import state_kind


def _tried(request: HttpRequest, conference: Conference) -> Counted | None:
    """Written down before the transaction, so that many at once see each other."""
    form = ContactForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return None
    return throttle.write_down(
        enquiry_network=client_network(request),
        enquiry_address=form.cleaned_data["email"],
    )


@never_cache
@login_not_required
@once_after(_tried)
def contact(
    request: HttpRequest, tried: Counted | None, conference: Conference
) -> HttpResponse:
    """The form. A signed-in reader sees what they asked before."""
    user = request.user if isinstance(request.user, User) else None
    form = ContactForm(request.POST or None, initial=_known(user))
    if form.is_valid() and tried:
        with shown_at(form):
            throttle.judge(tried, "enquiry-network", "enquiry-address")
            enquiry = enquiries.ask(conference, **form.cleaned_data, actor=user)
            if policy.has_asked(user, enquiry):
                messages.success(request, _("Your enquiry has been received."))
                return redirect("website:enquiry", conference.slug, enquiry.pk)
            return redirect("website:contact_received", conference.slug)
    own = Enquiry.objects.of(user).filter(conference=conference)
    return form_page(
        request, "website/contact.html",
        {
            "conference": conference,
            "form": form,
            "own": [
                (enquiry, state_kind(enquiry))
                for enquiry in own.with_first_words().order_by("-asked_at")[:20]
            ],
        },
    )  # fmt: skip


def _known(user: User | None) -> dict[str, str]:
    language = get_language() or "en"
    if user is None:
        return {"language": language}
    return {"name": user.name, "email": user.email, "language": user.language}


@require_safe
@public()
def received(request: HttpRequest, conference: Conference) -> HttpResponse:
    """What happens next; the same for everybody."""
    return render(
        request,
        "website/contact_received.html",
        {"public": is_public(request), "conference": conference},
    )


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The thread, for its sender."""
    enquiry = access.get_own_enquiry(request.user, conference, id)
    return _page(request, enquiry, WriteAgainForm())


@require_POST
@once
def write_again(request: Request, conference: Conference, id: str) -> HttpResponse:
    enquiry = access.get_own_enquiry(request.user, conference, id)
    form = WriteAgainForm(request.POST)
    if form.is_valid():
        with shown_at(form):
            throttle.count(enquiry_address=enquiry.email)
            enquiries.write_again(enquiry, **form.cleaned_data, actor=request.user)
            messages.success(request, _("Your message has been received."))
            return redirect("website:enquiry", conference.slug, id)
    return _page(request, enquiry, form)


def _page(request: Request, enquiry: Enquiry, form: WriteAgainForm) -> HttpResponse:
    return form_page(
        request, "website/enquiry.html",
        {
            "enquiry": enquiry,
            "kind": state_kind(enquiry),
            "messages_of_it": enquiry.messages.all(),
            "form": form,
            "may_write": states.WRITE_AGAIN.is_open_to(request.user, enquiry),
        },
    )  # fmt: skip
