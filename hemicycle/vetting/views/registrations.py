"""Pages of the registrar: the list, its file, and one registration."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations.actions.substitute import REPLACEABLE
from hemicycle.delegations.facts import by_group
from hemicycle.delegations.listed import back_to, list_of, list_query, without_page
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.delegations.policy import (
    acts_for_it,
    can_confirm,
    can_list_registrations,
    is_own,
)
from hemicycle.jobs import actions as jobs
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced, form_page, shown_at
from hemicycle.vetting import actions, decisions, finding, policy
from hemicycle.vetting.forms import ANY, Filters, NoteForm
from hemicycle.vetting.history import in_words
from hemicycle.vetting.models import Assignment, Decision, DecisionItem

SHOWN = 50


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """The registrar's list."""
    _must_list(request, conference)
    filters = Filters(request.GET, conference=conference)
    chosen = filters.chosen()
    page = _page(request, conference, chosen)
    query, is_elsewhere = without_page(request.GET), False
    if chosen.get("q") and "state" in chosen and not page.count:
        # Who looks for a name means the person, in whatever state they are.
        wider = {name: value for name, value in chosen.items() if name != "state"}
        wider_page = _page(request, conference, wider)
        if wider_page.count:
            chosen, page, is_elsewhere = wider, wider_page, True
            query["state"] = ANY
            filters = Filters(query, conference=conference)
    delegation = None
    if key := chosen.get("delegation"):
        delegation = (
            Delegation.objects.visible_to(request.user, conference)
            .select_related("organisation")
            .filter(pk=key)
            .first()
        )
    context = {
        "page": page,
        "filters": filters,
        "delegation": delegation,
        "is_elsewhere": is_elsewhere,
        "query": query.urlencode(),
        "from_here": urlencode({"list": query.urlencode()}),
        "next": _address(query, page.next, "after", page.final + 1),
        "previous": _address(query, page.previous, "before", page.first - finding.PAGE),
        "can_decide": policy.can_decide(request.user, conference),
        "waiting": _waiting(conference, chosen, page),
        "mine": Assignment.objects.filter(
            by=request.user, registration__conference=conference
        ).count(),
        "to_second": Decision.objects.visible_to(request.user, conference)
        .waiting_for_a_second()
        .count(),
        "can_decide_all": page.count <= actions.decide.MOST_AT_ONCE
        and not page.is_more,
    }
    return render(request, "vetting/registrations.html", context)


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """All of one registration, for whoever may list them.

    `?list=` holds the filters of the list that the reader works through.
    """
    registration = _get(request, conference, id)
    _must_list(request, conference)
    return _show(request, conference, registration)


