"""Several annealers at once, each in a process of its own, the best of them kept.

One thread: in this process, a fixed amount of work per second of limit, so that the
same seed gives the same plan on every machine that is not much slower than ours.
"""

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from hemicycle.planning.programme.annealing import Annealer
from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.result import Effort

# Work a second (see `annealing`) that a slow machine manages, with so many people.
WORK_PER_SECOND = 300_000
PEOPLE = 6_000
START = 5.0  # seconds that a process may need to begin, on a busy machine


def anneal(
    conference: Conference,
    starts: Sequence[int],
    effort: Effort,
    seconds: float,
    patience: float,
    prove: Callable[[], int],
) -> tuple[list[int], int]:
    """Better starts, or the same, and the bound that `prove` gives.

    Never worse, and within every rule on slots. Those who have not answered `patience`
    after the `seconds` are not waited for. `prove` runs in this process, with several
    threads in place of the last annealer, which begins when the bound is there;
    a plan that reaches the bound ends the search.
    """
    if effort.threads == 1:
        bound = prove()
        annealer = Annealer(conference, list(starts), effort.seed)
        size = max(1.0, len(conference.wishes) / PEOPLE)
        effort.tell(annealer.best_lost, bound)
        if annealer.best_lost > bound:
            annealer.run(
                Effort(
                    max(0.0, effort.left - patience), 1, effort.seed, stop=effort.stop
                ),
                work=WORK_PER_SECOND * seconds / size,
                tell=lambda running: running.best_lost > bound,
            )
        effort.tell(annealer.best_lost, bound)
        return annealer.best_starts, bound
    ends = time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    workers: list[BaseProcess] = []
    pipes: list[Connection] = []

    def hire() -> None:
        ours, theirs = context.Pipe()
        seed = effort.seed * 1000 + len(workers)
        worker = context.Process(
            target=work,
            args=(theirs, conference, list(starts), seed, ends),
            daemon=True,
        )
        worker.start()
        theirs.close()
        workers.append(worker)
        pipes.append(ours)

    try:
        for _ in range(effort.threads - 1):
            hire()
        bound = prove()
        if effort.left > 0:
            hire()
        latest = ends + min(START, patience)
        return gather(pipes, list(starts), effort, latest, bound), bound
    finally:
        for worker in workers:
            worker.terminate()


def gather(
    pipes: list[Connection],
    starts: list[int],
    effort: Effort,
    latest: float,
    bound: int,
) -> list[int]:
    """The best of what the workers report; a stop is passed on to them, and that
    nothing better can be found."""
    best, best_lost = starts, None
    open_pipes = list(pipes)
    is_told = False
    while open_pipes and time.monotonic() < latest:
        for pipe in wait(open_pipes, timeout=0.2):
            assert isinstance(pipe, Connection)
            try:
                lost, plan = pipe.recv()
            except (EOFError, OSError):
                open_pipes.remove(pipe)
                continue
            if best_lost is None or lost < best_lost:
                best, best_lost = plan, lost
                effort.tell(lost, bound)
        is_done = best_lost is not None and best_lost <= bound
        if (is_done or effort.stop.is_set()) and not is_told:
            is_told = True
            for pipe in open_pipes:
                with contextlib.suppress(OSError):
                    pipe.send("stop")
    return best


def work(
    pipe: Connection,
    conference: Conference,
    starts: list[int],
    seed: int,
    ends: float,
) -> None:
    """One annealer; reports its best about once a second, ends at a word on the pipe.

    It cools down to `ends` on the clock that all processes share, however late it
    began: an annealer cut off while still warm would have searched for nothing.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    annealer = Annealer(conference, starts, seed)
    last: list[Any] = [time.monotonic(), annealer.best_lost]
    pipe.send((annealer.best_lost, annealer.best_starts))

    def tell(running: Annealer) -> bool:
        now = time.monotonic()
        if now - last[0] > 1.0 and running.best_lost < last[1]:
            last[:] = [now, running.best_lost]
            pipe.send((running.best_lost, running.best_starts))
        return not pipe.poll()

    annealer.run(Effort(ends - time.monotonic(), 1, seed), tell=tell)
    pipe.send((annealer.best_lost, annealer.best_starts))
    pipe.close()
