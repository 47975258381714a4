"""Where the sum of gains is largest: in lists, on frontiers of two players, and among lotteries of any number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum
from negsim.kernels.talks.along_frontier import equal_shares
from negsim.kernels.talks.fairest import fairest
from negsim.kernels.talks.frontier import Frontier

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]
Flags = NDArray[np.bool_]

SLACK = 1e-10  # of the largest sum: by how much evening out may lower it


def evenest_of_list(gains: Numbers, allowed: Flags, near: Numbers) -> Integers:
    """Return the point of each list with the largest sum; of several, the evenest, and of those the first.

    Parameters
    ----------
    gains
        Shape (batch, party, point).
    allowed
        Shape (batch, point). Among which points to choose; of a list without any, point 0 is returned.
    near
        Shape (batch,). Sums that differ by no more are equal.
    """
    total = np.where(allowed, gains.sum(1), -np.inf)
    tied = allowed & (total >= (total.max(1) - near)[:, None])
    several = np.flatnonzero(tied.sum(1) > 1)
    best = tied.argmax(1)
    best[several] = fairest(gains[several], np.ones(gains[several].shape[:2]), tied[several])
    return np.asarray(best)


def evenest_on_frontier(found: Frontier, near: Numbers) -> tuple[Integers, Numbers]:
    """Return where the sum of gains is largest on each frontier; along a part where it is, the evenest point.

    Parameters
    ----------
    found
        Frontiers, as `frontiers` returns them.
    near
        Shape (batch,). Sums that differ by no more are equal.

    Returns
    -------
    row, step
        Shape (frontier with vertices,). Which vertex, and how far to go from there to the next, for `between`.
    """
    number = np.diff(found.start)
    starts = found.start[:-1][number > 0]
    if not len(starts):
        return np.zeros(0, np.intp), np.zeros(0)
    total, rows = found.gains.sum(1), np.arange(len(found.gains))
    best = np.maximum.reduceat(total, starts) - near[number > 0]
    tied = total >= np.repeat(best, number[number > 0])
    low = np.minimum.reduceat(np.where(tied, rows, len(rows)), starts)
    high = np.maximum.reduceat(np.where(tied, rows, -1), starts)
    row, step = equal_shares(found, np.ones((len(number), 2)))
    early, late = row < low, row >= high
    return np.where(early, low, np.where(late, high, row)), np.where(early | late, 0.0, step)


def evenest_lottery(gains: Numbers, max_steps: int, seconds: float) -> tuple[Ending, Numbers, int]:
    """Return the lottery with the largest sum of gains under which nobody loses; of several, the evenest.

    Two linear programs: the largest sum, and then the largest least gain among lotteries with that sum.

    Parameters
    ----------
    gains
        Shape (party, point).
    max_steps, seconds
        Limits.

    Returns
    -------
    ending, weights, steps
        ``failed`` if somebody loses under every lottery; shape (point,), empty unless solved; and iterations.
    """
    count, points = gains.shape
    unit = max(float(np.abs(gains).max()), np.finfo(float).tiny)
    worth, once = gains / unit, np.ones((1, points))
    total = worth.sum(0)
    first = maximum(total, -worth, np.zeros(count), once, np.ones(1), max_steps=max_steps, seconds=seconds)
    if first.ending != "solved":
        return first.ending, np.zeros(0), first.steps
    at_most = np.concatenate([np.hstack([-worth, np.ones((count, 1))]), np.append(-total, 0.0)[None]])
    limit = np.append(np.zeros(count), -first.value + SLACK * max(abs(first.value), 1e-6))
    equal = np.append(np.ones(points), 0.0)[None]
    wish = np.append(np.zeros(points), 1.0)
    second = maximum(wish, at_most, limit, equal, np.ones(1), free=1, max_steps=max_steps, seconds=seconds)
    if second.ending != "solved":
        return "solved", first.point, first.steps + second.steps
    return "solved", second.point[:points], first.steps + second.steps
