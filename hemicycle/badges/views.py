"""The badge on a phone, and the desk that prints and hands out."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.badges import access, actions, policy, printing
from hemicycle.badges.forms import ReasonForm
from hemicycle.badges.lists import BADGES
from hemicycle.badges.models import Badge
from hemicycle.conferences import consequences
from hemicycle.conferences.models import Conference
from hemicycle.jobs import actions as jobs
from hemicycle.journal.receipts import once
from hemicycle.lib import qr
from hemicycle.lib.codes import grouped
from hemicycle.people.http import Request
from hemicycle.tables.lists import BulkAction
from hemicycle.ui.downloads import as_download
from hemicycle.ui.refusals import announced, form_page, shown_at


def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Every badge, for the desk: find by name in any script or by serial."""
    badges = access.listed(request.user, conference)
    printing = BulkAction(_("Print"), reverse("badges:print", args=[conference.slug]))
    return BADGES.answer(request, badges, "badges/index.html", bulk_actions=[printing])


def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The badge as its owner shows it at a door."""
    badge = access.get_badge(request.user, conference, id)
    return render(
        request,
        "badges/show.html",
        {
            "badge": badge,
            "person": badge.registration,
            "serial": grouped(badge.serial),
            "qr": mark_safe(qr.svg(badge.code)),  # squares alone, whatever the text
            "can_hand_out": policy.can_hand_out.on(request.user, badge),
            "can_revoke": policy.can_revoke.on(request.user, badge),
            "consequences": _what_follows(request, badge),
            "replacement_form": ReasonForm(auto_id="replacement_%s"),
            "revocation_form": ReasonForm(auto_id="revocation_%s"),
        },
    )


def pdf(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One badge to print at home or at the desk."""
    badge = access.get_badge(request.user, conference, id, is_good=True)
    content = printing.pages(conference, [badge], language=get_language() or "en")
    file = HttpResponse(content, content_type="application/pdf")
    return as_download(file, f"badge-{badge.serial}.pdf")


@require_POST
@once
def print_page(request: Request, conference: Conference) -> HttpResponse:
    """Print the badges selected in the list: long work with a result."""
    good = access.listed(request.user, conference).good()
    selected = BADGES.selected(request, good)
    keys = list(selected.values_list("pk", flat=True))
    if not keys:
        messages.warning(request, _("Select the badges to print first."))
        return redirect("badges:index", conference.slug)
    job = jobs.ask(
        "badges.print_badges",
        conference=conference,
        arguments={"badges": keys},
        total=len(keys),
        actor=request.user,
    )
    return redirect("jobs:show", conference.slug, job.pk)


@require_POST
@once
def issue(request: Request, conference: Conference, registration: str) -> HttpResponse:
    person = access.get_person(request.user, conference, registration)
    with announced(request):
        badge = actions.issue(person, actor=request.user)
        return redirect("badges:show", conference.slug, badge.pk)
    return redirect("delegations:registration", conference.slug, person.pk)


@require_POST
@once
def hand_out(request: Request, conference: Conference, id: str) -> HttpResponse:
    badge = access.get_badge(request.user, conference, id, policy.can_hand_out)
    with announced(request):
        actions.hand_out(badge, actor=request.user)
        messages.success(
            request, _("Handed out to %(name)s.") % {"name": badge.registration}
        )
    return redirect("badges:show", conference.slug, badge.pk)


@require_POST
@once
def replace(request: Request, conference: Conference, id: str) -> HttpResponse:
    badge = access.get_badge(request.user, conference, id, policy.can_hand_out)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with shown_at(form):
            new = actions.replace(badge, **form.cleaned_data, actor=request.user)
            messages.success(
                request,
                _("A new badge is ready. The previous badge is no longer valid."),
            )
            return redirect("badges:show", conference.slug, new.pk)
    return _reason_page(request, badge, form, is_replacement=True)


@require_POST
@once
def revoke(request: Request, conference: Conference, id: str) -> HttpResponse:
    badge = access.get_badge(
        request.user, conference, id, policy.can_hand_out, policy.can_revoke
    )
    form = ReasonForm(request.POST)
    if form.is_valid():
        with shown_at(form):
            actions.revoke(badge, **form.cleaned_data, actor=request.user)
            messages.success(request, _("Badge revoked. It is no longer valid."))
            return redirect("badges:show", conference.slug, badge.pk)
    return _reason_page(request, badge, form)


def _reason_page(
    request: Request, badge: Badge, form: ReasonForm, *, is_replacement: bool = False
) -> HttpResponse:
    """What is to be done, what follows, and the reason that is missing or refused."""
    return form_page(
        request,
        "badges/reason.html",
        {
            "badge": badge,
            "form": form,
            "is_replacement": is_replacement,
            "consequences": _what_follows(request, badge),
        },
    )


def _what_follows(request: Request, badge: Badge) -> list[consequences.Consequence]:
    """When it is revoked, by itself or for a new one."""
    return consequences.of(
        [badge],
        consequences.Deed.CANCELLED,
        viewer=request.user,
        conference=badge.conference,
    )
