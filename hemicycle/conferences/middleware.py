"""The conference that an address names is found once, before the view."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from hemicycle.conferences.models import Conference
from hemicycle.fields.prepared import prepared
from hemicycle.ui.middleware import BeforeView


@prepared
def _conferences(*, slug: str) -> QuerySet[Conference]:
    """One or none. Nearly every request asks."""
    return Conference.objects.filter(slug=slug).order_by()


class ConferenceOfAddress(BeforeView):
    """Turns the address's `conference` into the row, as `request.conference` too.

    An unknown or unpublished conference is a 404 for whoever may not see it, so no
    view can forget to ask.
    """

    def before(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> None:
        if "conference" not in named:
            return
        conference = next(iter(_conferences(slug=named["conference"])), None)
        if conference is None or not (
            conference.is_published
            or Conference.objects.visible_to(request.user)
            .filter(pk=conference.pk)
            .exists()
        ):
            raise Http404
        named["conference"] = conference
        request.conference = conference  # type: ignore[attr-defined]  # Request
