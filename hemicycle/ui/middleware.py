"""The shape of a middleware that acts once the view is known."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse


class BeforeView:
    """Base of a middleware that may answer, or refuse, instead of the view."""

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
    ) -> HttpResponse | None:
        return self.before(request, view, named)

    def before(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        """The answer instead of the view's, if any; `named` are what the view gets from
        the address, and may be changed."""
        raise NotImplementedError
