"""Rules of the interpreters' markets as data: how large a team is, how much it may
work.

Figures differ by market and by year; a planner changes them here or hands in their own.
"""

from dataclasses import dataclass, field

from hemicycle.planning.rules import Level

HOUR = 60  # minutes


@dataclass(frozen=True)
class TeamRule:
    """Interpreters per booth. `by_minutes` are (at most so many minutes, so many
    people).

    `by_language` overrides it for single languages, whatever the length.
    """

    by_minutes: tuple[tuple[int, int], ...]
    by_language: dict[str, int] = field(default_factory=dict)

    def size(self, language: str, minutes: int) -> int | None:
        """People needed in the booth, None when a session is longer than any figure."""
        if language in self.by_language:
            return self.by_language[language]
        for most, people in self.by_minutes:
            if minutes <= most:
                return people
        return None


@dataclass(frozen=True)
class Market:
    """A market's rules. `assignment` is the longest single assignment in minutes.

    At most `a_day` assignments a day and `in_days` in any `days` days in a row. Two
    booths that do not understand each other go through a third: `relay` of the people
    in it must be able to give it.

    Levels say what each rule may cost. `team`: people that are not there cannot be
    demanded, so an empty seat is counted and said at every level but IGNORE, where no
    seat is asked for. `work`: nobody works more, or, where it only warns, only where a
    seat would stay empty, and that is said. `relay`: where it is forbidden a seat stays
    empty rather than go to somebody without it; else a lack is said.
    """

    name: str
    team: TeamRule
    assignment: int
    a_day: int
    in_days: int
    days: int
    relay: int = 2
    level_team: Level = Level.FORBID
    level_work: Level = Level.FORBID
    level_relay: Level = Level.BLOCK_RELEASE


# Source: a note on the 2012 draft. An agreement of 1 January 2019 exists whose figures
# we could not read: put them here when you have them.
UNITED_NATIONS = Market(
    name="United Nations, six languages",
    team=TeamRule(by_minutes=((3 * HOUR, 2),), by_language={"ar": 3, "zh": 3}),
    assignment=3 * HOUR,
    a_day=2,
    in_days=8,
    days=7,
)
# Source: AIIC Canada, one booth and two languages.
AIIC_CANADA = Market(
    name="AIIC Canada, one booth",
    team=TeamRule(by_minutes=((40, 1), (4 * HOUR, 2), (6 * HOUR, 3), (8 * HOUR, 4))),
    assignment=8 * HOUR,
    a_day=1,
    in_days=5,
    days=7,
)
