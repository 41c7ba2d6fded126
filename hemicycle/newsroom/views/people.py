"""People named in texts, and their statements on file: what texts are held against."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.newsroom import access
from hemicycle.newsroom.actions import people as actions
from hemicycle.newsroom.lists import PEOPLE, STATEMENTS
from hemicycle.newsroom.models import DatedOffice, NamedPerson, Statement
from hemicycle.newsroom.record_forms import OfficeForm, PersonForm, StatementForm
from hemicycle.people.http import Request
from hemicycle.ui.refusals import form_page, shown_at

BESIDE = "id_office_%s"
"""Of a form that stands beside another with fields of the same names."""


def index(request: Request, conference: Conference) -> HttpResponse:
    people = access.listed_people(request.user, conference)
    return PEOPLE.answer(request, people, "newsroom/people.html")


@once
def add(request: Request, conference: Conference) -> HttpResponse:
    access.demand_record_keeper(request.user, conference)
    person = NamedPerson(conference=conference)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        with shown_at(form):
            actions.store_person(person, **form.names, actor=request.user)
            messages.success(
                request, _("“%(name)s” is on record.") % {"name": person.full_name}
            )
            return redirect("newsroom:person", conference.slug, person.pk)
    return form_page(request, "newsroom/person.html", {"form": form})


@once
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One person: names, offices and their dates, statements. POST stores the names."""
    lock_until_saved(request, NamedPerson, id)
    person = access.get_person(request.user, conference, id)
    name = person.full_name
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        with shown_at(form):
            actions.store_person(person, **form.names, actor=request.user)
            messages.success(request, _("The record is saved."))
            note_merged(request, form)
            return redirect("newsroom:person", conference.slug, id)
    office_form = OfficeForm(instance=_office(person), auto_id=BESIDE)
    return _page(request, person, name, form, office_form)


@require_POST
@once
def remove(request: Request, conference: Conference, id: str) -> HttpResponse:
    person = access.get_person(request.user, conference, id)
    actions.remove_person(person, actor=request.user)
    messages.success(
        request, _("“%(name)s” is no longer on record.") % {"name": person.full_name}
    )
    return redirect("newsroom:people", conference.slug)


@require_POST
@once
def add_office(request: Request, conference: Conference, id: str) -> HttpResponse:
    person = access.get_person(request.user, conference, id)
    office = _office(person)
    form = OfficeForm(request.POST, instance=office, auto_id=BESIDE)
    if form.is_valid():
        with shown_at(form):
            actions.store_office(office, actor=request.user)
            messages.success(request, _("“%(office)s” is added.") % {"office": office})
            return redirect("newsroom:person", conference.slug, id)
    names = PersonForm(instance=person)
    return _page(request, person, person.full_name, names, form)


@once
def change_office(
    request: Request, conference: Conference, id: str, office: int
) -> HttpResponse:
    lock_until_saved(request, DatedOffice, office)
    person = access.get_person(request.user, conference, id)
    held = get_object_or_404(person.offices, pk=office)
    held.person = person
    form = OfficeForm(request.POST or None, instance=held)
    if form.is_valid():
        with shown_at(form):
            actions.store_office(held, actor=request.user)
            messages.success(request, _("The office is saved."))
            note_merged(request, form)
            return redirect("newsroom:person", conference.slug, id)
    return form_page(
        request, "newsroom/office.html", {"person": person, "form": form, "pk": office}
    )


@require_POST
@once
def remove_office(
    request: Request, conference: Conference, id: str, office: int
) -> HttpResponse:
    person = access.get_person(request.user, conference, id)
    held = get_object_or_404(person.offices, pk=office)
    held.person = person
    actions.remove_office(held, actor=request.user)
    messages.success(request, _("“%(office)s” is removed.") % {"office": held})
    return redirect("newsroom:person", conference.slug, id)


def statements(request: Request, conference: Conference) -> HttpResponse:
    rows = access.listed_statements(request.user, conference)
    return STATEMENTS.answer(request, rows, "newsroom/statements.html")


@once
def add_statement(request: Request, conference: Conference) -> HttpResponse:
    """`?speaker=` chooses who said it beforehand."""
    access.demand_record_keeper(request.user, conference)
    statement = Statement(conference=conference)
    first = {"speaker": request.GET.get("speaker", "")}
    form = StatementForm(request.POST or None, instance=statement, initial=first)
    if form.is_valid():
        with shown_at(form):
            actions.store_statement(statement, actor=request.user)
            messages.success(
                request, _("“%(title)s” is on file.") % {"title": statement}
            )
            return redirect("newsroom:statement", conference.slug, statement.pk)
    return form_page(request, "newsroom/statement.html", {"form": form})


@once
def statement(request: Request, conference: Conference, id: str) -> HttpResponse:
    lock_until_saved(request, Statement, id)
    stored = access.get_statement(request.user, conference, id)
    title = str(stored)
    form = StatementForm(request.POST or None, instance=stored)
    if form.is_valid():
        with shown_at(form):
            actions.store_statement(stored, actor=request.user)
            messages.success(request, _("The statement is saved."))
            note_merged(request, form)
            return redirect("newsroom:statement", conference.slug, id)
    return form_page(
        request, "newsroom/statement.html", {"form": form, "id": id, "name": title}
    )


@require_POST
@once
def remove_statement(request: Request, conference: Conference, id: str) -> HttpResponse:
    stored = access.get_statement(request.user, conference, id)
    actions.remove_statement(stored, actor=request.user)
    messages.success(
        request, _("“%(title)s” is no longer on file.") % {"title": stored}
    )
    return redirect("newsroom:statements", conference.slug)


def _office(person: NamedPerson) -> DatedOffice:
    return DatedOffice(person=person)


def _page(
    request: Request,
    person: NamedPerson,
    name: str,
    form: PersonForm,
    office_form: OfficeForm,
) -> HttpResponse:
    return form_page(
        request, "newsroom/person.html",
        {
            "id": person.pk,
            "name": name,
            "form": form,
            "office_form": office_form,
            "offices": list(person.offices.all()),
            "statements": list(person.statements.all()),
            "appearances": list(person.appearances()),
        },
    )  # fmt: skip
