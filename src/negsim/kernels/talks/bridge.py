"""The best lottery for one player among those that leave another at least so much, found without any frontier."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

PASSES = 200  # each of which brings in one more point


def best_above(own: Numbers, other: Numbers, bar: Numbers) -> Numbers:
    """Return the most that a player can get from a lottery over points that gives another at least a bar.

    1. Begin with the best point that reaches the bar, and the best that does not. 2. While some point lies above the
    line through both, put it in the place of the one on its side of the bar. 3. Read the line off at the bar. Any
    line that no point lies above bounds every lottery, so what is returned is never too small.

    Parameters
    ----------
    own, other
        Shape (row, point). What each point gives to both.
    bar
        Shape (row,).

    Returns
    -------
    ndarray
        Shape (row,); minus infinity where no point reaches the bar.
    """
    rows = np.arange(len(own))
    reaches = other >= bar[:, None]
    upper = np.where(reaches, own, -np.inf).argmax(1)  # 1
    lower = np.where(reaches, -np.inf, own).argmax(1)
    found = np.where(reaches.any(1), own[rows, upper], -np.inf)
    open_ = np.flatnonzero(reaches.any(1) & ~reaches.all(1) & (own[rows, lower] > own[rows, upper]))
    for _ in range(PASSES):
        if not len(open_):
            break
        up, down = upper[open_], lower[open_]
        rise = (own[open_, down] - own[open_, up]) / (other[open_, up] - other[open_, down])
        height = own[open_] + rise[:, None] * (other[open_] - bar[open_, None])
        top = height.argmax(1)
        there = np.arange(len(open_))
        found[open_] = height[there, top]  # 3
        more = height[there, top] > np.maximum(height[there, up], height[there, down])  # 2
        above = other[open_, top] >= bar[open_]
        upper[open_] = np.where(more & above, top, up)
        lower[open_] = np.where(more & ~above, top, down)
        open_ = open_[more]
    return found


def best_listed(own: Any, others: Any, bar: Any) -> Numbers:
    """Return the most that a player can get from a point that gives all others at least their bars.

    Parameters
    ----------
    own
        Shape (row, point).
    others
        Shape (row, player, point).
    bar
        Shape (row, player); minus infinity where there is none.

    Returns
    -------
    ndarray
        Shape (row,); minus infinity where no point reaches the bars.
    """
    return np.asarray(np.where((others >= bar[..., None]).all(1), own, -np.inf).max(1))
