"""Goal S3: no identifier of another's thing works, wherever it is put."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from hemicycle.delegations.models import Flag, Registration
from hemicycle.doors.models import Scan
from hemicycle.fields.identifiers import IdField
from hemicycle.invitations.models import Invitation
from hemicycle.lib import codes
from hemicycle.programme.models import Session
from tests.security.test_matrix import ADDRESSES, METHODS, WHO_MAY, ask
from tests.security.world import Side, World, everything, undone, watching

pytestmark = pytest.mark.django_db

# Organisations outlive conferences: whoever works at one conference sees all of them.
SHARED = ("organisations:",)
# Not about a thing, or a thing of the person and not of the conference.
PLAIN = {
    "people:link", "link", "verify", "new:first", "conferences:write-notice",
    "conferences:publish-notice", "conferences:parts", "conferences:add-part",
}  # fmt: skip


def swapped(name: str, here: Side, there: Side) -> Iterator[dict[str, Any]]:
    """The address of a thing here, each identifier in turn one of there or nowhere."""
    mine = here.arguments(name, ADDRESSES[name])
    others = there.arguments(name, ADDRESSES[name])
    for key in mine:
        if key in ("conference", "part", "kind", "place", "?"):
            continue
        if key == "language" and name.startswith(("news-in:", "pages-in:")):
            continue  # a word of the address: no other is routed
        nowhere = 987654321 if isinstance(mine[key], int) else "0" * 26
        for value in (others[key], nowhere):
            if value != mine[key]:
                yield {k: v for k, v in mine.items() if k != "?"} | {key: value}


def opened(world: World, role: str, side: Side, names: list[str]) -> list[str]:
    """Addresses that answered a swapped identifier, or changed anything."""
    before = everything()
    found = []
    for name in names:
        for arguments in swapped(name, world.ours, side):
            path = reverse(name, kwargs=arguments)
            for method in METHODS:
                if WHO_MAY[name][method][role] != "+":
                    continue
                with undone():
                    with watching() as writes:
                        response = getattr(world.clients[role], method)(path)
                    changed = writes.tables and everything() != before
                if response.status_code not in (404, 403) or changed:
                    found.append(f"{name} {method} {arguments} {response.status_code}")
    return found


@pytest.mark.parametrize("role", ["clara", "rosa", "petra", "dina"])
def test_things_of_another_conference_are_not_found_in_this_one(
    world: World, role: str
) -> None:
    names = [
        name
        for name in world.ours.things
        if "<slug:conference>" in ADDRESSES[name]
        and name not in PLAIN
        and not name.startswith(SHARED)
        # They need no right: whoever holds the token, or nobody.
        and name not in ("doors:enrolment", "doors:end_shift")
    ]
    assert len(names) > 50
    assert opened(world, role, world.elsewhere, names) == []


@pytest.mark.parametrize("role", ["amina", "lin"])
def test_things_of_another_organisation_are_not_found(world: World, role: str) -> None:
    names = [
        name
        for name in world.ours.things
        if name not in PLAIN
        and not name.startswith(("demo:", "news"))
        and name not in ("organisations:public", "doors:enrolment", "doors:end_shift")
    ]
    for side in (world.theirs, world.elsewhere):
        assert opened(world, role, side, names) == []


def test_a_part_is_not_found_under_another_parent(world: World) -> None:
    """The name of another organisation, the phone of another door, and so on."""
    pairs = {
        "organisations:remove_name": "name",
        "organisations:end_membership": "membership",
        "organisations:end_standing": "standing",
        "organisations:end_focal_point": "focal_point",
        "vetting:clear_flag": "flag",
        "doors:end_phone": "device",
        "programme:remove_appearance": "pk",
        "newsroom:resolve": "comment",
        "newsroom:change_office": "office",
        "newsroom:remove_office": "office",
    }
    with_two = {
        name
        for name, route in ADDRESSES.items()
        if len(re.findall(r"<\w+:(?!conference)(?!part)\w+>", route)) > 1
    }
    # A checksum names the same picture everywhere; the kind of an import is a word.
    others = {"demo:email", "invitations:logo", "tables:new_import", "tables:template"}
    # A language and the number of a revision name a part of every article.
    others |= {
        f"newsroom:{page}"
        for page in (
            "write", "check", "repair", "keep", "reopen", "translated",
            "release_language", "preview", "revisions", "comment", "restore",
        )
    } | {
        "news:version", "news-in:article", "news-in:version", "pages-in:page",
    }  # fmt: skip
    # Two organisations side by side: all conferences share them.
    others |= {"organisations:merge"}
    assert with_two - others == set(pairs)
    before = everything()
    for name, child in pairs.items():
        for there in (world.theirs, world.elsewhere):
            path = reverse(
                name,
                kwargs=world.ours.arguments(name, ADDRESSES[name])
                | {child: there.things[name][child]},
            )
            with undone():
                response = world.clients["clara"].post(path, {"flag-1-note": "x"})
                assert response.status_code == 404, name
                assert everything() == before


def test_bulk_lists_take_no_registration_of_another_conference(world: World) -> None:
    """The registrar's ticked rows, and "all that the filter finds"."""
    decide = reverse("vetting:decide", args=["uncsc-2019"])
    foreign = [row.pk for row in Registration.objects.filter(
        conference=world.elsewhere.conference)]  # fmt: skip
    mine = Registration.objects.get(
        delegation__organisation=world.ours.organisation, state="confirmed"
    )
    before = everything()
    for verdict in ("approve", "wait", "refuse"):
        typed = {"verdict": verdict, "reason": "No.", "id": foreign}
        with undone():
            response = world.clients["rosa"].post(decide, typed)
            assert response.status_code in (302, 404)
            assert everything() == before
        with undone():
            typed["id"] = [*foreign, mine.pk]
            page = world.clients["rosa"].post(decide, typed)
            names = [row.name for row in page.context["rows"]]
            assert names == [mine.full_name]
            assert everything() == before
    there = world.elsewhere.registration.delegation
    assert there is not None
    with undone():
        page = world.clients["rosa"].post(
            decide,
            {"verdict": "refuse", "reason": "x", "all": "1",
             "query": f"delegation={there.pk}"},
        )  # fmt: skip
        assert page.status_code == 302
        assert everything() == before


