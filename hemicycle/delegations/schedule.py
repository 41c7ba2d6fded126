"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.delegations.actions import continue_decisions, continue_sendings
from hemicycle.delegations.actions.lines import lapse_everywhere, offer_everywhere

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # Goal C15: a free place makes an offer within five minutes.
    offer_everywhere: timedelta(minutes=2),
    lapse_everywhere: timedelta(minutes=15),
    # What a worker that died left half done. Usually there is nothing to do.
    continue_sendings: timedelta(minutes=1),
    continue_decisions: timedelta(minutes=1),
}
