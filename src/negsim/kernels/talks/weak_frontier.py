"""Corners of the lotteries over which two players cannot both improve, and under which neither loses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.talks.frontier import Frontier, between, frontiers

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]


def weak_corners(gains: Numbers, close: Numbers) -> tuple[Integers, Integers, Numbers]:
    """Return the corners, game by game, from the best for player 1 to the best for player 0.

    They are the vertices of the efficient frontier, and the far ends of its flat parts: where one player's gain is as
    large as it can be, the other may get less without anything being better for both.

    Parameters
    ----------
    gains
        Shape (batch, 2, point). What both players gain over disagreement.
    close
        Shape (batch,). The largest difference that counts as none.

    Returns
    -------
    item, agreement, weights
        Shapes (corner,), (corner, 2) and (corner, 2). The game, two points of the list, and the probability of each.
    """
    found = frontiers(gains, close)
    number = np.diff(found.start)
    some = np.flatnonzero(number)
    rows = np.arange(len(found.share))
    inner = np.repeat(np.arange(len(gains)), number), *between(found, rows, np.zeros(len(rows)))
    top = _flat_end(found, gains, close, some, found.start[some], 0)
    right = _flat_end(found, gains, close, some, found.start[some + 1] - 1, 1)
    item, agreement, weights = (np.concatenate(parts) for parts in zip(top, inner, right, strict=True))
    order = np.argsort(item, kind="stable")
    return item[order], agreement[order], weights[order]


def _flat_end(
    found: Frontier, gains: Numbers, close: Numbers, item: Integers, row: Integers, loser: int
) -> tuple[Integers, Integers, Numbers]:
    """Go from the ends of frontiers to the points that cost one player most, and the other nothing."""
    level, own = found.gains[row, 1 - loser], found.gains[row, loser]
    there = gains[item, 1 - loser] >= (level - close[item])[:, None]
    worst = np.where(there, gains[item, loser], np.inf)
    point = worst.argmin(1)
    least = np.take_along_axis(worst, point[:, None], 1)[:, 0]
    longer = np.flatnonzero((own > close[item]) & (least < own - close[item]))
    share = np.maximum(-least[longer], 0) / (own - least)[longer]
    agreement = np.stack([point, found.first[row]], axis=1)[longer]
    return item[longer], agreement, np.stack([1 - share, share], axis=1)
