"""Caps: rules that are data, previewed before they change anything."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.delegations import actions, caps
from hemicycle.delegations.models import CapRule, Counter, Delegation
from hemicycle.journal.models import Entry
from hemicycle.organisations.models import Organisation, Standing
from tests.cast import Cast, make_organisation
from tests.conftest import sign_in

CAPS = "/en/uncsc-2019/delegations/caps/"


@pytest.mark.parametrize(
    ("kind", "standings", "cap"),
    [
        ("ngo", [], 20),
        ("ngo", ["dgc"], 40),
        ("academic", [], 100),
        ("academic", ["dgc", "roster"], 100),  # the highest, never the sum
    ],
)
def test_the_highest_cap_that_fits(
    cast: Cast, kind: str, standings: list[str], cap: int
) -> None:
    organisation = make_organisation("Cygnus", kind=kind)
    for standing in standings:
        Standing.objects.create(organisation=organisation, kind=standing)
    rules = list(cast.conference.cap_rules.all())
    assert caps.cap_for(organisation, rules) == cap


def test_a_home_in_utah_is_a_rule_of_place(cast: Cast) -> None:
    CapRule.objects.create(
        conference=cast.conference, cap=40, label={"en": "Utah"},
        country="US", subdivision="Utah",
    )  # fmt: skip
    rules = list(cast.conference.cap_rules.all())
    utah = make_organisation("Draco", country="US", subdivision="UTAH")
    assert caps.cap_for(utah, rules) == 40
    ohio = make_organisation("Lyra", country="US", subdivision="Ohio")
    assert caps.cap_for(ohio, rules) == 20


def test_no_rule_no_places(cast: Cast) -> None:
    assert caps.cap_for(Organisation(country="CH"), []) == 0


def test_a_changed_rule_changes_nothing_before_it_was_looked_at(
    client: Client, cast: Cast
) -> None:
    Delegation.objects.update(taken=12)
    sign_in(client, cast.clara)
    rule = CapRule.objects.get(cap=40)
    sent = {
        "cap": "10",
        "label_en": "associated",
        "standing": "dgc",
        "members_places": "umbrella",
    }
    CapRule.objects.filter(cap=20).delete()
    response = client.post(f"{CAPS}{rule.pk}/", sent)
    assert response.status_code == 302, response.content.decode()
    assert Delegation.objects.get().cap == 40
    page = client.get(CAPS)
    html = page.content.decode()
    assert "Aurora" in html
    assert "(2 keep places beyond the cap)" in html
    client.post(f"{CAPS}recompute/", {"seen": "another"})
    assert Delegation.objects.get().cap == 40
    client.post(f"{CAPS}recompute/", {"seen": page.context["seen"]})
    delegation = Delegation.objects.get()
    assert (delegation.cap, delegation.taken, delegation.places_left) == (10, 12, 0)
    entry = Entry.objects.about(delegation).first()
    assert entry is not None
    assert entry.details == {"before": 40, "cap": 10}


def test_a_rule_is_added_and_removed(client: Client, cast: Cast) -> None:
    sign_in(client, cast.clara)
    bad = client.post(f"{CAPS}new/", {"cap": "-1", "label_en": "Odd"})
    assert 'value="-1"' in bad.content.decode()
    client.post(
        f"{CAPS}new/",
        {
            "cap": "60",
            "label_en": "chambers",
            "kind": "chamber",
            "members_places": "own",
        },
    )
    rule = CapRule.objects.get(cap=60)
    assert (rule.kind, rule.label) == ("chamber", {"en": "chambers"})
    assert rule.members_places == "own"
    client.post(f"{CAPS}{rule.pk}/remove/")
    assert not CapRule.objects.filter(cap=60).exists()


def test_the_whole_conference_has_a_cap_too(client: Client, cast: Cast) -> None:
    sign_in(client, cast.clara)
    client.post(f"{CAPS}conference/", {"cap": "5700"})
    assert Counter.objects.get(category=None).cap == 5700
    client.post(f"{CAPS}conference/", {"cap": ""})
    assert Counter.objects.get(category=None).cap is None
    html = client.post(f"{CAPS}conference/", {"cap": "many"}).content.decode()
    assert "enter a whole number in digits" in html


@pytest.mark.parametrize("who", ["rosa", "amina", "sam", "eve"])
def test_caps_are_the_chiefs(client: Client, cast: Cast, who: str) -> None:
    sign_in(client, getattr(cast, who))
    rule = CapRule.objects.first()
    assert rule is not None
    for address in (CAPS, f"{CAPS}new/", f"{CAPS}{rule.pk}/"):
        assert client.get(address).status_code == 403
    for address in ("recompute/", "conference/", f"{rule.pk}/remove/"):
        assert client.post(CAPS + address, {"seen": ""}).status_code == 403
    assert CapRule.objects.count() == 3


def test_the_caps_previewed_of_one_organisation_change_no_other(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    aurora = Delegation.objects.filter(pk=cast.delegation.pk)
    borealis = Delegation.objects.filter(
        pk=Delegation.objects.create(
            conference=cast.conference, organisation=cast.borealis, cap=20
        ).pk
    )
    CapRule.objects.update(cap=30)
    aurora.update(cap=30)
    page = client.get(CAPS)
    assert [change.delegation for change in page.context["changes"]] == [borealis.get()]
    # As many as before, but another one.
    aurora.update(cap=20)
    borealis.update(cap=30)
    with pytest.raises(ValidationError) as refusal:
        actions.open.recompute_caps(
            cast.conference, seen=page.context["seen"], actor=cast.clara
        )
    assert refusal.value.code == "changed"
    assert (aurora.get().cap, borealis.get().cap) == (20, 30)
