import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Flag, Registration
from hemicycle.desk import arrivals, views
from hemicycle.doors import actions as doors
from hemicycle.lib.codes import new_id
from hemicycle.rooms import answering
from hemicycle.statistics import actions, figures, publishing
from hemicycle.ui import charts
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
    assert "registration waits for a decision" in html
    assert "North" in html
    assert "Tunisia" in html
    assert "07:30" in html
    assert '<rect x="6" y="0" width="1.6" height="50.0"/>' in html  # 07:30: one of two


def test_what_matters_most_is_large_and_comes_first(client: Client, cast: Cast) -> None:
    make_registration(delegation=cast.delegation, state=Registration.State.WAITING)
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    leading = html.partition('<div class="figures leading">')[2]
    labels = re.findall(r'<span class="label">(.*?)</span>', leading)
    assert labels[:3] == ["arrived", "representatives approved", "on the waiting list"]
    assert re.findall(r"<b>(\d+)</b>", leading)[:3] == ["0", "0", "1"]


def test_every_table_says_how_it_is_counted(client: Client, cast: Cast) -> None:
    person = make_registration(
        delegation=cast.delegation, state=Registration.State.APPROVED, nationality="TN"
    )
    doors.scan(cast.north, code=badges.issue(person, actor=None).code, scan_id=new_id())
    make_registration(delegation=cast.delegation, full_name="B", state="confirmed")
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    for table in figures.TABLES.values():
        assert str(table.definition) in html
        assert str(table.source) in html
    told = re.findall(r'<details class="counted">(.*?)</details>', html, re.DOTALL)
    with_time = [words for words in told if "<dt>Time</dt>" in words]
    assert len(with_time) == len(figures.TABLES)
    assert all("07:30" in words for words in with_time)


def test_the_axes_of_arrivals_end_at_round_figures(cast: Cast) -> None:
    came = [("13:30", 7), ("13:40", 41), ("15:00", 3)]  # 07:30 to 09:00 there
    drawn = arrivals.chart(
        cast.conference, [[f"2019-08-26T{at}:00+00:00", n] for at, n in came]
    )
    assert drawn is not None
    assert drawn["people"] == [60, 30, 0]
    assert [f"{hour:%H:%M}" for hour in drawn["hours"]] == [
        "07:00", "08:00", "09:00", "10:00",
    ]  # fmt: skip
    assert [bar["x"] for bar in drawn["bars"]] == [6, 8, 24]
    assert drawn["width"] == 36  # eighteen times ten minutes


@pytest.mark.parametrize(
    ("most", "top"), [(1, 2), (3, 4), (9, 10), (41, 60), (100, 100)]
)
def test_a_scale_halves_into_whole_people(most: int, top: int) -> None:
    assert charts.round_top(most) == top


def test_a_long_day_names_few_hours(cast: Cast) -> None:
    drawn = arrivals.chart(
        cast.conference,
        [["2019-08-26T13:00:00+00:00", 1], ["2019-08-27T02:50:00+00:00", 1]],
    )
    assert drawn is not None
    assert len(drawn["hours"]) <= arrivals.MOST_HOURS_NAMED + 1


def test_a_new_conference_has_a_desk_too(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    assert "Nobody is invited yet." in html
    assert 'href="/en/uncsc-2019/invitations/"' in html
    assert '<div class="figures' not in html
    assert "Nothing waits." in html
    assert "Nobody is approved yet." in html


@pytest.mark.parametrize("page", ["", "figures/", "desk/"])
def test_the_half_circle_has_one_key_on_every_page(
    client: Client, cast: Cast, page: str
) -> None:
    cast.conference.categories.update(seat=2)
    for category in (cast.representative, cast.guest):
        for number in range(5):
            make_registration(
                delegation=cast.delegation,
                category=category,
                full_name=f"{category} {number}",
                state=Registration.State.APPROVED,
            )
    seen = publishing.prepare(cast.conference, "interim").fingerprint
    actions.publish(cast.conference, kind="interim", seen=seen, actor=cast.clara)
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
    sign_in(client, cast.clara).get(DESK)
    with CaptureQueriesContext(connection) as queries:
        client.get(DESK)
    assert len(queries) == QUERIES


QUERIES = 18


def test_looking_and_counting_again_store_nothing(client: Client, cast: Cast) -> None:
    from hemicycle.statistics.models import Snapshot

    sign_in(client, cast.clara)
    actions.take(cast.conference, actor=None)
    Registration.objects.create(
        conference=cast.conference,
        category=cast.conference.categories.get(code="NGO"),
        full_name="Just now",
        state=Registration.State.APPROVED,
    )
    assert client.get(DESK).context["approved"] == 0
    assert client.get(f"{DESK}?count=again").context["approved"] == 1
    Snapshot.objects.all().delete()
    assert client.get(DESK).context["approved"] == 1
    assert not Snapshot.objects.exists()


def test_old_snapshots_are_forgotten(cast: Cast) -> None:
    from hemicycle.lib import clock
    from hemicycle.statistics.models import Snapshot

    actions.take(cast.conference, actor=None)
    Snapshot.objects.update(counted_at=clock.real_now() - timedelta(hours=2))
    actions.take(cast.conference, actor=None)
    assert Snapshot.objects.count() == 1


def test_the_desk_keeps_no_list_of_what_waits_in_the_rooms() -> None:
    rooms = {room.__name__.split(".")[1] for room in answering("needs")}
    assert {"jobs", "post", "vetting"} <= rooms
    desk = (Path(views.__file__)).read_text()
    assert [room for room in rooms if f"hemicycle.{room}" in desk] == []


def test_who_has_an_unsettled_flag_is_counted_as_the_list_behind_it_counts(
    client: Client, cast: Cast
) -> None:
    for name, state in (
        ("Nominated", "nominated"),
        ("Confirmed", "confirmed"),
        ("Waiting", "waiting"),
        ("Approved", "approved"),
        ("Refused", "refused"),
    ):
        person = make_registration(
            delegation=cast.delegation, full_name=name, state=state
        )
        Flag.objects.create(registration=person, kind=Flag.Kind.LATE)
        Flag.objects.create(registration=person, kind=Flag.Kind.NOTE)
    html = sign_in(client, cast.clara).get(DESK).content.decode()
    need = re.search(r'href="([^"]*view=flagged)">(.*?)</a>', html, re.DOTALL)
    assert need
    assert "3</span> undecided people have a flag" in need[2]
    listed = sign_in(client, cast.rosa).get(unescape(need[1])).context["page"]
    assert [row.name for row in listed.rows] == [
        "Confirmed", "Nominated", "Waiting",
    ]  # fmt: skip
    assert "1</span> registration waits for a decision" in html
