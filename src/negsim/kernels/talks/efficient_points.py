"""Which points of a list are Pareto efficient: no other point has more of something, and less of nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

SAME = 1e-10  # of the spread: coordinates that round to the same multiple of it are equal
BLOCK = 4_000_000  # numbers that are worked on at a time


def efficient_points(gains: Numbers, spread: Numbers) -> Flags:
    """Return which points of each list are efficient; equal points are so together.

    Points are taken by falling sum, so that only efficient ones can dominate those that follow (as in the
    sort-filter-skyline of Chomicki and others 2003). Costs a sort, and a comparison of every point with every efficient
    one at worst.

    Parameters
    ----------
    gains
        Shape (batch, coordinate, point).
    spread
        Shape (batch,). The range of the numbers, which says what is equal.

    Returns
    -------
    ndarray
        Shape (batch, point).
    """
    batch, count, points = gains.shape
    found = np.zeros((batch, points), np.bool_)
    step = max(1, BLOCK // max(count * points, 1))
    for rows in (slice(at, at + step) for at in range(0, batch, step)):
        unit = SAME * np.where(spread[rows] > 0, spread[rows], 1.0)
        whole = np.ascontiguousarray(np.round(gains[rows] / unit[:, None, None]).transpose(0, 2, 1))
        order = np.argsort(-whole.sum(2), axis=1, kind="stable")
        mark_efficient.sized(10 * whole.size)(whole, order, np.zeros(points, np.intp), found[rows])
    return found


@compiled()
def mark_efficient(whole: Any, order: Any, kept: Any, found: Any) -> None:
    """Mark the efficient points.

    Shapes: whole (batch, point, coordinate), order and found (batch, point), kept (point,).
    """
    batch, points, count = whole.shape
    for game in range(batch):
        number = 0
        for at in range(points):
            point = order[game, at]
            dominated = False
            for k in range(number):
                other = kept[k]
                better, worse = False, False
                for axis in range(count):
                    ahead = whole[game, other, axis] - whole[game, point, axis]
                    if ahead < 0:
                        worse = True
                        break
                    if ahead > 0:
                        better = True
                if better and not worse:
                    dominated = True
                    break
            if not dominated:
                kept[number] = point
                number += 1
                found[game, point] = True
