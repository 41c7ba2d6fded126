"""A view that stores something, for the tests of `once`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from hemicycle.journal.receipts import once
from hemicycle.organisations.models import Organisation
from hemicycle.urls import urlpatterns as of_the_house

FORM = "{% load journal %}<form method=post>{% submission %}{{ error }}</form>"


@login_not_required
@once
def add(request: HttpRequest, kind: str = "") -> HttpResponse:
    name = request.POST.get("name", "")
    if name == "crash":
        Organisation.objects.create(name=name, country="TN")
        raise PermissionDenied
    if request.method == "POST" and name:
        with transaction.atomic():
            added = Organisation.objects.create(name=name, country="TN")
        if kind == "htmx":
            return HttpResponse(status=204, headers={"HX-Redirect": f"/at/{added.pk}"})
        return redirect(f"/at/{added.pk}/")
    page = engines["django"].from_string(FORM)
    error = "Enter a name." if request.method == "POST" else ""
    return HttpResponse(page.render({"error": error}, request))


@login_not_required
@once
def add_overtaken(request: HttpRequest) -> HttpResponse:
    """Another request adds the same name between the first look and the writing."""
    name = request.FILES["name"].read().decode()
    is_there = Organisation.objects.filter(acronym=name).exists()
    if is_there or "is-gone" in request.POST:
        Organisation.objects.get(acronym=name)
        messages.success(request, "There already.")
        return redirect("/at/there/")
    messages.success(request, "Added.")
    Organisation.objects.create(name=name, country="TN")
    overtake(name)
    raise IntegrityError


def overtake(name: str) -> None:
    """What the other request commits meanwhile; the tests say how."""


urlpatterns = [
    path("add/", add),
    path("overtaken/", add_overtaken),
    path("other/", add),
    path("htmx/", add, {"kind": "htmx"}),
    *of_the_house,
]
