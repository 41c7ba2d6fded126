"""How a room declares long work: a function in its `jobs.py`, marked with `@job`.

The function is a generator. It prepares a chunk outside any transaction (reading,
PDF pages, parsing), then yields a function that writes it: that one runs in a
transaction together with the cursor. Killed anywhere, the job goes on after the last
chunk that was written: nothing is lost and nothing is done twice.
"""

import importlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from hemicycle.jobs.models import Job


@dataclass(frozen=True)
class Done:
    """What one chunk did. A cursor or total that is None stays as it was."""

    done: int = 0
    failed: int = 0
    cursor: Any = None
    total: int | None = None


Chunk = Callable[[], Done]
Chunks = Generator[Chunk, Done, None]
Label = str | Promise | Callable[["Job"], str]


@dataclass(frozen=True)
class Kind:
    """One kind of job: what runs, and in which words a page speaks of it."""

    name: str
    run: Callable[["Job"], Chunks]
    label: Label
    progress: str | Promise
    may: Callable[[Any, "Job"], bool]
    chunk_seconds: int
    longest: timedelta
    is_export: bool


def job(
    *,
    label: Label,
    progress: str | Promise,
    may: Callable[[Any, "Job"], bool],
    chunk_seconds: int = 60,
    longest: timedelta = timedelta(hours=6),
    is_export: bool = False,
) -> Callable[[Callable[["Job"], Chunks]], Kind]:
    """Declare a kind of job.

    `label` is a noun ("Badges"), or a function of the job that finds one; `progress` is
    a sentence with %(done)s and %(total)s.
    `may` says of a person and a job whether they could ask for the same now: a role may
    have ended, or become one for a part, since they did. Who asked is asked it again
    before they stop or resume the work, or take its result. A
    chunk that takes longer than `chunk_seconds`, or a run longer than `longest`, fails.
    With `is_export` the result is handed out only after a code entered just now.
    """

    def declare(run: Callable[["Job"], Chunks]) -> Kind:
        room = run.__module__.removeprefix("hemicycle.").removesuffix(".jobs")
        return Kind(
            name=f"{room}.{run.__name__}",
            run=run,
            label=label,
            progress=progress,
            may=may,
            chunk_seconds=chunk_seconds,
            longest=longest,
            is_export=is_export,
        )

    return declare


@cache
def find(name: str) -> Kind:
    """The kind by its name "room.function". Raises LookupError when there is none."""
    room, _dot, function = name.rpartition(".")
    try:
        kind = getattr(importlib.import_module(f"hemicycle.{room}.jobs"), function)
    except (ModuleNotFoundError, AttributeError) as error:
        raise LookupError(f"No room declares the job {name}") from error
    if not isinstance(kind, Kind):
        raise LookupError(f"{name} is not marked with @job")
    return kind
