"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.delegations import actions

SCHEDULE: dict[Callable[[], object], timedelta] = {
    actions.withdraw.lapse_everywhere: timedelta(minutes=15),
}
