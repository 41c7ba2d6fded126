"""Where enquiries are assigned, answered and closed."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.journal.verbs import in_words
from hemicycle.lib.states import open_to
from hemicycle.people.http import Request
from hemicycle.post.looking import look_then_send
from hemicycle.ui.refusals import announced, form_page, shown_at
from hemicycle.website import access, states, wording
from hemicycle.website.actions import enquiries
from hemicycle.website.forms import AnswerForm, AssignForm, MoveForm
from hemicycle.website.lists import ENQUIRIES
from hemicycle.website.models import Enquiry
from hemicycle.website.shown import state_kind

SHOWN_OF_HISTORY = 20


@require_safe
def index(request: Request, conference: Conference) -> HttpResponseBase:
    return ENQUIRIES.answer(request, access.listed(request.user, conference))


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    enquiry = access.get_enquiry(request.user, conference, id)
    return _page(request, enquiry)


def _page(
    request: Request,
    enquiry: Enquiry,
    *,
    assign_form: BaseForm | None = None,
    move_form: BaseForm | None = None,
) -> HttpResponse:
    return form_page(
        request, "website/enquiry_staff.html",
        {
            "enquiry": enquiry,
            "kind": state_kind(enquiry),
            "messages_of_it": enquiry.messages.select_related("by"),
            "offered": open_to(states.VERBS, request.user, enquiry),
            "assign_form": assign_form or AssignForm(enquiry=enquiry),
            "move_form": move_form or MoveForm(enquiry=enquiry),
            "others": _others_of(request, enquiry),
            "history": in_words(Entry.objects.about(enquiry)[:SHOWN_OF_HISTORY]),
        },
    )  # fmt: skip


def _others_of(request: Request, enquiry: Enquiry) -> list[Enquiry]:
    """What else came from this address, as far as it is this reader's work."""
    visible = Enquiry.objects.visible_to(request.user, enquiry.conference)
    same = visible.filter(email=enquiry.email).exclude(pk=enquiry.pk)
    return list(same.with_first_words().order_by("-asked_at")[:5])


@require_POST
@once
def assign(request: Request, conference: Conference, id: str) -> HttpResponse:
    enquiry = access.get_enquiry(request.user, conference, id, states.ASSIGN)
    form = AssignForm(request.POST, enquiry=enquiry)
    if form.is_valid():
        with shown_at(form):
            to = form.cleaned_data["assigned_to"]
            enquiries.assign(enquiry, to=to, actor=request.user)
            said = _("Assigned to %(name)s.") % {"name": to} if to else ""
            messages.success(request, said or _("Assigned to no one."))
            return redirect("enquiries:show", conference.slug, id)
    return _page(request, enquiry, assign_form=form)


@require_POST
@once
def move(request: Request, conference: Conference, id: str) -> HttpResponse:
    """To another subject; whoever has no part in it comes back to the list."""
    enquiry = access.get_enquiry(request.user, conference, id, states.MOVE)
    form = MoveForm(request.POST, enquiry=enquiry)
    if form.is_valid():
        with shown_at(form):
            moved = enquiries.move(enquiry, **form.cleaned_data, actor=request.user)
            subject = moved.get_subject_display()
            messages.success(
                request, _("Moved to the subject: %(subject)s.") % {"subject": subject}
            )
            if states.MOVE.may(request.user, moved):
                return redirect("enquiries:show", conference.slug, id)
            return redirect("enquiries:index", conference.slug)
    return _page(request, enquiry, move_form=form)


@once
def answer(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Written, looked at as the e-mail that it becomes, then sent."""
    enquiry = access.get_enquiry(request.user, conference, id, states.ANSWER)
    page = reverse("enquiries:show", args=[conference.slug, id])
    form = AnswerForm(request.POST or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""

    def send(seen: str) -> HttpResponse:
        enquiries.answer(enquiry, words=words, seen=seen, actor=request.user)
        messages.success(request, _("The answer is on its way."))
        return redirect(page)

    context = {
        "enquiry": enquiry,
        "messages_of_it": enquiry.messages.select_related("by"),
        "title": _("Answer %(name)s") % {"name": enquiry.name},
        "send_label": _("Send the answer"),
        "back": page,
        "back_label": enquiry.name,
    }
    return look_then_send(
        request, "website/answer.html", context,
        form=form, drafts=lambda: [wording.answered(enquiry, words)], send=send,
    )  # fmt: skip


@require_POST
@once
def close(request: Request, conference: Conference, id: str) -> HttpResponse:
    enquiry = access.get_enquiry(request.user, conference, id, states.CLOSE)
    with announced(request):
        enquiries.close(enquiry, actor=request.user)
        messages.success(request, _("The enquiry is closed."))
    return redirect("enquiries:show", conference.slug, id)


@require_POST
@once
def reopen(request: Request, conference: Conference, id: str) -> HttpResponse:
    enquiry = access.get_enquiry(request.user, conference, id, states.REOPEN)
    with announced(request):
        enquiries.reopen(enquiry, actor=request.user)
        messages.success(request, _("The enquiry awaits an answer again."))
    return redirect("enquiries:show", conference.slug, id)
