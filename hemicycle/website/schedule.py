"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.website.actions import enquiries

SCHEDULE: dict[Callable[[], object], timedelta] = {
    enquiries.erase_old: timedelta(hours=6),
}
