"""A lower bound on the wishes that any plan must lose, with its proof.

Put sessions that begin in the same slot into one part: k parts, k the number of slots
in which a wanted session may begin. Let Y[i, j] be 1 when i and j share a part.

1. A person attends at most one session of a part. Take any tree that connects the
   wishes of the person: with c of them in a part, at most c - 1 of its edges lie there,
   and c - 1 wishes are lost (Hunter, "An upper bound for the probability of a union",
   J. Applied Probability 13, 1976). So the lost wishes are at least the sum over pairs
   W[i, j] Y[i, j], where W[i, j] adds over people the share of their trees that join
   i and j. All trees alike give 2 / n, n the person's number of wishes.
2. Y has ones on its diagonal, Y >= 0, and Y - J / k is positive semidefinite, J all
   ones (Frieze and Jerrum, "Improved approximation algorithms for MAX k-CUT and MAX
   BISECTION", Algorithmica 18, 1997).
3. For any N >= 0 and any vector u such that W - N - diag(u) is positive semidefinite,
   <W, Y> >= <W - N, Y> >= sum(u) + <W - N - diag(u), J> / k: the weak dual of that
   semidefinite program.

N, u and the trees are improved together: N and u by a smoothed subgradient of the
smallest eigenvalue (Overton, "On minimizing the maximum eigenvalue", SIAM J. Matrix
Analysis 9(2), 1988); the trees by mixing in, for each person, the largest tree for the
Y that the eigenvectors suggest (Prim, Bell System Technical Journal 36, 1957), a step
of Frank and Wolfe. Each is a concave problem and any of them gives a valid bound; a
margin far above rounding errors is taken off.
"""

import math

import numpy as np
import numpy.typing as npt

from hemicycle.planning.programme.conference import Conference
from hemicycle.planning.result import Effort

Matrix = npt.NDArray[np.float64]

MOST_IN_A_TREE = 60
MOST_EDGES = 4_000_000
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
    people = [
        [column[i] for i in set(wishes)]
        for wishes in conference.wishes
        if len(set(wishes)) > 1
    ]
    return max(simple, dual(Trees(people, len(wanted)), len(starts), effort, steps))


class Trees:
    """Weights W of pairs of sessions: per person the mean of some spanning trees.

    The trees of a person with many wishes, and of people beyond the first so many, are
    all of them for good: half a second's work in a step is enough.
    """

    def __init__(self, people: list[list[int]], size: int) -> None:
        self.size = size
        self.weights = np.zeros((size, size))
        self.mixed = np.zeros((size, size))
        self.groups: list[npt.NDArray[np.int64]] = []
        by_wishes: dict[int, list[list[int]]] = {}
        for held in people:
            by_wishes.setdefault(len(held), []).append(held)
        room = MOST_EDGES
        for wishes, alike in sorted(by_wishes.items()):
            most = room // wishes**2 if wishes <= MOST_IN_A_TREE else 0
            group, rest = np.array(alike[:most], np.int64), alike[most:]
            if len(group):
                room -= len(group) * wishes**2
                self.groups.append(group)
                self.mixed += self.all_trees(group)
            several = max(1, MOST_EDGES // wishes**2)
            for first in range(0, len(rest), several):
                self.weights += self.all_trees(np.array(rest[first : first + several]))
        self.weights += self.mixed
        self.own = np.diag(self.weights).copy()
        np.fill_diagonal(self.weights, 0.0)
        np.fill_diagonal(self.mixed, 0.0)

    def all_trees(self, held: npt.NDArray[np.int64]) -> Matrix:
        """Two parts in n of each pair of a person's n wishes, and of each wish."""
        pairs = held[:, :, None] * self.size + held[:, None, :]
        count = np.bincount(pairs.ravel(), minlength=self.size**2)
        weights: Matrix = count.reshape(self.size, self.size) * (2.0 / held.shape[1])
        return weights

    def mix(self, likely: Matrix, share: float) -> None:
        """Give `share` of the weight to the largest trees for `likely`."""
        change = share * (self.largest(likely) - self.mixed)
        self.mixed = self.mixed + change
        self.weights = self.weights + change

    def largest(self, likely: Matrix) -> Matrix:
        """Prim's algorithm for all people with as many wishes at a time."""
        edges = np.zeros(self.size * self.size)
        for held in self.groups:
            count, wishes = held.shape
            rows = np.arange(count)
            between = likely[held[:, :, None], held[:, None, :]]
            reach = between[:, 0].copy()  # of the tree, which begins at the first
            reach[:, 0] = -np.inf
            joined = np.zeros((count, wishes), np.int64)
            for _ in range(wishes - 1):
                new = reach.argmax(1)
                edge = held[rows, new] * self.size + held[rows, joined[rows, new]]
                edges += np.bincount(edge, minlength=len(edges))
                closer = (between[rows, new] > reach) & (reach > -np.inf)
                reach = np.where(closer, between[rows, new], reach)
                joined = np.where(closer, new[:, None], joined)
                reach[rows, new] = -np.inf
        tree = edges.reshape(self.size, self.size)
        return tree + tree.T


def dual(trees: Trees, parts: int, effort: Effort, steps: int) -> int:
    """The best of the bounds met."""
    scale = np.maximum(trees.own, 1e-9)
    metric = np.sqrt(np.outer(scale, scale))
    total = scale.sum()
    share = 1.0 - 1.0 / parts
    z = np.full(len(scale), -0.4)
    cut = np.zeros_like(metric)
    best = 0.0
    for step in range(steps):
        if effort.left <= 0:
            break
        kept = trees.weights - cut
        values, vectors = np.linalg.eigh(kept / metric - np.diag(z))
        safe = values[0] - 1e-9 * (1.0 + abs(values).max())
        bound = share * float(scale @ (z + safe)) + float(kept.sum()) / parts
        best = max(best, bound / 2.0)
        smooth = np.exp(-(values - values[0]) / 0.015)
        smooth /= smooth.sum()
        half = vectors * np.sqrt(smooth)
        dense = half @ half.T
        decay = 1.0 / (1.0 + 0.02 * step)
        z = z + 0.02 * decay * (1.0 - total * np.diag(dense) / scale)
        likely = 1.0 / parts + share * total * dense / metric
        if step % 2 == 0:
            trees.mix(likely, 0.05 * decay)
        cut = np.clip(cut - 0.02 * decay * likely * metric, 0.0, trees.weights)
    return max(0, math.ceil(best - 1e-6 * (1.0 + abs(best))))
