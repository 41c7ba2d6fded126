"""Stepping in as somebody of the cast, reading their mail, choosing another moment.

These pages exist in the demonstration only, and need no sign-in there.
"""

import subprocess
import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.demo.cast import BY_KEY, CAST, Member
from hemicycle.demo.mailboxes import OTHERS, Mailbox, mailbox_of
from hemicycle.demo.moments import MOMENTS, Moment
from hemicycle.demo.stable import stable_id
from hemicycle.lib import clock
from hemicycle.people.actions import step_in as begin_session
from hemicycle.people.models import User
from hemicycle.post.models import unsealed_body
from hemicycle.ui.paging import page_of

SECONDS_TO_SET_UP = 60


@login_not_required
def cast(request: HttpRequest) -> HttpResponse:
    """Who may be stepped into, and the moments there are."""
    conference = _conference()
    return render(
        request,
        "demo/cast.html",
        {
            "cast": CAST,
            "others": OTHERS,
            "moments": MOMENTS.values(),
            "conference": conference,
            "now": clock.now(),
        },
    )


@login_not_required
@require_POST
def step_in(request: HttpRequest, key: str) -> HttpResponse:
    """Be this person from now on, second factor included; their own first page."""
    member, user = _member(key)
    conference = _conference()
    logout(request)
    begin_session(request, user)
    return redirect(_page(member, conference))


@login_not_required
def mailbox(request: HttpRequest, key: str) -> HttpResponse:
    """The e-mails written to one of the cast, or to everybody else: the demonstration
    sends no mail."""
    conference = _conference()
    box = _mailbox(key)
    emails = box.emails.order_by("-created_at", "-id")
    page = page_of(emails, request.GET.get("page"))
    return render(
        request,
        "demo/mailbox.html",
        {"box": box, "page": page, "conference": conference},
    )


@login_not_required
def email(request: HttpRequest, key: str, email: str) -> HttpResponse:
    """One e-mail as it would arrive, with its codes and links."""
    conference = _conference()
    box = _mailbox(key)
    shown = get_object_or_404(box.emails, pk=email)
    return render(
        request,
        "demo/email.html",
        {
            "box": box,
            "email": shown,
            "body": unsealed_body(shown),
            "conference": conference,
        },
    )


@login_not_required
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Set everything back to another moment. The page before says what is lost."""
    conference = _conference()
    moment = MOMENTS.get(key)
    if moment is None:
        raise Http404
    if request.method != "POST":
        return render(
            request, "demo/choose.html", {"moment": moment, "conference": conference}
        )
    refusal = _set_back(moment)
    if refusal:
        messages.error(request, refusal)
        return redirect("demo:choose", key)
    messages.success(
        request,
        _("It is now: %(moment)s. Earlier entries by visitors have been deleted.")
        % {"moment": moment.name},
    )
    return redirect("demo:cast")


def _set_back(moment: Moment) -> str:
    """Why it did not work and what to do then, or nothing.

    In a process of its own, which is killed when it takes too long: the work would hold
    this one's memory and its clock, and its transaction ends with it.
    """
    try:
        subprocess.run(
            [sys.executable, "manage.py", "demo", "--moment", moment.key],
            cwd=settings.ROOT, timeout=SECONDS_TO_SET_UP, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _(
            "The system is busy: the change took longer than a minute and was stopped. "
            "Nothing was deleted. Wait a minute, then try again."
        )
    except subprocess.CalledProcessError:
        return _(
            "The date was not changed, and nothing was deleted. Another visitor may "
            "have changed it at the same time. Wait a minute, then try again."
        )
    return ""


def _member(key: str) -> tuple[Member, User]:
    if not settings.IS_DEMO or key not in BY_KEY:
        raise Http404
    return BY_KEY[key], get_object_or_404(User, pk=stable_id("cast", key))


def _mailbox(key: str) -> Mailbox:
    box = mailbox_of(key)
    if box is None:
        raise Http404
    return box


def _conference() -> Conference:
    """The only one there is; a visitor who came too early is asked to wait a moment."""
    if not settings.IS_DEMO:
        raise Http404
    return get_object_or_404(Conference, is_specimen=True)


def _page(member: Member, conference: Conference) -> str:
    return reverse(member.page, args=[conference.slug])
