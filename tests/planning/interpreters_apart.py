"""Calls the interpreters' engines in a process of their own.

HiGHS and OR-Tools crash in one process, and the tests of the other engines load
OR-Tools: nothing here may import a solver at the top.
"""

import importlib
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Protocol

import pytest

from hemicycle.planning.result import Effort, Result

PACKAGE = "hemicycle.planning"


class Apart(Protocol):
    def __call__(self, place: str, *given: Any, **named: Any) -> Result[Any]: ...


def call(place: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """`place` is "module.function"; the effort is made here, an event cannot travel."""
    module, _, function = place.rpartition(".")
    engine = getattr(importlib.import_module(f"{PACKAGE}.{module}"), function)
    seconds, seed = named.pop("seconds", 20.0), named.pop("seed", 0)
    effort = Effort(seconds=seconds, threads=1, seed=seed)
    return engine(*given, effort, **named)


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:

        def run(place: str, *given: Any, **named: Any) -> Result[Any]:
            found: Result[Any] = pool.submit(call, place, given, named).result(60)
            return found

        yield run
