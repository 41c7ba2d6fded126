"""Which errors say that something of ours is away, rather than that we are wrong."""

import errno
import logging
import re
import threading
import time
from collections.abc import Iterator
from enum import StrEnum

logger = logging.getLogger("hemicycle.outages")


class Outage(StrEnum):
    """What is away."""

    DATABASE = "database"
    DISK = "disk"
    BUSY = "busy"
    """The database answers, and a writer waited too long for its turn."""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# SQLite has numbers for these, but its errors reach us wrapped, with the words alone.
_IN_WORDS = (
    (re.compile(r"disk is full|No space left"), Outage.DISK),
    (re.compile(r"is locked|lock timeout"), Outage.BUSY),
    (
        re.compile(r"unable to open|disk I/O|readonly database|malformed"),
        Outage.DATABASE,
    ),
)
# PostgreSQL's classes of errors: connection, no resources, stopped by an operator.
_BY_CLASS = {"08": Outage.DATABASE, "53": Outage.DATABASE, "57": Outage.DATABASE}
_BY_STATE = {"53100": Outage.DISK, "55P03": Outage.BUSY, "57014": Outage.BUSY}
_OF_A_DATABASE = ("OperationalError", "InterfaceError")

LINE_EVERY = 60.0
_lock = threading.Lock()
_said: dict[Outage, tuple[float, int]] = {}


def outage_in(error: BaseException | None) -> Outage | None:
    """What is away, if this error or what it came from says so; None for all others."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in FULL:
            return Outage.DISK
        kinds = {kind.__name__ for kind in type(cause).__mro__}
        if not kinds.intersection(_OF_A_DATABASE):
            continue
        for words, outage in _IN_WORDS:
            if words.search(str(cause)):
                return outage
        driver = cause.__cause__ or cause
        if type(driver).__module__.startswith("psycopg"):
            return _of_postgresql(getattr(driver, "sqlstate", None))
    return None


def say(outage: Outage, error: BaseException | None) -> None:
    """One line a minute for each kind, with how often it was met since the last.

    A traceback for each of a thousand requests fills the disk and tells nothing more.
    """
    now = time.monotonic()
    with _lock:
        last, unsaid = _said.get(outage, (-LINE_EVERY, 0))
        if now - last < LINE_EVERY:
            _said[outage] = last, unsaid + 1
            return
        _said[outage] = now, 0
    words = " ".join(str(error).split())[:200]
    logger.error("Away: %s (%s). Met %d times more since.", outage, words, unsaid)


def _of_postgresql(state: str | None) -> Outage | None:
    # Without a state nothing was answered: the connection is gone, or never was.
    if state is None:
        return Outage.DATABASE
    return _BY_STATE.get(state) or _BY_CLASS.get(state[:2])


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
