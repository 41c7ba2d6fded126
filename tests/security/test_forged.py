"""Forged forms, forged hosts, redirects to elsewhere: goals S20, S21.

And S25's prefetch for the pages that links lead to. What is about signing in stands in
tests/people.
"""

import copy
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.people.test_safety import PAYLOADS
from tests.security.test_matrix import ADDRESSES, WHO_MAY, address_of
from tests.security.world import World, everything, undone, watching

pytestmark = pytest.mark.django_db

# A browser sends these reports by itself, without a token; nothing is stored.
WITHOUT_TOKEN = {"csp-reports"}


@pytest.mark.parametrize("role", ["anonymous", "lin", "amina", "clara"])
def test_a_form_without_its_token_is_refused_everywhere(
    world: World, role: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    user = world.user(role)
    if user is not None:
        sign_in(client, user)
    cookies, taken = copy.deepcopy(client.cookies), []
    for name, methods in WHO_MAY.items():
        if methods["post"][role] != "+" or name in WITHOUT_TOKEN:
            continue
        path = address_of(name, world.ours)
        for headers in ({}, {"origin": "https://evil.example"}):
            with undone(), watching() as writes:
                response = client.post(path, {"csrfmiddlewaretoken": "x" * 32},
                                       headers=headers)  # fmt: skip
            client.cookies = copy.deepcopy(cookies)
            if response.status_code != 403 or writes.tables:
                taken.append((name, response.status_code, writes.tables))
    assert taken == []


NEXT = ("next", "url", "redirect", "return", "return_to", "continue", "path", "to")
LEAD_ON = (
    "people:sign_in", "people:second_factor", "people:fresh", "people:app",
    "people:passkeys", "people:second_factor_passkey", "people:sign_in_passkey",
    "people:passkey_add", "people:sign_in_code", "people:language", "front", "root",
    "website:home", "lobby:home", "me", "people:sign_out",
)  # fmt: skip
READS_NEXT = {"people:sign_in", "people:second_factor", "people:language"}


@pytest.mark.parametrize("role", ["anonymous", "rosa"])
def test_no_address_leads_elsewhere(world: World, role: str) -> None:
    """A hundred payloads, as every `next`-like name, in the address and in the form."""
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    strays = []
    for name in LEAD_ON:
        path = address_of(name, world.ours)
        for number, payload in enumerate(PAYLOADS):
            # All names at once; the form's language makes that page lead on.
            typed = dict.fromkeys(NEXT, payload) | {"language": "ar"}
            query = "&".join(f"{key}={quote(payload)}" for key in NEXT)
            # Every payload where `next` is read; some of them everywhere else.
            if number % 12 and name not in READS_NEXT:
                continue
            for method in ("get", "post"):
                if method == "post" and number % 5 and name != "people:language":
                    continue
                with undone():
                    ask: Any = getattr(client, method)
                    response = ask(f"{path}?{query}", *([typed] * (method == "post")))
                client.cookies = copy.deepcopy(cookies)
                where = response.get("Location", "/")
                if not where.startswith("/") or where[1:2] in ("/", "\\"):
                    strays.append((name, method, payload, where))
    assert strays == []


def test_letters_and_pages_never_name_the_host_of_the_request(world: World) -> None:
    client = world.clients["clara"]
    for name in ("website:home", "desk:today", "conferences:roles", "people:sign_in"):
        path = address_of(name, world.ours)
        with undone():
            assert client.get(path, headers={"host": "evil.example"}).status_code == 400
            page = client.get(path, headers={"x-forwarded-host": "evil.example"})
        assert b"evil.example" not in page.content


def test_reading_a_link_fifty_times_changes_nothing(world: World) -> None:
    """Also the pages behind the link, for whoever is signed in already."""
    pages = [
        address_of(name, world.ours)
        for name in ("link", "people:link", "doors:enrolment", "new:first", "verify")
    ]
    known = sign_in(Client(), world.ours.member)
    before = everything()
    for page in pages:
        Client().get(page)
    for number in range(50):
        Client(REMOTE_ADDR=f"10.0.1.{number}").get(pages[1])
    for name in (
        "delegations:registration", "delegations:confirm", "delegations:register",
        "invitations:index",
    ):  # fmt: skip
        arguments = world.ours.arguments(name, ADDRESSES[name])
        known.get(reverse(name, kwargs=arguments))
    assert everything() == before
