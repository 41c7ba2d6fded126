"""A whole programme from nothing: slots, then wishes, then halls and interpreters.

The order is that of Vangerven, Ficker, Goossens, Passchyn, Spieksma and Woeginger
("Conference scheduling: a personalized approach", Omega 81, 2018): minimise what
attendees miss first, then place. Here the miss is the true one, annealed (`annealing`).
"""

from collections.abc import Sequence

from hemicycle.planning.programme import check
from hemicycle.planning.programme.bound import least_lost
from hemicycle.planning.programme.conference import Conference, Plan
from hemicycle.planning.programme.crew import anneal
from hemicycle.planning.programme.exact import fewest_lost, is_small
from hemicycle.planning.programme.halls import assign_halls, assign_teams
from hemicycle.planning.programme.repair import nearest_with_halls
from hemicycle.planning.programme.slots import contradiction, feasible_starts
from hemicycle.planning.result import Effort, Malformed, Result, Status

# start variables and wishes above which memory (about 1 KB and 100 bytes for each) and
# time are no longer those of a conference
LARGEST = 2_000_000
MOST_WISHES = 20_000_000
GRACE = 1.2  # seconds beyond the limit, for halls


def solve(conference: Conference, effort: Effort) -> Result[Plan]:
    """The plan with the fewest lost wishes that the effort allows.

    `objective` and `bound` count lost wishes. INFEASIBLE comes with a smallest set of
    contradicting rules; UNKNOWN when not even a first plan was found in time.
    """
    size = len(conference.sessions) * (conference.slots + len(conference.halls))
    if size > LARGEST or conference.wish_count > MOST_WISHES:
        raise Malformed(
            f"{len(conference.sessions):,} sessions, {conference.slots:,} slots, "
            f"{len(conference.halls):,} halls and {conference.wish_count:,} wishes are "
            "more than this engine takes"
        )
    starts = feasible_starts(conference, effort)
    if starts is None:
        reasons = contradiction(conference, effort)
        if reasons is not None:
            return Result(Status.INFEASIBLE, None, None, effort.spent, None, reasons)
        words = ["no plan was found, and none was excluded, in the time allowed"]
        return Result(Status.UNKNOWN, None, None, effort.spent, None, words)
    plan = with_halls(conference, starts, grace(effort))
    if plan is None:
        exact = nearest_with_halls(conference, starts, effort)
        if exact.solution is None:
            return Result(exact.status, None, None, effort.spent, None, exact.reasons)
        plan, starts = exact.solution, list(exact.solution.starts)
    lost = check.lost_wishes(conference, plan)
    bound = 0
    said = check.warnings(conference, plan)
    first = Result(
        Status.FEASIBLE,
        lost,
        bound,
        effort.spent,
        plan,
        [*remarks(conference, lost), *said],
    )
    effort.best.keep(first)
    effort.tell(lost, bound)
    if lost and is_small(conference):
        better, bound = fewest_lost(conference, starts, effort, 0.4 * effort.left)
        plan, lost = better_of(conference, plan, lost, better, effort)
    if lost > bound and effort.left > 0:
        is_counted = effort.threads == 1  # work, not seconds: the same on every machine
        reserve = reserve_of(effort)
        seconds = 0.6 * effort.seconds if is_counted else effort.left - reserve
        better, proven = anneal(
            conference,
            plan.starts,
            effort,
            max(0.0, seconds),
            0.6 * reserve,
            lambda: max(bound, prove(conference, effort)),
        )
        bound = max(bound, proven)
        plan, lost = better_of(conference, plan, lost, better, effort)
    status = Status.OPTIMAL if lost <= bound else Status.FEASIBLE
    effort.tell(lost, bound)
    return Result(
        status,
        lost,
        min(bound, lost),
        effort.spent,
        plan,
        [*remarks(conference, lost), *check.warnings(conference, plan)],
    )


def better_of(
    conference: Conference,
    plan: Plan,
    lost: int,
    starts: Sequence[int],
    effort: Effort,
) -> tuple[Plan, int]:
    """The plan with these starts, or as near to them as has halls, if it loses no more
    wishes; else the plan there is."""
    if tuple(starts) == plan.starts:
        return plan, lost
    placed = with_halls(conference, starts, grace(effort))
    if placed is None:
        placed = nearest_with_halls(conference, starts, grace(effort)).solution
    if placed is None:
        return plan, lost
    value = check.lost_wishes(conference, placed)
    return (placed, value) if value <= lost else (plan, lost)


def reserve_of(effort: Effort) -> float:
    """Seconds kept for the halls of the last plan."""
    return min(8.0, 0.1 * effort.seconds)


def prove(conference: Conference, effort: Effort) -> int:
    """A lower bound, for a part of the time."""
    if effort.threads == 1:  # a second or two of work, less only on a very busy machine
        most = 0.4 * effort.left
        return least_lost(conference, Effort(most, 1, stop=effort.stop), 60)
    most = min(20.0, 0.15 * effort.seconds)
    return least_lost(conference, Effort(most, 1, stop=effort.stop), 300)


def grace(effort: Effort) -> Effort:
    """Time to give halls to what was found, a fifth of a second of work for most: also
    when the search was stopped, and a little beyond the limit."""
    left = GRACE + max(0.0, effort.seconds - effort.spent)
    most = GRACE if effort.stop.is_set() else left
    return Effort(min(left, most), effort.threads, effort.seed)


def with_halls(
    conference: Conference, starts: Sequence[int], effort: Effort
) -> Plan | None:
    """Halls and teams for these starts, or None when there are none."""
    halls = assign_halls(conference, starts, effort)
    if halls is None:
        return None
    teams = assign_teams(conference, starts, effort)
    if teams is None:
        return None
    return Plan(tuple(starts), tuple(halls), tuple(teams))


def remarks(conference: Conference, lost: int) -> list[str]:
    if not conference.wish_count:
        return []
    share = 100 * lost / conference.wish_count
    return [
        f"{lost:,} of {conference.wish_count:,} wishes ({share:.1f}%) cannot be kept, "
        "each person choosing as well as possible"
    ]
