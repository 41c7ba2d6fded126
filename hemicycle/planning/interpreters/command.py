"""The interpreters on the command line."""

import argparse
import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from hemicycle.planning.interpreters import check as checker
from hemicycle.planning.interpreters import covering, isp_json
from hemicycle.planning.interpreters.assembly import Limits
from hemicycle.planning.result import Effort, Malformed, Result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--objective", choices=["pairs", "sessions"], default="pairs")
    parser.add_argument(
        "--limits",
        action="store_true",
        help="at most 15 sessions and 3 blocks in a row each",
    )


def run(arguments: argparse.Namespace, effort: Effort) -> Result[Any]:
    assembly = isp_json.read(arguments.file)
    limits = Limits() if arguments.limits else None
    solve = covering.pairs if arguments.objective == "pairs" else covering.sessions
    result: Result[Any] = solve(assembly, effort, limits=limits)
    if limits is None or result.solution is None:
        return result
    # The checker reads the figures back from here.
    said = (
        f"limits {limits.sessions} and {limits.consecutive}: sessions, blocks in a row"
    )
    return dataclasses.replace(result, reasons=[said])


def check(file: Path, solution: Path) -> list[str]:
    """Violations in words, of what the command printed or of its `solution`.

    Limits are verified where the printed remarks name them.
    """
    instance = read_json(file)
    isp_json.parse(instance)
    found = read_json(solution)
    objective, limits = None, None
    if isinstance(found, dict):
        remarks = " ".join(map(str, found.get("reasons") or []))
        if named := re.match(r"limits (\d{1,9}) and (\d{1,9}):", remarks):
            limits = int(named[1]), int(named[2])
        objective, found = found.get("objective"), found.get("solution")
    if not isinstance(found, list):
        return ["there is no solution to check"]
    return checker.violations(instance, found, limits=limits, objective=objective)


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path.name} is not JSON: {error}") from error
