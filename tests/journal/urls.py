"""A view that stores something, for the tests of `once`."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
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


urlpatterns = [
    path("add/", add),
    path("other/", add),
    path("htmx/", add, {"kind": "htmx"}),
    *of_the_house,
]
