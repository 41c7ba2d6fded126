"""Engines that plan a conference: programme, bilateral meetings, interpreters.

Pure Python: no Django, no models, nothing else of Hemicycle. Each engine takes plain
data and an `Effort`, and returns a `Result` with a proved bound. An independent checker
beside each engine shares no code with its model. `python -m hemicycle.planning --help`.

    programme.draft.solve(Conference, effort) -> Result[Plan]       lost wishes
    programme.repair.repair(Conference, Plan, effort) -> Result[Plan]    people moved
    programme.tracks_search.solve(Instance, effort) -> Result[Schedule]  CoSPLib's terms
    bilateral.timing.solve(Forum, effort) -> Result[list[int]]           breaks
    bilateral.matching.plan(Conference, effort) -> Result[Plan]          points
    interpreters.covering.pairs(Assembly, effort) -> Result[list]        language pairs
    interpreters.teams.staff(..., Market, effort) -> Result[Staffing]    empty seats

Only what all of them share is here, so that importing it loads no solver.
"""

from hemicycle.planning.result import (
    Effort,
    Kept,
    Malformed,
    Progress,
    Result,
    Status,
)
from hemicycle.planning.rules import Level, Rule, Violation

__all__ = [
    "Effort",
    "Kept",
    "Level",
    "Malformed",
    "Progress",
    "Result",
    "Rule",
    "Status",
    "Violation",
]
