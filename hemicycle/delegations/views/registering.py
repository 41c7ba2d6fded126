"""A person registers alone: first the organisation, or none; then the name."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, states
from hemicycle.delegations.access import get_registration
from hemicycle.delegations.actions.register import organisations_to_choose
from hemicycle.delegations.asked import NOMINATION
from hemicycle.delegations.forms.details import values_of
from hemicycle.delegations.forms.registrations import RegisterForm
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.fields.search import search
from hemicycle.journal.receipts import once
from hemicycle.organisations.models import Organisation
from hemicycle.people.http import Request
from hemicycle.ui.refusals import form_page, shown_at

MOST_ORGANISATIONS = 20


@once
def register(request: Request, conference: Conference) -> HttpResponse:
    """A person registers alone: first the organisation, or none; then the name."""
    own = (
        Registration.objects.filter(conference=conference)
        .own(request.user)
        .going()
        .order_by("created_at")
        .first()
    )
    if own is not None and request.method != "POST" and "another" not in request.GET:
        is_draft = states.CHANGE_DRAFT.starts_from(own)
        page = "draft" if is_draft else "registration"
        return redirect(f"delegations:{page}", conference.slug, own.pk)
    return _register(request, conference, None)


@once
def draft(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The first page of a draft, to be changed; also after it was returned."""
    registration = get_registration(request.user, conference, id, states.CHANGE_DRAFT)
    if request.method != "POST" and not states.CHANGE_DRAFT.starts_from(registration):
        return redirect("delegations:registration", conference.slug, registration.pk)
    return _register(request, conference, registration)


def _register(
    request: Request, conference: Conference, registration: Registration | None
) -> HttpResponse:
    choosable = organisations_to_choose(conference)
    text = request.GET.get("q", "").strip()[:200]
    wanted = request.POST.get("organisation") or request.GET.get("organisation", "")
    if not wanted and registration is not None and not text and not request.POST:
        wanted = (
            registration.delegation.organisation_id if registration.delegation else ""
        )
    chosen = choosable.filter(pk=wanted).first() if wanted not in ("", "none") else None
    has_chosen = chosen is not None or wanted == "none" or request.method == "POST"
    suggestions: list[Organisation] = []
    if not has_chosen and text:
        suggestions = list(
            search(choosable, "search", text).order_by("name")[:MOST_ORGANISATIONS]
        )
    initial: dict[str, Any] = {"full_name": request.user.name}
    if registration is not None:
        initial = values_of(registration, asked_at(Asked.REGISTERING))
        initial["category"] = registration.category_id
    form = RegisterForm(
        request.POST or None,
        initial=initial | {"organisation": chosen.pk if chosen else "none"},
        conference=conference,
        chosen=chosen,
        assigned=registration.category if registration else None,
    )
    if form.is_valid():
        with shown_at(form):
            typed: dict[str, Any] = {
                "organisation": chosen,
                "category": form.cleaned_data.get("category"),
                "actor": request.user,
            }
            if registration is None:
                registration = actions.register.begin(conference, form.details, **typed)
            else:
                actions.register.change_draft(registration, form.details, **typed)
            return redirect("delegations:confirm", conference.slug, registration.pk)
    return form_page(
        request,
        "delegations/register.html",
        {
            "form": form,
            "registration": registration,
            "text": text,
            "suggestions": suggestions,
            "chosen": chosen,
            "has_chosen": has_chosen,
            "window": windows.find(conference, NOMINATION),
            "is_open": windows.is_open(conference, NOMINATION),
        },
    )
