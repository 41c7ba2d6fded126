"""The half circle of seats: where the dots stand and who sits there. Geometry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from math import ceil, cos, pi, sin

WIDTH = 240.0
CENTRE = WIDTH / 2
OUTER = 112.0
INNER_SHARE = 0.34
MOST_DOTS = 300
MOST_GROUPS = 4


@dataclass(frozen=True)
class Hall:
    """Dots from the left end to the right, in the units of the drawing."""

    dots: tuple[tuple[int, int], ...]  # tenths, so that a path needs no rounding
    diameter: float
    height: float


@dataclass(frozen=True)
class Group:
    """People who sit together. `seat` is their colour, 1 to 4; `mark` their shape: a
    full disc, a small dot or a ring."""

    label: str
    count: int
    seat: int
    mark: str = "full"


def dots_for(total: int) -> tuple[int, int]:
    """How many dots to draw for so many people, and how many people each stands for."""
    each = max(1, ceil(total / MOST_DOTS))
    return ceil(total / each), each


@lru_cache(maxsize=64)
def hall(count: int) -> Hall:
    """Rows of a half circle holding exactly `count` dots, each from edge to edge."""
    if count < 1:
        return Hall((), 1.0, CENTRE)
    rows = 1
    while rows < 12 and _room(rows + 1) <= count * 1.12:
        rows += 1
    outer = OUTER
    for _fitting in range(2):  # dots shrink the circle that they stand on
        radii = _radii(rows, outer)
        shares = _shared_out(count, radii)
        diameter = _diameter(radii, shares)
        outer = CENTRE - diameter / 2 - 1
    base = outer + diameter / 2 + 1
    places = [
        (pi * (i / (n - 1) if n > 1 else 0.5), radius)
        for radius, n in zip(radii, shares, strict=True)
        for i in range(n)
    ]
    places.sort(key=lambda place: (round(place[0], 6), place[1]))
    dots = [
        (
            round(10 * (CENTRE - radius * cos(angle))),
            round(10 * (base - radius * sin(angle))),
        )
        for angle, radius in places
    ]
    return Hall(tuple(dots), diameter, base + diameter / 2 + 1)


def seated(groups: Sequence[Group], total: int) -> list[int]:
    """The seat number of each dot, from the left: largest remainders, the rest empty.

    A group with anybody in it gets a dot of its own while there are dots enough.
    """
    dots, _ = dots_for(total)
    counts = [max(0, group.count) for group in groups]
    everybody = max(total, sum(counts), 1)
    counts.append(everybody - sum(counts))
    shares = _shared_out(dots, counts)
    for i, count in enumerate(counts[:-1]):
        fullest = max(range(len(shares)), key=shares.__getitem__)
        if count and not shares[i] and shares[fullest] > 1:
            shares[i] += 1
            shares[fullest] -= 1
    numbers = [*(group.seat for group in groups), 0]
    return [seat for seat, n in zip(numbers, shares, strict=True) for _ in range(n)]


def paths(groups: Sequence[Group], total: int) -> list[tuple[int, str]]:
    """One path for each run of equal dots: (seat number, path data)."""
    dots, _ = dots_for(total)
    drawn = zip(seated(groups, total), hall(dots).dots, strict=True)
    return [
        (seat, "".join(f"M{_tenths(x)} {_tenths(y)}h0" for _, (x, y) in run))
        for seat, run in groupby(drawn, key=lambda pair: pair[0])
    ]


def by_colour(groups: Sequence[Group], comma: str) -> list[Group]:
    """One group for each colour, named after all who share it: a key says it once."""
    merged: dict[int, Group] = {}
    for group in groups:
        with_it = merged.get(group.seat)
        merged[group.seat] = (
            replace(
                with_it,
                label=f"{with_it.label}{comma}{group.label}",
                count=with_it.count + group.count,
            )
            if with_it
            else group
        )
    return list(merged.values())


def at_most_four(groups: Sequence[Group], others: str) -> list[Group]:
    """The chart has four colours: further groups are counted together as `others`."""
    if len(groups) <= MOST_GROUPS:
        return list(groups)
    kept = list(groups[: MOST_GROUPS - 1])
    rest = sum(group.count for group in groups[MOST_GROUPS - 1 :])
    return [*kept, Group(others, rest, MOST_GROUPS)]


def _room(rows: int) -> float:
    """Dots that fit in so many rows when they are as far apart along as across."""
    if rows == 1:
        return 6
    radii = _radii(rows)
    return sum(pi * radius / (radii[1] - radii[0]) for radius in radii)


def _radii(rows: int, outer: float = OUTER) -> list[float]:
    if rows == 1:
        return [outer * 0.9]
    inner = outer * INNER_SHARE
    return [inner + (outer - inner) * k / (rows - 1) for k in range(rows)]


def _diameter(radii: Sequence[float], shares: Sequence[int]) -> float:
    """As large as the closest neighbours allow, and no larger than a seat looks: in a
    small hall they are larger, or they would be lost in it."""
    gaps = [pi * r / (n - 1) for r, n in zip(radii, shares, strict=True) if n > 1]
    if len(radii) > 1:
        gaps.append(radii[1] - radii[0])
    largest = max(22.0, 26.0 - sum(shares) / 3)
    return round(max(1.5, min([largest, *(gap * 0.72 for gap in gaps)])), 1)


def _shared_out(whole: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up exactly."""
    weight = sum(weights) or 1
    exact = [whole * w / weight for w in weights]
    shares = [int(e) for e in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: whole - sum(shares)]:
        shares[i] += 1
    return shares


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}" if value % 10 else str(value // 10)
