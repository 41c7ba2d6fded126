"""Decisions of the registrar: the exact e-mails first, then sent, or submitted for
approval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.models import Conference
from hemicycle.delegations.listed import back_to, list_of
from hemicycle.delegations.models import Registration
from hemicycle.delegations.policy import untold_flags
from hemicycle.journal.receipts import once_after
from hemicycle.people.http import Request
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft
from hemicycle.post.looking import is_to_send, look_then_send, seen_in
from hemicycle.post.previews import preview
from hemicycle.seconding import actions as seconding
from hemicycle.seconding import pages
from hemicycle.seconding.pages import Row
from hemicycle.ui.refusals import announced
from hemicycle.vetting import access, actions, decisions
from hemicycle.vetting.actions.decide import MOST_AT_ONCE
from hemicycle.vetting.forms import DecisionForm
from hemicycle.vetting.lists import DECISIONS, registrations_for
from hemicycle.vetting.models import Decision, DecisionItem

TEMPLATE = "vetting/decision.html"
VERBS: Mapping[str, Any] = {
    Decision.Verdict.APPROVE: gettext_lazy("Approve"),
    Decision.Verdict.WAIT: gettext_lazy("Add to the waiting list"),
    Decision.Verdict.REFUSE: gettext_lazy("Refuse"),
}


@dataclass
class Look:
    """What is chosen and typed, and the e-mails now: read before a transaction."""

    rows: list[Registration]
    form: DecisionForm
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[tuple[Registration, str]] = field(default_factory=list)
    are_too_many: bool = False

    @property
    def verdict(self) -> str:
        return str(self.form["verdict"].value())


def _look(request: Request, conference: Conference) -> Look:
    decidable = access.decidable(request.user, conference)
    form = DecisionForm(request.POST)
    if request.method != "POST":
        return Look([], form)
    keys = _chosen_keys(request, conference, decidable)
    if len(keys) > MOST_AT_ONCE:
        return Look([], form, are_too_many=True)
    look = Look(actions.decide.for_letters(conference, keys), form)
    if form.is_valid():
        look.drafts, look.left_out = decisions.drafts_of(
            look.rows, form.cleaned_data["verdict"], form.cleaned_data["reason"]
        )
        if not is_to_send(request):
            preview(look.drafts, request.POST.get("at")).render()
    return look


@once_after(_look)
def decide(request: Request, look: Look, conference: Conference) -> HttpResponse:
    """The exact e-mails of a verdict on one or on many; then it is sent or submitted.

    Only a POST says what: an address with names or reasons in it would end in logs.
    """
    if request.method != "POST":
        return redirect("vetting:registrations", conference.slug)
    if look.are_too_many:
        messages.error(
            request,
            _("At most %(most)s at once. Narrow the list.") % {"most": MOST_AT_ONCE},
        )
        return _back_to_list(request, conference)
    if not look.rows:
        messages.error(request, _("Choose at least one registration."))
        return _back_to_list(request, conference)
    context = {
        "title": VERBS.get(look.verdict, ""),
        "verdict": look.verdict,
        "registrations": look.rows,
        "listed": list_of(request),
        "shortages": decisions.shortages(look.drafts, look.verdict),
        "is_destructive": look.verdict == Decision.Verdict.REFUSE,
        "look_label": _("Show the e-mail with this reason"),
        "send_label": _send_label(look.verdict, len(look.rows)),
        "page": request.POST.get("page", ""),
    }
    context |= _table(
        request, conference, look.verdict, look.drafts, look.left_out,
        request.POST.get("page"),
    )  # fmt: skip
    return look_then_send(
        request, "vetting/decide.html", context,
        form=look.form, drafts=lambda: look.drafts,
        send=lambda seen: _decided(request, conference, look, seen),
    )  # fmt: skip


def _table(
    request: Request,
    conference: Conference,
    verdict: str,
    drafts: list[Draft],
    left_out: list[tuple[Registration, str]],
    number: str | None,
) -> dict[str, Any]:
    """All recipients, now and after; what follows, for both people who look at it."""
    people = decisions.people_of(drafts)
    follows = []
    if verdict == Decision.Verdict.REFUSE:
        follows = consequences.of(
            people,
            consequences.Deed.REFUSED,
            viewer=request.user,
            conference=conference,
        )
    losses = consequences.losses(follows)
    reader = request.user
    rows = [
        _row(each, verdict, reader, loses=losses.get(each.pk, "")) for each in people
    ]
    rows += [_row(each, verdict, reader, note=why) for each, why in left_out]
    return pages.table(rows, number) | {
        "warning": " ".join(each.sentence for each in follows if each.is_grave),
        "consequences": [each for each in follows if not each.is_grave],
    }


def _row(
    registration: Registration,
    verdict: str,
    reader: User,
    *,
    loses: str = "",
    note: str = "",
) -> Row:
    return Row(
        name=registration.full_name,
        own_script=registration.own_script,
        href=_page_of(registration),
        organisation=str(registration.delegation or ""),
        now=_state(registration.state),
        after=_state(decisions.target(verdict)) if not note else ("plain", ""),
        loses=loses,
        flags=[
            flag.get_kind_display()
            for flag in registration.standing_flags
            if flag.kind not in untold_flags(reader, registration)
        ],
        note=note,
    )


def _outcome(item: DecisionItem, decision: Decision) -> Row:
    """What became of one: nothing, where the decision was discarded."""
    registration = item.registration
    after = ("wait", item.get_outcome_display())
    if decision.is_discarded:
        after = ("plain", _("Not changed"))
    elif item.outcome == DecisionItem.Outcome.DONE:
        after = _state(decisions.target(decision.verdict))
    return Row(
        name=registration.full_name,
        own_script=registration.own_script,
        href=_page_of(registration),
        organisation=str(registration.delegation or ""),
        after=after,
        note=item.note,
    )


def _state(value: str) -> tuple[str, str]:
    state = Registration.State(value)
    return state.kind, str(state.label)


def _page_of(registration: Registration) -> str:
    return reverse(
        "vetting:registration", args=[registration.conference.slug, registration.pk]
    )


def _send_label(verdict: str, people: int) -> str:
    if people > 1:
        return _("Submit for approval")
    if verdict == Decision.Verdict.APPROVE:
        return _("Approve and send 1 e-mail")
    if verdict == Decision.Verdict.WAIT:
        return _("Add to the waiting list and send 1 e-mail")
    return _("Refuse and send 1 e-mail")


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Decisions on many: those pending approval, and all others."""
    decisions = access.listed_decisions(request.user, conference)
    return DECISIONS.answer(request, decisions)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One decision on many: its people and e-mails for the second person, then how far
    it is, and what became of each."""
    decision = access.get_decision(request.user, conference, id)
    listed = list_of(request)
    context: dict[str, Any] = {
        "title": decision.title,
        "listed": listed,
        "query": "" if listed is None else f"&{urlencode({'list': listed})}",
    }
    if not decision.is_pending:
        items = decision.items.select_related("registration__delegation__organisation")
        items = items.order_by("outcome", "registration__full_name", "pk")
        rows = []
        for item in items:
            item.registration.conference = conference
            rows.append(_outcome(item, decision))
        return pages.page(
            request, decision, template=TEMPLATE, rows=rows, context=context
        )
    drafts, left_out = actions.decide.look_at(decision)
    shown = preview(drafts, request.GET.get("at"))
    context |= {
        "shortages": decisions.shortages(drafts, decision.verdict),
        "is_destructive": decision.verdict == Decision.Verdict.REFUSE,
    } | _table(
        request, conference, decision.verdict, drafts, left_out,
        request.GET.get("page"),
    )  # fmt: skip
    return pages.page(
        request, decision, template=TEMPLATE, rows=context["rows"], preview=shown,
        now=shown.fingerprint, context=context,
    )  # fmt: skip


def _as_now(request: Request, conference: Conference, id: str) -> tuple[Decision, str]:
    decision = access.get_decision(request.user, conference, id)
    if request.method != "POST":
        return decision, ""
    return decision, actions.decide.fingerprint_now(decision)


@require_POST
@once_after(_as_now)
def approve_decision(
    request: Request, as_now: tuple[Decision, str], conference: Conference, id: str
) -> HttpResponse:
    decision, now = as_now
    with announced(request):
        seconding.approve(decision, seen=seen_in(request), now=now, actor=request.user)
        messages.success(
            request, _("Approved. The e-mails are sent as the decision is carried out.")
        )
    return redirect("vetting:decision", conference.slug, decision.pk)


discard_decision = pages.discarding(
    access.get_decision, to="vetting:decisions",
    said=gettext_lazy("Decision discarded. No one has been notified."),
)  # fmt: skip


def _decided(
    request: Request, conference: Conference, look: Look, seen: str
) -> HttpResponse:
    verdict, reason = look.verdict, look.form.cleaned_data["reason"]
    if not look.drafts:
        raise actions.decide.none_possible()
    if len(look.rows) == 1:
        registration = look.rows[0]
        actions.decide.decide(
            registration, verdict=verdict, reason=reason, seen=seen, actor=request.user
        )
        messages.success(request, _("Decided. The e-mail is on its way."))
        return back_to(request, registration)
    decision = actions.decide.submit_decision(
        conference,
        drafts=look.drafts,
        verdict=verdict,
        reason=reason,
        seen=seen,
        actor=request.user,
    )
    messages.success(
        request, _("Submitted for approval. Another registrar must approve it.")
    )
    listed = list_of(request)
    return redirect(
        reverse(
            "vetting:decision",
            args=[conference.slug, decision.pk],
            query=None if listed is None else {"list": listed},
        )
    )


def _back_to_list(request: Request, conference: Conference) -> HttpResponse:
    page = reverse("vetting:registrations", args=[conference.slug])
    listed = list_of(request)
    return redirect(f"{page}?{listed}" if listed else page)


def _chosen_keys(
    request: Request, conference: Conference, decidable: QuerySet[Registration]
) -> list[str]:
    """The registrations selected, or all that the reader's list finds now; one beyond
    what one decision takes."""
    declared = registrations_for(request.user, conference)
    selected = declared.selected(request, decidable)
    return list(selected.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
