"""Writers wait in line for SQLite's lock.

SQLite lets a writer that must wait knock again after pauses that grow, and whoever
knocks at the right moment goes first: of eight senders some wait for a second. A lock
of the system wakes those who wait as soon as the other is done. It orders the writers
and protects nothing: that stays SQLite's part. docs/decisions/databases.md.
"""

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 20.0  # seconds, where the settings name none: then SQLite decides, as ever


class DatabaseWrapper(base.DatabaseWrapper):
    """The line is a file beside the database, `NAME-writers`. A transaction holds a
    lock on it from before BEGIN until commit, rollback or close; the system frees the
    lock of a process that is killed."""

    _place: int | None = None  # in the line: the descriptor that holds the lock

    def _start_transaction_under_autocommit(self) -> None:
        self._queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs lack it
        # A commit that failed is rolled back: until then the lock stays.
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _queue(self) -> None:
        if self._place is None and not self.is_in_memory_db():
            options: dict[str, Any] = self.settings_dict.get("OPTIONS") or {}
            file = f"{self.settings_dict['NAME']}-writers"
            self._place = wait_in_line(file, options.get("timeout", PATIENCE))

    def _leave(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            os.close(place)


def wait_in_line(file: str, seconds: float) -> int | None:
    """The descriptor of the locked file; closing it lets the next one in.

    None after `seconds`, or where no such file can be made: the writer then knocks at
    SQLite's own lock, which says what is wrong.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return descriptor
    except BlockingIOError:
        return _Wait(descriptor).ended(seconds)


class _Wait:
    """A wait of which its thread may tire: the system's own knows no time limit."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._over = threading.Event()
        self._decision = threading.Lock()
        self._is_given_up = False
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._decision:
            if self._is_given_up:
                os.close(self._descriptor)
            self._over.set()

    def ended(self, seconds: float) -> int | None:
        """The descriptor, locked; None when it took longer than `seconds`."""
        self._over.wait(seconds)
        with self._decision:
            if self._over.is_set():
                return self._descriptor
            self._is_given_up = True
            return None
