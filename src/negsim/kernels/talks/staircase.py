"""Agreements of a list that cannot be improved on for both of two players: a staircase from one side to the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

SAME = 1e-10  # of the spread: payoffs that round to the same multiple of it are equal


def staircases(gains: Numbers, spread: Numbers) -> tuple[Integers, Integers, Numbers]:
    """Return the undominated points of every game at which nobody loses, one game after the other.

    Of equal points, the first of the list is taken. Costs a sort.

    Parameters
    ----------
    gains
        Shape (batch, 2, point). What both players gain over disagreement.
    spread
        Shape (batch,). The range of payoffs, which says what is equal.

    Returns
    -------
    start, number, gains
        Shapes (batch + 1,), (step,) and (step, 2). The steps of game k are ``start[k]:start[k + 1]``; gains of player 0
        rise, and those of player 1 fall, strictly. Number says which point of the list each is.
    """
    batch = len(gains)
    unit = SAME * np.where(spread > 0, spread, 1.0)
    game, point = np.nonzero((gains >= 0).all(1))
    found = gains[game, :, point]
    own, other = np.round(found / unit[game, None]).T
    order = np.lexsort((point, -other, -own, -game))  # the last game first, and in it the best for player 0
    height = _heights(other[order], batch - 1 - game[order])
    best = np.maximum.accumulate(height)
    kept = order[height > np.concatenate([[-1], best[:-1]])][::-1] if len(order) else order
    start = np.concatenate([[0], np.cumsum(np.bincount(game[kept], minlength=batch))])
    return start, point[kept], found[kept]


def _heights(other: Any, game: Any) -> Any:
    """Shape (point,). Whole numbers that compare as the gains of player 1 do, and higher in each later game."""
    values, rank = np.unique(other, return_inverse=True)
    return game * len(values) + rank
