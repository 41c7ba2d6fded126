"""Pages of a list: each row once, in order, whichever way one reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hemicycle.delegations.models import Registration
from hemicycle.lib import clock
from hemicycle.tables.keyset import Order, in_order, page_of_keys
from tests.cast import Cast, make_registration

ORDERS = [
    Order("full_name"), Order("full_name", True), Order("confirmed_at"),
    Order("confirmed_at", True), Order("delegation__organisation__name"), Order("pk"),
]  # fmt: skip


def make_rows(cast: Cast, count: int) -> None:
    """Names and moments come several times, and every third has no moment."""
    now = clock.now()
    for n in range(count):
        make_registration(
            delegation=cast.delegation if n % 4 else None,
            conference=cast.conference,
            full_name=f"Name {n % 5}",
            email=f"n{n}@example.org",
            state="confirmed",
            confirmed_at=now - timedelta(hours=n % 4) if n % 3 else None,
        )


def leaf(order: Order, size: int) -> list[list[Any]]:
    """All pages, read forwards; and the same backwards must be the same."""
    rows = Registration.objects.all()
    pages, after = [], ""
    while True:
        page = page_of_keys(rows, rows, order, size=size, after=after)
        pages.append(list(page.keys))
        if not page.has_next:
            break
        after = page.keys[-1]
    backwards = [pages[-1]]
    while len(backwards) < len(pages):
        before = backwards[0][0]
        page = page_of_keys(rows, rows, order, size=size, before=before)
        backwards.insert(0, list(page.keys))
    assert backwards == pages
    if len(pages) > 1:
        page = page_of_keys(rows, rows, order, size=size, before=pages[1][0])
        assert (page.has_previous, page.has_next) == (False, True)
    return pages


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("size", [2, 3, 7, 50])
def test_every_row_is_on_one_page_in_both_directions(
    cast: Cast, order: Order, size: int
) -> None:
    make_rows(cast, 14)
    keys = [key for page in leaf(order, size) for key in page]
    rows = in_order(Registration.objects.all(), order)
    assert keys == list(rows.values_list("pk", flat=True))


def test_rows_without_a_value_come_last_in_both_orders(cast: Cast) -> None:
    make_rows(cast, 6)
    for is_descending in (False, True):
        keys = [
            key
            for page in leaf(Order("confirmed_at", is_descending), 4)
            for key in page
        ]
        rows = [Registration.objects.get(pk=key) for key in keys]
        assert [row.confirmed_at is None for row in rows] == [False] * 4 + [True] * 2


@pytest.mark.parametrize("key", ["gone", "", "0" * 40, "'"])
def test_a_key_of_no_row_is_the_first_page(cast: Cast, key: str) -> None:
    make_rows(cast, 3)
    rows = Registration.objects.all()
    page = page_of_keys(rows, rows, Order("full_name"), size=2, after=key)
    assert (len(page.keys), page.has_previous, page.has_next) == (2, False, True)


def test_the_row_one_came_from_may_have_left_the_filter(cast: Cast) -> None:
    make_rows(cast, 5)
    rows = Registration.objects.all()
    first, *others = in_order(rows, Order("full_name")).values_list("pk", flat=True)
    left = rows.exclude(pk=first)
    page = page_of_keys(rows, left, Order("full_name"), size=9, after=first)
    assert list(page.keys) == others


def steps(work: Any) -> int:
    """How many thousand instructions SQLite ran."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    connection.connection.set_progress_handler(tick, 100)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's steps")
def test_a_page_costs_the_same_in_a_table_ten_times_as_large(cast: Cast) -> None:
    def cost() -> int:
        rows = Registration.objects.filter(conference=cast.conference)
        order = Order("full_name")
        after = list(in_order(rows, order).values_list("pk", flat=True))[len(rows) // 2]
        return steps(lambda: page_of_keys(rows, rows, order, size=25, after=str(after)))

    make_rows(cast, 60)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    small = cost()
    originals = list(Registration.objects.all())
    Registration.objects.bulk_create(
        Registration(
            conference=cast.conference, category=one.category, code=f"C{n}-{m}",
            full_name=f"{one.full_name} {n}", person_key=f"{n}-{m}", state="confirmed",
        )
        for n in range(10)
        for m, one in enumerate(originals)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert cost() <= small * 1.5 + 5
