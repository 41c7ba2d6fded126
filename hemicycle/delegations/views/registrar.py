"""Pages of the registrar: the list, one registration, decisions and their letters."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.delegations import actions, decisions, exports, finding, policy
from hemicycle.delegations.forms.registrar import ANY, DecisionForm, Filters, NoteForm
from hemicycle.delegations.history import in_words
from hemicycle.delegations.models import (
    Claim,
    Decision,
    DecisionItem,
    Delegation,
    Flag,
    Offer,
    Registration,
)
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.lib import clock, spreadsheet
from hemicycle.lib.codes import is_id
from hemicycle.people.fresh import fresh_code_required
from hemicycle.people.http import Request

SHOWN = 50


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """The registrar's list."""
    _must_list(request, conference)
    filters = Filters(request.GET, conference=conference)
    chosen = filters.chosen()
    page = _page(request, conference, chosen)
    query, is_elsewhere = _without_page(request.GET), False
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
        "next": _address(query, page.next, "after", page.final + 1),
        "previous": _address(query, page.previous, "before", page.first - finding.PAGE),
        "can_decide": policy.can_decide(request.user, conference),
        "waiting": _waiting(conference, chosen, page),
        "mine": Claim.objects.filter(
            by=request.user, registration__conference=conference
        ).count(),
        "to_second": Decision.objects.visible_to(request.user, conference)
        .waiting_for_a_second()
        .count(),
        "can_decide_all": page.count <= actions.MOST_AT_ONCE and not page.is_more,
    }
    return render(request, "delegations/registrar.html", context)


