"""A whole programme: annealing, halls, repair and explanations against brute force."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from hemicycle.planning.programme import check, draft
from hemicycle.planning.programme.annealing import Annealer
from hemicycle.planning.programme.bound import Trees, least_lost
from hemicycle.planning.programme.conference import Conference, Placement, Plan, Session
from hemicycle.planning.programme.disruption import Disruption, after
from hemicycle.planning.programme.explain import explain
from hemicycle.planning.programme.repair import moves_between, people_affected, repair
from hemicycle.planning.programme.screen import Screen
from hemicycle.planning.programme.slots import contradiction, feasible_starts
from hemicycle.planning.result import Effort, Malformed, Status
from hemicycle.planning.rules import Level
from tests.planning.worlds import make_conference


def is_lawful(conference: Conference, plan: Plan) -> bool:
    return not any(each.level.binds for each in check.violations(conference, plan))


def has_team_plan(conference: Conference, starts: tuple[int, ...]) -> bool:
    held = [i for i, s in enumerate(conference.sessions) if s.has_interpretation]
    bare = replace(
        conference,
        levels=dict.fromkeys(
            ("hall", "capacity", "booth", "hybrid", "setup", "sweep"), Level.IGNORE
        ),
    )
    for names in itertools.product(range(conference.teams), repeat=len(held)):
        teams: list[int | None] = [None] * len(starts)
        for i, team in zip(held, names, strict=True):
            teams[i] = team
        if is_lawful(bare, Plan(starts, (0,) * len(starts), tuple(teams))):
            return True
    return False


def all_starts(conference: Conference) -> list[tuple[int, ...]]:
    """Every choice of starts for which halls and teams exist, by trying all."""
    found = []
    halls = range(len(conference.halls))
    sessions = range(len(conference.sessions))
    for starts in itertools.product(*(conference.starts_of(i) for i in sessions)):
        choices = itertools.product(
            *([h for h in halls if conference.suits(i, h)] for i in sessions)
        )
        bare = replace(conference, teams=99)
        has_halls = any(is_lawful(bare, Plan(starts, chosen)) for chosen in choices)
        if has_halls and has_team_plan(conference, starts):
            found.append(starts)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_draft_is_lawful_and_its_bound_and_value_embrace_the_optimum(
    seed: int,
) -> None:
    conference = make_conference(seed, sessions=4)
    possible = all_starts(conference)
    result = draft.solve(conference, Effort(2.0, 1, seed))
    if not possible:
        assert result.status is Status.INFEASIBLE
        assert result.reasons
        return
    halls = (0,) * len(conference.sessions)
    truth = min(
        check.lost_wishes(conference, Plan(starts, halls)) for starts in possible
    )
    assert result.solution is not None
    assert check.violations(conference, result.solution) == []
    assert result.objective == check.lost_wishes(conference, result.solution)
    assert result.bound is not None
    assert result.bound <= truth
    assert (result.status, result.objective) == (Status.OPTIMAL, truth)


@pytest.mark.parametrize("seed", range(6))
def test_the_annealer_counts_as_the_checker_does(seed: int) -> None:
    conference = make_conference(seed, sessions=6, people=30)
    starts = feasible_starts(conference, Effort(10, 1))
    if starts is None:
        pytest.skip("no plan on slots for this seed")
    annealer = Annealer(conference, starts, seed)
    annealer.run(Effort(20, 1), work=300_000)
    halls = (0,) * len(starts)
    now = Plan(tuple(annealer.starts), halls)
    best = Plan(tuple(annealer.best_starts), halls)
    assert annealer.lost == check.lost_wishes(conference, now)
    assert annealer.best_lost == check.lost_wishes(conference, best)
    on_slots = {"start", "speaker", "teams", "team-day"}
    assert not {each.code for each in check.violations(conference, now)} & on_slots


@pytest.mark.parametrize("seed", range(4))
def test_the_screen_passes_over_no_move_that_is_good_enough(seed: int) -> None:
    """With short sessions alone its gains are exact; a swap gains at most its hope."""
    base = make_conference(seed, sessions=8, people=40)
    conference = replace(
        base, sessions=tuple(replace(s, slots=1) for s in base.sessions)
    )
    starts = feasible_starts(conference, Effort(10, 1))
    if starts is None:
        pytest.skip("no plan on slots for this seed")
    annealer = Annealer(conference, starts, seed)
    annealer.run(Effort(20, 1), work=100_000)
    screen = Screen(annealer, seed)
    now = annealer.starts

    def lost(changes: dict[int, int]) -> int:
        moved = tuple(changes.get(i, start) for i, start in enumerate(now))
        return check.lost_wishes(conference, Plan(moved, (0,) * len(now)))

    for i, a in enumerate(now):
        for b in annealer.choices[i]:
            if b != a:
                assert screen.hope(i, b) == lost({}) - lost({i: b})
    for i, j in itertools.combinations(range(len(now)), 2):
        a, b = now[i], now[j]
        if a != b and b in annealer.allowed[i] and a in annealer.allowed[j]:
            hope = screen.hope(i, b) + screen.hope(j, a) + 2 * screen.both[i, j]
            assert hope >= lost({}) - lost({i: b, j: a})


def test_lost_wishes_are_those_of_the_best_choice() -> None:
    """Against every subset of a person's wishes."""
    for seed in range(20):
        conference = make_conference(seed, sessions=6, people=15)
        starts = tuple(conference.starts_of(i)[0] for i in range(6))
        plan = Plan(starts, (0,) * 6)
        lost = 0
        for wanted in conference.wishes:
            best = 0
            for size in range(1, len(wanted) + 1):
                for chosen in itertools.combinations(wanted, size):
                    slots = [
                        t
                        for i in chosen
                        for t in range(
                            starts[i], starts[i] + conference.sessions[i].slots
                        )
                    ]
                    if len(set(slots)) == len(slots):
                        best = size
            lost += len(wanted) - best
        assert check.lost_wishes(conference, plan) == lost


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_loses_fewer_wishes_than_the_bound(seed: int) -> None:
    """On a crowded conference, where the bound is not zero."""
    base = make_conference(seed, sessions=6, people=60)
    crowded = replace(
        base,
        sessions=tuple(replace(s, slots=1, starts=(0, 1)) for s in base.sessions),
        wishes=tuple(tuple(range(p % 3, 6)) for p in range(60)),
    )
    bound = least_lost(crowded, Effort(20, 1))
    assert bound > 0
    truth = min(
        check.lost_wishes(crowded, Plan(starts, (0,) * 6))
        for starts in itertools.product((0, 1), repeat=6)
    )
    assert bound <= truth


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_loses_fewer_wishes_than_the_bound_of_uneven_trees(seed: int) -> None:
    """People with two to six wishes of seven sessions in two or three slots."""
    draw = random.Random(seed)
    slots = tuple(range(draw.choice((2, 3))))
    base = make_conference(seed, sessions=7, people=1)
    crowded = replace(
        base,
        sessions=tuple(replace(s, slots=1, starts=slots) for s in base.sessions),
        wishes=tuple(
            tuple(draw.sample(range(7), draw.choice((2, 2, 3, 4, 6))))
            for _ in range(40)
        ),
    )
    truth = min(
        check.lost_wishes(crowded, Plan(starts, (0,) * 7))
        for starts in itertools.product(slots, repeat=7)
    )
    bound = least_lost(crowded, Effort(20, 1), steps=200)
    assert 0 < bound <= truth


