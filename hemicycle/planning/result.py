"""What an engine takes beside its instance, and returns: a value, a bound, why."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

Solution = TypeVar("Solution")


class Malformed(ValueError):
    """The input cannot be read or makes no sense; the message is one line."""

    def __init__(self, words: str) -> None:
        super().__init__(" ".join(words.split()))


class Unbuilt(Exception):
    """A model was given up while it was being built: out of time, or out of size."""


class Status(StrEnum):
    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"
    INFEASIBLE = "INFEASIBLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Progress:
    """One improvement on the way: value, proved bound, wall seconds since the start."""

    objective: float | None
    bound: float | None
    seconds: float


Listener = Callable[[Progress], None]


class BestSoFar:
    """The best result so far, for whoever cannot wait until the engine itself ends."""

    def __init__(self) -> None:
        self._result: Result[Any] | None = None
        self.shape: Callable[[Any], Any] = lambda solution: solution

    def keep(self, result: "Result[Any]") -> None:
        self._result = result

    def answer(self, spent: float) -> "Result[Any]":
        """The best, its solution in the shape that is printed, or UNKNOWN."""
        if self._result is None:
            words = ["no plan was found, and none was excluded, in the time allowed"]
            return Result(Status.UNKNOWN, None, None, spent, None, words)
        shaped = self.shape(self._result.solution)
        return replace(self._result, seconds=spent, solution=shaped)


@dataclass(frozen=True)
class Effort:
    """How long and how hard an engine may try, and who may stop it.

    `seconds` is wall time for the whole call, counted from `started` (a value of
    `time.monotonic`). Setting `stop` ends the search at once with the best so far.
    With `threads=1` the same seed gives the same answer as long as the limit that
    ends the search is not the clock; engines say where they count work instead.
    Engines hand the best so far to `best` where finishing may take long.
    """

    seconds: float = 60.0
    threads: int = 2
    seed: int = 0
    started: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    listener: Listener | None = None
    best: BestSoFar = field(default_factory=BestSoFar)

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that remain, 0 when stopped."""
        return 0.0 if self.stop.is_set() else max(0.0, self.seconds - self.spent)

    def go_on(self) -> None:
        """Asked again and again by what builds a model. Raises Unbuilt at the limit."""
        if self.left <= 0:
            raise Unbuilt("the limit passed while a model was being built")

    def tell(self, objective: float | None, bound: float | None) -> None:
        if self.listener is not None:
            self.listener(Progress(objective, bound, self.spent))


@dataclass(frozen=True)
class Result(Generic[Solution]):
    """The answer of an engine.

    `objective` and `bound` are in the objective's own units and None where there is no
    value; `seconds` is wall time; `reasons` are sentences: a smallest set of
    contradicting rules when INFEASIBLE, otherwise remarks a planner should read.
    """

    status: Status
    objective: float | None
    bound: float | None
    seconds: float
    solution: Solution | None
    reasons: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
