"""The request as views know it: signed in, and about one conference."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from hemicycle.people.models import User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from hemicycle.conferences.models import Conference


class Request(HttpRequest):
    """A request of somebody signed in; `conference` where the address names one."""

    user: User
    conference: "Conference"
    htmx: "HtmxDetails"
