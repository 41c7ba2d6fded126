"""Engines that plan a conference: programme, bilateral meetings, interpreters.

Pure Python: no Django, no models, nothing else of Hemicycle. Each engine takes plain
data and an `Effort`, and returns a `Result` with a proved bound. An independent checker
beside each engine shares no code with its model. `python -m hemicycle.planning --help`.

    programme.draft.solve(Conference, effort) -> Result[Plan]          lost wishes
    programme.repair.repair(Conference, Plan, effort) -> Result[Plan]  people moved
    bilateral.matching.plan(Conference, effort) -> Result[Plan]        points
    interpreters.teams.staff(..., Market, effort) -> Result[Staffing]  empty seats

Published problems, on which engines are measured beside others, are apart:

    published.tracks.search.solve(Instance, effort) -> Result[Schedule]  CoSPLib's terms
    published.forums.timing.solve(Forum, effort) -> Result[list[int]]    breaks
    published.covering.covering.pairs(Assembly, effort) -> Result[list]  language pairs

Only what all of them share is here, so that importing it loads no solver.
"""

from hemicycle.planning.result import (
    BestSoFar,
    Effort,
    Malformed,
    Progress,
    Result,
    Status,
)
from hemicycle.planning.rules import Level, Rule, Violation

__all__ = [
    "BestSoFar",
    "Effort",
    "Level",
    "Malformed",
    "Progress",
    "Result",
    "Rule",
    "Status",
    "Violation",
]
