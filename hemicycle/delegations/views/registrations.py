"""One registration: its person confirms it, its focal point corrects or replaces it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import consequences, windows
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.conferences.notices import in_force as notices_in_force
from hemicycle.delegations import actions, facts, listed, policy, states
from hemicycle.delegations.access import get_registration
from hemicycle.delegations.asked import CONFIRMATION, SUBSTITUTION
from hemicycle.delegations.forms.delegations import (
    ChangeNomineeForm,
    NomineeForm,
    ReasonForm,
    WithdrawalForm,
)
from hemicycle.delegations.forms.details import values_of
from hemicycle.delegations.forms.members import ask_for_member
from hemicycle.delegations.forms.registrations import (
    ConfirmationForm,
    CorrectionForm,
)
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import note_merged
from hemicycle.lib.states import Verb, open_to
from hemicycle.people.http import Request
from hemicycle.post.drafts import Draft
from hemicycle.post.looking import look_then_send
from hemicycle.ui.refusals import announced, form_page, shown_at


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The state and what comes next, for its people; the desk has its own page."""
    user = request.user
    registration = get_registration(user, conference, id)
    if policy.can_list_registrations.on(user, registration):
        page = reverse("vetting:registration", args=[conference.slug, id])
        query = listed.list_query(request)
        return redirect(f"{page}?{query}" if query else page)
    offered = open_to(states.VERBS, user, registration)
    can_withdraw = states.ending(registration).name in offered
    leads = policy.leads_it(user, registration)
    return render(
        request,
        "delegations/member.html",
        {
            "registration": registration,
            "is_own": policy.is_own(user, registration),
            "leads": leads,
            "is_waiting": registration.is_waiting,
            "facts": facts.by_group(registration, user),
            "acceptances": registration.acceptances.select_related("notice").order_by(
                "notice__kind"
            ),
            "can_confirm": states.SAVE_DETAILS.name in offered,
            "can_correct_details": states.CORRECT_DETAILS.name in offered,
            "can_correct": states.CORRECT.name in offered,
            "can_withdraw": can_withdraw,
            "withdrawal_form": WithdrawalForm(),
            "consequences": _what_follows(request, registration)
            if can_withdraw
            else [],
            "can_substitute": states.SUBSTITUTE.name in offered
            and windows.is_open(conference, SUBSTITUTION),
            "can_remind": states.REMIND.name in offered and bool(registration.email),
            "answers": states.ADMIT.name in offered,
        },
    )


