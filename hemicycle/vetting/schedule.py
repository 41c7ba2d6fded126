"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.vetting import actions

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # Goal C15: a free place makes an offer within five minutes.
    actions.offer.offer_everywhere: timedelta(minutes=2),
}
