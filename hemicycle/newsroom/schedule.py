"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.newsroom.actions import checks, publish

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # At its second, not somewhere in the minute after it.
    publish.release_due: timedelta(seconds=1),
    checks.check_due: timedelta(minutes=1),
}
