"""CoSPLib: the engine against brute force, the checker, and what must not matter."""

import importlib.util
import itertools
import math
from dataclasses import replace
from pathlib import Path

import pytest

from hemicycle.planning.cpsat import HAS_SOLUTION, run
from hemicycle.planning.published.tracks import check as check_tracks
from hemicycle.planning.published.tracks import cosplib
from hemicycle.planning.published.tracks import search as tracks_search
from hemicycle.planning.published.tracks.model import TrackModel, room_classes
from hemicycle.planning.published.tracks.prices import add_cuts, price
from hemicycle.planning.result import Effort, Malformed, Status
from tests.planning.worlds import make_tracks, shared


def best_by_hand(instance: cosplib.Instance) -> int | None:
    """Every timetable there is, by trying all; None when there is none."""
    places = [
        (s, r, k)
        for s, session in enumerate(instance.sessions)
        for r in range(len(instance.rooms))
        for k in range(session.timeslots)
    ]
    best = None
    for chosen in itertools.product(places, repeat=len(instance.submissions)):
        cells: dict[tuple[int, int], list[int | None]] = {}
        for x, (s, r, k) in enumerate(chosen):
            length = instance.submissions[x].timeslots
            cell = cells.setdefault((s, r), [None] * instance.sessions[s].timeslots)
            if (
                k + length > len(cell)
                or any(cell[k : k + length])
                or 0 in cell[k : k + length]
            ):
                break
            cell[k : k + length] = [x] * length
        else:
            schedule = {place: tuple(cell) for place, cell in cells.items()}
            if not check_tracks.violations(instance, schedule):
                value = check_tracks.value(instance, schedule)
                best = value if best is None else min(best, value)
    return best


@pytest.mark.parametrize("seed", range(16))
def test_the_optimum_is_that_of_brute_force(seed: int) -> None:
    instance = make_tracks(seed)
    truth = best_by_hand(instance)
    result = tracks_search.solve(instance, Effort(20, 1, seed))
    if truth is None:
        assert result.status is Status.INFEASIBLE
        assert result.reasons
        return
    assert result.solution is not None
    assert check_tracks.violations(instance, result.solution) == []
    assert result.objective == check_tracks.value(instance, result.solution)
    assert result.bound is not None
    assert result.bound <= truth <= result.objective
    if result.status is Status.OPTIMAL:
        assert result.objective == truth


@pytest.mark.parametrize("seed", range(16))
def test_a_bound_from_prices_never_exceeds_the_optimum(seed: int) -> None:
    instance = make_tracks(seed)
    truth = best_by_hand(instance)
    priced = price(instance, room_classes(instance), Effort(20, 1))
    if truth is not None:
        assert priced.bound <= truth + 1e-6
        assert priced.columns


@pytest.mark.parametrize("seed", range(16))
def test_cuts_from_prices_leave_the_optimum_of_the_model(seed: int) -> None:
    """Also when rooms are told apart further than where the cuts came from."""
    instance = make_tracks(seed)
    classes = room_classes(instance)
    priced = price(instance, classes, Effort(20, 1))
    every = frozenset(range(len(instance.rooms)))
    for split in (frozenset[int](), every):
        values = []
        for cuts in ([], priced.cuts):
            built = TrackModel(instance, split)
            add_cuts(built, classes, cuts)
            solver, status = run(built.model, Effort(20, 1))
            values.append(
                (status, solver.objective_value if status in HAS_SOLUTION else None)
            )
        assert values[0] == values[1]


def test_tracks_that_meet_nowhere_are_closed_by_prices_alone() -> None:
    base = make_tracks(3)
    free = replace(
        base,
        weights=replace(base.weights, similar_tracks=0, chairs_conflicts=0),
        rooms=tuple(f"Hall {r}" for r in range(8)),
        tracks_rooms=((0,) * 8,) * len(base.tracks),
        sessions_rooms=((0,) * 8,) * len(base.sessions),
        submissions=tuple(
            replace(
                talk,
                room_penalty=(0,) * 8,
                presenters=frozenset[str](),
                attendees=frozenset[str](),
            )
            for talk in base.submissions
        ),
    )
    priced = price(free, room_classes(free), Effort(20, 1))
    result = tracks_search.solve(free, Effort(20, 1))
    assert math.ceil(priced.bound - 1e-6) == result.bound


def test_nearly_all_small_instances_are_proved() -> None:
    proved = 0
    for seed in range(100, 108):
        result = tracks_search.solve(make_tracks(seed), Effort(20, 1))
        proved += result.status in (Status.OPTIMAL, Status.INFEASIBLE)
    assert proved >= 7


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_names_and_order_of_rows_do_not_matter(seed: int) -> None:
    instance = make_tracks(seed)
    flipped = replace(
        instance,
        submissions=tuple(
            replace(talk, name=f"renamed {i}")
            for i, talk in enumerate(reversed(instance.submissions))
        ),
        tracks=tuple(replace(each, name=each.name[::-1]) for each in instance.tracks),
    )
    one = tracks_search.solve(instance, Effort(20, 1))
    other = tracks_search.solve(flipped, Effort(20, 1))
    assert (one.status, one.objective) == (other.status, other.objective)


