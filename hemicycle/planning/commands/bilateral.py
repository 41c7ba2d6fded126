"""Bilateral meetings on the command line: a published forum, a whole conference."""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from hemicycle.planning import claims
from hemicycle.planning.bilateral import check as plan_check
from hemicycle.planning.bilateral import conference_json
from hemicycle.planning.published.forums import check as forum_check
from hemicycle.planning.published.forums import dzn
from hemicycle.planning.reading import text_of
from hemicycle.planning.result import Effort, Result

MOST_BREAKS = 1_000_000


def breaks(text: str) -> int:
    value = int(text)
    if not 0 <= value <= MOST_BREAKS:
        raise argparse.ArgumentTypeError(f"must be between 0 and {MOST_BREAKS:,}")
    return value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fairness",
        type=breaks,
        default=2,
        help="forums: most breaks above the fewest",
    )


def run(arguments: argparse.Namespace, effort: Effort) -> Result[Any]:
    """The solvers are imported here, not by `check`."""
    if arguments.file.suffix.lower() == ".json":
        from hemicycle.planning.bilateral.matching import plan

        made: Result[Any] = plan(conference_json.read(arguments.file), effort)
        planned = made.solution.meetings if made.solution else []
        meetings = [dataclasses.asdict(meeting) for meeting in planned]
        return dataclasses.replace(made, solution=meetings)
    from hemicycle.planning.published.forums import timing

    forum = dzn.read(arguments.file)
    return timing.solve(forum, effort, fairness=arguments.fairness)


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fairness",
        type=breaks,
        help="forums: what was asked, instead of what the remarks name",
    )


def check(file: Path, solution: Path, *, fairness: int | None = None) -> list[str]:
    """Violations in words, of what the command printed or of its `solution`.

    A forum's fairness is the one told, else the one that the printed remarks name, else
    the published 2.
    """
    is_forum = file.suffix.lower() != ".json"
    text = text_of(file, dzn.LARGEST_FILE) if is_forum else ""
    conference = {}
    if is_forum:
        dzn.forum_of(file, text)
    else:
        conference = conference_json.conference_as_json(conference_json.read(file))
    claim = claims.read(solution)
    impossible = claims.violations(claim, is_maximised=not is_forum)
    if not isinstance(claim.solution, list):
        return ["there is no solution to check", *impossible]
    if not is_forum:
        wrong = plan_check.plan_violations(conference, claim.solution, claim.objective)
        return wrong + impossible
    named = claim.remark(r"fairness (\d{1,9}):")
    kept = int(named[1]) if named else 2
    if fairness is not None and named:
        impossible += claims.differs([fairness], [kept], "fairness")
    asked = kept if fairness is None else fairness
    wrong = forum_check.timing_violations(text, claim.solution, asked, claim.objective)
    return wrong + impossible
