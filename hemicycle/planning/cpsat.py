"""Running CP-SAT so that it can be stopped, watched and repeated.

With one thread the search ends on CP-SAT's deterministic time, so that the same seed
gives the same answer on any machine that manages that much work within the wall time.
"""

import threading
from collections.abc import Callable
from typing import Any

from ortools.sat.python import cp_model

from hemicycle.planning.result import Effort

# Deterministic seconds that are done well within one wall second.
WORK_PER_SECOND = 0.4


SolutionCallback = cp_model.CpSolverSolutionCallback


class Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, tell: Callable[[SolutionCallback], None]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell(self)


def run(
    model: cp_model.CpModel,
    effort: Effort,
    *,
    seconds: float | None = None,
    tell: Callable[[SolutionCallback], None] | None = None,
    tell_bound: Callable[[float], None] | None = None,
    enough: Callable[[], bool] | None = None,
    **parameters: Any,
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Solve for at most `seconds`, by default all that is left: solver, status.

    `tell(found)` hears every solution, `tell_bound(bound)` every better bound, and the
    search ends when `enough()`, asked ten times a second, says so.
    """
    limit = effort.left if seconds is None else min(seconds, effort.left)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.threads
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_time_in_seconds = max(limit, 0.01)
    solver.parameters.catch_sigint_signal = False
    if effort.threads == 1:
        solver.parameters.max_deterministic_time = max(limit, 0.01) * WORK_PER_SECOND
    for name, value in parameters.items():
        if isinstance(value, list | tuple):
            getattr(solver.parameters, name).extend(value)
        else:
            setattr(solver.parameters, name, value)
    if tell_bound is not None:
        solver.best_bound_callback = tell_bound
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if effort.stop.is_set() or (enough is not None and enough()):
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        status = solver.solve(model, Listener(tell) if tell is not None else None)
    finally:
        done.set()
        watcher.join()
    return solver, status


# For small models that close at once: half of the time would go into preparation.
LEAN: dict[str, Any] = {
    "num_workers": 1,
    "symmetry_level": 0,
    "cp_model_probing_level": 0,
    "linearization_level": 0,
}

HAS_SOLUTION = (cp_model.OPTIMAL, cp_model.FEASIBLE)
