"""A badge's state, as it is shown and as it is filtered by."""

from itertools import combinations

import pytest

from hemicycle.badges import actions
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.lib import clock
from tests.cast import Cast, make_registration


@pytest.fixture
def one_of_each(cast: Cast) -> dict[str, str]:
    """A badge in each state; its key by the state."""
    keys = {}
    for state in Badge.State:
        person = make_registration(
            delegation=cast.delegation,
            state=Registration.State.APPROVED,
            full_name=f"Person {state}",
            email=f"{state}@example.org",
        )
        keys[str(state)] = actions.issue(person, actor=None).pk
    now = clock.now()
    badges = Badge.objects
    badges.filter(pk=keys["revoked"]).update(revoked_at=now, handed_out_at=now)
    badges.filter(pk=keys["in-hand"]).update(handed_out_at=now)
    ended = badges.get(pk=keys["ended"]).registration_id
    Registration.objects.filter(pk=ended).update(state=Registration.State.WITHDRAWN)
    return keys


def test_a_filter_finds_what_the_state_says(one_of_each: dict[str, str]) -> None:
    badges = Badge.objects.with_state()
    assert {str(badge.state): badge.pk for badge in badges} == one_of_each
    for number in range(len(one_of_each) + 1):
        for states in combinations(one_of_each, number):
            keys = Badge.objects.in_states(states).values_list("pk", flat=True)
            assert sorted(keys) == sorted(one_of_each[state] for state in states)
