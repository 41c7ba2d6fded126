"""Public pages that show more than one room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference, Notice
from hemicycle.conferences.policy import can_begin as may_begin
from hemicycle.conferences.public_pages import is_public, public
from hemicycle.conferences.series import editions
from hemicycle.delegations.asked import NOMINATION
from hemicycle.lib import clock
from hemicycle.newsroom.languages import address_of
from hemicycle.newsroom.models import Publication
from hemicycle.programme.models import Session, by_day
from hemicycle.programme.policy import can_edit as may_edit_programme
from hemicycle.statistics import actions as counting
from hemicycle.statistics import figures as figures_of
from hemicycle.ui.paging import page_of

SESSIONS_AT_HOME = 12
NEWS_AT_HOME = 3


@require_safe
@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """To the front page in the reader's language."""
    return redirect("front")


@require_safe
@public("page")
def front(request: HttpRequest) -> HttpResponse:
    """The conferences one may see; straight to it where there is one only."""
    shared = is_public(request)
    visible = Conference.objects.visible_to(None if shared else request.user)
    conferences = page_of(visible, request.GET.get("page"))
    if conferences.paginator.count == 1:
        return redirect("website:home", conferences[0].slug)
    return render(
        request,
        "website/front.html",
        {
            "public": shared,
            "conferences": conferences,
            "may_begin": not shared and may_begin(request.user),
        },
    )


@require_safe
@public()
def home(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Theme, days, organisers, figures, programme so far, and what to do next."""
    now = clock.now()
    registration = windows.find(conference, NOMINATION)
    today = conference.today
    days = by_day(Session.objects.of_the_day_ahead(conference, today))
    day = days[0] if days else None
    return _with_figures(
        request,
        "website/home.html",
        {
            "public": is_public(request),
            "conference": conference,
            "co_organisers": conference.co_organisers.all(),
            "windows": windows.listed(conference),
            "registration_is_open": registration is not None
            and registration.is_open(now),
            "day": day,
            "sessions": day.sessions[:SESSIONS_AT_HOME] if day else [],
            "today": today,
            "news": _newest_news(conference),
            "editions": editions(
                conference, None if is_public(request) else request.user
            ),
        },
    )


@require_safe
@public()
def programme(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The programme known so far, by day, with its sources.

    During the conference the days that are over come last, so that today is first.
    """
    today = conference.today
    days = by_day(Session.objects.in_the_programme(conference))
    is_on = conference.starts_on <= today <= conference.ends_on
    return render(
        request,
        "website/programme.html",
        {
            "public": is_public(request),
            "conference": conference,
            "days": days,
            "sections": sorted(
                days,
                key=lambda day: is_on and day.date is not None and day.date < today,
            ),
            "may_edit": not is_public(request)
            and may_edit_programme(request.user, conference),
            "today": today,
        },
    )


@require_safe
@public()
def figures(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Each figure with definition, source and time."""
    return _with_figures(
        request,
        "website/figures.html",
        {
            "public": is_public(request),
            "conference": conference,
        },
    )


@require_safe
@public()
def privacy(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Who is responsible for personal data, and the notices in force."""
    return render(
        request,
        "website/privacy.html",
        {
            "public": is_public(request),
            "conference": conference,
            "controllers": conference.co_organisers.filter(is_controller=True),
            "notices": Notice.objects.in_force(conference),
        },
    )


def _newest_news(conference: Conference) -> list[tuple[Publication, str]]:
    """In the reader's language, with their addresses."""
    language = get_language() or "en"
    rows = Publication.objects.of_conference(conference).in_language(language)
    return [
        (row, address_of("article", language, conference, row.article_id))
        for row in rows[:NEWS_AT_HOME]
    ]


def _with_figures(
    request: HttpRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    """The page with the public figures and the half circle, from the same snapshot.

    Kept a minute: the figures on it bear their time, also where they are older.
    """
    conference = context["conference"]
    assert isinstance(conference, Conference)
    snapshot = counting.current(conference)
    seats = figures_of.seats(snapshot.counts, "approved")
    figures = figures_of.public(snapshot)
    context |= {"figures": figures, "seats": seats}
    return render(request, template, context)
