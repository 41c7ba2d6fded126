"""Two verbs in the same moment: none writes before all have looked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection

from hemicycle.ui.refusals import codes_of

PATIENCE = 0.7
"""Seconds: who then has not come is waiting for a lock, or has refused."""


def side_by_side(*verbs: Callable[[], object], at: str) -> list[set[str]]:
    """Do each on a connection of its own, and return the codes of what each refused.

    `at` is a table: each waits before its first write to it until the others are there,
    too. So what is checked and then written without a lock always goes wrong, and what
    is locked never does. Any fault that is no refusal is raised.
    """
    together = Barrier(len(verbs))

    def do(verb: Callable[[], object]) -> set[str]:
        has_waited = False

        def wait(execute: Any, sql: str, *more: Any) -> Any:
            nonlocal has_waited
            words = sql.split(maxsplit=3)
            if not has_waited and changes(words, at):
                has_waited = True
                with suppress(BrokenBarrierError):
                    together.wait(PATIENCE)
            return execute(sql, *more)

        try:
            with connection.execute_wrapper(wait):
                verb()
        except ValidationError as refusal:
            together.abort()
            return set(codes_of(refusal))
        except ObjectDoesNotExist:  # which `@once` answers by "not found"
            return {"gone"}
        finally:
            connection.close()
        return set()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(do, verbs))


def changes(words: list[str], table: str) -> bool:
    """Whether a statement, split into words, writes a row of this table."""
    return words[0] in ("INSERT", "UPDATE", "DELETE") and f'"{table}"' in words[1:3]