@pytest.mark.parametrize("seed", range(5))
def test_trees_never_count_more_than_is_lost(seed: int) -> None:
    """Whatever trees are mixed in, and however sessions are put into parts."""
    draw = random.Random(seed)
    people = [draw.sample(range(9), draw.randint(2, 9)) for _ in range(30)]
    trees = Trees(people, 9)
    edges = sum(len(held) - 1 for held in people)
    for _ in range(8):
        likely = np.array([[draw.random() for _ in range(9)] for _ in range(9)])
        likely = likely + likely.T
        assert trees.largest(likely).sum() == 2 * edges
        trees.mix(likely, 0.5)
        assert trees.weights.sum() == pytest.approx(2 * edges)
        part = [draw.randrange(3) for _ in range(9)]
        together = np.array([[a == b for a in part] for b in part])
        lost = sum(len(held) - len({part[i] for i in held}) for held in people)
        assert (trees.weights * together).sum() / 2 <= lost + 1e-9


@pytest.mark.parametrize("seed", range(10))
def test_repair_moves_least(seed: int) -> None:
    conference = make_conference(seed, sessions=4)
    released = draft.solve(conference, Effort(1.0, 1)).solution
    if released is None:
        pytest.skip("no plan for this seed")
    speaker = min(conference.sessions[0].speakers)
    event = Disruption(
        away={speaker: frozenset({released.starts[0]})},
        closed=frozenset((0, t) for t in range(3)),
        interpreted=frozenset({3}),
    )
    now = after(conference, event)
    result = repair(now, released, Effort(5.0, 1))
    possible = all_starts(now)
    if not possible:
        assert result.status is Status.INFEASIBLE
        assert result.reasons
        return
    truth = min(
        sum(
            people_affected(now, i) for i in range(4) if starts[i] != released.starts[i]
        )
        for starts in possible
    )
    assert result.status is Status.OPTIMAL
    assert result.objective == truth
    assert result.solution is not None
    assert check.violations(now, result.solution) == []
    assert moves_between(now, released, result.solution).people == truth


