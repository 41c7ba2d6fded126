"""The `programme` command: .xlsx is CoSPLib, .json is a conference like un68."""

import argparse
import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from hemicycle.planning import claims
from hemicycle.planning.programme import check as rules
from hemicycle.planning.programme import conference_json
from hemicycle.planning.published.tracks import check as check_tracks
from hemicycle.planning.published.tracks import cosplib
from hemicycle.planning.reading import book_of, short
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
    for target in (out, arguments.svg):
        if target is not None and not target.parent.is_dir():
            raise Malformed(f"there is no folder {target.parent} to write into")
    if is_cosplib(file):
        from hemicycle.planning.published.tracks import search as tracks_search

        instance = cosplib.read(file)
        effort.best.shape = partial(cosplib.as_json, instance)
        timetable = tracks_search.solve(instance, effort)
        if timetable.solution is None:
            return timetable
        if out is not None:
            cosplib.write(instance, timetable.solution, out)
        cells = cosplib.as_json(instance, timetable.solution)
        return Result(**{**vars(timetable), "solution": cells})
    from hemicycle.planning.programme import draft

    conference = conference_json.read(file)
    effort.best.shape = partial(conference_json.plan_as_json, conference)
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


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing: all that was asked is in the file."""


def check(file: Path, solution: Path) -> list[str]:
    """What is wrong with a solution, in words: the printed JSON, or CoSPLib's layout.

    A stated objective must be the true one, and the other figures possible.
    """
    is_book = solution.suffix.lower() == ".xlsx"
    if is_cosplib(file):
        instance = cosplib.read(file)
        claim = claims.Claim(None) if is_book else claims.read(solution)
        book = book_of(solution) if is_book else None

        def judged() -> tuple[list[str], int]:
            schedule = (
                cosplib.from_json(instance, claim.solution)
                if book is None
                else cosplib.solution_of(instance, book)
            )
            wrong = check_tracks.violations(instance, schedule)
            return wrong, 0 if wrong else check_tracks.value(instance, schedule)

    else:
        conference = conference_json.read(file)
        claim = claims.read(solution)

        def judged() -> tuple[list[str], int]:
            plan = conference_json.plan_from_json(conference, claim.solution)
            broken = rules.violations(conference, plan)
            wrong = [each.words for each in broken if each.level.binds]
            return wrong, rules.lost_wishes(conference, plan)

    if claim.solution is None and not is_book:
        return ["there is no solution to check", *claims.violations(claim)]
    try:
        wrong, true = judged()
    except Malformed as error:
        return [str(error), *claims.violations(claim)]
    if not wrong and claim.objective is not None and claim.objective != true:
        wrong.append(
            f"the stated objective is {short(claim.objective)}, the true one {true}"
        )
    return wrong + claims.violations(claim)