def test_badges_of_another_conference_are_not_printed(world: World) -> None:
    path = reverse("badges:print", args=["uncsc-2019"])
    foreign = world.elsewhere.things["badges:show"]["id"]
    response = world.clients["rosa"].post(path, {"id": [foreign]})
    assert response.status_code == 302
    assert "pdf" not in response.get("Content-Type", "")


def test_a_badge_of_another_conference_opens_no_door(world: World) -> None:
    gate = reverse("doors:gate", kwargs=dict(world.ours.things["doors:gate"],
                                             conference="uncsc-2019"))  # fmt: skip
    badge = world.elsewhere.approved.badges.get()
    for code in (badge.code, badge.serial):
        page = (
            world.clients["sam"]
            .post(gate, {"code": code, "scan": codes.new_id()})
            .content.decode()
        )
        assert 'data-answer="enter"' not in page
    assert not Scan.objects.filter(door__conference=world.ours.conference,
                                   badge=badge).exists()  # fmt: skip


def test_filters_find_nothing_of_another_conference(world: World) -> None:
    there = world.elsewhere.registration
    assert there.delegation is not None
    path = reverse("vetting:registrations", args=["uncsc-2019"])
    for query in (
        {"delegation": there.delegation_id},
        {"category": there.category_id},
        {"q": there.code},
        {"q": there.full_name},
        {"after": there.pk},
        {"before": there.pk},
    ):
        html = world.clients["rosa"].get(path, query).content.decode()
        # Its identifier may come back in the page's own address, never as a row.
        assert f"/registrations/{there.pk}/" not in html
        assert f">{there.full_name}<" not in html


def body_lists(world: World) -> list[tuple[str, str, str, dict[str, Any]]]:
    """A form of ours with one choice that belongs elsewhere: role, address, field."""
    there = world.elsewhere
    signatory = there.things["invitations:show"]["id"]
    invitation = Invitation.objects.get(pk=signatory)
    abroad = there.registration.category
    zone = there.conference.zones.get(code="A")
    hall = there.conference.halls.get()
    letter = {
        "addressee": "X", "email": "x@example.org", "language": "en",
        "signatory": world.cast.signatory.pk, "organisation": "New one",
        "country": "KE", "kind": "ngo",
    }  # fmt: skip
    nominee = {"full_name": "N N", "part": "member", "language": "en"}
    session = {
        "title_en": "x", "title-en": "x", "title_0": "x", "kind": "plenary",
    }  # fmt: skip
    return [
        ("petra", "invitations:invite", "signatory",
         letter | {"signatory": invitation.signatory_id}),
        ("petra", "invitations:invite", "category", letter | {"category": abroad.pk}),
        ("dina", "doors:index", "zone", {"name": "East", "zone": zone.pk}),
        ("dina", "doors:show", "zone", {"name": "East", "zone": zone.pk}),
        ("amina", "delegations:nominate", "category",
         nominee | {"category": abroad.pk}),
        ("lin", "delegations:confirm", "category",
         {"full_name": "L", "category": abroad.pk}),
        ("clara", "programme:show", "hall", session | {"hall": hall.pk}),
        ("clara", "conferences:add-part", "name", {"code": "Z"}),
        ("rosa", "conferences:second-factors", "user",
         {"user": world.olga.pk, "reason": "Lost"}),
    ]  # fmt: skip