def test_repair_of_an_untouched_release_changes_nothing() -> None:
    conference = make_conference(1, sessions=5)
    released = draft.solve(conference, Effort(1.0, 1)).solution
    assert released is not None
    again = repair(conference, released, Effort(5.0, 1)).solution
    assert again is not None
    assert (again.starts, again.halls) == (released.starts, released.halls)


def test_names_do_not_matter() -> None:
    conference = make_conference(4, sessions=5)
    renamed = replace(
        conference,
        sessions=tuple(replace(s, name=f"x {s.name}") for s in conference.sessions),
        halls=tuple(replace(h, name=f"x {h.name}") for h in conference.halls),
    )
    one = draft.solve(conference, Effort(6.0, 1, 5))
    other = draft.solve(renamed, Effort(6.0, 1, 5))
    assert (one.solution, one.objective) == (other.solution, other.objective)


def test_the_same_seed_gives_the_same_plan() -> None:
    conference = make_conference(2, sessions=6, people=40)
    one = draft.solve(conference, Effort(6.0, 1, 9))
    other = draft.solve(conference, Effort(6.0, 1, 9))
    assert one.solution == other.solution


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_free_hall_never_makes_the_optimum_worse(seed: int) -> None:
    conference = make_conference(seed, sessions=4)
    wider = replace(
        conference, halls=(*conference.halls, replace(conference.halls[0], name="new"))
    )
    before = draft.solve(conference, Effort(1.0, 1))
    behind = draft.solve(wider, Effort(1.0, 1))
    if before.objective is not None:
        assert behind.objective is not None
        assert behind.objective <= before.objective


def test_contradicting_pins_are_named_and_nothing_else() -> None:
    shared = frozenset({7})
    pair = (
        Session("opening", 1, (0, 1), shared),
        Session("panel", 1, (0, 1), shared),
        Session("bystander", 1, (0, 1, 2)),
    )
    base = make_conference(0)
    conference = replace(
        base,
        sessions=pair,
        wishes=(),
        pinned={0: Placement(start=1), 1: Placement(start=1)},
    )
    result = draft.solve(conference, Effort(5.0, 1))
    assert result.status is Status.INFEASIBLE
    assert sorted(result.reasons) == [
        "session opening is pinned to slot 1",
        "session panel is pinned to slot 1",
        "speaker 7 speaks in session opening, session panel, one at a time",
    ]


def test_each_reason_is_needed() -> None:
    base = make_conference(0)
    crowd = tuple(Session(f"s{i}", 1, (0,), expected=90) for i in range(3))
    conference = replace(base, sessions=crowd, wishes=())
    reasons = contradiction(conference, Effort(5.0, 1))
    assert reasons is not None
    freed = replace(conference, sessions=crowd[:1])
    assert contradiction(freed, Effort(5.0, 1)) is None
    # Two of the three suffice to contradict; the third is no reason.
    assert sum("may start only" in words for words in reasons) == 2
    assert sum("hall" in words for words in reasons) == 1


def test_a_session_longer_than_a_day_is_named() -> None:
    long = (Session("marathon", 4, (0,)), Session("talk", 1, (0, 1)))
    conference = replace(make_conference(0), sessions=long, wishes=())
    result = draft.solve(conference, Effort(5.0, 1))
    assert result.status is Status.INFEASIBLE
    assert result.reasons == ["session marathon takes 4 slots, a day has 3"]


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_without_halls_is_told_by_those_in_it(seed: int) -> None:
    """Seven sessions for the six slots of the large hall, among many that fit."""
    draw = random.Random(seed)
    crowd = [Session(f"large {i}", 1, tuple(range(6)), expected=90) for i in range(7)]
    others = [
        Session(f"s{i}", 1, tuple(range(6)), frozenset(draw.sample(range(9), 2)))
        for i in range(8)
    ]
    conference = replace(
        make_conference(seed),
        sessions=tuple(draw.sample([*crowd, *others], 15)),
        wishes=(),
    )
    reasons = contradiction(conference, Effort(20.0, 1))
    assert reasons is not None
    halls = [words for words in reasons if words.startswith("only 1 hall suits")]
    assert len(halls) == 1
    # That a large session starts in one of all slots is needed of each, of no other.
    rest = [words for words in reasons if words not in halls]
    assert all(words.startswith("session large") for words in rest)


