"""Cuts: one parameter below or above a number, and how well the points that a cut keeps match those where it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negsim.games.base import Array, BoolArray


@dataclass(frozen=True)
class Cut:
    """Points below (or above) a number in one column of a table."""

    column: int
    above: bool
    at: float

    def keeps(self, table: Array) -> BoolArray:
        """Return which points it keeps, of shape (point,).

        Parameters
        ----------
        table
            Shape (point, parameter).
        """
        values = table[:, self.column]
        return np.asarray(values > self.at if self.above else values < self.at)


def match(hits: ArrayLike, kept: ArrayLike, held: int, points: int) -> Array:
    """Return how well kept points match those where it holds: the correlation of the two, from -1 to 1.

    Of yes and no this is the phi coefficient, used to judge rules by Matthews (1975). It is 0 for a rule that keeps
    everything, or nothing, however frequent what it describes.

    Parameters
    ----------
    hits
        Number of points that are kept and where it holds; any shape.
    kept
        Number of points that are kept.
    held, points
        Number of points where it holds, and of all.
    """
    hits, kept = np.asarray(hits, np.float64), np.asarray(kept, np.float64)
    spread = kept * (points - kept) * held * (points - held)
    return np.where(spread > 0, (hits * points - kept * held) / np.sqrt(np.maximum(spread, 1.0)), 0.0)


def every_cut(table: Array, most: int) -> list[Cut]:
    """Return cuts in every column of a table, evenly by rank, midway between neighbouring values.

    Parameters
    ----------
    table
        Shape (point, parameter).
    most
        How many numbers a column is cut at.
    """
    found = []
    for column in range(table.shape[1]):
        values = np.unique(table[:, column])
        gaps = (values[1:] + values[:-1]) / 2
        if len(gaps) > most:
            ranks = np.sort(table[:, column])[np.linspace(0, len(table) - 1, most + 2)[1:-1].astype(int)]
            gaps = np.unique(gaps[np.minimum(np.searchsorted(values, ranks), len(gaps) - 1)])
        found += [Cut(column, above, float(at)) for at in gaps for above in (False, True)]
    return found
