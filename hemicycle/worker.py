"""What runs beside the web, in three processes: the schedule, e-mail, and long work.

The first runs what each room's `schedule.py` repeats; it also starts the others, its
forks, which share its memory. So neither a job of hours nor a mail server that is slow
or silent holds back anything else. Whatever each was doing when it dies is visible and
is done again: e-mails and jobs are rows, every scheduled verb may run twice. SIGTERM
ends all of them between two steps.
"""

import gc
import importlib
import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec

import django
from django.db import InterfaceError, OperationalError, connection, connections

from hemicycle.lib import ending, orphans, pauses

logger = logging.getLogger("hemicycle.worker")

Schedule = dict[Callable[[], object], timedelta]
IDLE_SECONDS = 0.5
LONGEST_PAUSE = 30
BEAT_SECONDS = 10
MAIL_PAUSE = 1.0
MAIL_SECONDS = 60
"""A round of e-mail takes 20 seconds; the rest is for a last e-mail that is slow."""
# A fork that lived so long was well: its pauses begin anew.
STEADY_SECONDS = 60
HELD_BY_CLOCK = "worker.schedule"
# Above this a process of jobs ends after its job and is forked anew.
LARGE_KB = 250_000


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.settings")
    django.setup()
    ending.listen()
    from hemicycle.journal import keys

    if refusal := keys.refusal():
        logger.critical("%s", refusal)
        return 2
    schedule = every_schedule()
    # What is loaded by now is shared with the fork as long as nobody writes to it.
    gc.freeze()
    forks = [Fork("jobs", run_jobs), Fork("mail", run_mail)]
    due: dict[Callable[[], object], float] = {}
    beat, clock_watch = Beat("schedule"), ClockWatch()

    def turn() -> float:
        for fork in forks:
            fork.watch()
        beat()
        if not clock_watch.has_jumped():
            run_due(schedule, due)
        return IDLE_SECONDS

    for fork in forks:
        fork.watch()
    _repeat(turn)
    for fork in forks:
        fork.end()
    return 0


def run_jobs() -> None:
    """The process of jobs: one after the other, until asked to end."""
    from hemicycle.jobs import running

    parent, beat = os.getppid(), Beat("jobs")

    def should_end() -> bool:
        beat()
        return ending.asked() or os.getppid() != parent

    def turn() -> float | None:
        if should_end():
            return None
        if not running.run_next(should_end):
            return IDLE_SECONDS
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return None if size > LARGE_KB else 0

    _repeat(turn)


def run_mail() -> None:
    """The process of e-mail: what is due leaves, every second."""
    from hemicycle.post import delivery

    parent, beat = os.getppid(), Beat("mail")

    def turn() -> float | None:
        if os.getppid() != parent:
            return None
        beat()
        # A server may send a byte now and then for hours, which no time-out of one
        # answer ends. Nothing is raised into the library: the process dies and is
        # started again; the e-mail it held is free after its claim.
        signal.alarm(MAIL_SECONDS)
        delivery.deliver_due()
        signal.alarm(0)
        return MAIL_PAUSE

    _repeat(turn)


def _repeat(turn: Callable[[], float | None]) -> None:
    """Do it again and again, with the pause it returns, until it says None or we are
    asked to end. While the database is away, wait longer and longer."""
    losses = 0
    while not ending.asked():
        try:
            pause = turn()
            losses = 0
        except (InterfaceError, OperationalError) as error:
            losses += 1
            pause = lost(error, losses)
        if pause is None:
            return
        _sleep(pause)


def _sleep(seconds: float) -> None:
    until = time.monotonic() + seconds
    while not ending.asked() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, IDLE_SECONDS))


class ClockWatch:
    """Notices that the machine's clock was set, by another that only runs on.

    With a clock a day ahead for a minute, nominations lapse and offers end for good. So
    after a jump of more than an hour nothing of the schedule is done, the desk shows
    it, and it goes on when the clock is back; or when a person restarts the worker,
    who thereby says that the new time is right.
    """

    MOST = 3600.0
    SAID_EVERY = 60.0

    def __init__(self) -> None:
        self.offset = self._offset()
        self.said_at = float("-inf")
        self.is_held = False

    def has_jumped(self) -> bool:
        from hemicycle.journal import failures

        jump = self._offset() - self.offset
        if abs(jump) <= self.MOST:
            if self.is_held:
                failures.is_done(HELD_BY_CLOCK)
            self.is_held = False
            return False
        if time.monotonic() - self.said_at > self.SAID_EVERY:
            self.said_at = time.monotonic()
            logger.error(
                "The clock of this machine jumped by %.0f minutes. Nothing scheduled "
                "is done until it is back. If it is right now, restart the worker.",
                jump / 60,
            )
            failures.cannot(HELD_BY_CLOCK, "ClockJumped")
        self.is_held = True
        return True

    @staticmethod
    def _offset() -> float:
        # Unlike the monotonic clock, this one goes on while the machine sleeps.
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


class Beat:
    """Shows every ten seconds that this process is alive."""

    def __init__(self, name: str) -> None:
        self.name, self.is_new, self.next_at = name, True, 0.0

    def __call__(self) -> None:
        from hemicycle.jobs import actions

        if time.monotonic() < self.next_at:
            return
        actions.beat(self.name, is_new=self.is_new)
        self.is_new, self.next_at = False, time.monotonic() + BEAT_SECONDS


class Fork:
    """A process of its own: started again when it ends, after growing pauses."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name, self.run = name, run
        self.pid = 0
        self.failures = 0
        self.start_at = self.started_at = 0.0

    def watch(self) -> None:
        """Start it where it does not run; to be called often."""
        if self.pid:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if not pid:
                return
            self.pid = 0
            self._ended(os.waitstatus_to_exitcode(status))
        if time.monotonic() >= self.start_at:
            self._start()

    def end(self) -> None:
        """Ask it to end and wait until the step it is doing is done."""
        if self.pid:
            try:
                os.kill(self.pid, 15)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass

    def _ended(self, code: int) -> None:
        if code == 0:
            return
        lived = time.monotonic() - self.started_at
        self.failures = 1 if lived > STEADY_SECONDS else self.failures + 1
        pause = pauses.after(self.failures)
        self.start_at = time.monotonic() + pause
        logger.error(
            "The process of %s ended (code %s); nothing is lost. It starts again in "
            "%.0f s.",
            self.name,
            code,
            pause,
        )

    def _start(self) -> None:
        # A connection must not be used by two processes.
        connections.close_all()
        self.started_at = time.monotonic()
        self.pid = os.fork()
        if self.pid:
            return
        code = 1
        try:
            orphans.end_with_parent()
            self.run()
            code = 0
        except BaseException:
            logger.exception("The process of %s ends", self.name)
        finally:
            logging.shutdown()
            os._exit(code)


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

    schedule: Schedule = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.schedule"
        if app.name.startswith("hemicycle.") and find_spec(name):
            schedule |= importlib.import_module(name).SCHEDULE
    return schedule


def run_due(schedule: Schedule, due: dict[Callable[[], object], float]) -> None:
    """Run what is due. One that fails is logged and comes again at its next turn.

    Raises the database's error when its connection is lost: what was due stays so.
    """
    for verb, period in schedule.items():
        if ending.asked():
            return
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


if __name__ == "__main__":
    sys.exit(main())
