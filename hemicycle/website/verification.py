"""Is this letter genuine? Anyone may ask, with the code printed on it."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.invitations import verification
from hemicycle.lib import codes
from hemicycle.people import throttle
from hemicycle.people.client import client_network
from hemicycle.ui.refusals import form_page, shown_at


class Document(NamedTuple):
    """What a stranger learns of a letter: no more than the letter in hand says."""

    kind: str
    conference: Conference
    code: str
    issued_at: datetime | None
    issued_by: str
    addressed_to: str
    is_valid: bool
    remark: str


@require_safe
@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; the answer has an address of its own."""
    if code := codes.ungrouped(request.GET.get("code", "")):
        return redirect("verify", codes.grouped(code[:40]))
    return render(request, "website/verify.html", {"public": True})


@require_safe
@login_not_required
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the letter with this code is, and whether it still holds; 404 if unknown.

    429 after sixty unknown codes in a quarter of an hour from one address.
    """
    context: dict[str, object] = {
        "public": True,
        "typed": codes.grouped(codes.ungrouped(code[:60])),
    }
    form = Form({})
    with shown_at(form):
        tries = throttle.count(verify_network=client_network(request))
        document = find(code)
        if document:
            throttle.forgive(tries)
        characters = len(codes.ungrouped(code[:60]))
        is_short_or_long = characters != codes.VERIFICATION_CODE_LENGTH
        context |= {
            "asked": True,
            "document": document,
            "characters": characters if is_short_or_long else None,
        }
        status = 200 if document else 404
        return render(request, "website/verify.html", context, status=status)
    context["form"] = form
    return form_page(request, "website/verify.html", context, status=429)


def find(code: str) -> Document | None:
    """The document that bears this code, whatever spaces or hyphens were typed."""
    plain = codes.ungrouped(code[:60])
    if len(plain) != codes.VERIFICATION_CODE_LENGTH:
        return None
    return _invitation(plain)


def _invitation(code: str) -> Document | None:
    facts = verification.find(code)
    if facts is None:
        return None
    issuers = (facts.signatory, facts.signatory_title, facts.co_organiser)
    return Document(
        kind=_("Letter of invitation"),
        conference=facts.conference,
        code=codes.grouped(code),
        issued_at=facts.issued_at,
        issued_by=", ".join(part for part in issuers if part),
        addressed_to=facts.organisation,
        is_valid=facts.is_valid,
        remark=""
        if facts.is_valid
        else _("The secretariat has withdrawn this invitation."),
    )
