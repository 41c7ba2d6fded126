from datetime import timedelta

import pytest

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Registration
from hemicycle.doors import actions as doors
from hemicycle.lib import clock
from hemicycle.lib.codes import new_id
from hemicycle.statistics import actions, figures
from hemicycle.statistics.models import Snapshot
from tests.cast import OPENING_MORNING, Cast, make_registration

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


def test_readers_within_a_minute_share_one_snapshot(cast: Cast) -> None:
    first = actions.take(cast.conference, actor=None)
    approved(cast, "A")
    assert actions.current(cast.conference) == first
    old = clock.real_now() - timedelta(minutes=2)
    Snapshot.objects.update(counted_at=old)
    assert actions.current(cast.conference).counts["approved"] == 1
    assert list(Snapshot.objects.all()) == [first]


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


@pytest.mark.parametrize("key", ["approved", "organisations", "countries", "arrived"])
def test_every_public_figure_says_what_it_counts(cast: Cast, key: str) -> None:
    snapshot = actions.current(cast.conference)
    found = {figure.key: figure for figure in figures.public(snapshot)}
    assert str(found[key].definition)
    assert str(found[key].source)
    assert found[key].at == OPENING_MORNING