@once
def confirm(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The person's own details, to be confirmed, or saved and finished later."""
    registration = _get_to_save(states.SAVE_DETAILS, request, conference, id)
    if request.method != "POST" and not states.SAVE_DETAILS.starts_from(registration):
        return redirect("delegations:registration", conference.slug, registration.pk)
    # Whoever waits for a focal point gives the details now, and accepts afterwards.
    is_asking_first = registration.is_draft and registration.delegation_id
    notices = [] if is_asking_first else notices_in_force(conference)
    later = "later" in request.POST
    form = ConfirmationForm(
        request.POST or None, registration=registration, notices=notices, later=later
    )
    if form.is_valid() or (later and form.is_bound and not form.conflicts):
        with shown_at(form):
            if later or registration.is_asking:
                now = actions.confirm.save_details(
                    registration, form.details, actor=request.user
                )
            elif is_asking_first:
                actions.confirm.save_details(
                    registration, form.details, actor=request.user
                )
                now = actions.register.ask(registration, actor=request.user)
            else:
                now = actions.confirm.confirm(
                    registration,
                    form.details,
                    answers=form.answers,
                    category=form.cleaned_data.get("category"),
                    actor=request.user,
                )
            if not form.errors:
                note_merged(request, form)
                return _after_details(request, now, later)
    return form_page(
        request,
        "delegations/confirm.html",
        {
            "registration": registration,
            "form": form,
            "notices": notices,
            "is_own": policy.is_own(request.user, registration),
            "is_asking_first": is_asking_first,
            "window": windows.find(conference, CONFIRMATION),
        },
    )


@once
def details(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The person mends the own confirmed details until the decision, the desk after."""
    registration = _get_to_save(None, request, conference, id)
    if states.CORRECT_ON_BEHALF.is_open_to(request.user, registration):
        return _correct_for(request, registration)
    demand(states.CORRECT_DETAILS.may(request.user, registration))
    is_open = states.CORRECT_DETAILS.starts_from(registration)
    if request.method != "POST" and not is_open:
        return redirect("lobby:home", conference.slug)
    form = ConfirmationForm(
        request.POST or None,
        registration=registration,
        notices=[],
        only=states.correctable(registration),
    )
    if form.is_valid():
        with shown_at(form):
            actions.confirm.correct_details(
                registration, form.details, actor=request.user
            )
            messages.success(
                request,
                _("Your details have been corrected."),
            )
            note_merged(request, form)
            return redirect("lobby:home", conference.slug)
    return form_page(
        request,
        "delegations/details.html",
        {"registration": registration, "form": form},
    )


def _correct_for(request: Request, registration: Registration) -> HttpResponse:
    form = CorrectionForm(request.POST or None, registration=registration, notices=[])
    if form.is_valid():
        with shown_at(form):
            actions.confirm.correct_on_behalf(
                registration,
                form.details,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            messages.success(
                request,
                _("Details corrected. If a printed badge differs, its page says so."),
            )
            note_merged(request, form)
            return _back(request, registration)
    return form_page(
        request,
        "delegations/details.html",
        {
            "registration": registration,
            "form": form,
            "acts_for_it": True,
            "list_query": listed.list_query(request),
        },
    )


@once
def correct(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The focal point corrects what the person has not confirmed yet."""
    registration = _get_to_save(states.CORRECT, request, conference, id)
    form = ChangeNomineeForm(
        request.POST or None,
        initial=values_of(registration, asked_at(Asked.NOMINATION))
        | {"category": registration.category_id},
        conference=conference,
        language=registration.language,
    )
    form.edited = registration
    ask_for_member(form, registration.delegation, registration.stands_for)
    if form.is_valid():
        with shown_at(form):
            actions.nominate.correct(registration, form.nominee, actor=request.user)
            note_merged(request, form)
            messages.success(
                request,
                _("The nomination of %(name)s is corrected.")
                % {"name": form.nominee.details["full_name"]},
            )
            return _back(request, registration)
    return _person_page(request, registration, form, "correct")


@once
def substitute(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Another person instead of this one."""
    registration = get_registration(request.user, conference, id, states.SUBSTITUTE)
    form = NomineeForm(
        request.POST or None, conference=conference, language=request.user.language
    )
    for given in ("part", "category"):
        form.fields.pop(given, None)
    nominee = form.nominee if form.is_valid() else None

    def drafts() -> list[Draft]:
        assert nominee
        new = actions.substitute.successor(registration, nominee, actor=request.user)
        return actions.substitute.emails_of_substitution(
            registration, new, actor=request.user
        )

    def send(seen: str) -> HttpResponse:
        assert nominee
        new = actions.substitute.substitute(
            registration, nominee, seen=seen, actor=request.user
        )
        messages.success(
            request,
            _("%(new)s replaces %(old)s.")
            % {"new": new.full_name, "old": registration.full_name},
        )
        return _back(request, new)

    return _done(request, registration, "substitute", form, drafts, send)


@once
@require_POST
def withdraw(request: Request, conference: Conference, id: str) -> HttpResponse:
    """End it and give the place back. The desk sees the e-mail first."""
    registration = get_registration(request.user, conference, id)
    demand(states.ending(registration).may(request.user, registration))
    by_desk = policy.acts_for_it(request.user, registration)
    is_own = policy.is_own(request.user, registration)
    is_own_draft = is_own and states.DISCARD.starts_from(registration)
    form: ReasonForm | WithdrawalForm = WithdrawalForm(request.POST)
    if by_desk:
        form = ReasonForm(request.POST)
        # It comes by a button, has entered nothing yet, and sees the e-mail at once.
        form.fields["reason"].required = "step" in request.POST
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def drafts() -> list[Draft]:
        return actions.withdraw.emails_of_withdrawal(
            registration, reason=reason, actor=request.user
        )

    def send(seen: str) -> HttpResponse:
        actions.withdraw.withdraw(
            registration, reason=reason, seen=seen, actor=request.user
        )
        if is_own_draft:
            done = _("Draft discarded. Nothing was sent.")
        elif is_own:
            done = _(
                "Your registration has been withdrawn. We have e-mailed you a "
                "confirmation."
            )
        else:
            done = _("Registration withdrawn. The place is available again.")
        messages.success(request, done)
        return _back(request, registration)

    return _done(request, registration, "withdraw", form, drafts, send)


@once
def remind(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The e-mail with the personal link once more: looked at, then sent."""
    registration = get_registration(request.user, conference, id, states.REMIND)

    def drafts() -> list[Draft]:
        return actions.nominate.emails_of_reminder(registration)

    def send(seen: str) -> HttpResponse:
        actions.nominate.resend(registration, seen=seen, actor=request.user)
        messages.success(
            request,
            _("We have sent the e-mail to %(email)s again.")
            % {"email": registration.email},
        )
        return _back(request, registration)

    return _looked_at(request, registration, "remind", None, drafts, send)


@once
@require_POST
def admit(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The focal point approves somebody who registered alone; the desk sees the e-mail
    first."""
    registration = get_registration(request.user, conference, id, states.ADMIT)

    def drafts() -> list[Draft]:
        return actions.register.emails_of_admission(registration, actor=request.user)

    def send(seen: str) -> HttpResponse:
        actions.register.admit(registration, seen=seen, actor=request.user)
        messages.success(
            request,
            _("%(name)s has been added to your delegation.")
            % {"name": registration.full_name},
        )
        return _back(request, registration)

    if policy.acts_for_it(request.user, registration):
        return _looked_at(request, registration, "admit", None, drafts, send)
    with announced(request):
        return send("")
    return _back(request, registration)


@once
def send_back(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The focal point returns somebody who registered alone, with a reason."""
    registration = get_registration(request.user, conference, id, states.RETURN)
    form = ReasonForm(request.POST or None)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def drafts() -> list[Draft]:
        return actions.register.emails_of_return(
            registration, reason=reason, actor=request.user
        )

    def send(seen: str) -> HttpResponse:
        actions.register.send_back(
            registration, reason=reason, seen=seen, actor=request.user
        )
        messages.success(
            request, _("Request returned. The person will see your reason.")
        )
        # The draft is its person's again: only the desk still sees it.
        assert registration.delegation_id is not None
        return redirect("delegations:show", conference.slug, registration.delegation_id)

    return _done(request, registration, "send-back", form, drafts, send)


def _after_details(
    request: Request, registration: Registration, later: bool
) -> HttpResponse:
    if later:
        said = _(
            "Saved but not yet confirmed. You can continue on any device until the "
            "deadline."
        )
    elif registration.is_asking:
        said = _(
            "Request sent to the focal point of %(organisation)s. We will e-mail you "
            "the answer."
        ) % {"organisation": registration.delegation}
    elif policy.is_own(request.user, registration):
        # Thousands do this before the deadline: said by the address, which spares the
        # session a write.
        page = reverse("lobby:home", args=[registration.conference.slug])
        return redirect(f"{page}?done=confirmed")
    else:
        said = _("The details of %(name)s are confirmed.") % {
            "name": registration.full_name
        }
    messages.success(request, said)
    return _back(request, registration)


def _what_follows(
    request: Request, registration: Registration
) -> list[consequences.Consequence]:
    """When it is withdrawn or given to another person."""
    return consequences.of(
        [registration],
        consequences.Deed.WITHDRAWN,
        viewer=request.user,
        conference=registration.conference,
    )


def _done(
    request: Request,
    registration: Registration,
    what: str,
    form: BaseForm,
    drafts: Callable[[], list[Draft]],
    send: Callable[[str], HttpResponse],
) -> HttpResponse:
    """At once by the person or its focal point; the desk, which speaks for the
    secretariat, sees the e-mails first."""
    if policy.acts_for_it(request.user, registration):
        return _looked_at(request, registration, what, form, drafts, send)
    if form.is_valid():
        with shown_at(form):
            return send("")
    return _person_page(request, registration, form, what)


def _looked_at(
    request: Request,
    registration: Registration,
    what: str,
    form: BaseForm | None,
    drafts: Callable[[], list[Draft]],
    send: Callable[[str], HttpResponse],
) -> HttpResponse:
    title, send_label = {
        "withdraw": (
            _("Withdraw on this person’s behalf"),
            _("Withdraw and send exactly this"),
        ),
        "substitute": (
            _("Replace by another person"),
            _("Replace and send exactly this"),
        ),
        "send-back": (_("Return with a reason"), _("Return and send exactly this")),
        "admit": (_("Add to the delegation"), _("Add and send exactly this")),
        "remind": (_("Send the e-mail again"), _("Send 1 e-mail")),
    }[what]
    context = _about(request, registration, what) | {
        "title": title,
        "send_label": send_label,
        "look_label": _("Preview the e-mails"),
        "is_destructive": what == "withdraw",
        "may_send_nothing": what != "remind",
        "back": listed.page_of(request, registration, "delegations:registration"),
        "back_label": registration.full_name,
    }
    return look_then_send(
        request, "delegations/look.html", context, form=form, drafts=drafts, send=send
    )


def _person_page(
    request: Request, registration: Registration, form: BaseForm, what: str
) -> HttpResponse:
    context = _about(request, registration, what)
    return form_page(request, "delegations/person.html", context | {"form": form})


def _about(request: Request, registration: Registration, what: str) -> dict[str, Any]:
    ends = what in ("withdraw", "substitute")
    return {
        "registration": registration,
        "what": what,
        "consequences": _what_follows(request, registration) if ends else [],
        "list_query": listed.list_query(request),
    }


def _back(request: Request, registration: Registration) -> HttpResponse:
    """What people do for themselves ends at their own page; what they do for others,
    at that person's."""
    if policy.is_own(request.user, registration):
        return redirect("lobby:home", registration.conference.slug)
    if policy.can_list_registrations.on(request.user, registration):
        return listed.back_to(request, registration)
    return redirect(
        "delegations:registration", registration.conference.slug, registration.pk
    )


def _get_to_save(
    verb: Verb | None, request: Request, conference: Conference, id: str
) -> Registration:
    """Locked while a form is answered."""
    to_save = request.method == "POST"
    return get_registration(request.user, conference, id, verb, to_save=to_save)
