"""Booths under the rules of a market, and shortages in words."""

import dataclasses
import itertools
import random

import pytest

from hemicycle.planning.interpreters.booths import Assignment, Member
from hemicycle.planning.interpreters.check import staffing_violations
from hemicycle.planning.interpreters.markets import (
    AIIC_CANADA,
    UNITED_NATIONS,
    TeamRule,
)
from hemicycle.planning.result import Malformed, Status
from hemicycle.planning.rules import Level
from tests.planning.interpreters_apart import Apart, apart

STAFF = "interpreters.teams.staff"

__all__ = ["apart"]
SIX = frozenset({"ar", "en", "es", "fr", "ru", "zh"})
NAMES = {"ar": "Arabic", "en": "English", "es": "Spanish"}


def team_of_fourteen() -> tuple[Member, ...]:
    sizes = {"ar": 3, "en": 2, "es": 2, "fr": 2, "ru": 2, "zh": 3}
    return tuple(
        Member(f"{language} {number}", frozenset({language}), frozenset({language}))
        for language, size in sizes.items()
        for number in range(size)
    )


def session(name: str, day: int = 1, hour: int = 15, minutes: int = 180) -> Assignment:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    label = f"{days[day % 5]} {hour}:00"
    return Assignment(name, label, day, hour * 60, minutes, SIX)


def test_fourteen_people_serve_six_languages(apart: Apart) -> None:
    members = team_of_fourteen()
    result = apart(STAFF, (session("plenary"),), members, UNITED_NATIONS)
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)
    assert len(result.solution.seats) == 14
    assert result.solution.shortages == []


def test_a_missing_person_is_said_in_words(apart: Apart) -> None:
    members = team_of_fourteen()[1:]
    result = apart(
        STAFF,
        (session("plenary"),),
        members,
        UNITED_NATIONS,
        names=NAMES,
    )
    assert result.objective == 1
    assert result.reasons == ["Tuesday 15:00 lacks one Arabic"]


def test_nobody_sits_in_two_sessions_at_once(apart: Apart) -> None:
    both = session("plenary"), session("panel", hour=16)
    result = apart(STAFF, both, team_of_fourteen(), UNITED_NATIONS)
    assert result.objective == 14
    later = session("plenary", hour=10), session("panel", hour=15)
    assert apart(STAFF, later, team_of_fourteen(), UNITED_NATIONS).objective == 0


def test_a_third_assignment_on_a_day_finds_no_team_unless_the_rule_only_warns(
    apart: Apart,
) -> None:
    three = tuple(session(f"part {hour}", hour=hour) for hour in (9, 13, 17))
    members = team_of_fourteen()
    assert apart(STAFF, three, members, UNITED_NATIONS).objective == 14
    lenient = dataclasses.replace(UNITED_NATIONS, level_work=Level.WARN)
    assert apart(STAFF, three, members, lenient).objective == 0


def test_at_most_eight_assignments_in_seven_days(apart: Apart) -> None:
    week = tuple(
        session(f"day {day} at {hour}", day, hour)
        for day in range(5)
        for hour in (10, 15)
    )
    result = apart(STAFF, week, team_of_fourteen(), UNITED_NATIONS)
    assert result.objective == 2 * 14


def test_who_is_away_is_not_counted_on(apart: Apart) -> None:
    members = team_of_fourteen()
    members = (dataclasses.replace(members[3], away=frozenset({1})), *members[:3])
    members += team_of_fourteen()[4:]
    result = apart(
        STAFF,
        (session("plenary"),),
        members,
        UNITED_NATIONS,
        names=NAMES,
    )
    assert result.reasons == ["Tuesday 15:00 lacks one English"]


def test_relay_needs_two_who_can_give_it(apart: Apart) -> None:
    members = tuple(
        dataclasses.replace(member, relays=frozenset())
        if member.name == "en 1"
        else member
        for member in team_of_fourteen()
    )
    result = apart(
        STAFF,
        (session("plenary"),),
        members,
        UNITED_NATIONS,
        names=NAMES,
    )
    assert result.objective == 0
    assert result.reasons == ["Tuesday 15:00 lacks one who can give relay from English"]


