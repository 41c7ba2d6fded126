"""What a steward sees: a field for the code, then green or red, a word and a shape.

The page belongs to an enrolled phone on a shift, or to a steward who is signed in. It
works without JavaScript; with it, only the answer is replaced.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.doors import actions, policy
from hemicycle.doors.forms import CodeForm, PinForm
from hemicycle.doors.models import Device, Door, Scan, Shift
from hemicycle.doors.rules import REPLIES
from hemicycle.lib import clock
from hemicycle.lib.codes import SHORT_CODE_LENGTH, new_id
from hemicycle.people.http import Request
from hemicycle.ui import formats
from hemicycle.ui.refusals import form_page, shown_at

KEY_COOKIE, SHIFT_COOKIE = "door", "shift"
KEY_DAYS = 14
MOST_MINUTES_AGO = 60


class GateAccess(NamedTuple):
    """Who stands at this door, and with what."""

    door: Door
    device: Device | None
    shift_id: str | None
    is_account: bool


@login_not_required
def gate(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The scan page. POST judges one code and keeps the scan."""
    access = _access(request, conference, id)
    if access.device and not access.shift_id:
        return _pin_page(request, access.door, PinForm())
    scan, form = None, CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with shown_at(form, "code"):
            scan = actions.scan(
                access.door,
                code=form.cleaned_data["code"],
                scan_id=form.cleaned_data["scan"],
                device=access.device,
                shift=Shift(pk=access.shift_id) if access.shift_id else None,
                actor=request.user if access.is_account else None,
            )
    template = "doors/gate.html#verdict" if request.htmx else "doors/gate.html"
    return _private(
        form_page(
            request,
            template,
            {
                "door": access.door,
                "device": access.device,
                "form": form,
                "scan": scan,
                "reply": REPLIES[scan.answer] if scan else None,
                "let_in": _let_in(scan) if scan else "",
                "may_be_mistyped": bool(scan and _may_be_mistyped(scan)),
                "next_scan": new_id(),
            },
        )
    )


def _may_be_mistyped(scan: Scan) -> bool:
    """No badge, and too short for what a scanner reads: fingers did it."""
    return (
        scan.badge is None
        and scan.answer in (Scan.Answer.UNKNOWN, Scan.Answer.FORGED)
        and len(scan.heard) < 2 * SHORT_CODE_LENGTH
    )


def _let_in(scan: Scan) -> str:
    """In words, when this badge was let in before on the same day, and where."""
    earlier, conference = scan.earlier, scan.conference
    if earlier is None:
        return ""
    if conference.day_of(earlier.at) != conference.day_of(scan.at):
        return ""
    minutes = (scan.at - earlier.at) // timedelta(minutes=1)
    if minutes >= MOST_MINUTES_AGO:
        at = formats.clock(earlier.at, conference.zone)
        return _("Let in at %(time)s at %(door)s") % {"time": at, "door": earlier.door}
    if minutes == 0:
        return _("Let in just now at %(door)s") % {"door": earlier.door}
    return ngettext(
        "Let in %(minutes)s minute ago at %(door)s",
        "Let in %(minutes)s minutes ago at %(door)s",
        minutes,
    ) % {"minutes": minutes, "door": earlier.door}


@login_not_required
def enrolment(request: Request, conference: Conference, token: str) -> HttpResponse:
    """Opened on the phone that will stand at a door. Only the button does anything."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_at(form):
            device, key = actions.begin(conference, token=token)
            response = redirect("doors:gate", conference.slug, device.door_id)
            response.set_cookie(
                KEY_COOKIE,
                key,
                max_age=KEY_DAYS * 24 * 3600,
                path=reverse("doors:index", args=[conference.slug]),
                httponly=True,
                secure=request.is_secure(),
                samesite="Strict",
            )
            return response
    return _private(form_page(request, "doors/enrolment.html", {"form": form}))


@login_not_required
@require_POST
def start_shift(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The PIN of a shift opens the phone until the shift ends."""
    access = _access(request, conference, id)
    if access.device is None:
        raise Http404
    form = PinForm(request.POST)
    if form.is_valid():
        with shown_at(form, "pin"):
            shift = actions.start_shift(access.device, **form.cleaned_data)
            response = redirect("doors:gate", conference.slug, id)
            response.set_signed_cookie(
                SHIFT_COOKIE,
                f"{shift.pk} {shift.ends_at.isoformat()}",
                salt=access.device.pk,
                path=reverse("doors:index", args=[conference.slug]),
                httponly=True,
                secure=request.is_secure(),
                samesite="Strict",
            )
            return response
    return _pin_page(request, access.door, form)


@login_not_required
@require_POST
def end_shift(request: Request, conference: Conference, id: str) -> HttpResponse:
    """The next steward types another PIN."""
    response = redirect("doors:gate", conference.slug, id)
    response.delete_cookie(
        SHIFT_COOKIE, path=reverse("doors:index", args=[conference.slug])
    )
    return response


def _access(request: Request, conference: Conference, id: str) -> GateAccess:
    """The door, if this phone or this person may stand at it; anyone else: 404."""
    device = actions.device_with(request.COOKIES.get(KEY_COOKIE, ""))
    if device is not None and device.door_id == id:
        if device.door.conference_id != conference.pk:
            raise Http404
        device.door.conference = conference
        return GateAccess(device.door, device, _shift_of(request, device), False)
    if policy.can_scan(request.user, conference):
        door = Door.objects.filter(conference=conference, pk=id).first()
        if door is not None:
            door.conference = conference
            return GateAccess(door, None, None, True)
    raise Http404


def _shift_of(request: Request, device: Device) -> str | None:
    """The shift in the signed cookie, while it lasts. Asks the database nothing."""
    value = request.get_signed_cookie(SHIFT_COOKIE, default=None, salt=device.pk)
    if not value:
        return None
    shift, ends_at = value.split()
    return shift if clock.now() < datetime.fromisoformat(ends_at) else None


def _pin_page(request: Request, door: Door, form: PinForm) -> HttpResponse:
    return _private(form_page(request, "doors/pin.html", {"door": door, "form": form}))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
