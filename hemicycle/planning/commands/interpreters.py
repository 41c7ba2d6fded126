"""The interpreters on the command line."""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from hemicycle.planning import claims
from hemicycle.planning.published.covering import check as checker
from hemicycle.planning.published.covering import isp_json
from hemicycle.planning.published.covering.assembly import Limits
from hemicycle.planning.reading import json_of
from hemicycle.planning.result import Effort, Result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--objective", choices=["pairs", "sessions"], default="pairs")
    parser.add_argument(
        "--limits",
        action="store_true",
        help="at most 15 sessions and 3 blocks in a row each",
    )


def run(arguments: argparse.Namespace, effort: Effort) -> Result[Any]:
    """The solver is imported here, not by `check`."""
    from hemicycle.planning.published.covering import covering

    assembly = isp_json.read(arguments.file)
    limits = Limits() if arguments.limits else None
    solve = covering.pairs if arguments.objective == "pairs" else covering.sessions
    result: Result[Any] = solve(assembly, effort, limits=limits)
    if result.solution is None:
        return result
    said = covering.lacks(assembly, result.solution)
    if limits is not None:
        # The checker reads the figures back from here.
        kept = f"limits {limits.sessions} and {limits.consecutive}"
        said.insert(0, f"{kept}: sessions, blocks in a row")
    return dataclasses.replace(result, reasons=said)


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--objective",
        choices=["pairs", "sessions"],
        help="what was counted; without it either is accepted",
    )
    parser.add_argument(
        "--limits",
        action="store_true",
        help="the limits were asked for, whatever the remarks name",
    )


def check(
    file: Path, solution: Path, *, objective: str | None = None, limits: bool = False
) -> list[str]:
    """Violations in words, of what the command printed or of its `solution`.

    Limits are verified where they were asked for or the printed remarks name them.
    """
    instance = json_of(file)
    isp_json.assembly_of(file, instance)
    claim = claims.read(solution)
    impossible = claims.violations(claim, is_maximised=True)
    if not isinstance(claim.solution, list):
        return ["there is no solution to check", *impossible]
    named = claim.remark(r"limits (\d{1,9}) and (\d{1,9}):")
    kept = (int(named[1]), int(named[2])) if named else None
    if limits:
        asked = Limits().sessions, Limits().consecutive
        impossible += claims.differs(asked, kept, "limits") if kept else []
        kept = asked
    return impossible + checker.violations(
        instance,
        claim.solution,
        limits=kept,
        objective=claim.objective,
        counted=objective,
    )
