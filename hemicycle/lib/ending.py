"""Whether this process was asked to end. Long loops look between their steps.

Nothing is raised into the middle of a library: what is being done is finished first.
"""

import signal
from types import FrameType

_is_asked = False


def asked() -> bool:
    """Whether SIGTERM or SIGINT has come."""
    return _is_asked


def listen() -> None:
    """From now on SIGTERM and SIGINT only set the flag."""
    signal.signal(signal.SIGTERM, _ask)
    signal.signal(signal.SIGINT, _ask)


def _ask(number: int, frame: FrameType | None) -> None:
    global _is_asked
    _is_asked = True