@pytest.mark.parametrize(
    ("minutes", "people"), [(40, 1), (41, 2), (240, 2), (241, 3), (361, 4), (480, 4)]
)
def test_canadian_teams_grow_with_the_hours(minutes: int, people: int) -> None:
    assert AIIC_CANADA.team.size("fr", minutes) == people


def test_a_session_no_market_knows_is_refused(apart: Apart) -> None:
    endless = (session("marathon", minutes=600),)
    with pytest.raises(Malformed, match="marathon lasts 600 minutes"):
        apart(STAFF, endless, (), AIIC_CANADA)
    gap = dataclasses.replace(AIIC_CANADA, team=TeamRule(by_minutes=((40, 1),)))
    with pytest.raises(Malformed, match="no team for 60 minutes"):
        apart(STAFF, (session("long", minutes=60),), (), gap)


def test_staffings_are_verified_and_tampered_ones_rejected(apart: Apart) -> None:
    week = tuple(session(f"day {day}", day) for day in range(3))
    members = team_of_fourteen()
    result = apart(STAFF, week, members, UNITED_NATIONS)
    seats = [dataclasses.asdict(seat) for seat in result.solution.seats]
    sizes = {"ar": 3, "en": 2, "es": 2, "fr": 2, "ru": 2, "zh": 3}
    team = {(one.name, language): sizes[language] for one in week for language in SIX}

    def wrong(
        seats: list[dict[str, str]], a_day: int = 2, in_days: int = 8
    ) -> list[str]:
        return staffing_violations(
            [dataclasses.asdict(one) for one in week],
            [dataclasses.asdict(member) for member in members],
            seats,
            a_day=a_day,
            in_days=in_days,
            days=7,
            team=team,
        )

    assert len(seats) == 3 * 14
    assert wrong(seats) == []
    language = seats[0]["language"]
    assert wrong([*seats, seats[0]])[0].endswith("at once")
    assert f"4 people sit in the {language} booth of day 0" in wrong([*seats, seats[0]])
    other = seats[0] | {"language": "en"}
    assert f"{other['member']} cannot work into en" in wrong([other, *seats[1:]])
    assert len(wrong(seats, in_days=2)) == 14
    assert wrong([seats[0] | {"member": "Eve"}]) == [
        "Eve in day 0: no such person or session"
    ]


@pytest.mark.parametrize("level", list(Level))
def test_the_rule_on_teams_obeys_its_level(apart: Apart, level: Level) -> None:
    market = dataclasses.replace(UNITED_NATIONS, level_team=level)
    result = apart(
        STAFF,
        (session("plenary"),),
        team_of_fourteen()[1:],
        market,
        names=NAMES,
    )
    if level is Level.IGNORE:
        assert (result.objective, result.reasons) == (0, [])
        return
    assert (result.objective, len(result.solution.seats)) == (1, 13)
    assert result.reasons == ["Tuesday 15:00 lacks one Arabic"]
    assert [(each.code, each.level) for each in result.solution.broken] == [
        ("team", level)
    ]


@pytest.mark.parametrize("level", list(Level))
def test_the_rule_on_work_obeys_its_level(apart: Apart, level: Level) -> None:
    three = tuple(session(f"part {hour}", hour=hour) for hour in (9, 13, 17))
    market = dataclasses.replace(UNITED_NATIONS, level_work=level)
    result = apart(STAFF, three, team_of_fourteen(), market)
    broken = [(each.code, each.level) for each in result.solution.broken]
    if level.binds:
        assert (result.objective, {code for code, _ in broken}) == (14, {"team"})
        return
    assert result.objective == 0
    if level is Level.IGNORE:
        assert (broken, result.reasons) == ([], [])
        return
    assert broken == [("work", level)] * 14
    assert result.reasons[0] == (
        "ar 0 works Tuesday 9:00, Tuesday 13:00, Tuesday 17:00; the rule is at most "
        "two a day"
    )


