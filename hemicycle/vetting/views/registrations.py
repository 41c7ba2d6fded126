"""Pages of the registrar: the list, its file, and one registration."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences
from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations import states as delegation_states
from hemicycle.delegations.facts import by_group
from hemicycle.delegations.listed import back_to, list_of, list_query
from hemicycle.delegations.models import Flag, Registration
from hemicycle.delegations.policy import (
    acts_for_it,
    can_list_registrations,
    is_own,
    untold_flags,
)
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.journal.verbs import in_words
from hemicycle.lib.states import open_to
from hemicycle.people.http import Request
from hemicycle.people.models import User
from hemicycle.tables.lists import BulkAction
from hemicycle.ui.refusals import announced, form_page, shown_at
from hemicycle.vetting import access, actions, lists, policy
from hemicycle.vetting.forms import NoteForm
from hemicycle.vetting.models import Assignment, Decision, DecisionItem
from hemicycle.vetting.states import BY_VERDICT, TAKE_OFFER

SHOWN = 50
DEEDS = [
    (Decision.Verdict.APPROVE, _("Preview the approval"), ""),
    (Decision.Verdict.WAIT, _("Preview the waiting list"), ""),
    (Decision.Verdict.REFUSE, _("Preview the refusal"), "stop"),
]


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    """The registrar's list."""
    rows = access.listed(request.user, conference)
    can_decide = bool(policy.can_decide.scope(request.user, conference))
    decide = reverse("vetting:decide", args=[conference.slug])
    return lists.registrations_for(request.user, conference).answer(
        request,
        rows,
        "vetting/registrations.html",
        {
            "can_decide": can_decide,
            "can_keep_the_line": policy.can_keep_the_line(request.user, conference),
            "to_second": can_decide
            and Decision.objects.visible_to(request.user, conference).pending().count(),
        },
        bulk_actions=[
            BulkAction(label, decide, "verdict", verdict, kind)
            for verdict, label, kind in DEEDS
            if can_decide
        ],
        can_export=can_decide,
    )


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """All of one registration, for whoever may list them.

    `?list=` holds the filters of the list that the reader works through.
    """
    registration = access.get_registration(request.user, conference, id)
    return _show(request, conference, registration)


@require_POST
@once
def assign(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = access.get_registration(request.user, conference, id, to_decide=True)
    with announced(request):
        actions.assign.assign(registration, actor=request.user)
    return back_to(request, registration)


@require_POST
@once
def release(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = access.get_registration(request.user, conference, id, to_decide=True)
    actions.assign.release(registration, actor=request.user)
    return back_to(request, registration)


@require_POST
@once
def clear_flag(
    request: Request, conference: Conference, id: str, flag: int
) -> HttpResponse:
    registration = access.get_registration(request.user, conference, id, to_decide=True)
    raised = get_object_or_404(
        _told(request.user, registration).select_related("registration__conference"),
        pk=flag,
    )
    form = NoteForm(request.POST, prefix=f"flag-{raised.pk}")
    if form.is_valid():
        with shown_at(form):
            actions.flag.clear_flag(
                raised, note=form.cleaned_data["note"], actor=request.user
            )
            return back_to(request, registration)
    return _show(request, conference, registration, flag_form=form)


@require_POST
@once
def raise_flag(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = access.get_registration(request.user, conference, id, to_decide=True)
    form = NoteForm(request.POST, prefix="new")
    if form.is_valid():
        with shown_at(form):
            actions.flag.raise_flag(
                registration, note=form.cleaned_data["note"], actor=request.user
            )
            return back_to(request, registration)
    return _show(request, conference, registration, note_form=form)


def _show(
    request: Request,
    conference: Conference,
    registration: Registration,
    *,
    flag_form: NoteForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    user = request.user
    can_decide = policy.can_decide.on(user, registration)
    verdicts = [
        (verdict, label)
        for verdict, label in Decision.Verdict.choices
        if BY_VERDICT[Decision.Verdict(verdict)].starts_from(registration)
    ]
    listed = list_of(request)
    # At most one is open, and it is the newest.
    offers = list(registration.offers.order_by("-made_at")[:SHOWN])
    offer = next((offer for offer in offers if offer.is_open), None)
    can_answer = TAKE_OFFER.may(user, registration)
    context = {
        "registration": registration,
        "is_own": is_own(user, registration),
        "offered": open_to(delegation_states.VERBS, user, registration),
        "can_answer": can_answer,
        "consequences": consequences.of(
            [registration] if can_answer and offer else [],
            consequences.Deed.WITHDRAWN,
            viewer=user,
            conference=conference,
        ),
        "facts": by_group(registration, user),
        "offer": offer,
        "listed": listed,
        "list_query": list_query(request),
        "next": _next(request, conference, registration, listed),
        "flags": _flags(user, registration, flag_form),
        "note_form": note_form or NoteForm(prefix="new"),
        "assignment": Assignment.objects.filter(registration=registration)
        .select_related("by")
        .first(),
        "items": _items(registration, can_decide)[:SHOWN],
        "acceptances": registration.acceptances.select_related("notice"),
        "offers": offers,
        "twins": Registration.objects.visible_to(user, conference)
        .filter(name_key=registration.name_key)
        .exclude(pk=registration.pk)
        .select_related("delegation__organisation")[:10],
        "history": in_words(Entry.objects.about(registration)[:SHOWN]),
        "can_decide": can_decide,
        "sees_delegation": registration.delegation
        and can_list_registrations.scope(user, conference).covers(
            registration.delegation
        ),
        "acts_for_it": acts_for_it(user, registration),
        "verdicts": verdicts,
        "shortages": places.shortages([registration], Registration.State.APPROVED)
        if can_decide and Decision.Verdict.APPROVE in dict(verdicts)
        else [],
    }
    return form_page(request, "vetting/registration.html", context)


def _items(registration: Registration, can_decide: bool) -> QuerySet[DecisionItem]:
    """Its decisions; those only prepared are for whoever may decide."""
    items = registration.decisions.select_related(
        "decision__prepared_by", "decision__approved_by"
    ).order_by("-decision__prepared_at")
    if can_decide:
        return items
    return items.filter(decision__state__in=Decision.CARRIED_OUT)


def _flags(
    user: User, registration: Registration, refused: NoteForm | None
) -> list[tuple[Flag, NoteForm]]:
    """Each flag with the form that clears it; the refused one as it was typed."""
    forms = {} if refused is None else {refused.prefix: refused}
    flags = _told(user, registration).select_related("cleared_by").order_by("pk")
    return [
        (flag, forms.get(prefix) or NoteForm(prefix=prefix))
        for flag in flags
        for prefix in [f"flag-{flag.pk}"]
    ]


def _told(user: User, registration: Registration) -> QuerySet[Flag]:
    """The flags that this reader may know of."""
    return registration.flags.exclude(kind__in=untold_flags(user, registration))


def _next(
    request: Request,
    conference: Conference,
    registration: Registration,
    listed: str | None,
) -> Registration | None:
    if listed is None:
        return None
    declared = lists.registrations_for(request.user, conference)
    following: Registration | None = declared.following(
        access.listed(request.user, conference), registration, listed, request.user
    )
    return following
