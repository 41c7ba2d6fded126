"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.invitations import actions

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # What a worker that died left half done. Usually there is nothing to do.
    actions.invite.continue_sendings: timedelta(minutes=1),
}
