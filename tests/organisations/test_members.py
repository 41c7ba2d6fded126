"""A chamber and its companies, a federation and its branches."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.organisations import actions
from hemicycle.organisations.models import Membership, Organisation
from tests.cast import Cast, make_organisation
from tests.conftest import sign_in


def page(organisation: Organisation) -> str:
    return f"/en/uncsc-2019/organisations/{organisation.pk}/"


def post(client: Client, umbrella: Organisation, **fields: str) -> Any:
    data = {"kind": "member"} | fields
    return client.post(
        f"{page(umbrella)}members/", {f"member-{k}": v for k, v in data.items()}
    )


def test_a_member_is_added_by_any_of_its_names_and_its_tie_ended(
    client: Client, cast: Cast
) -> None:
    company = make_organisation("Cedar Works")
    sign_in(client, cast.petra)
    assert post(client, cast.aurora, name="cedar works").status_code == 302
    tie = Membership.objects.get()
    assert (tie.umbrella, tie.member, tie.until) == (cast.aurora, company, None)
    shown = client.get(page(cast.aurora)).context
    assert list(shown["members"]) == [tie]
    assert list(client.get(page(company)).context["umbrellas"]) == [tie]
    end = f"{page(cast.aurora)}members/{tie.pk}/end/"
    assert client.post(end).status_code == 302
    tie.refresh_from_db()
    assert tie.until == cast.conference.today
    assert not client.get(page(cast.aurora)).context["members"]
    assert client.post(end).status_code == 404


def test_a_name_that_is_none_or_several_is_refused_at_the_field(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    for country in ("FR", "TN"):
        make_organisation("Same", country=country)
    for name, country in (("Nobody Knows", ""), ("Same", ""), ("Same", "KE")):
        response = post(client, cast.aurora, name=name, country=country)
        assert list(response.context["member_form"].errors) == ["name"]
    assert not Membership.objects.exists()
    post(client, cast.aurora, name="Same", country="FR")
    assert Membership.objects.get().member.country == "FR"


def test_ties_make_no_circle(cast: Cast) -> None:
    company = make_organisation("Cedar Works")

    def add(umbrella: Organisation, member: Organisation) -> None:
        actions.add_member(
            umbrella,
            name=member.name,
            kind="member",
            conference=cast.conference,
            actor=cast.petra,
        )

    add(cast.aurora, cast.borealis)
    add(cast.borealis, company)
    with pytest.raises(ValidationError) as refusal:
        add(company, cast.aurora)
    assert refusal.value.error_dict["name"][0].code == "circle"
    for member in (cast.aurora, cast.borealis):
        with pytest.raises(ValidationError):
            add(cast.aurora, member)
    assert Membership.objects.count() == 2


def test_a_focal_point_reads_members_and_changes_none(
    client: Client, cast: Cast
) -> None:
    company = make_organisation("Cedar Works")
    tie = Membership.objects.create(umbrella=cast.aurora, member=company)
    sign_in(client, cast.amina)
    assert "Cedar Works" in client.get(page(cast.aurora)).content.decode()
    assert client.get(page(company)).status_code == 404
    assert post(client, cast.aurora, name="Borealis").status_code == 403
    assert client.post(f"{page(cast.aurora)}members/{tie.pk}/end/").status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_members_cost_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(many):
        Membership.objects.create(
            umbrella=cast.aurora, member=make_organisation(f"M{n}")
        )
    sign_in(client, cast.petra).get(page(cast.aurora))
    with django_assert_num_queries(QUERIES):
        client.get(page(cast.aurora))


QUERIES = 13
