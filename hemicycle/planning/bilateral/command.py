"""Bilateral meetings on the command line: a published forum, a whole conference."""

import argparse
import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from hemicycle.planning.bilateral import check as checker
from hemicycle.planning.bilateral import conference_json, dzn, timing
from hemicycle.planning.bilateral.matching import plan
from hemicycle.planning.result import Effort, Malformed, Result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fairness",
        type=int,
        default=2,
        help="forums: most breaks above the fewest",
    )


def run(arguments: argparse.Namespace, effort: Effort) -> Result[Any]:
    if arguments.fairness < 0:
        raise Malformed("--fairness cannot be negative")
    if arguments.file.suffix == ".json":
        made: Result[Any] = plan(conference_json.read(arguments.file), effort)
        planned = made.solution.meetings if made.solution else []
        meetings = [dataclasses.asdict(one) for one in planned]
        return dataclasses.replace(made, solution=meetings)
    forum = dzn.read(arguments.file)
    return timing.solve(forum, effort, fairness=arguments.fairness)


def check(file: Path, solution: Path) -> list[str]:
    """Violations in words, of what the command printed or of its `solution`.

    A forum's fairness is the one that the printed remarks name, else the published 2.
    """
    found = read_json(solution)
    objective, fairness = None, 2
    if isinstance(found, dict):
        remarks = " ".join(map(str, found.get("reasons") or []))
        named = re.match(r"fairness (\d{1,9}):", remarks)
        fairness = int(named[1]) if named else fairness
        objective, found = found.get("objective"), found.get("solution")
    if not isinstance(found, list):
        return ["there is no solution to check"]
    if file.suffix == ".json":
        conference = conference_json.conference_as_json(conference_json.read(file))
        return checker.plan_violations(conference, found, objective)
    dzn.read(file)
    text = file.read_text(encoding="utf-8")
    return checker.timing_violations(text, found, fairness, objective)


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path.name} is not JSON: {error}") from error
