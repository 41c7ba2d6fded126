"""Pages of organisations: the secretariat's list, one organisation, its public page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.fields.search import search
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.organisations import actions, merger, policy
from hemicycle.organisations.access import get_organisation, listed
from hemicycle.organisations.forms import (
    FocalPointForm,
    MemberForm,
    NameForm,
    OrganisationForm,
    RefusalForm,
    StandingForm,
)
from hemicycle.organisations.lists import ORGANISATIONS
from hemicycle.organisations.merger import Merger
from hemicycle.organisations.models import Organisation
from hemicycle.people.http import Request
from hemicycle.post.looking import look_then_send
from hemicycle.post.previews import Preview, preview
from hemicycle.ui.refusals import announced, form_page, shown_at

MOST_FOUND = 20
LONGEST_SEARCH = 200


def index(request: Request, conference: Conference) -> HttpResponseBase:
    """The organisations the reader may see, found in any spelling."""
    rows = listed(request.user, conference)
    more = {"can_edit": policy.can_edit(request.user, conference)}
    return ORGANISATIONS.answer(request, rows, "organisations/index.html", more)


@once
def new(request: Request, conference: Conference) -> HttpResponse:
    """Add an organisation."""
    demand(policy.can_edit(request.user, conference))
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        chosen = form.chosen
        if chosen and not form.matches.exact:
            messages.info(request, _("This organisation is on record already."))
            return redirect("organisations:show", conference.slug, chosen.pk)
        with shown_at(form):
            organisation = actions.add(
                conference, **form.cleaned_data, actor=request.user
            )
            messages.success(
                request,
                _("Organisation “%(name)s” added.") % {"name": organisation},
            )
            return redirect("organisations:show", conference.slug, organisation.pk)
    return form_page(
        request,
        "organisations/form.html",
        {"form": form, "on_record": _refused_for(form)},
    )


def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """All that is on record about one organisation, for the desk and its own people."""
    organisation = get_organisation(request.user, conference, id)
    if organisation.pk != id:
        return redirect("organisations:show", conference.slug, organisation.pk)
    return _show(request, conference, organisation)


@once
def edit(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Change what is on record."""
    lock_until_saved(request, Organisation, id)
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.is_valid():
        with shown_at(form):
            actions.change(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            messages.success(request, _("Changes saved."))
            note_merged(request, form)
            return redirect("organisations:show", conference.slug, organisation.pk)
    return form_page(
        request,
        "organisations/form.html",
        {
            "form": form,
            "organisation": organisation,
            "on_record": _refused_for(form),
        },
    )


@login_not_required
def public(request: HttpRequest, conference: Conference, id: str) -> HttpResponse:
    """What everyone may know of an accredited organisation. No persons."""
    visible = Organisation.objects.public(conference)
    rows = visible.prefetch_related("names", "standings")
    organisation = rows.filter(pk=id).first()
    if organisation is None:
        organisation = get_object_or_404(visible, former=id)
        return redirect("organisations:public", conference.slug, organisation.pk)
    return render(
        request,
        "organisations/public.html",
        {"organisation": organisation, "public": True},
    )


@once
def names(request: Request, conference: Conference, id: str) -> HttpResponse:
    """All names it goes by, and one more."""
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    form = NameForm(request.POST or None)
    if form.is_valid():
        with shown_at(form, "name"):
            name = actions.add_name(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            messages.success(request, _("Name “%(name)s” added.") % {"name": name})
            return redirect("organisations:names", conference.slug, organisation.pk)
    return form_page(
        request,
        "organisations/names.html",
        {
            "organisation": organisation,
            "names": organisation.names.all(),
            "form": form,
            "on_record": _refused_for(form),
        },
    )


@require_POST
@once
def remove_name(
    request: Request, conference: Conference, id: str, name: int
) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    leaving = get_object_or_404(organisation.names, pk=name)
    actions.remove_name(leaving, conference=conference, actor=request.user)
    messages.success(request, _("Name “%(name)s” removed.") % {"name": leaving})
    return redirect("organisations:names", conference.slug, organisation.pk)


@require_safe
def choose_other(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Which organisation is the same as this one: likely ones, and a search."""
    organisation = get_organisation(request.user, conference, id, policy.can_merge)
    others = Organisation.objects.visible_to(request.user, conference)
    others = others.exclude(pk=organisation.pk)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    rows = list(search(others, "search", text)[: MOST_FOUND + 1]) if text else []
    context = {
        "organisation": organisation,
        "text": text,
        "others": rows[:MOST_FOUND],
        "has_more": len(rows) > MOST_FOUND,
        "likely": [] if text else organisation.likely_the_same(others)[:MOST_FOUND],
    }
    return render(request, "organisations/choose_other.html", context)


@once
def merge(
    request: Request, conference: Conference, id: str, other: str
) -> HttpResponse:
    """The two side by side, what follows and who is told; POST merges them."""
    kept = get_organisation(request.user, conference, id, policy.can_merge)
    merged = get_organisation(request.user, conference, other)
    merging = Merger(kept, merged)
    refusals = actions.refusals_to_merge(merging, actor=request.user)
    follows = (
        []
        if refusals
        else merger.consequences(merging, viewer=request.user, conference=conference)
    )
    comparisons = merger.comparisons(
        merging, viewer=request.user, conference=conference
    )

    def seen_first() -> Preview:
        emails = [] if refusals else actions.emails_of_merging(merging)
        of_both = actions.fingerprint_of_merging(merging, emails)
        return preview(emails, request.POST.get("at"), of_deed=of_both)

    def send(seen: str) -> HttpResponse:
        actions.merge(
            kept, merged, conference=conference, seen=seen, actor=request.user
        )
        text = _("“%(merged)s” was merged into this organisation.")
        return _done(request, conference, kept, text % {"merged": merged})

    back = reverse("organisations:choose_other", args=[conference.slug, kept.pk])
    context = {
        "title": _("Merge into “%(name)s”") % {"name": kept},
        "organisation": kept,
        "merged": merged,
        "comparisons": list(comparisons),
        "consequences": follows,
        "refusals": [message for each in refusals for message in each.messages],
        "may_send_nothing": not refusals,
        "is_destructive": True,
        "send_label": _("Merge the two organisations"),
        "back": back,
        "back_label": _("Choose another organisation"),
    }
    template = "organisations/merge.html"
    return look_then_send(request, template, context, drafts=seen_first, send=send)


@require_POST
@once
def add_member(request: Request, conference: Conference, id: str) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    form = MemberForm(request.POST, prefix="member")
    if form.is_valid():
        with shown_at(form):
            membership = actions.add_member(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            text = _("“%(name)s” added to the members.") % {"name": membership}
            return _done(request, conference, organisation, text)
    return _show(request, conference, organisation, member_form=form)


@require_POST
@once
def end_membership(
    request: Request, conference: Conference, id: str, membership: int
) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    ending = get_object_or_404(organisation.memberships.current(), pk=membership)
    with announced(request):
        actions.end_membership(ending, conference=conference, actor=request.user)
        text = _("The membership of “%(name)s” has ended.") % {"name": ending}
        return _done(request, conference, organisation, text)
    return redirect("organisations:show", conference.slug, organisation.pk)


@require_POST
@once
def give_standing(request: Request, conference: Conference, id: str) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    form = StandingForm(request.POST, prefix="standing")
    if form.is_valid():
        with shown_at(form):
            standing = actions.give_standing(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            kind = standing.get_kind_display()
            text = _("Standing “%(standing)s” recorded.") % {"standing": kind}
            return _done(request, conference, organisation, text)
    return _show(request, conference, organisation, standing_form=form)


@require_POST
@once
def end_standing(
    request: Request, conference: Conference, id: str, standing: int
) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    ending = get_object_or_404(organisation.standings, pk=standing)
    actions.end_standing(ending, conference=conference, actor=request.user)
    kind = ending.get_kind_display()
    text = _("Standing “%(standing)s” removed.") % {"standing": kind}
    return _done(request, conference, organisation, text)


@require_POST
@once
def name_focal_point(request: Request, conference: Conference, id: str) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    form = FocalPointForm(request.POST, prefix="focal")
    if form.is_valid():
        with shown_at(form):
            point = actions.name_focal_point(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            text = _("%(name)s is a focal point of this organisation.")
            return _done(request, conference, organisation, text % {"name": point.user})
    return _show(request, conference, organisation, focal_form=form)


@require_POST
@once
def end_focal_point(
    request: Request, conference: Conference, id: str, focal_point: str
) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_edit)
    focal_points = organisation.focal_points.filter(conference=conference)
    leaving = get_object_or_404(focal_points, pk=focal_point)
    with announced(request):
        actions.end_focal_point(leaving, conference=conference, actor=request.user)
        text = _("%(name)s is no longer a focal point of this organisation.")
        return _done(request, conference, organisation, text % {"name": leaving.user})
    return redirect("organisations:show", conference.slug, organisation.pk)


@require_POST
@once
def accredit(request: Request, conference: Conference, id: str) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_accredit)
    actions.accredit(organisation, conference=conference, actor=request.user)
    return _done(request, conference, organisation, _("Accreditation granted."))


@require_POST
@once
def refuse(request: Request, conference: Conference, id: str) -> HttpResponse:
    organisation = get_organisation(request.user, conference, id, policy.can_accredit)
    form = RefusalForm(request.POST, prefix="refusal")
    if form.is_valid():
        with shown_at(form):
            actions.refuse(
                organisation,
                **form.cleaned_data,
                conference=conference,
                actor=request.user,
            )
            return _done(request, conference, organisation, _("Accreditation refused."))
    return _show(request, conference, organisation, refusal_form=form)


def _done(
    request: Request, conference: Conference, organisation: Organisation, text: str
) -> HttpResponse:
    """Back to the page, which says what happened."""
    messages.success(request, text)
    return redirect("organisations:show", conference.slug, organisation.pk)


def _refused_for(form: BaseForm) -> list[Organisation]:
    """Those on record that have the name which was refused."""
    errors = form.errors.as_data().get("name", ())
    return [
        error.params["organisation"]
        for error in errors
        if error.code == "listed" and error.params
    ]


def _show(
    request: Request,
    conference: Conference,
    organisation: Organisation,
    **forms: BaseForm,
) -> HttpResponse:
    organisation = (
        Organisation.objects.filter(pk=organisation.pk)
        .prefetch_related("names", "standings")
        .get()
    )
    accreditation = organisation.accreditations.filter(conference=conference).first()
    can_edit = policy.can_edit(request.user, conference)
    can_accredit = policy.can_accredit(request.user, conference)
    can_refuse = can_accredit and not (accreditation and accreditation.is_refused)
    in_office = list(
        organisation.focal_points.in_office(conference).select_related("user")
    )
    context: dict[str, Any] = {
        "organisation": organisation,
        "accreditation": accreditation,
        "focal_points": in_office,
        "of_refusal": consequences.of(
            [organisation] if can_refuse else [],
            consequences.Deed.REFUSED,
            viewer=request.user,
            conference=conference,
        ),
        "of_leaving": consequences.of(
            # Whichever of them it is.
            in_office[:1] if can_edit else [],
            consequences.Deed.REMOVED,
            viewer=request.user,
            conference=conference,
        ),
        "members": organisation.memberships.current().select_related("member"),
        "umbrellas": organisation.belongs_to.current().select_related("umbrella"),
        "can_edit": can_edit,
        "can_merge": policy.can_merge(request.user, conference),
        "can_accredit": can_accredit,
        "can_invite": wears(request.user, conference, Hat.PROTOCOL),
        "standing_form": StandingForm(prefix="standing"),
        "member_form": MemberForm(prefix="member"),
        "focal_form": FocalPointForm(prefix="focal"),
        "refusal_form": RefusalForm(prefix="refusal"),
    }
    return form_page(request, "organisations/show.html", context | forms)
