"""What is missing until each opening: every room answers for itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from hemicycle.conferences import openings
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Hall,
    Notice,
    Role,
    Zone,
)
from hemicycle.conferences.openings import Item
from hemicycle.delegations.actions.open import set_conference_cap
from hemicycle.delegations.models import CapRule, Delegation
from hemicycle.doors.models import Door
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock
from tests.cast import Cast, approve_offers, make_registration
from tests.conftest import sign_in

SET_UP = "/en/uncsc-2019/conference/"


def item(conference: Conference, opening: str, page: str) -> Item:
    """The one line of this opening whose problem or setting leads to this page."""
    return next(
        item
        for item in openings.items(conference)
        if item.opening == opening
        and page in (item.problem.href if item.problem else item.href)
    )


def problems(conference: Conference) -> set[tuple[str, str, bool]]:
    return {
        (item.opening.value, item.problem.href, item.is_blocking)
        for item in openings.items(conference)
        if item.problem
    }


def spoil(cast: Cast, what: str) -> None:
    conference = cast.conference
    spoilers: dict[str, Callable[[], object]] = {
        "organiser": lambda: CoOrganiser.objects.update(is_controller=False),
        "privacy": lambda: Notice.objects.filter(kind="privacy").delete(),
        "hidden": lambda: Conference.objects.update(is_published=False),
        "signatory": cast.signatory.delete,
        "invitations": lambda: conference.windows.filter(kind="invitation").delete(),
        "nominations": lambda: conference.windows.filter(kind="nomination").delete(),
        "details": lambda: conference.windows.filter(kind="confirmation").delete(),
        "rules": lambda: CapRule.objects.all().delete(),
        "category": lambda: Category.objects.filter(code="GUE").update(is_open=True),
        "registrars": lambda: Role.objects.filter(hat="registrar").delete(),
        "zones": cast.representative.zones.clear,
        "doors": lambda: Door.objects.update(is_open=False),
        "zoneless": lambda: Door.objects.update(zone=None),
        "shut": lambda: Door.objects.create(
            conference=conference,
            name="Lounge",
            zone=Zone.objects.create(
                conference=conference, code="L", name={"en": "Lounge"}
            ),
        ),
        "closed": lambda: Category.objects.update(is_open=False),
        "no places": lambda: Category.objects.filter(code="NGO").update(cap=0),
        "no places at all": lambda: set_conference_cap(
            conference, cap=0, actor=cast.clara
        ),
    }
    spoilers[what]()
    conference.refresh_from_db()


@pytest.mark.parametrize(
    ("what", "opening", "page"),
    [
        ("organiser", "publish", "co-organisers/{organiser}/#id_is_controller"),
        ("privacy", "publish", "notices/privacy/"),
        ("hidden", "invite", "#publish"),
        ("signatory", "invite", "signatories/new/"),
        ("invitations", "invite", "windows/new/"),
        ("nominations", "invite", "windows/new/"),
        ("details", "invite", "windows/new/"),
        ("rules", "invite", "../delegations/caps/new/"),
        ("category", "approve", "categories/{guest}/#id_cap"),
        ("registrars", "approve", "roles/assign/"),
        ("zones", "doors", "categories/{representative}/#id_opens"),
        ("doors", "doors", "../doors/"),
        ("zoneless", "doors", "../doors/{door}/#id_zone"),
        ("shut", "doors", "categories/{representative}/#id_opens"),
        ("closed", "publish", "categories/{representative}/#id_is_open"),
        ("no places", "approve", "categories/{representative}/#id_cap"),
        ("no places at all", "approve", "../delegations/caps/"),
    ],
)
def test_what_would_fail_is_blocking_and_leads_to_the_very_field(
    client: Client, cast: Cast, what: str, opening: str, page: str
) -> None:
    CoOrganiser.objects.update(is_controller=True)
    before = problems(cast.conference)
    assert not any(is_blocking for _opening, _href, is_blocking in before)
    spoil(cast, what)
    address = page.format(
        organiser=CoOrganiser.objects.first().pk,  # type: ignore[union-attr]
        guest=cast.guest.pk,
        representative=cast.representative.pk,
        door=cast.north.pk,
    )
    full = f"{SET_UP}{address}".replace("conference/../", "")
    new = problems(cast.conference) - before
    assert (opening, full, True) in new
    response = sign_in(client, cast.clara).get(SET_UP)
    assert f'href="{full}"' in response.content.decode()
    assert response.context["blocking"] >= 1
    assert client.get(full.partition("#")[0]).status_code == 200


def test_dates_and_texts_that_were_right_once_are_told(cast: Cast) -> None:
    """Those of the conference before, and of the languages before one was added."""
    conference = cast.conference
    conference.windows.filter(kind="invitation").update(
        opens_at="2018-01-01T00:00Z", closes_at="2018-02-01T00:00Z"
    )
    Notice.objects.filter(kind="conduct").update(text={"en": "Be kind."})
    before = datetime(2019, 5, 1, tzinfo=UTC)
    with clock.frozen(before):
        found = problems(conference)
    window = conference.windows.get(kind="invitation")
    page = f"{SET_UP}windows/{window.pk}/#id_closes_at"
    assert ("invite", page, False) in found
    assert ("publish", f"{SET_UP}notices/conduct/", False) in found
    # Once it has begun, a closed date is as it should be.
    assert page not in {href for _opening, href, _blocks in problems(conference)}


def test_red_doors_are_told_in_people_and_on_the_desk(
    client: Client, cast: Cast
) -> None:
    for name in ("A", "B"):
        make_registration(delegation=cast.delegation, full_name=name, state="approved")
    spoil(cast, "zones")
    line = item(cast.conference, "doors", "categories")
    assert line.problem is not None
    assert "2 approved people" in line.problem.sentence
    desk = sign_in(client, cast.clara).get("/en/uncsc-2019/desk/")
    assert line.problem.sentence in [
        each.problem.sentence for each in desk.context["missing"]
    ]


def test_organisations_without_places_are_counted(cast: Cast) -> None:
    assert not problems(cast.conference) & {
        ("approve", "/en/uncsc-2019/delegations/caps/new/", False)
    }
    Delegation.objects.update(cap=0)
    assert problems(cast.conference) & {
        ("approve", "/en/uncsc-2019/delegations/caps/new/", False)
    }


def test_one_chief_and_one_registrar_are_told(cast: Cast) -> None:
    roles = f"{SET_UP}roles/assign/"
    Role.objects.filter(user=cast.ravi).delete()
    assert ("publish", roles, False) in problems(cast.conference)
    assert ("approve", roles, False) in problems(cast.conference)
    Role.objects.create(conference=cast.conference, user=cast.eve, hat="chief")
    Role.objects.create(conference=cast.conference, user=cast.eve, hat="registrar")
    assert ("publish", roles, False) not in problems(cast.conference)
    assert ("approve", roles, False) not in problems(cast.conference)


def test_a_site_without_a_mail_server_cannot_invite(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    line = item(cast.conference, "invite", "/post/")
    assert line.is_blocking
    settings.MAIL = "none"  # the demonstration keeps them in its mailboxes
    assert item(cast.conference, "invite", "/post/").is_ready


@pytest.mark.parametrize(
    ("who", "opening", "page"),
    [
        ("rosa", "publish", "/conference/notices/"),
        ("petra", "doors", "/doors/"),
        ("dina", "invite", "/windows/"),
    ],
)
def test_a_role_sees_and_counts_only_what_is_theirs(
    client: Client, cast: Cast, who: str, opening: str, page: str
) -> None:
    everything = sum(1 for _each in openings.items(cast.conference))
    response = sign_in(client, getattr(cast, who)).get(SET_UP)
    shown = [item for stage in response.context["stages"] for item in stage.items]
    assert 0 < len(shown) == response.context["total"] < everything
    assert not any(item.opening == opening and page in item.href for item in shown)
    for group, settings in response.context["settings"]:
        for setting in settings:
            assert client.get(setting.href).status_code == 200, (group, setting)
    for line in shown:
        if line.is_linked:
            address = line.problem.href if line.problem else line.href
            assert client.get(address.partition("#")[0]).status_code == 200, line


@pytest.mark.parametrize("rows", [1, 3])
def test_the_set_up_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        zone = Zone.objects.create(
            conference=cast.conference, code=f"X{n}", name={"en": f"z{n}"}
        )
        Hall.objects.create(conference=cast.conference, name=f"H{n}", zone=zone)
        Door.objects.create(conference=cast.conference, name=f"D{n}", zone=zone)
        Category.objects.create(
            conference=cast.conference, code=f"X{n}", name={"en": f"x{n}"}
        )
    sign_in(client, cast.clara).get(SET_UP)
    with django_assert_num_queries(QUERIES):
        client.get(SET_UP)


QUERIES = 7


def test_what_is_kept_is_asked_anew_after_every_verb(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)

    def counts() -> dict[str, int | None]:
        groups = client.get(SET_UP).context["settings"]
        return {page.href: page.count for _group, pages in groups for page in pages}

    halls = f"{SET_UP}halls/"
    before = counts()[halls]
    assert before is not None
    assert client.post(f"{halls}new/", {"name": "Hall 9", "booths": "0"}).status_code
    assert counts()[halls] == before + 1


def test_what_a_verb_asks_is_never_kept(client: Client, cast: Cast) -> None:
    CoOrganiser.objects.update(is_controller=True)
    sign_in(client, cast.clara).get(SET_UP)
    CoOrganiser.objects.update(is_controller=False)
    assert openings.blocking(cast.conference, openings.Opening.PUBLISH)


@pytest.mark.parametrize("waiting", [0, 1])
def test_a_waiting_list_without_an_approved_rule_is_told(
    cast: Cast, waiting: int
) -> None:
    for _number in range(waiting):
        make_registration(delegation=cast.delegation, state="waiting")
    page = "/en/uncsc-2019/vetting/waiting/"
    assert ("approve", page, bool(waiting)) in problems(cast.conference)
    approve_offers(cast)
    assert page not in {href for _opening, href, _b in problems(cast.conference)}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"cap": 0}, ("invite", "/en/uncsc-2019/invitations/", True)),
        (
            {"language": "fr"},
            ("invite", "/en/uncsc-2019/conference/basics/#id_languages", False),
        ),
        ({"cap": None, "language": "en"}, None),
    ],
)
def test_prepared_invitations_that_would_go_wrong_are_told(
    cast: Cast, given: dict[str, Any], problem: tuple[str, str, bool] | None
) -> None:
    before = problems(cast.conference)
    Invitation.objects.create(
        conference=cast.conference,
        organisation=cast.delegation.organisation,
        signatory=cast.signatory,
        signatory_title="Mayor",
        addressee="Ms Lin",
        email="lin@example.org",
        **given,
    )
    new = problems(cast.conference) - before
    assert new == ({problem} if problem else set())
