"""Decisions of the registrar: the exact letters first, then sent or seconded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.models import Conference
from hemicycle.delegations.listed import back_to, list_of
from hemicycle.delegations.models import Registration
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.post.drafts import Draft, fingerprint_of
from hemicycle.ui.leafing import leaf
from hemicycle.ui.refusals import announced, form_page, shown_at
from hemicycle.vetting import actions, decisions, policy
from hemicycle.vetting.actions.decide import MOST_AT_ONCE
from hemicycle.vetting.forms import DecisionForm
from hemicycle.vetting.lists import DECISIONS, REGISTRATIONS
from hemicycle.vetting.models import Decision, DecisionItem
from hemicycle.vetting.views.registrations import SHOWN


@once
def decide(request: Request, conference: Conference) -> HttpResponse:
    """The exact letters of a verdict on one or on many; then it is sent or prepared.

    Only a POST says what: an address with names or reasons in it would end in logs.
    """
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("vetting:registrations", conference.slug)
    keys = _chosen_keys(request, conference)
    if len(keys) > MOST_AT_ONCE:
        messages.error(
            request,
            _("At most %(most)s at once. Narrow the list.") % {"most": MOST_AT_ONCE},
        )
        return _back_to_list(request, conference)
    rows = actions.decide.for_letters(conference, keys)
    if not rows:
        messages.error(request, _("Choose at least one registration."))
        return _back_to_list(request, conference)
    form = DecisionForm(request.POST)
    letters: list[Draft] = []
    left_out: list[tuple[Registration, str]] = []
    has_new_reason = False
    if form.is_valid():
        verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
        letters, left_out = decisions.drafts_of(rows, verdict, reason)
        is_to_leave = bool(letters) and request.POST.get("step") in ("send", "prepare")
        has_new_reason = is_to_leave and _is_new(reason, request, _mark(rows, letters))
        if is_to_leave and not has_new_reason:
            with shown_at(form):
                return _decided(request, conference, rows, letters, form)
    return form_page(
        request,
        "vetting/decide.html",
        {
            "form": form,
            "verdict": form["verdict"].value(),
            "rows": rows,
            "listed": list_of(request),
            "left_out": left_out,
            "flagged": _flagged(letters),
            "shortages": decisions.shortages(letters, form["verdict"].value())
            if letters
            else [],
            "mark": _mark(rows, letters),
            "consequences": _what_follows(
                request, conference, form["verdict"].value(), letters
            ),
            "has_new_reason": has_new_reason,
            "unmailed": sum(not letter.is_mailed for letter in letters),
        }
        | leaf(letters, request.POST.get("at")),
    )


def _what_follows(
    request: Request, conference: Conference, verdict: str, letters: list[Draft]
) -> list[consequences.Consequence]:
    """What a refusal ends, for both people who look at it."""
    if verdict != Decision.Verdict.REFUSE:
        return []
    return consequences.of(
        decisions.people_of(letters),
        consequences.Deed.REFUSED,
        viewer=request.user,
        conference=conference,
    )


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Decisions on many: those that wait for a second person, and all others."""
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    decisions = Decision.objects.visible_to(request.user, conference)
    rows = decisions.annotate(letters=Count("items")).by_two_people()
    return DECISIONS.answer(request, rows)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One decision on many: its letters for the second person, then how far it is."""
    found = _get_decision(request, conference, id)
    context: dict[str, Any] = {"decision": found, "listed": list_of(request)}
    if found.state == Decision.State.PREPARED:
        letters = actions.decide.letters_of(found)
        mark = fingerprint_of(letters)
        context |= leaf(letters, request.GET.get("at")) | {
            "flagged": _flagged(letters),
            "shortages": decisions.shortages(letters, found.verdict),
            "mark": mark,
            "consequences": _what_follows(request, conference, found.verdict, letters),
            "has_changed": mark != found.preview,
            "is_own": found.prepared_by_id == request.user.pk,
        }
    else:
        outcomes = found.items.aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(outcome=DecisionItem.Outcome.DONE)),
            skipped=Count("pk", filter=Q(outcome=DecisionItem.Outcome.SKIPPED)),
        )
        context |= outcomes | {
            "skipped_items": found.items.filter(
                outcome=DecisionItem.Outcome.SKIPPED
            ).select_related("registration")[:SHOWN],
        }
    template = "vetting/decision.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, context)


@require_POST
@once
def second_decision(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_decision(request, conference, id)
    with announced(request):
        actions.decide.second_decision(
            found, previewed=request.POST.get("previewed", ""), actor=request.user
        )
    return redirect("vetting:decision", conference.slug, found.pk)


@require_POST
@once
def drop_decision(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_decision(request, conference, id)
    with announced(request):
        actions.decide.drop_decision(found, actor=request.user)
    return redirect("vetting:decision", conference.slug, found.pk)


def _decided(
    request: Request,
    conference: Conference,
    rows: list[Registration],
    letters: list[Draft],
    form: DecisionForm,
) -> HttpResponse:
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    previewed = request.POST.get("previewed", "")
    if len(rows) == 1:
        registration = decisions.people_of(letters)[0]
        actions.decide.decide(
            registration,
            verdict=verdict,
            reason=reason,
            previewed=previewed,
            actor=request.user,
        )
        messages.success(request, _("Decided; the letter is on its way."))
        return back_to(request, registration)
    decision = actions.decide.prepare_decision(
        conference,
        registrations=rows,
        verdict=verdict,
        reason=reason,
        previewed=previewed,
        actor=request.user,
    )
    messages.success(request, _("Prepared. Another person looks at it and sends it."))
    listed = list_of(request)
    return redirect(
        reverse(
            "vetting:decision",
            args=[conference.slug, decision.pk],
            query=None if listed is None else {"list": listed},
        )
    )


def _mark(rows: list[Registration], letters: list[Draft]) -> str:
    """One is decided at once by its own mark, many by the mark of them all."""
    is_one = bool(letters) and len(rows) == 1
    return letters[0].fingerprint if is_one else fingerprint_of(letters)


def _is_new(reason: str, request: Request, mark: str) -> bool:
    """Whether the letter says a reason that it did not say when it was looked at."""
    seen = request.POST.get("seen_reason", reason)
    return (
        bool(reason)
        and reason.split() != seen.split()
        and mark != request.POST.get("previewed")
    )


def _flagged(letters: list[Draft]) -> list[Registration]:
    """Of many, those with flags; of one, they stand beside the letter."""
    if len(letters) < 2:
        return []
    return [one for one in decisions.people_of(letters) if one.standing_flags]


def _back_to_list(request: Request, conference: Conference) -> HttpResponse:
    page = reverse("vetting:registrations", args=[conference.slug])
    listed = list_of(request)
    return redirect(f"{page}?{listed}" if listed else page)


def _chosen_keys(request: Request, conference: Conference) -> list[str]:
    """The registrations selected, or all that the list finds now; one beyond what
    one decision takes."""
    rows = Registration.objects.visible_to(request.user, conference)
    selected = REGISTRATIONS.selected(request, rows)
    return list(selected.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])


def _get_decision(request: Request, conference: Conference, id: str) -> Decision:
    return get_object_or_404(
        Decision.objects.visible_to(request.user, conference).select_related(
            "conference", "prepared_by", "seconded_by"
        ),
        pk=id,
    )
