"""Running jobs: taken by one process, done in chunks, let go in time.

Only `hemicycle.worker` runs them; the web asks and shows. A job is held by a lease and
by its turn: who lost it to another process can't write any more, since each chunk
begins by asking, in its transaction, whether the turn is still its own.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.jobs import kinds
from hemicycle.jobs.journal import Happened
from hemicycle.jobs.kinds import Chunk, Chunks, Done, Kind
from hemicycle.jobs.models import Job, has_died, this_process
from hemicycle.journal.actions import record
from hemicycle.lib import clock

logger = logging.getLogger(__name__)

SPARE = timedelta(seconds=60)
"""How much longer a lease lasts than its chunk may."""
LONGEST_REST = 1.0
"""Seconds between two chunks of a job, at most."""
TURN = 5.0
"""Seconds after which a job lets those that wait go before it goes on."""
GIVE_UP_AFTER = 5
"""Processes that died at the same place: the next one would, too."""


class Lost(Exception):
    """Another process has the job."""


class TooLong(Exception):
    """A chunk took longer than its kind allows."""


def never() -> bool:
    return False


def run_next(should_end: Callable[[], bool] = never) -> bool:
    """Take a job and run it until it is over or we should end. False: there is none."""
    job = take()
    if job is None:
        return False
    run(job, should_end)
    return True


def run_all() -> int:
    """Run every waiting job to its end; returns how many. For commands and tests."""
    ran = 0
    while run_next():
        ran += 1
    return ran


def take() -> Job | None:
    """The next job, held by this process from now on; None when there is none.

    Of two processes that ask at once one gets it: the update decides.
    """
    _free_the_dead()
    for pk, turn, state, losses, holder in Job.objects.to_take().values_list(
        "pk", "turn", "state", "losses", "holder"
    )[:10]:
        mine = Job.objects.to_take().order_by().filter(pk=pk, turn=turn, state=state)
        if state == Job.State.STOPPING:
            _over(mine, Job.State.STOPPED)
            continue
        # One that we let go ourselves, when the database was away, has lost nothing.
        has_lost = state == Job.State.RUNNING and holder != this_process()
        if has_lost and losses + 1 >= GIVE_UP_AFTER:
            logger.error("Job %s is given up: its process died %s times", pk, losses)
            words = _("The process doing this ended several times at the same place.")
            _over(mine, Job.State.FAILED, error=words)
            continue
        taken = mine.update(
            state=Job.State.RUNNING,
            turn=turn + 1,
            losses=losses + has_lost,
            holder=this_process(),
            lease_until=clock.real_now() + SPARE,
            started_at=clock.real_now(),
            done_before=F("done") + F("failed"),
        )
        if taken:
            return Job.objects.select_related("conference", "asked_by").get(pk=pk)
    return None


def run(job: Job, should_end: Callable[[], bool] = never) -> None:
    """Do chunk after chunk. Whatever ends it, the row says where to go on.

    Raises the database's error when the connection is lost: the lease runs out.
    """
    try:
        kind = kinds.find(job.kind)
    except LookupError:
        logger.exception("Job %s", job.pk)
        _end(job, Job.State.FAILED, error=_unexpected())
        return
    until = time.monotonic() + kind.longest.total_seconds()
    with translation.override(job.language):
        chunks = kind.run(job)
        try:
            _run(job, kind, chunks, until, should_end)
        except Lost:
            logger.warning("Job %s was taken by another process", job.pk)
        except TooLong:
            logger.error("Job %s (%s): a chunk took too long", job.pk, job.kind)
            if not connection.in_atomic_block:
                connection.close()  # it may have been in the middle of a statement
            _end(job, Job.State.FAILED, error=_too_long())
        except ValidationError as refusal:
            _end(job, Job.State.FAILED, error=" ".join(refusal.messages))
        except (InterfaceError, OperationalError):
            if connection.connection is None or not connection.is_usable():
                raise
            logger.exception("Job %s (%s) failed", job.pk, job.kind)
            _end(job, Job.State.FAILED, error=_unexpected())
        except Exception:  # one broken job must not stop the others
            logger.exception("Job %s (%s) failed", job.pk, job.kind)
            _end(job, Job.State.FAILED, error=_unexpected())
        finally:
            chunks.close()


def _run(
    job: Job,
    kind: Kind,
    chunks: Chunks,
    until: float,
    should_end: Callable[[], bool],
) -> None:
    done: Any = None
    turn_over = time.monotonic() + TURN
    while True:
        _extend(job, kind)
        with _time_limit(kind.chunk_seconds):
            try:
                chunk = chunks.send(done)
            except StopIteration:
                _end(job, Job.State.DONE)
                return
            started = time.monotonic()
            done = _write(job, kind, chunk)
        # Whoever waits to write goes first: a job holds no more than three quarters.
        time.sleep(min(LONGEST_REST, (time.monotonic() - started) / 3))
        if _is_stopping(job):
            _end(job, Job.State.STOPPED)
            return
        if should_end():
            _let_go(job)
            return
        if time.monotonic() > until:
            raise TooLong
        if time.monotonic() > turn_over and _others_wait(job):
            _let_go(job, queued_at=clock.real_now())
            return


@transaction.atomic
def _write(job: Job, kind: Kind, chunk: Chunk) -> Done:
    """The chunk and how far we are, together or not at all."""
    _extend(job, kind)
    done = chunk()
    job.done += done.done
    job.failed += done.failed
    job.losses = 0
    fields = ["done", "failed", "losses"]
    if done.cursor is not None:
        job.cursor = done.cursor
        fields.append("cursor")
    if done.total is not None:
        job.total = done.total
        fields.append("total")
    job.save(update_fields=fields)
    return done


def _extend(job: Job, kind: Kind) -> None:
    """Hold it longer. Raises Lost when another process has it."""
    lease = clock.real_now() + timedelta(seconds=kind.chunk_seconds) + SPARE
    held = Job.objects.filter(pk=job.pk, turn=job.turn, state__in=Job.HELD)
    if not held.update(lease_until=lease):
        raise Lost(job.pk)


def _is_stopping(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=Job.State.STOPPING).exists()


def _others_wait(job: Job) -> bool:
    return Job.objects.to_take().exclude(pk=job.pk).exists()


def _let_go(job: Job, **behind: datetime) -> None:
    """This process ends, or others go first: it goes on at once, or `behind` them, or
    is stopped if that was asked."""
    held = Job.objects.filter(pk=job.pk, turn=job.turn)
    held.filter(state=Job.State.RUNNING).update(
        state=Job.State.WAITING, holder="", lease_until=None, **behind
    )


@transaction.atomic
def _end(job: Job, state: Job.State, *, error: str = "") -> None:
    mine = Job.objects.filter(pk=job.pk, turn=job.turn, state__in=Job.HELD)
    if _over(mine, state, error=error):
        job.state = state
        verb = {
            Job.State.DONE: Happened.FINISHED,
            Job.State.FAILED: Happened.FAILED,
            Job.State.STOPPED: Happened.ENDED,
        }[state]
        record(
            job.conference, verb, job, actor=None,
            kind=job.kind, done=job.done, failed=job.failed,
        )  # fmt: skip


def _over(mine: Any, state: Job.State, *, error: str = "") -> int:
    changed: int = mine.update(
        state=state,
        error=error[:500],
        holder="",
        lease_until=None,
        over_at=clock.real_now(),
        finished_at=clock.now(),
    )
    return changed


def _free_the_dead() -> None:
    """End the leases of processes that died on this machine, and our own.

    This process takes a job only when it runs none: what it still holds, it lost the
    database over.
    """
    now = clock.real_now()
    held = Job.objects.filter(state__in=Job.HELD, lease_until__gte=now)
    for pk, turn, holder in held.values_list("pk", "turn", "holder"):
        if holder == this_process() or has_died(holder):
            Job.objects.filter(pk=pk, turn=turn, state__in=Job.HELD).update(
                lease_until=now - timedelta(seconds=1)
            )


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLong in what takes longer. Only a main thread can be interrupted.

    It rings until it is heard: what is raised inside a finaliser or a callback of the
    garbage collector is printed and lost.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, min(seconds, 1))
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # it may ring once more just before it is turned off
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _unexpected() -> str:
    return _(
        "An unexpected error ended this work. What was done is kept. Resume it, or ask "
        "the people who run this installation: the log says more."
    )


def _too_long() -> str:
    return _(
        "This took longer than allowed. What was done is kept. Resume it, or ask for "
        "less at a time."
    )
