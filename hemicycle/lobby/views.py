"""Each person's own page, at a conference and over all of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hemicycle.badges.models import Badge
from hemicycle.conferences import policy
from hemicycle.conferences.models import Conference, Role, Window
from hemicycle.conferences.policy import Hat, roles_of
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.doors.models import Scan
from hemicycle.fields import personal
from hemicycle.invitations.models import Invitation
from hemicycle.lobby import held, steps
from hemicycle.people.http import Request
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.ui.downloads import as_download

ANSWERS = 5
LETTERS = 10
SCANS = 20


def my_conferences(request: Request) -> HttpResponse:
    """Where one has something to do. With a single such place, that place itself."""
    user = request.user
    conferences = list(_conferences_of(user))
    if len(conferences) == 1 and "all" not in request.GET:
        return redirect(_first_page(user, conferences[0]))
    others = Conference.objects.visible_to(user).exclude(
        pk__in=[conference.pk for conference in conferences]
    )
    mine = [(conference, _first_page(user, conference)) for conference in conferences]
    context = {"mine": mine, "others": others[:50]}
    return render(request, "lobby/my_conferences.html", context)


def home(request: Request, conference: Conference) -> HttpResponse:
    """The next step in one sentence; below it everything we hold and have written."""
    user = request.user
    windows = {window.kind: window for window in conference.windows.all()}
    mine = _mine(user, conference, windows)
    roles = roles_of(user, conference)
    led = Delegation.objects.filter(conference=conference).led_by(user)
    asking = list(
        Registration.objects.asking()
        .filter(delegation__in=led.values("pk"))
        .select_related("delegation__organisation")
        .order_by("asked_at", "id")[: ANSWERS + 1]
    )
    context = {
        "mine": mine,
        "is_twice": _is_twice([row["registration"] for row in mine]),
        "has_just_confirmed": request.GET.get("done") == "confirmed"
        and any(row["registration"].is_undecided for row in mine),
        "free": None
        if roles or mine
        else steps.without_registration(conference, windows),
        "delegations": led.select_related("organisation"),
        "asking": asking[:ANSWERS],
        "more_ask": len(asking) > ANSWERS,
        "invitations": Invitation.objects.filter(
            conference=conference, email=user.email
        )
        .unanswered()
        .select_related("organisation"),
        "roles": [str(role) for role in sorted(roles, key=_in_order)],
        "work": _work(roles, conference),
        "can_reset": policy.can_reset_second_factors(user, conference),
        "emails": Email.objects.visible_to(user, None).filter(conference=conference)[
            :LETTERS
        ],
        "scans": Scan.objects.filter(
            badge__registration__in=[row["registration"] for row in mine]
        )
        .select_related("door")
        .order_by("-at")[:SCANS],
    }
    return render(request, "lobby/home.html", context)


def all_held(request: Request) -> HttpResponse:
    """Of every room: what it keeps about this person, how much, and what for."""
    rows = [(each, each.of(request.user).count()) for each in personal.held()]
    context = {"rows": [(each, count) for each, count in rows if count]}
    return render(request, "lobby/held.html", context)


@require_safe
def download_held(request: Request) -> HttpResponse:
    """All of it as one JSON file."""
    everything = JsonResponse(
        {str(each.label): each.rows(request.user) for each in personal.held()},
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    return as_download(everything, "held.json")


def _mine(
    user: User, conference: Conference, windows: dict[str, Window]
) -> list[dict[str, Any]]:
    """One's registrations here, each with its next step and what is held about it."""
    registrations = list(
        Registration.objects.filter(conference=conference)
        .own(user)
        .select_related("category", "delegation__organisation")
        .prefetch_related("flags", "acceptances__notice")
        .order_by("created_at", "id")
    )
    newest: dict[str, Badge] = {}
    for badge in Badge.objects.filter(registration__in=registrations).order_by(
        "issued_at", "id"
    ):
        newest[badge.registration_id] = badge
    mine = []
    for registration in registrations:
        registration.conference = conference
        mine.append(
            {
                "registration": registration,
                "step": steps.next_step(
                    registration, newest.get(registration.pk), windows
                ),
                "facts": list(held.facts(registration)),
                "events": held.events(registration, user),
            }
        )
    return mine


def _is_twice(registrations: Iterable[Registration]) -> bool:
    """Whether two of one's registrations go on as the same person."""
    going = [
        registration for registration in registrations if not registration.has_ended
    ]
    return len({registration.person_key for registration in going}) < len(going)


def _conferences_of(user: User) -> list[Conference]:
    """Conferences at which this person is expected, leads, is invited or works."""
    ids = {
        *Registration.objects.own(user).values_list("conference", flat=True),
        *Delegation.objects.led_by(user).values_list("conference", flat=True),
        *Invitation.objects.filter(email=user.email)
        .unanswered()
        .values_list("conference", flat=True),
        *Role.objects.filter(user=user).values_list("conference", flat=True),
    }
    return list(Conference.objects.visible_to(user).filter(pk__in=ids)[:50])


def _first_page(user: User, conference: Conference) -> str:
    """Staff begin at their work, everybody else at their own page."""
    work = _work(roles_of(user, conference), conference)
    return work or reverse("lobby:home", args=[conference.slug])


def _in_order(role: Role) -> tuple[int, str]:
    return Hat.values.index(role.hat), role.scope


def _work(roles: list[Role], conference: Conference) -> str:
    worn = {role.hat for role in roles}
    places = (
        ({Hat.CHIEF}, "desk:today"),
        ({Hat.REGISTRAR, Hat.HELP_DESK}, "vetting:registrations"),
        ({Hat.PROTOCOL}, "invitations:index"),
        ({Hat.SUPERVISOR, Hat.STEWARD}, "doors:index"),
        ({Hat.PROGRAMME, Hat.PRESS}, "website:programme"),
    )
    for any_of, name in places:
        if worn & any_of:
            return reverse(name, args=[conference.slug])
    return ""
