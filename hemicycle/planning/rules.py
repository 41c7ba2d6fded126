"""Rules as data: what a plan must, should or may do, and how loudly to say so.

The same data drives the engines (FORBID is a constraint), the release of a timetable
(BLOCK_RELEASE stops it) and the warnings on its pages.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_TOLD = 10  # places of one rule in a sentence


class Level(StrEnum):
    """From the strictest. FORBID: no plan may break the rule. BLOCK_RELEASE: a draft
    may, a release may not; engines treat it as FORBID. WARN: said, not enforced.
    IGNORE: not even said."""

    FORBID = "forbid"
    BLOCK_RELEASE = "block release"
    WARN = "warn"
    IGNORE = "ignore"

    @property
    def binds(self) -> bool:
        return self in (Level.FORBID, Level.BLOCK_RELEASE)


@dataclass(frozen=True)
class Rule:
    """One rule of a kind. `code` is stable and names the rule in journals and tests."""

    code: str
    words: str
    level: Level = Level.FORBID


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks, where, in words; `sessions` are indices."""

    code: str
    level: Level
    words: str
    sessions: tuple[int, ...] = ()


def warnings(rules: Iterable[Rule], broken: Iterable[Violation]) -> list[str]:
    """For each broken rule that only warns: the rule, how often it is broken, where."""
    words_of: dict[str, list[str]] = defaultdict(list)
    for each in broken:
        if each.level is Level.WARN:
            words_of[each.code].append(each.words)
    plain = {rule.code: rule.words.rstrip(".") for rule in rules}
    return [
        f"{plain[code]}: broken {times(len(words))}, which only warns: "
        + "; ".join(words[:MOST_TOLD])
        + (f"; and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else "")
        for code, words in words_of.items()
    ]


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
