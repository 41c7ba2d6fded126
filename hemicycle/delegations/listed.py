"""The registrar's list that a reader works through travels along as `?list=`.

It holds the list's filters as its address has them, so that the page of a registration,
and what is done on it, leads back to the same list, or on to the next in it.
"""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from hemicycle.delegations.models import Registration
from hemicycle.people.http import Request

OF_ONE_PAGE = ("after", "before", "from")


def list_of(request: Request) -> str | None:
    """The filters of the list; None for readers who came from elsewhere."""
    sent = request.POST.get("list", request.POST.get("query", request.GET.get("list")))
    return None if sent is None else without_page(QueryDict(sent)).urlencode()


def list_query(request: Request) -> str:
    """What an address needs so that its page leads back to that list."""
    listed = list_of(request)
    return "" if listed is None else urlencode({"list": listed})


def without_page(query: QueryDict) -> QueryDict:
    """The filters alone, without the page of the list that they were read from."""
    filters = query.copy()
    for name in OF_ONE_PAGE:
        filters.pop(name, None)
    return filters


def back_to(
    request: Request, registration: Registration, page: str = "vetting:registration"
) -> HttpResponse:
    """To the page of this registration, which leads on in the same list."""
    return redirect(page_of(request, registration, page))


def page_of(request: Request, registration: Registration, page: str) -> str:
    """The address of this page of the registration, with the list."""
    listed = list_of(request)
    return reverse(
        page,
        args=[registration.conference.slug, registration.pk],
        query=None if listed is None else {"list": listed},
    )
