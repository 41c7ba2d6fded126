"""Organisations: found, added, named, accredited; seen by whom they should be."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.delegations.models import Delegation
from hemicycle.delegations.policy import leads
from hemicycle.journal.models import Entry
from hemicycle.organisations import actions
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Name,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast, make_conference, make_organisation
from tests.conftest import sign_in

INDEX = "/en/uncsc-2019/organisations/"


def names_on(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{INDEX}{query}")
    assert response.status_code == 200
    return [organisation.name for organisation in response.context["page"].things]


def test_the_desk_finds_an_organisation_in_any_spelling(
    client: Client, cast: Cast
) -> None:
    for name in ("Réseau Méditerranée Verte", "أصدقاء البيئة", "北京社区中心"):
        make_organisation(name)
    sign_in(client, cast.rosa)
    assert names_on(client, "?q=reseau+mediterranee") == ["Réseau Méditerranée Verte"]
    assert names_on(client, "?q=اصدقاء") == ["أصدقاء البيئة"]
    assert names_on(client, "?q=社区") == ["北京社区中心"]
    assert names_on(client, "?q=nobody") == []


def test_filters_narrow_the_list_and_stay_in_the_pages(
    client: Client, cast: Cast
) -> None:
    for number in range(60):
        make_organisation(f"Club {number:02}", country="KE", kind="chamber")
    sign_in(client, cast.rosa)
    assert names_on(client, "?standing=dgc") == ["Aurora"]
    assert names_on(client, "?country=IS") == ["Borealis"]
    assert names_on(client, "?accreditation=accredited") == ["Aurora", "Borealis"]
    assert names_on(client, "?country=IS&country=TN&sort=-name") == [
        "Borealis", "Aurora",
    ]  # fmt: skip
    first = client.get(f"{INDEX}?kind=chamber&accreditation=none&rows=50")
    assert len(first.context["page"].rows) == 50
    assert len(names_on(client, f"?{first.context['page'].next}")) == 10


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(many):
        Standing.objects.create(
            organisation=make_organisation(f"Club {number}", country="KE"), kind="dgc"
        )
    sign_in(client, cast.rosa)
    # Session, user, conference, hats; three views, own views; keys, rows,
    # their standings.
    with django_assert_num_queries(10):
        assert len(names_on(client, "?country=KE")) == many


def test_adding_needs_a_name_and_a_country_and_keeps_what_was_typed(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    response = client.post(f"{INDEX}new/", {"name": "  ", "city": "Tunis"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "country", "kind"}
    assert 'value="Tunis"' in response.content.decode()
    response = client.post(
        f"{INDEX}new/",
        {
            "name": "Nūr\u202e al-Madīna",
            "kind": "ngo",
            "country": "TN",
            "website": "nur.example.org",
        },
    )
    added = Organisation.objects.get(name="Nūr al-Madīna")
    assert response["Location"] == f"{INDEX}{added.pk}/"
    assert added.website == "https://nur.example.org"
    assert [(e.verb, e.actor) for e in Entry.objects.about(added)] == [
        ("added organisation", cast.petra)
    ]


def test_editing_changes_only_what_the_form_names(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petra)
    before = Organisation.objects.get(pk=cast.aurora.pk)
    client.post(
        f"{INDEX}{cast.aurora.pk}/edit/",
        {
            "name": "Aurora Network", "kind": "foundation", "country": "DZ",
            "id": "x", "search": "x", "created_at": "2001-01-01",
        },
    )  # fmt: skip
    after = Organisation.objects.get(pk=cast.aurora.pk)
    assert (after.name, after.kind, after.country) == (
        "Aurora Network", "foundation", "DZ",
    )  # fmt: skip
    assert after.created_at == before.created_at
    assert after.search == "aurora network"


def test_another_name_makes_it_found_and_removing_it_ends_that(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    page = f"{INDEX}{cast.aurora.pk}/"
    assert list(client.get(f"{page}names/").context["names"]) == []
    client.post(f"{page}names/", {"name": "شبكة الفجر", "language": "ar"})
    assert names_on(client, "?q=الفجر") == ["Aurora"]
    again = client.post(f"{page}names/", {"name": "شبكة الفجر", "language": "ar"})
    assert list(again.context["form"].errors) == ["name"]
    client.post(f"{page}names/{Name.objects.get().pk}/")
    assert names_on(client, "?q=الفجر") == []


def test_standings_are_recorded_once_and_taken_away(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petra)
    page = f"{INDEX}{cast.borealis.pk}/standings/"
    client.post(page, {"standing-kind": "ecosoc-special", "standing-since": "1998"})
    twice = client.post(page, {"standing-kind": "ecosoc-special"})
    assert twice.status_code == 422
    assert twice.context["standing_form"].errors
    standing = cast.borealis.standings.get()
    assert (standing.kind, standing.since) == ("ecosoc-special", 1998)
    client.post(f"{page}{standing.pk}/")
    assert not cast.borealis.standings.exists()


def test_a_focal_point_is_named_by_address_and_sees_only_its_own(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    client.post(
        f"{INDEX}{cast.aurora.pk}/focal-points/",
        {"focal-email": "New@Example.org", "focal-name": "Nia"},
    )
    nia = User.objects.get(email="new@example.org")
    sign_in(client, nia)
    assert names_on(client) == ["Aurora"]
    assert client.get(f"{INDEX}{cast.borealis.pk}/").status_code == 404
    page = client.get(f"{INDEX}{cast.aurora.pk}/")
    assert page.status_code == 200
    assert b"Record this standing" not in page.content

    sign_in(client, cast.petra)
    point = FocalPoint.objects.get(user=nia)
    client.post(f"{INDEX}{cast.aurora.pk}/focal-points/{point.pk}/")
    sign_in(client, nia)
    assert client.get(f"{INDEX}{cast.aurora.pk}/").status_code == 404


def test_naming_somebody_twice_changes_nothing(cast: Cast) -> None:
    before = Entry.objects.count()
    again = actions.name_focal_point(
        cast.aurora,
        email="AMINA@example.org",
        conference=cast.conference,
        actor=cast.petra,
    )
    assert again.user == cast.amina
    assert cast.aurora.focal_points.count() == 1
    assert Entry.objects.count() == before


def test_hidden_signs_are_left_out_of_what_stands_on_one_line(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.rosa)
    client.post(
        f"{INDEX}{cast.aurora.pk}/edit/",
        {
            "name": "Aurora",
            "acronym": "A\u202eB\x07",
            "kind": "ngo",
            "country": "TN",
            "city": "Tu\u200bnis\r\nBcc: x",
        },
    )
    cast.aurora.refresh_from_db()
    assert (cast.aurora.acronym, cast.aurora.city) == ("AB", "Tunis Bcc: x")


def test_accreditation_is_refused_only_with_a_reason(
    client: Client, cast: Cast
) -> None:
    other = make_organisation("Cirrus")
    sign_in(client, cast.rosa)
    page = f"{INDEX}{other.pk}/"
    client.post(f"{page}accreditation/")
    assert other.accreditations.get().state == Accreditation.State.ACCREDITED
    empty = client.post(f"{page}refusal/", {"refusal-reason": " "})
    assert "refusal_form" in empty.context
    assert other.accreditations.get().state == Accreditation.State.ACCREDITED
    client.post(f"{page}refusal/", {"refusal-reason": "No such body."})
    refused = other.accreditations.get()
    assert (refused.state, refused.reason) == ("refused", "No such body.")
    assert [(e.verb, e.reason) for e in Entry.objects.about(other)] == [
        ("refused accreditation", "No such body."),
        ("accredited", ""),
    ]


def test_the_public_page_names_no_person_and_only_accredited_ones(
    client: Client, cast: Cast
) -> None:
    page = client.get(f"{INDEX}{cast.aurora.pk}/public/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "Tunisia" in html
    assert "associated with DGC" in html
    assert "amina" not in html.lower()
    assert "csrf" not in html
    other = make_organisation("Cirrus")
    assert client.get(f"{INDEX}{other.pk}/public/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("rosa", 200), ("petra", 200), ("clara", 200), ("eve", 403), ("sam", 403)],
)
def test_who_may_list(client: Client, cast: Cast, who: str, status: int) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(INDEX).status_code == status


@pytest.mark.parametrize(
    "path",
    ["edit/", "names/", "standings/", "focal-points/", "accreditation/", "refusal/"],
)
def test_a_focal_point_changes_nothing(client: Client, cast: Cast, path: str) -> None:
    before = Entry.objects.count()
    sign_in(client, cast.amina)
    assert client.post(f"{INDEX}{cast.aurora.pk}/{path}", {}).status_code == 403
    sign_in(client, cast.eve)
    assert client.post(f"{INDEX}{cast.aurora.pk}/{path}", {}).status_code == 404
    assert Entry.objects.count() == before


def test_a_focal_point_who_left_cannot_be_ended_twice(cast: Cast) -> None:
    point = FocalPoint.objects.get(user=cast.amina)
    actions.end_focal_point(point, conference=cast.conference, actor=cast.petra)
    with pytest.raises(ValidationError) as refusal:
        actions.end_focal_point(point, conference=cast.conference, actor=cast.petra)
    assert refusal.value.code == "ended"


def test_a_focal_point_of_one_conference_is_none_of_the_next(
    client: Client, cast: Cast
) -> None:
    following = make_conference(slug="uncsc-2020", edition=69, short_name="UNCSC 2020")
    delegation = Delegation.objects.create(
        conference=following, organisation=cast.aurora, cap=20
    )
    assert cast.delegation in Delegation.objects.led_by(cast.amina)
    assert delegation not in Delegation.objects.led_by(cast.amina)
    assert not leads(cast.amina, delegation)
    sign_in(client, cast.amina)
    organisations = Organisation.objects
    assert cast.aurora in organisations.visible_to(cast.amina, cast.conference)
    assert cast.aurora not in organisations.visible_to(cast.amina, following)
    page = reverse("delegations:show", args=[following.slug, delegation.pk])
    assert client.get(page).status_code == 404

    actions.name_focal_point(
        cast.aurora,
        email=cast.amina.email,
        conference=following,
        actor=None,
    )
    ours = FocalPoint.objects.get(user=cast.amina, conference=cast.conference)
    actions.end_focal_point(ours, conference=cast.conference, actor=cast.petra)
    assert client.get(page).status_code == 200
    assert cast.delegation not in Delegation.objects.led_by(cast.amina)


def test_a_focal_point_is_told_of_the_beginning_and_of_the_end(
    client: Client, cast: Cast
) -> None:
    cast.eve.language = "ar"
    cast.eve.save()
    sign_in(client, cast.petra)
    page = f"{INDEX}{cast.borealis.pk}/focal-points/"
    for _time in range(2):
        client.post(page, {"focal-email": cast.eve.email})
    (named,) = Email.objects.filter(to=cast.eve.email)
    assert (named.template, named.language) == ("organisations/focal_point", "ar")
    assert "Borealis" in named.body
    assert "/ar/uncsc-2019/" in named.body
    point = cast.borealis.focal_points.get(user=cast.eve)
    client.post(f"{page}{point.pk}/")
    assert Email.objects.filter(to=cast.eve.email).count() == 2
