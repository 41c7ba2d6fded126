from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Registration
from hemicycle.doors import actions as doors
from hemicycle.lib import clock
from hemicycle.lib.codes import new_id
from hemicycle.statistics import actions, figures
from hemicycle.statistics.models import Snapshot
from tests.cast import OPENING_MORNING, Cast, make_conference, make_registration

State = Registration.State


def approved(cast: Cast, name: str, **kw: object) -> Registration:
    return make_registration(
        delegation=cast.delegation, full_name=name, state=State.APPROVED, **kw
    )


def values(cast: Cast) -> dict[str, int]:
    snapshot = actions.take(cast.conference, actor=None)
    return {key: one.value for key, one in figures.internal(snapshot).items()}


def test_registered_and_arrived_are_two_figures(cast: Cast) -> None:
    first = approved(cast, "A", nationality="TN")
    approved(cast, "B", nationality="IS")
    make_registration(delegation=cast.delegation, full_name="C", nationality="JP")
    badge = badges.issue(first, actor=cast.rosa)
    doors.scan(cast.north, code=badge.code, scan_id=new_id())
    counted = values(cast)
    assert (counted["approved"], counted["arrived"]) == (2, 1)
    assert (counted["countries"], counted["organisations"]) == (2, 1)


def test_a_red_scan_is_no_arrival_and_two_green_ones_are_one(cast: Cast) -> None:
    badge = badges.issue(approved(cast, "A"), actor=cast.rosa)
    doors.scan(cast.north, code="NOTABADGE", scan_id=new_id())
    for _twice in range(2):
        doors.scan(cast.north, code=badge.code, scan_id=new_id())
    assert values(cast)["arrived"] == 1


def test_a_badge_in_hand_is_an_arrival_before_any_scan(cast: Cast) -> None:
    badge = badges.issue(approved(cast, "A"), actor=cast.rosa)
    badges.hand_out(badge, actor=cast.rosa)
    with clock.frozen(OPENING_MORNING + timedelta(minutes=20)):
        doors.scan(cast.north, code=badge.code, scan_id=new_id())
        counts = actions.take(cast.conference, actor=None).counts
    assert counts["arrived"] == 1
    assert counts["arrivals"] == [[OPENING_MORNING.isoformat(), 1]]


def test_categories_and_countries_add_up_to_the_approved(cast: Cast) -> None:
    for place, country in enumerate(["TN", "TN", "IS"]):
        approved(cast, f"P{place}", nationality=country)
    counts = actions.take(cast.conference, actor=None).counts
    assert sum(one["approved"] for one in counts["categories"]) == 3
    assert [(one["country"], one["approved"]) for one in counts["by_country"]] == [
        ("TN", 2), ("IS", 1),
    ]  # fmt: skip


def test_readers_get_the_newest_snapshot_however_late_the_worker_is(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = actions.take(cast.conference, actor=None)
    approved(cast, "A")
    Snapshot.objects.update(counted_at=clock.real_now() - timedelta(hours=5))
    with django_assert_num_queries(1):
        assert actions.current(cast.conference) == first


def test_where_none_is_one_reader_counts_for_those_who_ask_meanwhile(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    approved(cast, "A")
    assert actions.current(cast.conference).counts["approved"] == 1
    with django_assert_num_queries(1):
        assert actions.current(cast.conference).counts["approved"] == 1
    assert not Snapshot.objects.exists()


def test_a_snapshot_of_a_clock_that_went_ahead_does_not_stay_the_newest(
    cast: Cast,
) -> None:
    actions.take(cast.conference, actor=None)
    Snapshot.objects.update(counted_at=clock.real_now() + timedelta(days=1))
    approved(cast, "A")
    actions.take(cast.conference, actor=None)
    assert actions.current(cast.conference).counts["approved"] == 1
    assert Snapshot.objects.count() == 1


def test_every_conference_is_counted_and_one_long_over_once_a_day(cast: Cast) -> None:
    over = make_conference(
        slug="earlier", starts_on=date(2018, 8, 1), ends_on=date(2018, 8, 3)
    )
    make_conference(slug="not-public-yet", is_published=False)
    assert [actions.take_all(), actions.take_all()] == [3, 2]
    of_yesterday = clock.real_now() - timedelta(hours=25)
    Snapshot.objects.filter(conference=over).update(counted_at=of_yesterday)
    assert actions.take_all() == 3


def test_counting_costs_the_same_for_one_or_three(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for number in (1, 3):
        while Registration.objects.count() < number:
            approved(cast, f"P{Registration.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            actions.take(cast.conference, actor=None)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("key", ["approved", "organisations", "countries"])
def test_every_public_figure_says_what_it_counts(cast: Cast, key: str) -> None:
    snapshot = actions.current(cast.conference)
    found = {figure.key: figure for figure in figures.public(snapshot)}
    assert str(found[key].definition)
    assert str(found[key].source)
    assert found[key].at == OPENING_MORNING
    assert "arrived" not in found, "live arrivals are for the desk"
