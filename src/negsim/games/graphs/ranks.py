"""Ranks of states: the order that payoffs put them in, with ties where they differ by rounding alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array

CLOSE = 1e-9  # of a player's range of payoffs: what counts as equal


def ranked(payoffs: Array) -> NDArray[np.int32]:
    """Return the dense rank of each number along the last axis: 0 for the lowest.

    Neighbours in order that differ by less than 1e-9 of the range have one rank.

    Parameters
    ----------
    payoffs
        Shape (..., state).

    Returns
    -------
    NDArray
        Shape (..., state).
    """
    order = np.argsort(payoffs, axis=-1)  # equal numbers in any order: they have one rank
    ordered = np.sort(payoffs, axis=-1)
    least = CLOSE * (ordered[..., -1:] - ordered[..., :1])
    steps = np.diff(ordered, axis=-1) > least
    ranks = np.concatenate([np.zeros((*payoffs.shape[:-1], 1), np.int32), steps.cumsum(-1, dtype=np.int32)], axis=-1)
    out = np.empty(payoffs.shape, np.int32)
    np.put_along_axis(out, order, ranks, axis=-1)
    out.setflags(write=False)
    return out
