"""Public pages that show more than one room."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemicycle.conferences import windows
from hemicycle.conferences.models import Conference, Notice
from hemicycle.conferences.policy import can_begin as may_begin
from hemicycle.conferences.public_pages import is_public, public
from hemicycle.conferences.series import editions
from hemicycle.delegations.asked import NOMINATION
from hemicycle.lib import clock, spreadsheet
from hemicycle.newsroom.languages import address_of
from hemicycle.newsroom.models import Publication
from hemicycle.programme.models import Session, by_day
from hemicycle.programme.policy import can_edit as may_edit_programme
from hemicycle.statistics import publishing, shown
from hemicycle.statistics.models import StatedFigure
from hemicycle.ui import charts
from hemicycle.ui.downloads import as_download
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
    published = publishing.public(conference)
    return render(
        request,
        "website/home.html",
        {
            "figures": list(shown.figures(published)),
            "seats": shown.seats(conference, published),
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
    """Each published figure with its definition, beside those of others."""
    published = publishing.public(conference)
    return render(
        request,
        "website/figures.html",
        {
            "public": is_public(request),
            "conference": conference,
            "figures": list(shown.figures(published)),
            "tables": shown.tables(conference, published),
            "seats": shown.seats(conference, published),
            "stated": StatedFigure.objects.filter(conference=conference),
        },
    )


@require_safe
@public()
def figure_svg(request: HttpRequest, conference: Conference, name: str) -> HttpResponse:
    """A published chart as a file."""
    table = _public_table(conference, name)
    if not table.is_drawn:
        raise Http404
    drawn = HttpResponse(charts.svg(table.chart), content_type="image/svg+xml")
    return as_download(drawn, f"{name}.svg")


@require_safe
@public()
def figure_csv(request: HttpRequest, conference: Conference, name: str) -> HttpResponse:
    """A published table as a file, with what it counts, its source and time."""
    table = _public_table(conference, name)
    represented = _("represented")
    rows = [
        [row.label, *(represented if n is None else n for n in row.numbers)]
        for row in table.chart.rows
    ]
    rows += [[], [table.definition], [table.source], [table.at.isoformat()]]
    headings = [table.chart.heading, *table.chart.series]
    lines = spreadsheet.write_csv(headings, rows)
    return as_download(HttpResponse(lines, content_type="text/csv"), f"{name}.csv")


def _public_table(conference: Conference, name: str) -> shown.Shown:
    """404 for what was never published."""
    published = publishing.public(conference).tables.get(name)
    if published is None or published.protected.subject not in shown.SUBJECTS:
        raise Http404
    return shown.shown(published, shown.label_names(conference))


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
