"""The background worker: queued tasks, and what each room's `schedule.py` repeats.

One process. Whatever it was doing when it dies is visible and is done again: tasks are
rows, letters are rows, and every scheduled verb may run twice.
"""

import importlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from types import FrameType

import django
from django.db import InterfaceError, OperationalError, connection, connections

from hemicycle.lib import pauses

logger = logging.getLogger("hemicycle.worker")

Schedule = dict[Callable[[], object], timedelta]
IDLE_SECONDS = 0.5
LONGEST_PAUSE = 30


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.settings")
    django.setup()
    _end_on_signals()
    due: dict[Callable[[], object], float] = {}
    schedule = every_schedule()
    losses = 0
    try:
        while True:
            try:
                run_due(schedule, due)
                pause = 0 if run_queued_tasks() else IDLE_SECONDS
                losses = 0
            except (InterfaceError, OperationalError) as error:
                losses += 1
                pause = lost(error, losses)
            time.sleep(pause)
    except KeyboardInterrupt:
        return 0


def lost(error: Exception, losses: int) -> float:
    """The database is away: say so, forget the connection, and how long to wait."""
    pause = pauses.after(losses, LONGEST_PAUSE)
    logger.error("No database (%s). Trying again in %.0f s.", _line(error), pause)
    connections.close_all()
    return pause


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def every_schedule() -> Schedule:
    """What the rooms repeat, and how often: the SCHEDULE of each `schedule.py`."""
    from django.apps import apps

    found: Schedule = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.schedule"
        if app.name.startswith("hemicycle.") and find_spec(name):
            found |= importlib.import_module(name).SCHEDULE
    return found


def run_due(schedule: Schedule, due: dict[Callable[[], object], float]) -> None:
    """Run what is due. One that fails is logged and comes again at its next turn.

    Raises the database's error when its connection is lost: what was due stays so.
    """
    for verb, period in schedule.items():
        if time.monotonic() < due.get(verb, 0):
            continue
        due[verb] = time.monotonic() + period.total_seconds()
        try:
            verb()
        except (InterfaceError, OperationalError):
            if not _is_connected():
                del due[verb]
                raise
            logger.exception("%s.%s failed", verb.__module__, verb.__name__)
        except Exception:  # one broken verb must not stop the others
            logger.exception("%s.%s failed", verb.__module__, verb.__name__)


def _is_connected() -> bool:
    return connection.connection is not None and connection.is_usable()


def run_queued_tasks() -> int:
    """Run every waiting task; returns how many there were."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.run()
    return worker._run_tasks


def _end_on_signals() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


if __name__ == "__main__":
    sys.exit(main())
