"""What takes long or waits for others, and may therefore stand in no transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connections, transaction
from django.db.transaction import Atomic

from hemicycle.lib import pdf, spreadsheet

SLOW: list[tuple[Any, str]] = [
    # Every PDF, and every picture, which is drawn to see whether it can be.
    (pdf._Worker, "ask"),
    (spreadsheet, "_ask"),
    (EmailMessage, "send"),
]


class SlowInTransaction(AssertionError):
    """Somebody would have waited for it with the database locked."""


def forbid_in_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these raises where a transaction is open, other than the test's own."""
    for owner, name in SLOW:
        monkeypatch.setattr(owner, name, _outside(getattr(owner, name), name))


def _outside(slow: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(slow)
    def outside(*args: Any, **kwargs: Any) -> Any:
        if is_in_transaction():
            raise SlowInTransaction(f"{name} is called inside a transaction")
        return slow(*args, **kwargs)

    return outside


def of_a_test() -> Atomic:
    """A transaction that a test puts around what it looks at, and rolls back."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django marks its own
    return atomic


def is_in_transaction() -> bool:
    """Whether a transaction of the house is open in this thread."""
    return any(
        not getattr(block, "_from_testcase", False)
        for connection in connections.all(initialized_only=True)
        for block in connection.atomic_blocks
    )