def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One registration: all of it for the desk; what concerns them for its people."""
    return _show(request, conference, _get(request, conference, id))


@once
def decide(request: Request, conference: Conference) -> HttpResponse:
    """The exact letters of a verdict on one or on many; then it is sent or prepared.

    Only a POST says what: an address with names or reasons in it would end in logs.
    """
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("delegations:registrations", conference.slug)
    rows = actions.for_letters(conference, _chosen_keys(request, conference))
    if not rows:
        messages.error(request, _("Choose at least one registration."))
        return redirect("delegations:registrations", conference.slug)
    is_first_look = "step" not in request.POST
    form = DecisionForm(request.POST)
    letters: list[decisions.Preview] = []
    left_out: list[tuple[Registration, str]] = []
    mark, has_new_reason = "", False
    if form.is_valid():
        verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
        letters, left_out = decisions.previews_of(rows, verdict, reason)
        # One is decided at once by its own mark, many by the mark of them all.
        is_one = bool(letters) and len(rows) == 1
        mark = letters[0].mark if is_one else decisions.mark_of_all(letters)
        step = request.POST.get("step")
        if step in ("send", "prepare") and letters:
            seen = request.POST.get("seen_reason", reason)
            has_new_reason = (
                bool(reason)
                and reason.split() != seen.split()
                and mark != request.POST.get("previewed")
            )
        if step in ("send", "prepare") and letters and not has_new_reason:
            try:
                answer = _decided(request, conference, rows, letters, form)
            except ValidationError as refusal:
                _tell_refusal(form, refusal)
            else:
                return answer
    place = _place(request.POST.get("at"), len(letters))
    return render(
        request,
        "delegations/registrar_decide.html",
        {
            "form": form,
            "verdict": form["verdict"].value(),
            "is_first_look": is_first_look,
            "rows": rows,
            "letters": letters,
            "left_out": left_out,
            "letter": letters[place - 1] if letters else None,
            "at": place,
            "before": place - 1 if place > 1 else None,
            "after": place + 1 if place < len(letters) else None,
            "mark": mark,
            "has_new_reason": has_new_reason,
            "unmailed": sum(not letter.is_mailed for letter in letters),
        },
    )


@require_safe
def decisions_index(request: Request, conference: Conference) -> HttpResponse:
    """Decisions on many: those that wait for a second person, and the latest others."""
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    found = (
        Decision.objects.visible_to(request.user, conference)
        .annotate(letters=Count("items"))
        .filter(letters__gt=1)
        .select_related("prepared_by", "seconded_by")
        .order_by("-prepared_at", "pk")
    )
    return render(
        request,
        "delegations/registrar_decisions.html",
        {
            "waiting": found.waiting_for_a_second(),
            "page": Paginator(
                found.exclude(state=Decision.State.PREPARED), SHOWN
            ).get_page(request.GET.get("page")),
        },
    )


@require_safe
def decision(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One decision on many: its letters for the second person, then how far it is."""
    found = _get_decision(request, conference, id)
    context: dict[str, Any] = {"decision": found}
    if found.state == Decision.State.PREPARED:
        letters = actions.letters_of(found)
        place = _place(request.GET.get("at"), len(letters))
        mark = decisions.mark_of_all(letters)
        context |= {
            "letters": letters,
            "letter": letters[place - 1] if letters else None,
            "at": place,
            "before": place - 1 if place > 1 else None,
            "after": place + 1 if place < len(letters) else None,
            "mark": mark,
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
    template = "delegations/registrar_decision.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, context)


@require_POST
@once
def second_decision(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_decision(request, conference, id)
    try:
        actions.second_decision(
            found, previewed=request.POST.get("previewed", ""), actor=request.user
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:decision", conference.slug, found.pk)


@require_POST
@once
def drop_decision(request: Request, conference: Conference, id: str) -> HttpResponse:
    found = _get_decision(request, conference, id)
    try:
        actions.drop_decision(found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:decision", conference.slug, found.pk)


@require_POST
@once
def claim(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    try:
        actions.claim(registration, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("delegations:registration", conference.slug, registration.pk)


@require_POST
@once
def release(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    actions.release(registration, actor=request.user)
    return redirect("delegations:registration", conference.slug, registration.pk)


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
        try:
            actions.clear_flag(
                found, note=form.cleaned_data["note"], actor=request.user
            )
        except ValidationError as refusal:
            _tell_refusal(form, refusal)
        else:
            return redirect(
                "delegations:registration", conference.slug, registration.pk
            )
    return _show(request, conference, registration, flag_form=form)


@require_POST
@once
def raise_flag(request: Request, conference: Conference, id: str) -> HttpResponse:
    registration = _get_to_decide(request, conference, id)
    form = NoteForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            actions.raise_flag(
                registration, note=form.cleaned_data["note"], actor=request.user
            )
        except ValidationError as refusal:
            _tell_refusal(form, refusal)
        else:
            return redirect(
                "delegations:registration", conference.slug, registration.pk
            )
    return _show(request, conference, registration, note_form=form)


@require_safe
@fresh_code_required
def export(request: Request, conference: Conference, kind: str) -> HttpResponseBase:
    """The list as filtered, as CSV or XLSX. Asks for a code entered just now."""
    if not policy.can_decide(request.user, conference):
        raise PermissionDenied
    filters = Filters(request.GET, conference=conference)
    found = _found(request, conference, filters.chosen())
    rows = exports.rows(found, conference=conference)
    name = f"{conference.slug}-registrations.{kind}"
    response: HttpResponseBase
    if kind == "xlsx":
        response = FileResponse(
            spreadsheet.write_xlsx(
                exports.headings(),
                rows,
                sheet=_("Registrations"),
                right_to_left=get_language_bidi(),
            ),
            as_attachment=True,
            filename=name,
            content_type=spreadsheet.XLSX,
        )
    else:
        pieces: Iterator[bytes] = spreadsheet.write_csv(exports.headings(), rows)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _show(
    request: Request,
    conference: Conference,
    registration: Registration,
    *,
    flag_form: NoteForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    is_own = policy.is_own(request.user, registration)
    context: dict[str, Any] = {
        "registration": registration,
        "is_own": is_own,
        "can_confirm": registration.can_be_confirmed
        and policy.can_confirm(request.user, registration),
        "offer": registration.offers.filter(state=Offer.State.OPEN).first(),
    }
    if not policy.can_list_registrations(request.user, conference):
        return render(request, "delegations/registration.html", context)
    flags = list(registration.flags.select_related("cleared_by").order_by("pk"))
    context |= {
        "flags": [
            (
                flag,
                flag_form
                if flag_form is not None and flag_form.prefix == f"flag-{flag.pk}"
                else NoteForm(prefix=f"flag-{flag.pk}"),
            )
            for flag in flags
        ],
        "has_error": flag_form is not None,
        "note_form": note_form or NoteForm(prefix="new"),
        "claim": Claim.objects.filter(registration=registration)
        .select_related("by")
        .first(),
        "items": registration.decisions.select_related(
            "decision__prepared_by", "decision__seconded_by"
        ).order_by("-decision__prepared_at")[:SHOWN],
        "acceptances": registration.acceptances.select_related("notice"),
        "offers": registration.offers.order_by("-made_at")[:SHOWN],
        "twins": Registration.objects.filter(
            conference=conference, name_key=registration.name_key
        )
        .exclude(pk=registration.pk)
        .select_related("delegation__organisation")[:10],
        "history": in_words(Entry.objects.about(registration)[:SHOWN]),
        "can_decide": policy.can_decide(request.user, conference),
        "verdicts": [
            (verdict, label)
            for verdict, label in Decision.Verdict.choices
            if registration.state in decisions.FROM[verdict]
        ],
        "now": clock.now(),
    }
    return render(request, "delegations/registrar_registration.html", context)


def _decided(
    request: Request,
    conference: Conference,
    rows: list[Registration],
    letters: list[decisions.Preview],
    form: DecisionForm,
) -> HttpResponse:
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    previewed = request.POST.get("previewed", "")
    if len(rows) == 1:
        registration = letters[0].registration
        actions.decide(
            registration,
            verdict=verdict,
            reason=reason,
            previewed=previewed,
            actor=request.user,
        )
        messages.success(request, _("Decided; the letter is on its way."))
        return redirect("delegations:registration", conference.slug, registration.pk)
    decision = actions.prepare_decision(
        conference,
        registrations=rows,
        verdict=verdict,
        reason=reason,
        previewed=previewed,
        actor=request.user,
    )
    messages.success(request, _("Prepared. Another person looks at it and sends it."))
    return redirect("delegations:decision", conference.slug, decision.pk)


def _chosen_keys(request: Request, conference: Conference) -> list[str]:
    """The registrations ticked, or all that the list's filters find."""
    if "all" not in request.POST:
        ticked = [key for key in request.POST.getlist("id") if is_id(key)]
        return ticked[: actions.MOST_AT_ONCE]
    filters = Filters(QueryDict(request.POST.get("query", "")), conference=conference)
    found = _found(request, conference, filters.chosen())
    return list(found.values_list("pk", flat=True)[: actions.MOST_AT_ONCE])


def _found(
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
        _found(request, conference, chosen),
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


def _get_decision(request: Request, conference: Conference, id: str) -> Decision:
    return get_object_or_404(
        Decision.objects.visible_to(request.user, conference).select_related(
            "conference", "prepared_by", "seconded_by"
        ),
        pk=id,
    )


def _must_list(request: Request, conference: Conference) -> None:
    if not policy.can_list_registrations(request.user, conference):
        raise PermissionDenied


def _waiting(conference: Conference, chosen: dict[str, Any], page: finding.Page) -> int:
    """How many wait for a decision: what the list without other filters shows."""
    if chosen == {"state": Registration.State.CONFIRMED}:
        return page.count
    waiting = Registration.objects.filter(
        conference=conference, state=Registration.State.CONFIRMED
    )
    return waiting.order_by()[: finding.COUNTED].count()


def _without_page(query: QueryDict) -> QueryDict:
    kept = query.copy()
    for name in ("after", "before", "from"):
        kept.pop(name, None)
    return kept


def _address(query: QueryDict, key: str, side: str, first: int) -> str:
    if not key:
        return ""
    query = query.copy()
    query[side], query["from"] = key, str(max(1, first))
    return f"?{query.urlencode()}"


def _place(text: str | None, most: int) -> int:
    place = int(text) if text and text.isdecimal() and len(text) < 6 else 1
    return max(1, min(place, most))


def _tell_refusal(form: DecisionForm | NoteForm, refusal: ValidationError) -> None:
    """At the field it is about, where the form has it; else on top."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal)
