"""Who works here as what: offered, changed, removed; and what each role may do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import actions, consequences, policy
from hemicycle.conferences import rights as declared
from hemicycle.conferences.access import demand_chief, get_offer, get_role
from hemicycle.conferences.forms import AssignForm, ChangeRoleForm
from hemicycle.conferences.lists import ROLES
from hemicycle.conferences.models import Conference, Hat, Role
from hemicycle.conferences.views import ask_before
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people.http import Request
from hemicycle.post.models import Email
from hemicycle.post.previews import preview
from hemicycle.tables.lists import Group
from hemicycle.ui import formats
from hemicycle.ui.refusals import announced, form_page, shown_at


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Who has which role, for what, and who has not accepted one yet."""
    demand_chief(request.user, conference)
    offers = conference.role_offers.with_facts().with_mail()
    chiefs = conference.roles.filter(hat=Hat.CHIEF).count()
    return ROLES.answer(
        request,
        conference.roles.with_rank(),
        "conferences/roles.html",
        {"is_one_chief": chiefs == 1},
        group=Group(offers, _how_many_offered),
    )


def _how_many_offered(count: int) -> str:
    return _("%(n)s offered, not accepted yet") % {"n": formats.number(count)}


@once
def assign(request: Request, conference: Conference) -> HttpResponse:
    """Ask a colleague to take a role: the e-mail first, then it is sent."""
    demand_chief(request.user, conference)
    form = AssignForm(request.POST or None, conference=conference)
    shown = None
    if form.is_valid():
        wanted: dict[str, Any] = {"email": form.cleaned_data["email"], **form.role}
        note = form.cleaned_data["note"]
        with shown_at(form):
            if request.POST.get("step") == "send":
                offer = actions.offer_role(
                    conference,
                    **wanted,
                    note=note,
                    seen=request.POST.get("seen", ""),
                    actor=request.user,
                )
                messages.success(
                    request,
                    _("%(who)s is asked by e-mail. The role starts when accepted.")
                    % {"who": offer.user.email},
                )
                return redirect("conferences:roles", conference.slug)
        with shown_at(form):
            offer = actions.role_to_offer(conference, **wanted)
            draft = actions.email_of_offer(offer, note=note, actor=request.user)
            shown = preview([draft])
    return form_page(
        request, "conferences/assign_role.html", {"form": form, "preview": shown}
    )


@once
def change(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """Another role or scope for a colleague: the e-mail first, then it is changed."""
    lock_until_saved(request, Role, pk)
    role = get_role(request.user, conference, pk)
    initial = ChangeRoleForm.initial_of(role)
    form = ChangeRoleForm(request.POST or None, conference=conference, initial=initial)
    form.edited = role
    shown = None
    if form.is_valid():
        with shown_at(form):
            if request.POST.get("step") == "send":
                changed = actions.change_role(
                    role,
                    **form.role,
                    seen=request.POST.get("seen", ""),
                    actor=request.user,
                )
                messages.success(
                    request,
                    _("%(who)s: the role is now %(role)s.")
                    % {"who": changed.user, "role": changed},
                )
                note_merged(request, form)
                return redirect("conferences:roles", conference.slug)
            changed = actions.role_changed_to(role, **form.role)
            shown = preview([actions.email_of_change(changed)])
    return form_page(
        request,
        "conferences/change_role.html",
        {"form": form, "role": role, "preview": shown},
    )


@once
def remove(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """What follows for the person and for what they prepared; POST removes the role."""
    role = get_role(request.user, conference, pk)
    if request.method != "POST":
        return ask_before(
            request,
            conference,
            [role],
            consequences.Deed.REMOVED,
            question=_("Remove the role %(role)s of %(who)s?")
            % {"role": role, "who": role.user},
            verb=_("Remove the role"),
            back="conferences:roles",
        )
    with announced(request):
        actions.remove_role(role, actor=request.user)
        messages.success(
            request,
            _("%(role)s: %(who)s no longer has this role, and is told by e-mail.")
            % {"role": role, "who": role.user.email},
        )
    return redirect("conferences:roles", conference.slug)


@require_safe
def offer(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """An offer that waits: its e-mail, which can be sent again, and its withdrawal."""
    offer = get_offer(request.user, conference, pk)
    email = Email.objects.about(offer).first()
    context = {"offer": offer, "email": email}
    return render(request, "conferences/offer.html", context)


@require_POST
@once
def send_offer(request: Request, conference: Conference, pk: int) -> HttpResponse:
    offer = get_offer(request.user, conference, pk)
    with announced(request):
        actions.resend_offer(offer, actor=request.user)
        messages.success(
            request, _("The offer to %s is sent again.") % offer.user.email
        )
    return redirect("conferences:offer", conference.slug, offer.pk)


@require_POST
@once
def withdraw_offer(request: Request, conference: Conference, pk: int) -> HttpResponse:
    offer = get_offer(request.user, conference, pk)
    actions.withdraw_offer(offer, actor=request.user)
    messages.success(request, _("The offer to %s is withdrawn.") % offer.user.email)
    return redirect("conferences:roles", conference.slug)


@require_safe
def rights(request: Request, conference: Conference) -> HttpResponse:
    """What each role may do, for everyone who has one."""
    if not policy.roles_of(request.user, conference):
        raise Http404
    return render(
        request,
        "conferences/rights.html",
        {
            "hats": [label for _hat, label in Hat.choices],
            "rows": declared.rows(),
            "scopes": declared.scopes(),
            "can_edit": policy.can_edit(request.user, conference),
        },
    )
