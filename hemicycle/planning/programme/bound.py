"""A lower bound on the wishes that any plan must lose, with its proof.

Put sessions that begin in the same slot into one part: k parts, k the number of slots
in which a wanted session may begin. Let Y[i, j] be 1 when i and j share a part.

1. A person attends at most one session of a part. With c of the wishes in a part c - 1
are
   lost, and c - 1 >= (2 / n) * c (c - 1) / 2 for c <= n, n the person's number of
   wishes.
   So the lost wishes are at least the sum over pairs W[i, j] Y[i, j], where W[i, j]
   adds
   2 / n over the people who want both.
2. Y has ones on its diagonal, Y >= 0, and Y - J / k is positive semidefinite, J all
ones
   (Frieze and Jerrum, "Improved approximation algorithms for MAX k-CUT and MAX
   BISECTION",
   Algorithmica 18, 1997).
3. For any N >= 0 and any vector u such that W - N - diag(u) is positive semidefinite,
   <W, Y> >= <W - N, Y> >= sum(u) + <W - N - diag(u), J> / k: the weak dual of that
   semidefinite program.

N and u are improved by a smoothed subgradient of the smallest eigenvalue (Overton, "On
minimizing the maximum eigenvalue", SIAM J. Matrix Analysis 9(2), 1988); any of them
gives a valid bound, and a margin far above rounding errors is taken off.
"""

import math

import numpy as np

from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.result import Effort

MOST_SESSIONS = 1500  # an eigenvalue decomposition beyond that takes seconds


def least_lost(conference: Conference, effort: Effort, steps: int = 150) -> int:
    """No plan loses fewer wishes than this. 0 when nothing better is known."""
    several = [len(set(wanted)) for wanted in conference.wishes]
    starts = {
        t
        for i, people in enumerate(conference.wanted_by)
        if people
        for t in conference.starts_of(i)
    }
    simple = sum(max(0, count - len(starts)) for count in several)
    wanted = [i for i, people in enumerate(conference.wanted_by) if people]
    if len(wanted) < 2 or len(wanted) > MOST_SESSIONS or not starts:
        return simple
    column = {i: c for c, i in enumerate(wanted)}
    weights = np.zeros((len(wanted), len(wanted)))
    for wishes in conference.wishes:
        held = [column[i] for i in set(wishes)]
        if len(held) > 1:
            weights[np.ix_(held, held)] += 2.0 / len(held)
    return max(simple, dual(weights, len(starts), effort, steps))


def dual(weights: np.ndarray, parts: int, effort: Effort, steps: int) -> int:
    """The best of the bounds met; `weights` is W with the people's own on the
    diagonal."""
    scale = np.maximum(np.diag(weights).copy(), 1e-9)
    pair = weights - np.diag(np.diag(weights))
    metric = np.sqrt(np.outer(scale, scale))
    total = scale.sum()
    share = 1.0 - 1.0 / parts
    z = np.full(len(scale), -0.4)
    cut = np.zeros_like(pair)
    best = 0.0
    for step in range(steps):
        if effort.left <= 0:
            break
        kept = pair - cut
        values, vectors = np.linalg.eigh(kept / metric - np.diag(z))
        safe = values[0] - 1e-9 * (1.0 + abs(values).max())
        bound = share * float(scale @ (z + safe)) + float(kept.sum()) / parts
        best = max(best, bound / 2.0)
        smooth = np.exp(-(values - values[0]) / 0.015)
        smooth /= smooth.sum()
        half = vectors * np.sqrt(smooth)
        dense = half @ half.T
        pace = 0.02 / (1.0 + 0.02 * step)
        z = z + pace * (1.0 - total * np.diag(dense) / scale)
        likely = 1.0 / parts + share * total * dense / metric
        cut = np.clip(cut - pace * likely * metric, 0.0, pair)
    return max(0, math.ceil(best - 1e-6 * (1.0 + abs(best))))
