"""Goal R4: what is sent twice is done once, at every address that changes something."""

import copy

import pytest

from tests.security.test_fields import forms_of
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import (
    World,
    close,
    every_address,
    everything,
    undone,
    watching,
)

pytestmark = pytest.mark.django_db

SHOWN_ONCE = "shows a secret once, which no receipt may keep: sent again, another one"
CODE = "a code, token or challenge works once by itself"

# Every other address that takes a POST bears @once, or only reads (`ONLY_READ`).
WITHOUT_ONCE = {
    "tables:new_import": "reads outside a transaction; an import has its submission",
    "tables:import_reading": "reads outside a transaction, and changes no row twice",
    "doors:enrol": SHOWN_ONCE,
    "doors:give_shift": SHOWN_ONCE,
    "doors:enrolment": CODE,
    "doors:gate": "a scan bears an id of its own, and is kept once by it",
    "doors:start_shift": "each wrong PIN counts; the right one only sets a cookie",
    "people:app": SHOWN_ONCE,
    "people:fresh": CODE,
    "people:language": "the same language again",
    "people:link": CODE,
    "people:passkey_add": CODE,
    "people:passkey_options": CODE,
    "people:passkey_remove": "what is gone is gone",
    "people:recovery_codes": SHOWN_ONCE,
    "people:second_factor": CODE,
    "people:second_factor_options": CODE,
    "people:second_factor_passkey": CODE,
    "people:sign_in": "asked again, another code is mailed, under a throttle",
    "people:sign_in_code": CODE,
    "people:sign_in_options": CODE,
    "people:sign_in_passkey": CODE,
    "people:sign_out": "who is out is out",
    "people:sign_out_everywhere": "who is out is out",
}

READ = """
    badges:index badges:pdf badges:show conferences:notices
    conferences:parts conferences:offer conferences:rights conferences:roles
    conferences:show csp-reports delegations:caps
    vetting:decision vetting:decisions vetting:offer vetting:rule
    vetting:registration conferences:reset roles:mine
    delegations:index
    invitations:show invitations:logo invitations:pdf
    invitations:index delegations:registration vetting:registrations
    invitations:sending delegations:show vetting:waiting desk:today
    enquiries:index enquiries:show website:enquiry newsroom:pages
    doors:end_shift files:download jobs:export jobs:index jobs:progress
    jobs:result jobs:show lobby:home download-held held me organisations:index
    organisations:choose_other organisations:public organisations:show
    people:account people:email
    people:emails people:passkeys newsroom:home newsroom:index
    newsroom:check newsroom:people newsroom:preview newsroom:revisions newsroom:show
    newsroom:statements post:index post:show programme:index statistics:index
    tables:import
    tables:import_problems tables:template ui:gallery
"""
ONLY_READ = set(READ.split())

# From the invitation to the door; those that need a preview are sent twice in
# tests/delegations/test_sent_at_once.py.
JOURNEY = {
    "badges:hand_out", "badges:replace", "badges:revoke",
    "invitations:accept", "vetting:assign", "delegations:confirm",
    "vetting:decline_offer", "delegations:nominate",
    "invitations:send", "delegations:substitute", "delegations:admit",
    "vetting:take_offer", "delegations:withdraw",
}  # fmt: skip


def takes_post(name: str) -> bool:
    return set(WHO_MAY[name]["post"].values()) != {"m"}


def test_whatever_takes_a_form_is_once_or_has_a_reason() -> None:
    bare = {
        name
        for name, _route, view in every_address()
        if not name.startswith("demo:")
        and takes_post(name)
        and not getattr(view, "is_once", False)
    }
    assert sorted(bare) == sorted(ONLY_READ | set(WITHOUT_ONCE))


def test_pages_that_are_only_read_change_nothing_when_sent(world: World) -> None:
    changed = []
    for name in sorted(ONLY_READ):
        for role, sign in WHO_MAY[name]["post"].items():
            if sign == "+":
                with undone(), watching() as writes:
                    close(world.clients[role].post(address_of(name, world.ours)))
                changed += [(name, role, table) for table in writes.tables]
                break
    assert changed == []


ROLES = ("lin", "amina", "petra", "rosa", "clara")


def test_a_form_sent_twice_is_done_once(world: World) -> None:
    sent: set[str] = set()
    twice = []
    for role in ROLES:
        client = world.clients[role]
        cookies = copy.deepcopy(client.cookies)
        for (name, path), fields in forms_for(world, role).items():
            typed = fields | {"submission": ["k" * 22]}
            with undone():
                first = client.post(path, typed)
                if first.status_code == 302:
                    sent.add(name)
                    after_one = everything()
                    again = client.post(path, typed)
                    is_same = again.get("Location") == first["Location"]
                    assert everything() == after_one, (role, name)
                    if not is_same:
                        twice.append((role, name))
            client.cookies = copy.deepcopy(cookies)
    # Whoever accepts a role sets up a second factor before anything else is answered.
    assert set(twice) <= {("lin", "roles:accept")}
    assert sorted(JOURNEY - sent) == []


def forms_for(world: World, role: str) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Its buttons and its forms filled in, at addresses that promise to be once."""
    buttons: dict[tuple[str, str], dict[str, list[str]]] = {
        (name, address_of(name, world.ours)): {}
        for name in WHO_MAY
        if not name.startswith(("demo:", "ui:"))
    }
    return {
        (name, path): fields
        for (name, path), fields in (buttons | forms_of(world, role)).items()
        if WHO_MAY[name]["post"][role] == "+"
        and name not in ONLY_READ | set(WITHOUT_ONCE)
    }
