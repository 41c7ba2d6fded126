"""What is typed into any form survives the end of a session."""

from html.parser import HTMLParser

import pytest
from django.core.cache import cache

from hemicycle.people.kept import NEVER
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import ROLES, World, close, undone

pytestmark = pytest.mark.django_db

NOT_TYPED = {
    "hidden",
    "submit",
    "button",
    "reset",
    "image",
    "file",
    "checkbox",
    "radio",
}
# The name of a passkey goes with the answer of a device, which is good only once.
WITHOUT = {"people:passkeys"}


class PostForms(HTMLParser):
    """Of each form that posts, its address, and the names of its inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, set[str], set[str]]] = []
        self._is_inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self._is_inside = given.get("method", "").lower() == "post"
            if self._is_inside:
                self.forms.append((given.get("action", ""), set(), set()))
        elif self._is_inside and name and tag in ("input", "textarea", "select"):
            _action, typed, hidden = self.forms[-1]
            if tag != "input" or kind not in NOT_TYPED:
                typed.add(name)
            elif kind == "hidden":
                hidden.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def test_every_form_with_something_typed_is_kept(world: World) -> None:
    """For all who are signed in: to a stranger it could not be given back."""
    cache.clear()
    bare, seen = set(), set()
    for role in set(ROLES) - {"anonymous"}:
        for name, methods in WHO_MAY.items():
            if methods["get"][role] != "+":
                continue
            with undone():
                response = world.clients[role].get(address_of(name, world.ours))
            if "html" in response.get("Content-Type", "") and not response.streaming:
                for form in PostForms(response.content.decode()).forms:
                    action, typed, hidden = form
                    if not typed - NEVER or name in WITHOUT:
                        continue
                    seen.add(name)
                    if not {"submission", "typed_by"} <= hidden:
                        bare.add((name, action, *sorted(typed)))
            close(response)
    assert len(seen) > 20
    assert sorted(bare) == []