@pytest.mark.parametrize("seed", [1, 2, 4, 6])
def test_a_free_room_never_makes_the_optimum_worse(seed: int) -> None:
    instance = make_tracks(seed)
    wider = replace(
        instance,
        rooms=(*instance.rooms, "Cloister"),
        tracks_rooms=tuple((*row, 0) for row in instance.tracks_rooms),
        sessions_rooms=tuple((*row, 0) for row in instance.sessions_rooms),
        submissions=tuple(
            replace(talk, room_penalty=(*talk.room_penalty, 0))
            for talk in instance.submissions
        ),
    )
    before = tracks_search.solve(instance, Effort(20, 1))
    after = tracks_search.solve(wider, Effort(20, 1))
    if before.objective is not None:
        assert after.bound is not None
        assert after.bound <= before.objective


def test_the_same_seed_gives_the_same_timetable() -> None:
    instance = make_tracks(3)
    one = tracks_search.solve(instance, Effort(20, 1, 7))
    other = tracks_search.solve(instance, Effort(20, 1, 7))
    assert one.solution == other.solution


def test_tracks_that_do_not_fit_are_named_and_each_is_needed() -> None:
    base = make_tracks(0)
    crowd = tuple(
        replace(base.submissions[0], name=f"x{t}", track=t, timeslots=1)
        for t in range(5)
    )
    tracks = tuple(cosplib.Track(f"T{t}", frozenset()) for t in range(5))
    crowded = replace(
        base,
        tracks=tracks,
        submissions=tuple(
            replace(talk, session_penalty=(0, 0), room_penalty=(0, 0)) for talk in crowd
        ),
        sessions=base.sessions[:2],
        tracks_sessions=((0, 0),) * 5,
        tracks_rooms=((0, 0),) * 5,
        sessions_rooms=((0, 0),) * 2,
        similar=((0,) * 5,) * 5,
    )
    result = tracks_search.solve(crowded, Effort(20, 1))
    assert result.status is Status.INFEASIBLE
    assert len(result.reasons) == 1
    assert all(f"'T{t}'" in result.reasons[0] for t in range(5))


def test_a_tampered_timetable_is_rejected() -> None:
    instance = make_tracks(3)
    schedule = tracks_search.solve(instance, Effort(20, 1)).solution
    assert schedule is not None
    place, cell = next(iter(schedule.items()))
    emptied = {**schedule, place: (None,) * len(cell)}
    assert check_tracks.violations(instance, emptied)
    twice = {**schedule}
    for s in range(len(instance.sessions)):
        for r in range(len(instance.rooms)):
            if (s, r) not in schedule:
                twice[s, r] = cell
    if len(twice) > len(schedule):
        assert check_tracks.violations(instance, twice)


def test_a_conference_without_talks_has_an_empty_timetable() -> None:
    empty = replace(make_tracks(3), submissions=())
    result = tracks_search.solve(empty, Effort(20, 1))
    assert (result.status, result.objective, result.solution) == (Status.OPTIMAL, 0, {})


def test_a_workbook_comes_back_as_it_was_written(tmp_path: Path) -> None:
    instance = make_tracks(5)
    cosplib.write_instance(instance, tmp_path / "seed 5.xlsx")
    assert cosplib.read(tmp_path / "seed 5.xlsx") == instance
    schedule = tracks_search.solve(instance, Effort(20, 1)).solution
    assert schedule is not None
    cosplib.write(instance, schedule, tmp_path / "solution.xlsx")
    assert cosplib.read_solution(instance, tmp_path / "solution.xlsx") == schedule


def test_a_file_that_is_no_workbook_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(Malformed) as refusal:
        cosplib.read(broken)
    assert "\n" not in str(refusal.value)


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "half.xlsx"
    cosplib.write_instance(make_tracks(1), path)
    book = openpyxl.load_workbook(path)
    del book["rooms"]
    book.save(path)
    with pytest.raises(Malformed, match="no sheet 'rooms'"):
        cosplib.read(path)


def test_our_value_is_that_of_the_published_scorer(tmp_path: Path) -> None:
    script = shared("conference", "score_cosplib.py")
    spec = importlib.util.spec_from_file_location("score_cosplib", script)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for seed in range(5):
        path = tmp_path / f"{seed}.xlsx"
        instance = make_tracks(seed)
        schedule = tracks_search.solve(instance, Effort(20, 1)).solution
        if schedule is None:
            continue
        cosplib.write_instance(instance, path)
        cosplib.write(instance, schedule, tmp_path / "solution.xlsx")
        theirs = scorer.load(str(path))
        value, _, bad = scorer.score(
            theirs, scorer.load_solution(theirs, str(tmp_path / "solution.xlsx"))
        )
        assert (value, bad) == (check_tracks.value(instance, schedule), [])


def test_a_small_published_conference_is_proved() -> None:
    instance = cosplib.read(shared("conference", "cosplib", "N2OR.xlsx"))
    result = tracks_search.solve(instance, Effort(20, 2))
    assert (result.status, result.objective) == (Status.OPTIMAL, 1)
