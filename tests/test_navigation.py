"""Which section of the bar a page is in: also pages whose address is another."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import sign_in


def sections(client: Client, address: str) -> list[str]:
    """The labels that are marked as the section of this page."""
    response = client.get(f"/en/uncsc-2019/{address}")
    assert response.status_code == 200
    navigation = response.context["navigation"]()
    return [str(label) for label, _href, is_current in navigation if is_current]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("vetting/registrations/", "Registrations"),
        ("vetting/decisions/", "Registrations"),
        ("vetting/waiting/", "Registrations"),
        ("badges/", "Badges"),
        ("organisations/", "Organisations"),
    ],
)
def test_a_page_of_staff_is_in_the_section_of_its_room(
    client: Client, cast: Cast, address: str, label: str
) -> None:
    sign_in(client, cast.rosa)
    assert sections(client, address) == [label]


def test_a_page_in_no_section_calls_the_narrow_menu_by_its_own_name(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.rosa)
    assert sections(client, "delegations/") == []
    page = client.get("/en/uncsc-2019/delegations/").content.decode()
    menu = page[page.index("narrowed") :][:400]
    assert ">Menu<" in menu


@pytest.mark.parametrize(
    ("address", "label"),
    [("", "Conference"), ("programme/", "Programme"), ("figures/", "Figures")],
)
def test_a_public_page_is_in_the_section_of_its_address(
    client: Client, cast: Cast, address: str, label: str
) -> None:
    assert sections(client, address) == [label]
