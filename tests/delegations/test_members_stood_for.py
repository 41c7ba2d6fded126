"""A chamber nominates people of its companies, under its own cap or under theirs."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.delegations import places
from hemicycle.delegations.actions.nominate import Nominee, correct, nominate
from hemicycle.delegations.actions.substitute import substitute
from hemicycle.delegations.models import CapRule, Delegation, Registration
from hemicycle.organisations.models import (
    Accreditation,
    Membership,
    Organisation,
)
from tests.cast import Cast, make_name, make_organisation
from tests.conftest import sign_in
from tests.delegations.test_people_tables import do, send


@pytest.fixture
def cedar(cast: Cast) -> Organisation:
    company = make_organisation("Cedar Works")
    Membership.objects.create(umbrella=cast.aurora, member=company)
    CapRule.objects.create(conference=cast.conference, cap=2, label={"en": "all"})
    CapRule.objects.filter(cap=20).delete()
    return company


def takes_own(cast: Cast) -> None:
    Delegation.objects.filter(pk=cast.delegation.pk).update(members_places="own")
    cast.delegation.refresh_from_db()


def address(cast: Cast, *more: str) -> str:
    parts = "/".join([cast.delegation.pk, *more])
    return f"/en/uncsc-2019/delegations/{parts}/"


def taken() -> dict[str, int]:
    return dict(Delegation.objects.values_list("organisation__name", "taken"))


CHEN = {"full_name": "Chen Wei", "part": "member", "language": "en"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("umbrella", {"Aurora": 1}),
        ("own", {"Aurora": 0, "Cedar Works": 1}),
    ],
)
def test_the_rule_says_whose_place_a_member_takes(
    client: Client,
    cast: Cast,
    cedar: Organisation,
    rule: str,
    expected: dict[str, int],
) -> None:
    Delegation.objects.update(members_places=rule)
    sign_in(client, cast.amina)
    sent = client.post(address(cast, "registrations"), CHEN | {"stands_for": cedar.pk})
    assert sent.status_code == 302
    registration = Registration.objects.get()
    assert registration.delegation == cast.delegation
    assert (registration.stands_for, registration.organisation) == (cedar, cedar)
    assert taken() == expected
    assert places.recount(cast.conference) == []
    shown = client.get(address(cast)).context
    assert (
        sum(count for _label, count, *_drawn in shown["groups"]) == (expected["Aurora"])
    )


def test_a_full_member_refuses_though_the_umbrella_has_room(
    cast: Cast, cedar: Organisation
) -> None:
    takes_own(cast)
    for name in ("One", "Two"):
        nominate(
            cast.delegation,
            Nominee(full_name=name, stands_for=cedar),
            actor=cast.amina,
        )
    with pytest.raises(ValidationError) as refused:
        nominate(
            cast.delegation,
            Nominee(full_name="Three", stands_for=cedar),
            actor=cast.amina,
        )
    assert refused.value.code == "delegation-full"
    nominate(cast.delegation, Nominee(full_name="Four"), actor=cast.amina)
    assert taken() == {"Aurora": 1, "Cedar Works": 2}


def test_another_member_exchanges_the_places_and_a_new_rule_moves_nobody(
    client: Client, cast: Cast, cedar: Organisation
) -> None:
    takes_own(cast)
    nominee = Nominee(full_name="Chen Wei", stands_for=cedar)
    registration = nominate(cast.delegation, nominee, actor=cast.amina)
    Delegation.objects.update(members_places="umbrella")
    registration = correct(registration, nominee, actor=cast.amina)
    assert taken() == {"Aurora": 0, "Cedar Works": 1}
    assert places.recount(cast.conference) == []
    sign_in(client, cast.amina)
    page = f"/en/uncsc-2019/delegations/registrations/{registration.pk}/correct/"
    assert client.get(page).context["form"]["stands_for"].value() == cedar.pk
    assert client.post(page, CHEN | {"stands_for": ""}).status_code == 302
    registration.refresh_from_db()
    assert (registration.stands_for, registration.counted_in) == (None, None)
    assert taken() == {"Aurora": 1, "Cedar Works": 0}


def test_a_substitute_stands_for_the_same_member_in_the_same_place(
    cast: Cast, cedar: Organisation
) -> None:
    takes_own(cast)
    old = nominate(
        cast.delegation, Nominee(full_name="Old", stands_for=cedar), actor=cast.amina
    )
    new = substitute(old, Nominee(full_name="New"), actor=cast.amina)
    assert (new.stands_for, new.counted_in) == (cedar, old.counted_in)
    assert taken() == {"Aurora": 0, "Cedar Works": 1}
    assert places.recount(cast.conference) == []


@pytest.mark.parametrize(
    ("obstacle", "code"),
    [("ended", "not-a-member"), ("refused", "organisation-refused")],
)
def test_who_is_no_member_or_was_refused_is_represented_by_nobody(
    cast: Cast, cedar: Organisation, obstacle: str, code: str
) -> None:
    if obstacle == "ended":
        Membership.objects.all().delete()
    else:
        Accreditation.objects.create(
            conference=cast.conference, organisation=cedar, state="refused"
        )
    with pytest.raises(ValidationError) as refused:
        nominate(
            cast.delegation,
            Nominee(full_name="Chen", stands_for=cedar),
            actor=cast.amina,
        )
    codes = (
        {error.code for error in refused.value.error_list}
        if not hasattr(refused.value, "error_dict")
        else {e.code for es in refused.value.error_dict.values() for e in es}
    )
    assert codes == {code}
    assert not Registration.objects.exists()


def test_an_organisation_without_members_is_not_asked(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    form = client.get(address(cast, "registrations")).context["form"]
    assert "stands_for" not in form.fields


def test_a_changed_rule_for_members_is_looked_at_before_it_counts(
    client: Client, cast: Cast, cedar: Organisation
) -> None:
    CapRule.objects.update(members_places="own")
    sign_in(client, cast.clara)
    caps = "/en/uncsc-2019/delegations/caps/"
    seen = client.get(caps).context["seen"]
    assert Delegation.objects.get().members_places == "umbrella"
    client.post(f"{caps}recompute/", {"seen": seen})
    assert Delegation.objects.get().members_places == "own"


def test_a_table_says_for_which_member_each_comes(
    client: Client, cast: Cast, cedar: Organisation
) -> None:
    takes_own(cast)
    make_name(cedar, "Арз")
    rows = (
        "Full name\tCompany\n"
        "Ada\tcedar works\nBo\tАРЗ\nCy\tAurora\nDi\t\nEd\tElsewhere Ltd\n"
    )
    response = send(client, cast, rows)
    wrong = {row.number: set(row.errors) for row in response.context["faulty"]}
    assert wrong == {6: {"stands_for"}}
    assert "Stands for" in response.context["labels"]
    response = do(client, cast, "check")
    assert response.context["outlook"].startswith("This takes 2 of")
    do(client, cast)
    stood = dict(Registration.objects.values_list("full_name", "stands_for"))
    assert stood == {"Ada": cedar.pk, "Bo": cedar.pk, "Cy": None, "Di": None}
    assert taken() == {"Aurora": 2, "Cedar Works": 2}
    do(client, cast, **{"6-stands_for": cedar.pk})
    # Cedar Works has two places only.
    assert Registration.objects.count() == 4


def test_where_there_are_no_members_the_column_is_shown_only_to_be_emptied(
    client: Client, cast: Cast
) -> None:
    response = send(client, cast, "Full name\nAda")
    assert "Stands for" not in response.context["labels"]
    response = send(client, cast, "Full name\tCompany\nAda\tCedar\nBo\tAurora")
    assert "Stands for" in response.context["labels"]
    assert [set(row.errors) for row in response.context["faulty"]] == [{"stands_for"}]
