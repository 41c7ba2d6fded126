"""A mixed-integer programme for HiGHS (Huangfu and Hall, 2018), built column by column.

Never imported together with OR-Tools: the two libraries crash in one process.
"""

import os
import threading
from dataclasses import dataclass
from typing import Any

import highspy

from hemicycle.planning.result import Effort, Status

INFINITE = highspy.kHighsInf


@dataclass(frozen=True)
class Answer:
    """`values` by column, empty without a solution; `bound` in points of gain."""

    status: Status
    objective: float | None
    bound: float | None
    values: list[float]


class Programme:
    """Maximise the sum of gains, within rows that have a lower and an upper end.

    Adding columns and rows raises Unbuilt when the effort ends.
    """

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.gains: list[float] = []
        self.uppers: list[float] = []
        self.rows: list[tuple[float, list[int], list[float], float]] = []

    def column(self, gain: float = 0.0, upper: float = 1.0) -> int:
        """A new integer column between 0 and `upper`; its index."""
        self.effort.go_on()
        self.gains.append(gain)
        self.uppers.append(upper)
        return len(self.gains) - 1

    def row(
        self,
        columns: list[int],
        *,
        factors: list[float] | None = None,
        lower: float = -INFINITE,
        upper: float = INFINITE,
    ) -> None:
        self.effort.go_on()
        self.rows.append((lower, columns, factors or [1.0] * len(columns), upper))

    def solve(self) -> Answer:
        """The best solution in the time left; its bound is proved."""
        effort = self.effort
        if not self.gains:
            return Answer(Status.OPTIMAL, 0.0, 0.0, [])
        solver: Any = silent_solver()
        solver.passModel(self.model())
        solver.setOptionValue("time_limit", max(effort.left, 0.01))
        solver.setOptionValue("threads", effort.threads)
        solver.setOptionValue("random_seed", effort.seed % 2**31)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-6)
        solver.cbMipImprovingSolution.subscribe(
            lambda event: effort.tell(
                event.data_out.objective_function_value,
                event.data_out.mip_dual_bound,
            )
        )
        solver.HandleUserInterrupt = True
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.1):
                if effort.stop.is_set():
                    solver.cancelSolve()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            solver.solve()
        finally:
            done.set()
            watcher.join()
        return self.answer(solver)

    def model(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.gains), len(self.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = self.gains
        lp.col_lower_ = [0.0] * len(self.gains)
        lp.col_upper_ = self.uppers
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.gains)
        lp.row_lower_ = [row[0] for row in self.rows]
        lp.row_upper_ = [row[3] for row in self.rows]
        starts, indices, factors = [0], [], []
        for _, columns, own, _ in self.rows:
            indices += columns
            factors += own
            starts.append(len(indices))
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_, matrix.value_ = starts, indices, factors
        return lp

    def answer(self, solver: Any) -> Answer:
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(Status.INFEASIBLE, None, None, [])
        bound = info.mip_dual_bound
        proven = bound if abs(bound) < INFINITE else None
        if (
            info.primal_solution_status
            != highspy.SolutionStatus.kSolutionStatusFeasible
        ):
            return Answer(Status.UNKNOWN, None, proven, [])
        proved = status == highspy.HighsModelStatus.kOptimal
        return Answer(
            Status.OPTIMAL if proved else Status.FEASIBLE,
            info.objective_function_value,
            info.objective_function_value if proved else proven,
            list(solver.getSolution().col_value),
        )


def silent_solver() -> Any:
    """A solver without the banner that its constructor writes past Python."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver: Any = highspy.Highs
        made = solver()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    made.silent()
    return made
