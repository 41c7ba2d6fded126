"""What an answer says of itself, and figures that cannot be true.

The checkers verify a solution against its instance; here the rest of the printed answer
is disbelieved: a status, bound or time that contradicts the solution or itself. What is
not stated is not judged: a bare solution claims nothing.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hemicycle.planning.reading import json_of, short
from hemicycle.planning.result import Status

# Relaxations are solved in floating point.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Claim:
    """A solution, and beside it whatever was stated, as read: nothing is trusted."""

    solution: Any
    stated: dict[str, Any] = field(default_factory=dict)

    @property
    def objective(self) -> Any:
        return self.stated.get("objective")

    def remark(self, pattern: str) -> re.Match[str] | None:
        """What the remarks name, such as the fairness that was kept."""
        reasons = self.stated.get("reasons")
        words = reasons if isinstance(reasons, list) else []
        return re.match(pattern, " ".join(map(str, words)))


def read(path: Path) -> Claim:
    """The printed answer, or a solution alone."""
    content = json_of(path)
    if not isinstance(content, dict):
        return Claim(content)
    return Claim(content.get("solution"), content)


def is_figure(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def violations(claim: Claim, *, is_maximised: bool = False) -> list[str]:
    """What cannot be true of the figures, in words. Solutions are judged elsewhere."""
    stated = claim.stated
    wrong = []
    for name in ("objective", "bound", "seconds"):
        value = stated.get(name)
        if value is not None and not is_figure(value):
            wrong.append(f"the {name} is {short(value)}, not a number")
    seconds: Any = stated.get("seconds")
    if is_figure(seconds) and seconds < 0:
        wrong.append(f"the answer took {seconds} seconds, less than none")
    objective, bound = claim.objective, stated.get("bound")
    if is_figure(objective) and is_figure(bound):
        wrong += beyond(objective, bound, is_maximised)
    if "status" in stated:
        wrong += of_status(stated["status"], claim)
    return wrong


def beyond(objective: Any, bound: Any, is_maximised: bool) -> list[str]:
    """A proved bound is never worse than the value of a plan that exists."""
    gap = objective - bound if is_maximised else bound - objective
    if gap <= TOLERANCE:
        return []
    side, wanted = ("below", "most") if is_maximised else ("above", "least")
    return [
        f"the bound {bound} is {side} the objective {objective}: the {wanted} that was "
        "proved possible is already passed"
    ]


def of_status(status: object, claim: Claim) -> list[str]:
    if status not in tuple(Status):
        return [f"the status is {short(status)}, not one of {', '.join(Status)}"]
    if status in (Status.INFEASIBLE, Status.UNKNOWN):
        if claim.solution is not None:
            return [f"the status is {status}, yet there is a solution"]
        return []
    if claim.solution is None:
        return [f"the status is {status}, yet there is no solution"]
    objective, bound = claim.objective, claim.stated.get("bound")
    if objective is None:
        return [f"the status is {status}, yet no objective is stated"]
    if status != Status.OPTIMAL or not is_figure(objective):
        return []
    if bound is None:
        return ["the status is OPTIMAL, yet no bound is stated"]
    if is_figure(bound) and abs(objective - bound) > TOLERANCE:
        return [
            f"the status is OPTIMAL, yet the bound {bound} is not the objective "
            f"{objective}"
        ]
    return []


def differs(asked: Sequence[int], named: Sequence[int], what: str) -> list[str]:
    """The answer is to another question than the one asked."""
    if tuple(asked) == tuple(named):
        return []
    said, wanted = (" and ".join(map(str, each)) for each in (named, asked))
    return [f"the answer is for {what} {said}, asked was {wanted}"]
