"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.tables.import_actions import discard_expired

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # Goal S4: files and rows that nobody settled go within a day.
    discard_expired: timedelta(minutes=30),
}
