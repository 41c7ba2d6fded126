"""One measurement of a planning engine, as data. A set is a module with `cases()`.

    def cases() -> Iterator[Case]: ...

A case is either a command line, run in its own process as
`python -m hemicycle.planning *arguments --seconds S --threads T --seed N` and its
output verified with `check`, or a function `call(effort) -> Outcome`, run in its own
process too and responsible for its own verification.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hemicycle.planning.result import Effort

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """What a measured function found. `checked` is False when a checker rejected it."""

    status: str
    objective: float | None
    bound: float | None
    seconds: float
    checked: bool | None = None
    remark: str = ""


Value = float | str | None  # a figure, or a word such as "infeasible"


@dataclass(frozen=True)
class Comparison:
    """What a value is beside, by where it comes from.

    `published`: stated by the authors of the instance. `rescored`: stated by
    nobody; the authors' solution files, judged by us under the whole objective, which
    may not be the one they were made for. `ours`: an earlier run of our own.
    """

    published: Value = None
    rescored: Value = None
    ours: Value = None


@dataclass(frozen=True)
class Case:
    """`name` is unique within the set; `seconds` the limit that the goal allows; `file`
    None for a function."""

    name: str
    seconds: float
    beside: Comparison = Comparison()
    arguments: tuple[str, ...] = ()
    file: Path | None = None
    call: Callable[[Effort], Outcome] | None = None


def shared() -> Path | None:
    """The published instances: HEMICYCLE_SHARED, else beside the repository."""
    named = os.environ.get("HEMICYCLE_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "planning").is_dir() else None
