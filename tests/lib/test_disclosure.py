"""The rule by which cells are merged, and an attack with every small combination."""

from itertools import product
from random import Random

import pytest

from hemicycle.lib.disclosure import Protected, Table, is_too_few, protect


def counted(
    *numbers: int, name: str = "t", listed: list[int] | None = None, **kw: object
) -> Table:
    rows = tuple("abcdefgh"[: len(numbers)])
    lists = {"list": listed} if listed else {}
    return Table(
        name,
        "letters",
        rows,
        {(row, ""): n for row, n in zip(rows, numbers, strict=True)},
        listed={
            key: {(row, ""): n for row, n in zip(rows, on_it, strict=True)}
            for key, on_it in lists.items()
        },
        **kw,  # type: ignore[arg-type]  # as each test says
    )


def shown(table: Table, *published: Protected) -> dict[str, int] | None:
    """The groups of rows and their numbers."""
    protected = protect([table], published).get(table.name)
    if protected is None:
        return None
    numbers = [row[0] for row in protected.counts]
    return dict(zip(map("".join, protected.rows), numbers, strict=True))


@pytest.mark.parametrize(
    ("numbers", "groups"),
    [
        ((5, 6, 0), {"a": 5, "b": 6, "c": 0}),
        ((4, 6, 9), {"ab": 10, "c": 9}),
        ((9, 6, 1), {"a": 9, "bc": 7}),
        ((1, 1, 1, 9), {"abcd": 12}),
        ((3, 3, 40, 2), {"ab": 6, "cd": 42}),
        ((1, 2), None),
    ],
)
def test_under_five_joins_the_next_and_the_last_the_one_before(
    numbers: tuple[int, ...], groups: dict[str, int] | None
) -> None:
    assert shown(counted(*numbers)) == groups


def test_nobody_in_a_cell_tells_where_it_says_something_of_all_others() -> None:
    assert shown(counted(20, 0, 9, zero_tells=True)) == {"a": 20, "bc": 9}


def test_who_is_not_on_the_list_is_not_left_alone() -> None:
    assert shown(counted(20, 9, listed=[20, 8])) is None
    assert shown(counted(20, 9, listed=[17, 7])) == {"ab": 29}
    assert shown(counted(20, 9, listed=[20, 9])) == {"a": 20, "b": 9}


def test_a_day_on_which_fewer_than_five_came_is_not_published() -> None:
    before = protect([counted(20, 9)])["t"]
    assert shown(counted(21, 9), before) is None
    assert shown(counted(20, 9), before) == {"a": 20, "b": 9}
    assert shown(counted(22, 12), before) == {"ab": 34}
    assert shown(counted(25, 9), before) == {"a": 25, "b": 9}


def test_groups_of_two_days_contain_each_other() -> None:
    """{a, b} and {c}, then {a} and {b, c}: their difference would be b alone."""
    before = protect([counted(10, 2, 10)])["t"]
    assert [*map("".join, before.rows)] == ["a", "bc"]
    wide = Protected("t", "letters", (("a", "b"), ("c",)), (("",),), ((12,), (10,)))
    assert shown(counted(30, 2, 30), wide) == {"abc": 62}
    assert shown(counted(30, 20, 30), wide) == {"a": 30, "b": 20, "c": 30}


def test_small_rows_of_one_kin_are_counted_together() -> None:
    regions = Table("r", "regions", ("x", "y"), {("x", ""): 60, ("y", ""): 6})
    countries = Table(
        "c",
        "countries",
        ("a", "b", "c", "d"),
        {("a", ""): 3, ("b", ""): 54, ("c", ""): 3, ("d", ""): 6},
        rows_of="r",
        kin={"a": "x", "b": "x", "c": "x", "d": "y"},
    )
    protected = protect([regions, countries])["c"]
    assert dict(zip(protected.rows, protected.counts, strict=True)) == {
        ("a", "c"): (6,), ("b",): (54,), ("d",): (6,),
    }  # fmt: skip
    assert protect([countries]) == {}, "without its regions it is not published"


def test_a_crossed_table_merges_rows_first_and_its_last_columns_then() -> None:
    rows = Table("r", "regions", ("x", "y"), {("x", ""): 40, ("y", ""): 40})
    columns = Table(
        "g", "gender", ("w", "m", ""), {("w", ""): 37, ("m", ""): 37, ("", ""): 6}
    )
    crossed = Table(
        "rg",
        "regions-gender",
        ("x", "y"),
        {
            ("x", "w"): 19, ("x", "m"): 19, ("x", ""): 2,
            ("y", "w"): 18, ("y", "m"): 18, ("y", ""): 4,
        },
        columns=("w", "m", ""),
        rows_of="r",
        columns_of="g",
        zero_tells=True,
    )  # fmt: skip
    protected = protect([rows, columns, crossed])["rg"]
    assert protected.columns == (("w",), ("m", ""))
    assert protected.counts == ((19, 21), (18, 22))


def test_a_full_row_is_not_shown() -> None:
    """Twenty people, all women: who is on the list is one of them."""
    rows = Table("r", "regions", ("x", "y"), {("x", ""): 20, ("y", ""): 40})
    columns = Table("g", "gender", ("w", "m"), {("w", ""): 40, ("m", ""): 20})
    crossed = Table(
        "rg",
        "regions-gender",
        ("x", "y"),
        {("x", "w"): 20, ("y", "w"): 20, ("y", "m"): 20},
        columns=("w", "m"),
        rows_of="r",
        columns_of="g",
        zero_tells=True,
    )
    assert "rg" not in protect([rows, columns, crossed])


def test_tables_crossed_with_two_things_are_refused() -> None:
    by_gender = counted(9, 9, columns=("w", "m"))
    by_age = counted(9, 9, name="u", columns=("young", "old"))
    with pytest.raises(ValueError, match="the same columns"):
        protect([by_gender, by_age])


def test_it_is_kept_as_json() -> None:
    before = protect([counted(20, 9, listed=[15, 4])])["t"]
    assert Protected.from_json(before.as_json()) == before


@pytest.mark.parametrize("seed", range(6))
def test_no_sum_or_difference_of_all_days_counts_one_to_four(seed: int) -> None:
    """Three days on which people only come; every combination that counts each person
    no less than never."""
    world = Random(seed)
    people = [0, 0, 0]
    published: list[Protected] = []
    numbers: list[tuple[int, str, int]] = []
    for day in range(3):
        people = [n + world.choice([0, 1, 2, 5, 9]) for n in people]
        now = protect([counted(*people)], published)
        published += now.values()
        for table in now.values():
            for row, (number,) in zip(table.rows, table.counts, strict=True):
                numbers.append((day, "".join(row), number))
    arrivals = list(product("abc", range(3)))
    for factors in product((-1, 0, 1), repeat=len(numbers)):
        if not any(factors):
            continue
        each = [
            sum(
                factor
                for factor, (day, row, _n) in zip(factors, numbers, strict=True)
                if label in row and came <= day
            )
            for label, came in arrivals
        ]
        if min(each) >= 0:
            left = sum(f * n for f, (_d, _r, n) in zip(factors, numbers, strict=True))
            assert not is_too_few(left), (numbers, factors)
