"""The `programme` command: .xlsx is CoSPLib, .json is a conference like un68."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from hemicycle.planning.programme import check as rules
from hemicycle.planning.programme import check_tracks, conference_json, cosplib
from hemicycle.planning.result import Effort, Malformed, Result

# numpy's linear algebra would start a thread for every core, whatever was asked for.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, help="also write the solution there (.xlsx or .json)"
    )
    parser.add_argument("--svg", type=Path, help="draw the plan of a .json conference")


def is_cosplib(file: Path) -> bool:
    if not file.exists():
        raise Malformed(f"there is no file {file}")
    if file.suffix.lower() == ".xlsx":
        return True
    if file.suffix.lower() == ".json":
        return False
    raise Malformed(f"{file} is neither .xlsx nor .json")


def run(arguments: argparse.Namespace, effort: Effort) -> Result[Any]:
    """Solve and, with `--out`, write. The solvers are imported here, not by `check`."""
    file, out = arguments.file, arguments.out
    if is_cosplib(file):
        from hemicycle.planning.programme import tracks_search

        instance = cosplib.read(file)
        timetable = tracks_search.solve(instance, effort)
        if timetable.solution is None:
            return timetable
        if out is not None:
            cosplib.write(instance, timetable.solution, out)
        cells = cosplib.as_json(instance, timetable.solution)
        return Result(**{**vars(timetable), "solution": cells})
    from hemicycle.planning.programme import draft

    conference = conference_json.read(file)
    result = draft.solve(conference, effort)
    if result.solution is None:
        return result
    rows = conference_json.plan_as_json(conference, result.solution)
    if out is not None:
        out.write_text(json.dumps({"solution": rows}, indent=1), encoding="utf-8")
    if arguments.svg is not None:
        from hemicycle.planning.programme.draw import draw

        picture = draw(conference, result.solution, file.stem)
        arguments.svg.write_text(picture, encoding="utf-8")
    return Result(**{**vars(result), "solution": rows})


def check(file: Path, solution: Path) -> list[str]:
    """What is wrong with a solution, in words: the printed JSON, or CoSPLib's layout.

    A stated objective must be the true one.
    """
    stated: Any = None
    found: Any = None
    if solution.suffix.lower() != ".xlsx":
        found = conference_json.load(solution)
        if isinstance(found, dict):
            stated, found = found.get("objective"), found.get("solution")
        if found is None:
            return ["there is no solution to check"]
    if is_cosplib(file):
        instance = cosplib.read(file)
        if solution.suffix.lower() == ".xlsx":
            schedule = cosplib.read_solution(instance, solution)
        else:
            schedule = cosplib.from_json(instance, found)
        wrong = check_tracks.violations(instance, schedule)
        true = check_tracks.value(instance, schedule)
    else:
        conference = conference_json.read(file)
        plan = conference_json.plan_from_json(conference, found)
        wrong = [
            each.words
            for each in rules.violations(conference, plan)
            if each.level.binds
        ]
        true = rules.lost_wishes(conference, plan)
    if stated is not None and stated != true:
        wrong.append(f"the stated objective is {stated}, the true one {true}")
    return wrong
