"""Who works here as what: offered, changed, removed; and what each role may do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import actions, consequences, policy
from hemicycle.conferences import rights as declared
from hemicycle.conferences.access import (
    demand_chief,
    get_offer,
    get_role,
    listed_roles,
)
from hemicycle.conferences.forms import AssignForm, ChangeRoleForm
from hemicycle.conferences.lists import ROLES
from hemicycle.conferences.models import Conference, Hat, Role
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people.http import Request
from hemicycle.post import actions as post
from hemicycle.post.drafts import Draft
from hemicycle.post.looking import look_then_send
from hemicycle.post.models import Email
from hemicycle.tables.lists import Group
from hemicycle.ui import formats


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Who has which role, for what, and who has not accepted one yet."""
    roles = listed_roles(request.user, conference)
    offers = conference.role_offers.with_facts().with_mail()
    chiefs = conference.roles.filter(hat=Hat.CHIEF).count()
    return ROLES.answer(
        request,
        roles,
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
    typed = dict(form.cleaned_data) if form.is_valid() else {}
    wanted = {"email": typed["email"], **form.role} if typed else {}
    note = typed.get("note", "")

    def drafts() -> list[Draft]:
        offer = actions.role_to_offer(conference, **wanted)
        return [actions.email_of_offer(offer, note=note, actor=request.user)]

    def send(seen: str) -> HttpResponse:
        offer = actions.offer_role(
            conference, **wanted, note=note, seen=seen, actor=request.user
        )
        messages.success(
            request,
            _("%(who)s is asked by e-mail. The role starts when accepted.")
            % {"who": offer.user.email},
        )
        return redirect("conferences:roles", conference.slug)

    context = _page(conference, _("Assign a role"), _("Send 1 e-mail"))
    return look_then_send(
        request, "conferences/assign_role.html", context,
        form=form, drafts=drafts, send=send,
    )  # fmt: skip


@once
def change(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """Another role or scope for a colleague: the e-mail first, then it is changed."""
    lock_until_saved(request, Role, pk)
    role = get_role(request.user, conference, pk)
    initial = ChangeRoleForm.initial_of(role)
    form = ChangeRoleForm(request.POST or None, conference=conference, initial=initial)
    form.edited = role
    wanted = form.role if form.is_valid() else {}

    def drafts() -> list[Draft]:
        return [actions.email_of_change(actions.role_changed_to(role, **wanted))]

    def send(seen: str) -> HttpResponse:
        changed = actions.change_role(role, **wanted, seen=seen, actor=request.user)
        messages.success(
            request,
            _("%(who)s: the role is now %(role)s.")
            % {"who": changed.user, "role": changed},
        )
        note_merged(request, form)
        return redirect("conferences:roles", conference.slug)

    title, label = str(role.user), _("Change and send 1 e-mail")
    return look_then_send(
        request, "conferences/change_role.html",
        _page(conference, title, label) | {"role": role},
        form=form, drafts=drafts, send=send,
    )  # fmt: skip


@once
def remove(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """What follows for the person and for what they prepared, and the e-mail that tells
    them; then the role is removed."""
    role = get_role(request.user, conference, pk)

    def send(seen: str) -> HttpResponse:
        actions.remove_role(role, seen=seen, actor=request.user)
        messages.success(
            request,
            _("%(role)s: %(who)s no longer has this role, and is told by e-mail.")
            % {"role": role, "who": role.user.email},
        )
        return redirect("conferences:roles", conference.slug)

    question = _("Remove the role %(role)s of %(who)s?")
    title = question % {"role": role, "who": role.user}
    deed = consequences.Deed.REMOVED
    follows = [
        *consequences.of_this_room([role], deed),
        *consequences.of([role], deed, viewer=request.user, conference=conference),
    ]
    return look_then_send(
        request, "conferences/remove_role.html",
        _page(conference, title, _("Remove and send 1 e-mail"))
        | {"consequences": follows, "is_destructive": True},
        drafts=lambda: [actions.email_of_removal(role)], send=send,
    )  # fmt: skip


def _page(conference: Conference, title: str, send_label: str) -> dict[str, Any]:
    """What a page with an e-mail about a role says, and where it leads back."""
    return {
        "title": title,
        "send_label": send_label,
        "back": reverse("conferences:roles", args=[conference.slug]),
        "back_label": _("Roles"),
    }


@require_safe
def offer(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """An offer that waits: its e-mail, which can be sent again, and its withdrawal."""
    offer = get_offer(request.user, conference, pk)
    email = Email.objects.about(offer).first()
    context = {"offer": offer, "email": email}
    return render(request, "conferences/offer.html", context)


@once
def send_offer(request: Request, conference: Conference, pk: int) -> HttpResponse:
    """The offer's e-mail as it was sent, and the button that sends it once more."""
    offer = get_offer(request.user, conference, pk)
    email = Email.objects.about(offer).first()
    if email is None:
        return redirect("conferences:offer", conference.slug, offer.pk)

    def send(seen: str) -> HttpResponse:
        post.resend(email, seen=seen, actor=request.user)
        messages.success(
            request, _("The offer to %s is sent again.") % offer.user.email
        )
        return redirect("conferences:offer", conference.slug, offer.pk)

    context = {
        "title": _("Send the offer again"),
        "send_label": _("Send 1 e-mail"),
        "back": reverse("conferences:offer", args=[conference.slug, offer.pk]),
        "back_label": str(offer.user),
    }
    return look_then_send(
        request, "post/look.html", context, drafts=lambda: [email], send=send
    )


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
