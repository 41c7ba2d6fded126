from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.journal.verbs import in_words
from hemicycle.post import access, actions, policy
from hemicycle.post.access import get_email
from hemicycle.post.lists import EMAILS
from hemicycle.post.looking import look_then_send
from hemicycle.post.models import MailServer
from hemicycle.ui.refusals import announced


def index(request: HttpRequest, conference: Any) -> HttpResponseBase:
    """All e-mails of the conference, newest first."""
    emails = access.listed(request.user, conference)
    more = {"sends_mail": settings.MAIL != "none", "server": MailServer.read()}
    return EMAILS.answer(request, emails, "post/index.html", more)


def show(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """One e-mail, as its reader sees it, codes masked."""
    email = get_email(request.user, conference, id)
    return render(
        request,
        "post/show.html",
        {
            "email": email,
            "history": in_words(Entry.objects.about(email)[:20]),
            "can_resend": email.can_be_resent
            and policy.can_resend(request.user, conference),
            "is_staff": policy.can_read_all(request.user, conference),
        },
    )


@once
def resend(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """The e-mail as it was sent, and the button that sends it once more."""
    email = get_email(request.user, conference, id, to_resend=True)

    def send(seen: str) -> HttpResponse:
        actions.resend(email, seen=seen, actor=request.user)
        messages.success(request, _("The e-mail will be sent again."))
        return redirect("post:show", conference.slug, email.pk)

    context = {
        "title": _("Send the e-mail again"),
        "send_label": _("Send 1 e-mail"),
        "back": reverse("post:show", args=[conference.slug, email.pk]),
        "back_label": email.subject,
    }
    return look_then_send(
        request, "post/look.html", context, drafts=lambda: [email], send=send
    )


@require_POST
@once
def mark_delivered(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Say of an e-mail whose delivery is unknown that it has arrived."""
    email = get_email(request.user, conference, id, to_resend=True)
    with announced(request):
        actions.mark_delivered(email, actor=request.user)
        messages.success(request, _("The e-mail counts as delivered."))
    return redirect("post:show", conference.slug, email.pk)
