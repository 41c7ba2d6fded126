"""Where the programme is edited. The public reads it in `website`."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people.http import Request
from hemicycle.programme import access, actions
from hemicycle.programme.consequences import of_removal
from hemicycle.programme.forms import AppearanceForm, SessionForm
from hemicycle.programme.lists import SESSIONS
from hemicycle.programme.models import Appearance, Session
from hemicycle.ui.refusals import form_page, shown_at


def index(request: Request, conference: Conference) -> HttpResponseBase:
    """Every session, to be edited."""
    sessions = access.listed(request.user, conference)
    return SESSIONS.answer(request, sessions, "programme/index.html")


@once
def add(request: Request, conference: Conference) -> HttpResponse:
    access.demand_editor(request.user, conference)
    session = Session(conference=conference)
    form = SessionForm(request.POST or None, instance=session, conference=conference)
    if form.is_valid():
        with shown_at(form):
            actions.add(session, actor=request.user)
            messages.success(
                request,
                _("“%(name)s” is added. The public sees it now.")
                % {"name": form.instance},
            )
            return redirect("programme:show", conference.slug, session.pk)
    return form_page(
        request, "programme/show.html", {"conference": conference, "form": form}
    )


@once
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One session, with its form and who appears. POST stores the form."""
    lock_until_saved(request, Session, id)
    session = access.get_session(request.user, conference, id)
    title = str(session)
    form = SessionForm(request.POST or None, instance=session, conference=conference)
    if form.is_valid():
        with shown_at(form):
            actions.change(session, actor=request.user)
            messages.success(request, _("Saved. The public sees it now."))
            note_merged(request, form)
            return redirect("programme:show", conference.slug, session.pk)
    return _page(request, conference, id, title, form, AppearanceForm())


@require_POST
@once
def remove(request: Request, conference: Conference, id: str) -> HttpResponse:
    session = access.get_session(request.user, conference, id)
    actions.remove(session, actor=request.user)
    messages.success(
        request, _("“%(name)s” is removed from the programme.") % {"name": session}
    )
    return redirect("programme:index", conference.slug)


@require_POST
@once
def add_appearance(request: Request, conference: Conference, id: str) -> HttpResponse:
    """Add who appears in the session."""
    session = access.get_session(request.user, conference, id)
    form = AppearanceForm(request.POST, instance=Appearance(session=session))
    if form.is_valid():
        with shown_at(form):
            actions.add_appearance(form.instance, actor=request.user)
            messages.success(
                request,
                _("“%(name)s” is added. The public sees it now.")
                % {"name": form.instance},
            )
            return redirect("programme:show", conference.slug, id)
    unchanged = SessionForm(instance=session, conference=conference)
    return _page(request, conference, id, str(session), unchanged, form)


@require_POST
@once
def remove_appearance(
    request: Request, conference: Conference, id: str, pk: int
) -> HttpResponse:
    session = access.get_session(request.user, conference, id)
    appearance = get_object_or_404(session.appearances, pk=pk)
    actions.remove_appearance(appearance, actor=request.user)
    messages.success(
        request, _("“%(name)s” is removed from this session.") % {"name": appearance}
    )
    return redirect("programme:show", conference.slug, id)


def _page(
    request: Request,
    conference: Conference,
    id: str,
    title: str,
    form: SessionForm,
    billing: AppearanceForm,
) -> HttpResponse:
    appearances = list(
        Appearance.objects.filter(session=id).select_related("registration")
    )
    return form_page(
        request,
        "programme/show.html",
        {
            "conference": conference,
            "id": id,
            "name": title,
            "form": form,
            "billing": billing,
            "appearances": appearances,
            "consequences": list(of_removal(appearances)),
        },
    )
