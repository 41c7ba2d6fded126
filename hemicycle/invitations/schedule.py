"""What the worker repeats for this room, and how often."""

from collections.abc import Callable
from datetime import timedelta

from hemicycle.invitations import actions

SCHEDULE: dict[Callable[[], object], timedelta] = {
    # Usually there is nothing to do: who sends asks for the letters.
    actions.invite.ask_for_letters: timedelta(minutes=1),
}
