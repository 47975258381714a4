"""The bootstrap: how far averages would move if the sample had been drawn again."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array

RESAMPLES = 999
LEVEL = 0.95
GROUPS = 4096  # more rows than these are resampled in so many groups
BLOCK = 2**22  # draws held at once
_STREAM = 0x626F6F74  # keeps these draws apart from those of the design, whose seed is the same


def resampled_means(table: Array, resamples: int = RESAMPLES, seed: int = 0) -> Array:
    """Return the mean of each column over rows drawn again and again with replacement (Efron 1979).

    All columns are drawn together, so that what is computed from several of them keeps their dependence. Many rows are
    first dealt out at random to groups, which are then drawn: their means scatter as those of the rows do.

    Parameters
    ----------
    table
        Shape (row, column).
    resamples
        How often rows are drawn, as many as there are.
    seed
        The same seed draws the same rows.

    Returns
    -------
    Array
        Shape (resample, column).
    """
    draw = np.random.default_rng([seed, _STREAM])
    sums = np.column_stack([table, np.ones(len(table))])
    if len(table) > GROUPS:
        starts = np.linspace(0, len(table), GROUPS, endpoint=False).astype(np.intp)
        sums = np.add.reduceat(sums[draw.permutation(len(table))], starts)
    rows = len(sums)
    found = np.empty((resamples, sums.shape[1]))
    block = max(1, BLOCK // max(rows, 1))
    for start in range(0, resamples, block):
        count = min(block, resamples - start)
        drawn = draw.integers(0, rows, (count, rows)) + rows * np.arange(count)[:, None]
        times = np.bincount(drawn.reshape(-1), minlength=count * rows).reshape(count, rows)
        found[start : start + count] = times @ sums
    return np.asarray(found[:, :-1] / found[:, -1:])


def percentiles(draws: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """Return the ends of the middle part of some draws.

    Parameters
    ----------
    draws
        Shape (resample, thing).
    level
        How large a part.

    Returns
    -------
    low, high
        Shape (thing,) each; not a number where no draw is one.
    """
    sorts = np.sort(np.where(np.isfinite(draws), draws, np.nan), axis=0)
    counts = np.isfinite(sorts).sum(0)
    ends = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        place = share * np.maximum(counts - 1, 0)
        below = np.floor(place).astype(np.intp)
        above = np.minimum(below + 1, np.maximum(counts - 1, 0))
        columns = np.arange(draws.shape[1])
        ends.append(sorts[below, columns] + (place - below) * (sorts[above, columns] - sorts[below, columns]))
    return ends[0], ends[1]
