"""The supervisor's doors: which are in use, who stands there, what was answered."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.badges import policy as badges_policy
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.doors import access, actions, policy
from hemicycle.doors.consequences import of_disconnecting, of_removal
from hemicycle.doors.forms import ChangeDoorForm, DeviceForm, DoorForm, ShiftForm
from hemicycle.doors.lists import SCANS
from hemicycle.doors.models import Device, Door
from hemicycle.journal.receipts import key_of, once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.lib import clock, qr
from hemicycle.people.http import Request
from hemicycle.ui.refusals import announced, form_page, shown_at

RECENT = timedelta(minutes=10)


@once
def index(request: Request, conference: Conference) -> HttpResponse:
    """All doors with what they answered lately. POST adds one."""
    demand(policy.can_watch(request.user, conference))
    form = DoorForm(request.POST or None, conference=conference)
    if request.method == "POST":
        demand(policy.can_run(request.user, conference))
        if form.is_valid():
            with shown_at(form):
                actions.add(conference, **form.cleaned_data, actor=request.user)
                return redirect("doors:index", conference.slug)
    doors = (
        Door.objects.visible_to(request.user, conference)
        .with_counts(clock.now() - RECENT)
        .select_related("zone")
    )
    return form_page(
        request,
        "doors/index.html",
        {
            "doors": doors,
            "form": form,
            "minutes": RECENT.seconds // 60,
            "can_run": policy.can_run(request.user, conference),
        },
    )


@once
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One door, its last scans (`?scans=all`: all), phones and shifts. POST changes."""
    lock_until_saved(request, Door, id)
    to_run = request.method == "POST"
    door = access.get_door(request.user, conference, id, to_run=to_run)
    initial = {"name": door.name, "zone": door.zone_id, "is_open": door.is_open}
    form = ChangeDoorForm(request.POST or None, conference=conference, initial=initial)
    if to_run:
        form.edited = door
        if form.is_valid():
            with shown_at(form):
                actions.change(door, **form.cleaned_data, actor=request.user)
                note_merged(request, form)
                return redirect("doors:show", conference.slug, id)
            door.refresh_from_db()
    return _page(request, conference, door, form=form)


@once
def remove(request: Request, conference: Conference, id: str) -> HttpResponse:
    """What stops with this door and what stays; POST removes it."""
    door = access.get_door(request.user, conference, id, to_run=True)
    if request.method != "POST":
        context = {"door": door, "consequences": list(of_removal(door))}
        return render(request, "doors/remove.html", context)
    with announced(request):
        actions.remove(door, actor=request.user)
        messages.success(request, _("Door “%(name)s” removed.") % {"name": door})
    return redirect("doors:index", conference.slug)


@require_POST
def enrol(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Shows, once, the address that makes a phone this door's."""
    door = access.get_door(request.user, conference, id, to_run=True)
    form = DeviceForm(request.POST, auto_id="phone_%s")
    if not form.is_valid():
        return _page(request, conference, door, device_form=form)
    device, token = actions.enrol(
        door, **form.cleaned_data, submission=key_of(request), actor=request.user
    )
    path = reverse("doors:enrolment", args=[conference.slug, token])
    return render(
        request,
        "doors/enrolled.html",
        {
            "door": door,
            "device": device,
            "address": settings.URL + path,
            "qr": mark_safe(qr.svg(settings.URL + path)),  # squares alone
            "minutes": actions.ENROLMENT_MINUTES,
        },
    )


@require_POST
@once
def end_phone(
    request: Request, conference: Conference, id: str, device: str
) -> HttpResponse:
    door = access.get_door(request.user, conference, id, to_run=True)
    actions.end(get_object_or_404(Device, door=door, pk=device), actor=request.user)
    return redirect("doors:show", conference.slug, id)


@require_POST
def give_shift(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Shows, once, the PIN of a new shift."""
    door = access.get_door(request.user, conference, id, to_run=True)
    form = ShiftForm(request.POST, conference=conference, auto_id="shift_%s")
    if form.is_valid():
        with shown_at(form):
            shift, pin = actions.give_shift(
                door,
                **form.cleaned_data,
                submission=key_of(request),
                actor=request.user,
            )
            context = {"door": door, "shift": shift, "pin": pin}
            return render(request, "doors/shift.html", context)
    return _page(request, conference, door, shift_form=form)


def _page(
    request: Request,
    conference: Conference,
    door: Door,
    *,
    form: ChangeDoorForm | None = None,
    device_form: DeviceForm | None = None,
    shift_form: ShiftForm | None = None,
) -> HttpResponse:
    now = clock.now()
    devices = list(door.devices.filter(ended_at=None))
    can_see_badges = badges_policy.can_hand_out(request.user, conference)
    return form_page(
        request,
        "doors/show.html",
        {
            "door": door,
            "form": form
            or ChangeDoorForm(
                conference=conference,
                initial={
                    "name": door.name,
                    "zone": door.zone_id,
                    "is_open": door.is_open,
                },
            ),
            "device_form": device_form or DeviceForm(auto_id="phone_%s"),
            "shift_form": shift_form
            or ShiftForm(conference=conference, auto_id="shift_%s"),
            "page": SCANS.page(
                request, door.scans.all(), is_linked=can_see_badges, of=door.pk
            ),
            "devices": devices,
            "consequences": list(of_disconnecting(devices)),
            "shifts": door.shifts.filter(ends_at__gt=now),
            "now": now,
            "can_run": policy.can_run(request.user, conference),
            "can_scan": policy.can_scan(request.user, conference),
        },
    )
