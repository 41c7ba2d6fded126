"""A role for a part of the conference learns nothing of anybody outside of it: every
page is the same with and without a stranger there, counts and e-mails included.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hemicycle.badges import actions as badges
from hemicycle.conferences.models import CoOrganiser, Hat, Role
from hemicycle.delegations import flags
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.lib import clock
from hemicycle.tables.actions import save_view
from hemicycle.vetting.actions import flag as notes
from hemicycle.vetting.models import Decision, DecisionItem
from tests.cast import make_email, make_registration, make_user
from tests.exports import exported
from tests.security.test_matrix import ADDRESSES, address_of
from tests.security.test_scopes import city as city  # a fixture
from tests.security.world import World, client_of, close, undone

pytestmark = pytest.mark.django_db

State = Registration.State
NAME = "Zebedee Quux"
MADE_EACH_TIME = re.compile(
    r'(name="(?:csrfmiddlewaretoken|submission|typed_by|scan|as_read)" value=")[^"]*'
    r"|since=\d+|nonce=\"[^\"]*\""
)
PARTS = [
    (Hat.REGISTRAR, "category"),
    (Hat.HELP_DESK, "co_organiser"),
    (Hat.PROTOCOL, "co_organiser"),
]


def bring_a_stranger(world: World, inside: Registration, kind: str) -> None:
    """Somebody of the same name outside of the part, with everything people have."""
    conference, rosa = world.cast.conference, world.cast.rosa
    delegation = world.ours.registration.delegation
    if kind == "category":
        delegation = inside.delegation  # the same delegation, another category
    stranger = make_registration(
        delegation=delegation,
        category=world.cast.representative,
        full_name=inside.full_name,
        email="stranger@example.org",
        state=State.APPROVED,
        holds_delegation=True,
        nationality="TN",
        decided_at=clock.now(),
        waiting_since=clock.now(),
        name_key=inside.name_key,
    )
    stranger.index()
    stranger.save()
    Delegation.objects.filter(pk=delegation.pk).update(taken=9)
    badges.issue(stranger, actor=rosa)
    notes.raise_flag(stranger, note=NAME, actor=rosa)
    decision = Decision.objects.create(
        conference=conference, verdict="refuse", reason="No place",
        fingerprint="0" * 64, prepared_by=rosa,
    )  # fmt: skip
    DecisionItem.objects.create(
        decision=decision, registration=stranger, fingerprint="0" * 64
    )
    make_email(
        "vetting/waiting", conference=conference, to="stranger@example.org",
        send_key="stranger", thing=stranger,
        context={"name": NAME, "organisation": "", "category": "", "code": "",
                 "reason": "", "own_address": True},
    )  # fmt: skip


LISTS = (
    "vetting:registrations", "vetting:decisions", "badges:index", "invitations:index",
    "delegations:index", "jobs:index",
)  # fmt: skip
FILES = (
    "registrations-part", "registrations-part-protocol", "decisions", "badges",
    "invitations", "delegations", "organisations",
)  # fmt: skip
QUERIES = (
    "view=all", "view=flagged", "q=zebedee", "q=stranger@example.org", "counts=state",
    "counts=flag", "counts=delegation", "counts=country", "flag=duplicate", "flag=any",
    "columns=flags,code,organisation&view=all",
)  # fmt: skip


def pages(world: World) -> list[str]:
    """Of the conference, about what is inside of the part; but not what everybody may
    know, which counts everybody."""
    return [
        address_of(name, world.theirs)
        for name, route in ADDRESSES.items()
        if "<slug:conference>" in route and not name.startswith("website:")
    ]


def queries(world: World) -> Iterator[str]:
    for name in LISTS:
        for query in QUERIES:
            yield f"{address_of(name, world.theirs)}?{query}"


def files(client: Client) -> dict[str, bytes]:
    """Of the lists that this reader has."""
    made = {}
    for name in FILES:
        with undone():
            page = reverse("jobs:new_export", args=["uncsc-2019", name])
            if client.post(page).status_code == 302:
                made[name] = exported(client, name, "view=all")
    return made


def read(client: Client, pages: Iterable[str]) -> dict[str, str]:
    """Those that are answered, without what is made each time."""
    cache.clear()
    answers = {}
    for page in pages:
        with undone():
            response = client.get(page)
            text = b"".join(response) if response.streaming else response.content
            close(response)
        kind = response.get("Content-Type", "")
        if response.status_code == 200 and ("html" in kind or "csv" in kind):
            answers[page] = MADE_EACH_TIME.sub(r"\1", text.decode())
    return answers


@pytest.mark.parametrize(("hat", "kind"), PARTS)
def test_a_stranger_outside_of_the_part_changes_no_page(
    world: World, city: CoOrganiser, hat: str, kind: str
) -> None:
    conference = world.cast.conference
    part = world.cast.guest if kind == "category" else city
    user = make_user("Scoped")
    Role.objects.create(conference=conference, user=user, hat=hat, **{kind: part})
    user.needs_second_factor = True
    user.save()
    client = client_of(user)
    inside = Registration.objects.get(
        conference=conference, delegation=world.theirs.registration.delegation,
        state=State.CONFIRMED,
    )  # fmt: skip
    inside.full_name = NAME
    inside.index()
    inside.save()
    with undone():
        flags.refresh(inside)
        alone = read(client, [*pages(world), *queries(world)])
        files_alone = files(client)
    with undone():
        bring_a_stranger(world, inside, kind)
        flags.refresh(inside)
        assert inside.flags.filter(kind="duplicate").exists()
        beside = read(client, alone)
        files_beside = files(client)
    assert len(alone) > 20
    different = {
        page: [line for line in beside[page].splitlines() if line not in text]
        for page, text in alone.items()
        if beside[page] != text
    }
    assert different == {}
    assert files_alone
    assert files_beside == files_alone


def test_what_was_inferred_from_others_is_neither_selected_nor_exported(
    world: World, city: CoOrganiser
) -> None:
    """By a query that the reader's own list does not offer."""
    conference = world.cast.conference
    user = make_user("Scoped")
    Role.objects.create(
        conference=conference, user=user, hat=Hat.REGISTRAR, co_organiser=city
    )
    user.needs_second_factor = True
    user.save()
    client = client_of(user)
    inside = world.theirs.registration
    inside.flags.create(kind="duplicate", details="SECRET")
    decide = address_of("vetting:decide", world.theirs)
    asked = {"verdict": "refuse", "reason": "No", "all": "1"}
    for query, is_found in (("flag=duplicate", False), ("view=all", True)):
        answer = client.post(decide, asked | {"query": query})
        assert (answer.status_code == 200) == is_found, query
    assert "uplicate" not in answer.text
    query = "view=all&columns=flags,state"
    text = exported(client, "registrations-part", query).decode()
    assert inside.full_name in text
    assert "uplicate" not in text
    flag = inside.flags.get(kind="duplicate")
    clear = address_of("vetting:clear_flag", world.theirs)
    clear = clear.replace(f"/{world.theirs.things['vetting:clear_flag']['flag']}/",
                          f"/{flag.pk}/")  # fmt: skip
    assert client.post(clear, {f"flag-{flag.pk}-note": "x"}).status_code == 404


def test_a_view_that_colleagues_share_is_for_those_who_read_the_whole_list(
    world: World, city: CoOrganiser
) -> None:
    """Its name and its search tell of rows that others do not see."""
    conference = world.cast.conference
    scoped = make_user("Scoped")
    Role.objects.create(
        conference=conference, user=scoped, hat=Hat.REGISTRAR, co_organiser=city
    )
    scoped.needs_second_factor = True
    scoped.save()
    clients = world.clients | {"scoped": client_of(scoped)}
    rosa, petra = world.cast.rosa, world.cast.petra
    for name, sharer, colleague, others in (
        ("invitations", petra, "rosa", ("amina", "scoped")),
        ("organisations", petra, "rosa", ("amina",)),
        ("badges", rosa, "ravi", ("scoped",)),
    ):
        with undone():
            save_view(
                conference, name, name="About Zebedee", query="q=zebedee",
                is_shared=True, actor=sharer,
            )  # fmt: skip
            page = address_of(f"{name}:index", world.ours)
            assert "About Zebedee" in clients[colleague].get(page).text
            for who in others:
                answer = clients[who].get(page)
                assert answer.status_code == 200, (name, who)
                assert "ebedee" not in answer.text, (name, who)
