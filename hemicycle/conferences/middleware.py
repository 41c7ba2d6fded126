"""The conference that an address names is found once, before the view."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from hemicycle.conferences.models import Conference


class TheConference:
    """Turns the address's `conference` into the row, as `request.conference` too.

    An unknown or unpublished conference is a 404 for whoever may not see it, so no
    view can forget to ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        if "conference" not in named:
            return
        conference = get_object_or_404(Conference, slug=named["conference"])
        if not (
            conference.is_published
            or Conference.objects.visible_to(request.user)
            .filter(pk=conference.pk)
            .exists()
        ):
            raise Http404
        named["conference"] = conference
        request.conference = conference  # type: ignore[attr-defined]  # Request
