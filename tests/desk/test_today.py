from datetime import timedelta

import pytest
from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Registration
from hemicycle.doors import actions as doors
from hemicycle.lib.codes import new_id
from hemicycle.statistics import actions
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

DESK = "/en/uncsc-2019/desk/"


def test_the_chief_sees_the_day_with_times_and_definitions(
    client: Client, cast: Cast
) -> None:
    person = make_registration(
        delegation=cast.delegation, state=Registration.State.APPROVED, nationality="TN"
    )
    badge = badges.issue(person, actor=cast.rosa)
    doors.scan(cast.north, code=badge.code, scan_id=new_id())
    make_registration(
        delegation=cast.delegation, full_name="Waiting", state="confirmed"
    )
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    assert "representatives approved" in html
    assert "People whose badge was handed out, or who had a first green scan." in html
    assert "registrations wait for a decision" in html
    assert "North" in html
    assert "Tunisia" in html
    assert "07:30" in html
    assert 'viewBox="0 0 2 100"' in html  # one bar of arrivals, 2 wide


def test_a_new_conference_has_a_desk_too(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    assert "Nothing waits." in html
    assert "Nobody is approved yet." in html


@pytest.mark.parametrize("page", ["", "figures/", "desk/"])
def test_the_half_circle_has_one_key_on_every_page(
    client: Client, cast: Cast, page: str
) -> None:
    cast.conference.categories.update(seat=2)
    for category in (cast.representative, cast.guest):
        make_registration(
            delegation=cast.delegation,
            category=category,
            full_name=str(category),
            state=Registration.State.APPROVED,
        )
    html = sign_in(client, cast.clara).get(f"/en/uncsc-2019/{page}").content.decode()
    assert html.count('<li class="seat-2">') == 1
    assert "<span>Representative, Guest of the secretariat" in html


@pytest.mark.parametrize("who", ["rosa", "petra", "sam", "amina", "eve"])
def test_the_desk_is_the_chiefs(cast: Cast, who: str) -> None:
    assert sign_in(Client(), getattr(cast, who)).get(DESK).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_desk_costs_the_same_for_one_or_three(
    client: Client, cast: Cast, people: int
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(people):
        make_registration(
            delegation=cast.delegation,
            full_name=f"P{number}",
            state=Registration.State.APPROVED,
        )
    actions.take(cast.conference, actor=None)
    sign_in(client, cast.clara)
    with CaptureQueriesContext(connection) as queries:
        client.get(DESK)
    assert len(queries) == QUERIES


QUERIES = 10


def test_old_snapshots_are_forgotten(cast: Cast) -> None:
    from hemicycle.lib import clock
    from hemicycle.statistics.models import Snapshot

    actions.take(cast.conference, actor=None)
    Snapshot.objects.update(counted_at=clock.real_now() - timedelta(hours=2))
    actions.take(cast.conference, actor=None)
    assert Snapshot.objects.count() == 1