@require_POST
@once
def assign(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    with announced(request):
        actions.assign.assign(registration, actor=request.user)
    return back_to(request, registration)


@require_POST
@once
def release(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    actions.assign.release(registration, actor=request.user)
    return back_to(request, registration)


@require_POST
@once
def clear_flag(
    request: Request, conference: Conference, id: str, flag: int
) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    found = get_object_or_404(
        Flag.objects.filter(registration=registration).select_related(
            "registration__conference"
        ),
        pk=flag,
    )
    form = NoteForm(request.POST, prefix=f"flag-{found.pk}")
    if form.is_valid():
        with shown_at(form):
            actions.flag.clear_flag(
                found, note=form.cleaned_data["note"], actor=request.user
            )
            return back_to(request, registration)
    return _show(request, conference, registration, flag_form=form)


@require_POST
@once
def raise_flag(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    form = NoteForm(request.POST, prefix="new")
    if form.is_valid():
        with shown_at(form):
            actions.flag.raise_flag(
                registration, note=form.cleaned_data["note"], actor=request.user
            )
            return back_to(request, registration)
    return _show(request, conference, registration, note_form=form)


@require_POST
@once
def export(request: Request, conference: Conference, kind: str) -> HttpResponse:
    """The list as filtered, as a CSV or Excel file: long work with a result, which is
    handed out after a code entered just now."""
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    filters = Filters(request.GET, conference=conference)
    found = found_by(request, conference, filters.chosen())
    keys = list(found.order_by("full_name", "pk").values_list("pk", flat=True))
    job = jobs.ask(
        "vetting.export_registrations",
        conference=conference,
        arguments={"registrations": keys, "kind": kind},
        total=len(keys),
        actor=request.user,
    )
    return redirect("jobs:show", conference.slug, job.pk)


def _show(
    request: Request,
    conference: Conference,
    registration: Registration,
    *,
    flag_form: NoteForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    user = request.user
    can_decide = policy.can_decide(user, conference)
    verdicts = [
        (verdict, label)
        for verdict, label in Decision.Verdict.choices
        if registration.state in decisions.FROM[verdict]
    ]
    listed = list_of(request)
    # At most one is open, and it is the newest.
    offers = list(registration.offers.order_by("-made_at")[:SHOWN])
    context = {
        "registration": registration,
        "is_own": is_own(user, registration),
        "can_confirm": registration.can_be_confirmed
        and can_confirm(user, registration),
        "can_answer": policy.can_answer_offer(user, registration),
        "facts": by_group(registration, user),
        "offer": next((offer for offer in offers if offer.is_open), None),
        "listed": listed,
        "list_query": list_query(request),
        "next": _next(request, conference, registration, listed),
        "flags": _flags(registration, flag_form),
        "note_form": note_form or NoteForm(prefix="new"),
        "assignment": Assignment.objects.filter(registration=registration)
        .select_related("by")
        .first(),
        "items": _items(registration, can_decide)[:SHOWN],
        "acceptances": registration.acceptances.select_related("notice"),
        "offers": offers,
        "twins": Registration.objects.filter(
            conference=conference, name_key=registration.name_key
        )
        .exclude(pk=registration.pk)
        .select_related("delegation__organisation")[:10],
        "history": in_words(Entry.objects.about(registration)[:SHOWN]),
        "can_decide": can_decide,
        "acts_for_it": acts_for_it(user, registration),
        "can_be_replaced": registration.state in REPLACEABLE,
        "verdicts": verdicts,
        "shortages": places.shortages([registration], Registration.State.APPROVED)
        if can_decide and Decision.Verdict.APPROVE in dict(verdicts)
        else [],
    }
    return form_page(request, "vetting/registration.html", context)


def _items(registration: Registration, can_decide: bool) -> QuerySet[DecisionItem]:
    """Its decisions; those only prepared are for whoever may decide."""
    items = registration.decisions.select_related(
        "decision__prepared_by", "decision__seconded_by"
    ).order_by("-decision__prepared_at")
    if can_decide:
        return items
    return items.filter(decision__state__in=Decision.CARRIED_OUT)


def _flags(
    registration: Registration, refused: NoteForm | None
) -> list[tuple[Flag, NoteForm]]:
    """Each flag with the form that clears it; the refused one as it was typed."""
    forms = {} if refused is None else {refused.prefix: refused}
    found = registration.flags.select_related("cleared_by").order_by("pk")
    return [
        (flag, forms.get(prefix) or NoteForm(prefix=prefix))
        for flag in found
        for prefix in [f"flag-{flag.pk}"]
    ]


def _next(
    request: Request,
    conference: Conference,
    registration: Registration,
    listed: str | None,
) -> Registration | None:
    if listed is None:
        return None
    chosen = Filters(QueryDict(listed), conference=conference).chosen()
    found = found_by(request, conference, chosen)
    return finding.after(found, registration, order=chosen.get("order", "name"))


def found_by(
    request: Request, conference: Conference, chosen: dict[str, Any]
) -> QuerySet[Registration]:
    return finding.matching(
        Registration.objects.visible_to(request.user, conference),
        chosen,
        conference=conference,
        user=request.user,
    )


def _page(
    request: Request, conference: Conference, chosen: dict[str, Any]
) -> finding.Page:
    first = request.GET.get("from", "")
    return finding.page(
        found_by(request, conference, chosen),
        order=chosen.get("order", "name"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        first=int(first) if first.isdecimal() and len(first) < 10 else 1,
    )


def _get(request: Request, conference: Conference, id: str) -> Registration:
    registration = get_object_or_404(
        Registration.objects.visible_to(request.user, conference).select_related(
            "category", "delegation__organisation", "nominated_by", "user"
        ),
        pk=id,
    )
    registration.conference = conference
    return registration


def _get_to_decide(request: Request, conference: Conference, id: str) -> Registration:
    registration = _get(request, conference, id)
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    return registration


def _must_list(request: Request, conference: Conference) -> None:
    if not can_list_registrations(request.user, conference):
        raise PermissionDenied


def _waiting(conference: Conference, chosen: dict[str, Any], page: finding.Page) -> int:
    """How many wait for a decision: what the list without other filters shows."""
    if chosen == {"state": Registration.State.CONFIRMED}:
        return page.count
    waiting = Registration.objects.filter(
        conference=conference, state=Registration.State.CONFIRMED
    )
    return waiting.order_by()[: finding.COUNTED].count()


def _address(query: QueryDict, key: str, side: str, first: int) -> str:
    if not key:
        return ""
    query = query.copy()
    query[side], query["from"] = key, str(max(1, first))
    return f"?{query.urlencode()}"
