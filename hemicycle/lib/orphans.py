"""A child process ends when its parent dies, also when that was killed hard."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """To be called in the child: SIGTERM when the parent dies. Linux only; elsewhere
    the child has to look."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
