"""The web server as everything starts it: script/server, service units, the container.

    python -m hemicycle.web --port 8000

Whatever else is given goes to granian. It imports nothing of the application: granian
loads that in each of its workers.
"""

import os
import resource
import sys

OPTIONS = [
    "--interface", "rsgi", "--workers", "2", "--respawn-failed-workers", "--no-ws",
    "--http", "1", "--log-level", "warning",
    # A connection holds no thread (see lib/front.py), so many may be open. One that
    # says nothing, between two requests or inside the headers of one, is ended.
    "--backlog", "1024", "--backpressure", "4096",
    "--http1-header-read-timeout", "15000",
]  # fmt: skip
MOST_FILES = 16_384


def command(*more: str) -> list[str]:
    """What starts it, to be run with this project as the working directory."""
    return [sys.executable, "-m", "hemicycle.web", *more]


def main() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    granian = [sys.executable, "-m", "granian", *OPTIONS, *sys.argv[1:]]
    os.execv(sys.executable, [*granian, "hemicycle.wsgi:front"])


if __name__ == "__main__":
    main()