def test_a_rule_at_the_level_warn_does_not_bind_and_is_said() -> None:
    base = make_conference(0)
    pair = tuple(Session(f"s{i}", 1, (0,), frozenset({1})) for i in range(2))
    conference = replace(base, sessions=pair, wishes=(), levels={"speaker": Level.WARN})
    plan = draft.solve(conference, Effort(2.0, 1)).solution
    assert plan is not None
    assert [each.code for each in check.violations(conference, plan)] == ["speaker"]
    silent = replace(conference, levels={"speaker": Level.IGNORE})
    assert check.violations(silent, plan) == []


def test_every_tampering_is_found() -> None:
    conference = make_conference(1, sessions=5)
    plan = draft.solve(conference, Effort(1.0, 1)).solution
    assert plan is not None
    for i, session in enumerate(conference.sessions):
        for t in range(conference.slots):
            if t not in session.starts:
                starts = (*plan.starts[:i], t, *plan.starts[i + 1 :])
                codes = {
                    each.code
                    for each in check.violations(
                        conference, replace(plan, starts=starts)
                    )
                }
                assert "start" in codes
    same = Plan((plan.starts[0],) * 5, (plan.halls[0],) * 5)
    assert "hall" in {each.code for each in check.violations(conference, same)}


def test_an_explanation_tells_what_a_move_would_break_or_cost() -> None:
    conference = make_conference(1, sessions=5, people=20)
    plan = draft.solve(conference, Effort(1.0, 1)).solution
    assert plan is not None
    for i in range(5):
        told = explain(conference, plan, i)
        assert len(told.alternatives) == 6 - conference.sessions[i].slots
        for other in told.alternatives:
            starts = (*plan.starts[:i], other.start, *plan.starts[i + 1 :])
            halls = (*plan.halls[:i], other.hall, *plan.halls[i + 1 :])
            moved = Plan(starts, halls)
            broken = check.violations(conference, moved)
            assert bool(other.broken) == bool(broken)
            assert other.lost == check.lost_wishes(conference, moved) - (
                check.lost_wishes(conference, plan)
            )


def test_an_empty_conference_has_an_empty_plan() -> None:
    empty = replace(make_conference(0), sessions=(), wishes=())
    result = draft.solve(empty, Effort(2.0, 1))
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)
    assert result.solution == Plan((), (), ())


def test_an_enormous_conference_is_refused_with_its_size() -> None:
    base = make_conference(0)
    enormous = replace(base, sessions=base.sessions[:1] * 500_000)
    with pytest.raises(Malformed, match="500,000 sessions"):
        draft.solve(enormous, Effort(2.0, 1))


@pytest.mark.parametrize("level", list(Level))
def test_interpretation_without_teams_is_forbidden_or_only_said(level: Level) -> None:
    made = make_conference(1, sessions=3)
    sessions = tuple(
        replace(session, has_interpretation=True, expected=10)
        for session in made.sessions
    )
    levels = {"teams": level, "team-day": level}
    bare = replace(made, sessions=sessions, teams=0, levels=levels)
    result = draft.solve(bare, Effort(5.0, 1))
    if level.binds:
        assert result.status is Status.INFEASIBLE
        return
    assert result.solution is not None
    told = {each.level for each in check.violations(bare, result.solution)}
    assert told == ({Level.WARN} if level is Level.WARN else set())


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_order_of_sessions_halls_and_people_does_not_matter(seed: int) -> None:
    made = make_conference(seed, sessions=4)
    order = random.Random(seed).sample(range(4), 4)
    new = {old: k for k, old in enumerate(order)}
    turned = replace(
        made,
        sessions=tuple(made.sessions[i] for i in order),
        halls=made.halls[::-1],
        wishes=tuple(
            tuple(sorted(new[i] for i in wanted)) for wanted in made.wishes[::-1]
        ),
    )
    one, other = (draft.solve(each, Effort(1.0, 1)) for each in (made, turned))
    assert (one.status is Status.INFEASIBLE) == (other.status is Status.INFEASIBLE)
    assert one.objective == other.objective


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_free_team_or_slot_never_makes_the_optimum_worse(seed: int) -> None:
    """A third day of three slots, in which everything may start."""
    made = make_conference(seed, sessions=4)
    longer = replace(
        made,
        slots=9,
        days=3,
        sessions=tuple(replace(s, starts=(*s.starts, 6)) for s in made.sessions),
    )
    before = draft.solve(made, Effort(1.0, 1)).objective
    for wider in (replace(made, teams=made.teams + 1), longer):
        after = draft.solve(wider, Effort(1.0, 1)).objective
        if before is not None:
            assert after is not None
            assert after <= before
