"""The list of invitations: found by organisation, at a fixed cost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.invitations.models import Invitation
from tests.cast import Cast, make_organisation
from tests.conftest import sign_in

LIST = "/en/uncsc-2019/invitations/"


def invite(cast: Cast, name: str, state: str = "prepared") -> Invitation:
    return Invitation.objects.create(
        conference=cast.conference, organisation=make_organisation(name),
        signatory=cast.signatory, addressee="The President", state=state,
        email="office@example.org",
    )  # fmt: skip


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(LIST + query).context["page"]
    return [row.name for row in page.rows]


def test_invitations_are_found_by_organisation_and_state(
    client: Client, cast: Cast
) -> None:
    invite(cast, "Réseau Vert"), invite(cast, "Club", "accepted")
    sign_in(client, cast.petra)
    assert listed(client) == ["Club", "Réseau Vert"]
    assert listed(client, "?q=reseau") == ["Réseau Vert"]
    assert listed(client, "?state=accepted&state=declined") == ["Club"]
    assert listed(client, "?view=accepted") == ["Club"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        invite(cast, f"Club {n}")
    sign_in(client, cast.petra)
    with django_assert_max_num_queries(20):
        assert len(listed(client)) == rows