def test_a_form_takes_no_choice_that_belongs_elsewhere(world: World) -> None:
    # A second category, so that the forms ask for one.
    world.ours.conference.categories.update(is_open=True)
    before = everything()
    for role, name, field, typed in body_lists(world):
        path = reverse(name, kwargs={
            k: v for k, v in world.ours.arguments(name, ADDRESSES[name]).items()
            if k != "?"
        })  # fmt: skip
        with undone():
            response = world.clients[role].post(path, typed)
            assert response.status_code in (200, 404, 422), (name, field)
            if response.status_code != 404 and response.context and field != "name":
                forms = [
                    value
                    for context in response.context
                    for value in context.flatten().values()
                    if hasattr(value, "errors") and hasattr(value, "fields")
                ]
                assert any(field in form.errors for form in forms), (name, field)
            assert everything() == before, (name, field)


def test_a_query_names_no_organisation_one_may_not_see(world: World) -> None:
    path = reverse("invitations:invite", args=["uncsc-2019"])
    assert world.clients["petra"].get(
        path, {"organisation": "0" * 26}
    ).status_code == 404  # fmt: skip


def test_pages_turn_without_identifiers(world: World) -> None:
    """A page number that is none is a page, never an error or another's list."""
    for name, role in (
        ("vetting:registrations", "rosa"), ("post:index", "rosa"),
        ("badges:index", "rosa"), ("organisations:index", "rosa"),
        ("delegations:index", "amina"), ("invitations:index", "petra"),
    ):  # fmt: skip
        path = reverse(name, args=["uncsc-2019"])
        for page in ("0", "-1", "x", "99999999999999999999", "1'--", "\x00"):
            query = dict.fromkeys(("page", "at", "from", "after", "before"), page)
            response = world.clients[role].get(path, query)
            expected = 400 if page == "\x00" else 200
            assert response.status_code == expected, (name, page)


def test_public_identifiers_have_at_least_122_random_bits() -> None:
    drawn = [codes.new_id() for _ in range(2_000)]
    assert len(set(drawn)) == len(drawn)
    alphabet = set("".join(drawn))
    # Every place takes every letter, so none is a date or a counter.
    for place in range(26):
        seen = {one[place] for one in drawn}
        assert len(seen) >= 4, place
    bits = sum(
        len({one[place] for one in drawn}).bit_length() - 1 for place in range(26)
    )
    assert len(alphabet) == 32
    assert bits >= 122
    letters = codes.new_verification_code()
    assert len(letters) * 5 >= 80


def test_nothing_in_an_address_can_be_counted() -> None:
    """Rows that are named by number stand under a parent with a random identifier, or
    are the chief's own settings."""
    counted = {name for name, route in ADDRESSES.items() if "<int:" in route}
    assert counted == {
        "organisations:remove_name", "organisations:end_standing",
        "vetting:clear_flag", "programme:remove_appearance", "delegations:change_cap",
        "delegations:remove_cap", "conferences:remove-role",
        "conferences:change-role", "conferences:offer", "conferences:send-offer",
        "conferences:withdraw-offer", "roles:accept", "roles:decline",
        "organisations:end_membership", "newsroom:restore", "news:version",
        "news-in:version", "newsroom:change_office", "newsroom:remove_office",
    }  # fmt: skip
    for model in (Registration, Invitation, Session):
        assert isinstance(model._meta.pk, IdField)
    assert apps.get_model("delegations", "Flag") is Flag


def test_asking_is_the_same_as_the_table_says(world: World) -> None:
    """The helper of these tests refuses what the matrix refuses."""
    path = reverse("desk:today", args=["uncsc-2020"])
    assert ask(world, "clara", "get", path)[0] == "x"