def test_nobody_works_more_where_a_rule_warns_than_must(apart: Apart) -> None:
    """Three sessions, and people enough for all of them within the rule."""
    three = tuple(session(f"part {hour}", hour=hour) for hour in (9, 13, 17))
    twice = team_of_fourteen() + tuple(
        dataclasses.replace(member, name=f"other {member.name}")
        for member in team_of_fourteen()
    )
    market = dataclasses.replace(UNITED_NATIONS, level_work=Level.WARN)
    result = apart(STAFF, three, twice, market)
    assert (result.objective, result.reasons) == (0, [])


@pytest.mark.parametrize("level", list(Level))
def test_the_rule_on_relay_obeys_its_level(apart: Apart, level: Level) -> None:
    members = tuple(
        dataclasses.replace(member, relays=frozenset())
        if member.name == "en 1"
        else member
        for member in team_of_fourteen()
    )
    market = dataclasses.replace(UNITED_NATIONS, level_relay=level)
    result = apart(STAFF, (session("plenary"),), members, market, names=NAMES)
    told = {
        Level.FORBID: (1, ["Tuesday 15:00 lacks one English"]),
        Level.IGNORE: (0, []),
    }
    lacks = (0, ["Tuesday 15:00 lacks one who can give relay from English"])
    assert (result.objective, result.reasons) == told.get(level, lacks)


PAIR = TeamRule(by_minutes=((180, 1),), by_language={"zh": 2})
SMALL = dataclasses.replace(
    UNITED_NATIONS, team=PAIR, a_day=1, in_days=2, days=3, level_relay=Level.IGNORE
)


def small_week(seed: int) -> tuple[tuple[Assignment, ...], tuple[Member, ...]]:
    """Two or three assignments in three days, two or three people."""
    draw = random.Random(seed)
    booths = ("ar", "en", "zh")
    assignments = tuple(
        Assignment(
            f"s{k}",
            f"s{k}",
            draw.randrange(3),
            draw.choice((540, 600)),
            90,
            frozenset(draw.sample(booths, 2)),
        )
        for k in range(draw.choice((2, 3)))
    )
    members = tuple(
        Member(
            f"m{k}",
            frozenset(draw.sample(booths, draw.choice((1, 2)))),
            away=frozenset({draw.randrange(3)} if draw.random() < 0.3 else ()),
        )
        for k in range(draw.choice((2, 3)))
    )
    return assignments, members


def fewest_by_trying(
    assignments: tuple[Assignment, ...], members: tuple[Member, ...]
) -> int:
    """Everybody in every booth of every assignment, or in none."""
    sizes = {
        (one.name, language): PAIR.size(language, one.minutes) or 0
        for one in assignments
        for language in one.languages
    }
    places = [(one, member) for one in assignments for member in members]
    choices = [(None, *sorted(one.languages & m.booths)) for one, m in places]
    plain = [dataclasses.asdict(one) for one in assignments]
    people = [dataclasses.asdict(member) for member in members]
    most = 0
    for chosen in itertools.product(*choices):
        seats = [
            {"assignment": one.name, "language": language, "member": member.name}
            for (one, member), language in zip(places, chosen, strict=True)
            if language is not None
        ]
        if len(seats) > most and not staffing_violations(
            plain, people, seats, a_day=1, in_days=2, days=3, team=sizes
        ):
            most = len(seats)
    return sum(sizes.values()) - most


@pytest.mark.parametrize("seed", range(12))
def test_small_weeks_are_staffed_as_trying_everything_says(
    apart: Apart, seed: int
) -> None:
    assignments, members = small_week(seed)
    result = apart(STAFF, assignments, members, SMALL)
    fewest = fewest_by_trying(assignments, members)
    assert (result.status, result.objective) == (Status.OPTIMAL, fewest)
    turned = apart(STAFF, assignments[::-1], members[::-1], SMALL)
    assert turned.objective == fewest
    free = Member("free", frozenset({"ar", "en", "zh"}))
    more = apart(STAFF, assignments, (*members, free), SMALL)
    assert more.objective <= fewest
