"""The half circle: exact, deterministic, small, fast."""

import re
import sys
from collections import Counter
from math import dist
from types import FrameType

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.ui import seats
from hemicycle.ui.seats import Group

APPROVED = [
    Group("Organisations", 2641, 1),
    Group("Youth", 1213, 2),
    Group("Governments", 402, 3),
    Group("Press", 118, 4),
]


def drawn(groups: object, total: object = None) -> str:
    """The chart, without the indentation between its elements."""
    template = Template('{% load ui %}{% seats groups total "Seats" %}')
    html = template.render(Context({"groups": groups, "total": total}))
    return re.sub(r"\s*\n\s*", "", html)


@given(st.integers(1, 300))
def test_a_hall_has_exactly_the_dots_asked_for_and_none_touch(count: int) -> None:
    hall = seats.hall(count)
    assert len(set(hall.dots)) == count
    radius = hall.diameter / 2
    for x, y in hall.dots:
        assert radius <= x / 10 <= seats.WIDTH - radius
        assert radius <= y / 10 <= hall.height - radius
    for i, dot in enumerate(hall.dots):
        for other in hall.dots[i + 1 :]:
            assert dist(dot, other) / 10 > hall.diameter


@given(
    st.lists(st.integers(0, 3000), min_size=0, max_size=4),
    st.integers(0, 9000),
)
def test_every_dot_belongs_to_somebody_or_is_empty(
    counts: list[int], total: int
) -> None:
    groups = [Group(str(i), n, i + 1) for i, n in enumerate(counts)]
    total = max(total, sum(counts))
    dots, each = seats.dots_for(total)
    seated = Counter(seats.seated(groups, total))
    assert sum(seated.values()) == dots <= seats.MOST_DOTS
    for group in groups:
        # One dot more or less than its share; a small group is lifted to one dot.
        assert abs(seated[group.seat] - group.count / each) <= 3
        if not group.count:
            assert seated[group.seat] == 0


def test_one_dot_is_one_person_in_a_delegation() -> None:
    seated = seats.seated([Group("Confirmed", 9, 1), Group("Nominated", 4, 2)], 20)
    assert Counter(seated) == {1: 9, 2: 4, 0: 7}


def test_a_small_group_still_gets_a_dot() -> None:
    seated = seats.seated([Group("Organisations", 5690, 1), Group("Press", 4, 2)], 5700)
    assert Counter(seated)[2] == 1


def test_more_than_four_groups_become_three_and_the_others() -> None:
    groups = [Group(str(n), n, n) for n in range(1, 7)]
    assert seats.at_most_four(groups, "Others") == [
        *groups[:3],
        Group("Others", 4 + 5 + 6, 4),
    ]


def test_a_key_has_no_colour_twice() -> None:
    html = drawn([("Academic", 488, 2), ("NGO", 4606, 1), ("Exhibitor", 28, 2)])
    key = re.findall(r'<li class="(seat-\d)"><span>(.*?)</span>', html)
    assert key == [
        ("seat-2", "Academic, Exhibitor <b>516</b>"),
        ("seat-1", "NGO <b>4,606</b>"),
    ]
    assert re.findall(r'<path class="(seat-\d)"', html) == ["seat-2", "seat-1"]
    for row in ("Academic", "Exhibitor"):
        assert f'<th scope="row">{row}</th>' in html


def test_groups_of_one_colour_keep_its_shape() -> None:
    groups = [Group("Youth", 2, 3, "ring"), Group("Media", 1, 3, "ring")]
    assert seats.by_colour(groups, ", ") == [Group("Youth, Media", 3, 3, "ring")]


def test_the_chart_says_the_same_in_words_and_numbers() -> None:
    html = drawn([("Organisations", 2641), ("Youth", 1213)], 5700)
    assert 'aria-label="Seats"' in html
    for words in (
        "Organisations <b>2,641</b>",
        "Each dot is 19 people.",
        '<th scope="row">Free</th><td class="numeric">1,846</td>'
        '<td class="numeric">32%</td>',
        '<td class="numeric">5,700</td>',
    ):
        assert words in html


def test_a_chart_of_nobody_is_no_error() -> None:
    assert "<svg" in drawn([], 0)
    assert "<svg" in drawn([("Organisations", 0)])


def test_the_chart_is_the_same_every_time() -> None:
    assert drawn([("Youth", 7)], 40) == drawn([("Youth", 7)], 40)


def test_three_hundred_dots_are_small() -> None:
    groups = [(group.label, group.count) for group in APPROVED]
    assert len(drawn(groups, 5700)) <= 12 * 1024


def test_the_chart_costs_the_same_for_five_thousand_as_for_five_hundred() -> None:
    few = [(group.label, group.count // 10) for group in APPROVED]
    many = [(group.label, group.count) for group in APPROVED]
    calls_of(few, 570)
    assert calls_of(many, 5700) <= 1.1 * calls_of(few, 570) < 5000


def calls_of(groups: list[tuple[str, int]], capacity: int) -> int:
    """Python functions entered while the chart is drawn: the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        drawn(groups, capacity)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("count", [1, 2, 5, 20, 40, 100, 300])
def test_the_picture_is_half_as_high_as_wide(count: int) -> None:
    assert seats.hall(count).height <= seats.WIDTH * 0.56
