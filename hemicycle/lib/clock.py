"""Two clocks. `now()` is conference time and can be moved; `real_now()` never moves.

Windows, deadlines, states, scans, badge validity and what pages show use `now()`.
Sign-in codes, sessions, link expiry, throttles, leases and retries use `real_now()`.

Conference time is, in this order: the moment written in DATA/clock, which every process
obeys at once; HEMICYCLE_NOW, running on from the start of the process; the real time.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hemicycle.lib import folders

_NO_OFFSET = timedelta(0)
_LAST_ZONE = timedelta(hours=12)  # UTC-12
_NO_ZONE = "A moment needs a time zone, for example 2019-08-26T07:30-06:00"
_STARTED = datetime.now(UTC)

_frozen_at: datetime | None = None
_file_stamp: tuple[str, int, int] | None = None
_file_offset = _NO_OFFSET
_env_text: str | None = None
_env_offset = _NO_OFFSET


def now() -> datetime:
    """Conference time, in UTC. Moves with DATA/clock and HEMICYCLE_NOW."""
    if _frozen_at is not None:
        return _frozen_at
    return datetime.now(UTC) + _offset()


def last_today() -> date:
    """The day it is in the last zone of the world: today is no earlier in any other.

    For questions about all conferences at once; one knows its own `today`.
    """
    return (now() - _LAST_ZONE).date()


def real_now() -> datetime:
    """The time of the machine, in UTC. For everything that security rests on."""
    return datetime.now(UTC)


def set_moment(moment: datetime, data: Path) -> None:
    """Move conference time to `moment`, in every process that uses the folder `data`.

    The clock runs on from there. Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(_NO_ZONE)
    content = {"moment": moment.isoformat(), "set_at": real_now().isoformat()}
    data.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=data, prefix=".clock-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, data / "clock")


def clear(data: Path) -> None:
    """Back to HEMICYCLE_NOW or the real time. Nothing happens without a moment."""
    (data / "clock").unlink(missing_ok=True)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """For tests: conference time stands still at `at`, in all threads.

    Can be nested.
    """
    global _frozen_at
    if at.tzinfo is None:
        raise ValueError(_NO_ZONE)
    before, _frozen_at = _frozen_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before


def _offset() -> timedelta:
    global _file_stamp, _file_offset
    # Strings, not Path: this runs several times in every request.
    path = os.environ.get("HEMICYCLE_DATA") or "data"
    path = f"{_PROJECT}{path}/clock" if path[0] != "/" else f"{path}/clock"
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return _environment_offset()
    stamp = (path, status.st_ino, status.st_mtime_ns)
    if stamp != _file_stamp:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(content["moment"])
        _file_offset = moment - datetime.fromisoformat(content["set_at"])
        _file_stamp = stamp
    return _file_offset


def _environment_offset() -> timedelta:
    global _env_text, _env_offset
    text = os.environ.get("HEMICYCLE_NOW")
    if not text:
        return _NO_OFFSET
    if text != _env_text:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(
                f"HEMICYCLE_NOW={text} needs a time zone, "
                "for example 2019-08-26T07:30-06:00"
            )
        _env_text, _env_offset = text, moment - _STARTED
    return _env_offset


_PROJECT = f"{folders.PROJECT}/"
