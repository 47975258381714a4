"""Where a name fits into a region of a map."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray


class Regions:
    """A map of regions on a grid, and what is already written on it.

    Parameters
    ----------
    regime
        Shape (up, across). The number of the region at each point.
    across, up
        The coordinates of the columns and rows, evenly spaced.
    """

    def __init__(self, regime: IntArray, across: Array, up: Array):
        self.regime, self.across, self.up = regime, across, up
        self.free: BoolArray = np.ones(regime.shape, bool)
        self.lines: BoolArray = np.zeros(regime.shape, bool)

    def occupy(self, centre: tuple[float, float], size: tuple[float, float]) -> None:
        """Keep a box free of names.

        Parameters
        ----------
        centre, size
            Of the box, in the units of the axes.
        """
        beside = np.abs(self.across - centre[0]) <= size[0] / 2
        along = np.abs(self.up - centre[1]) <= size[1] / 2
        self.free[np.ix_(along, beside)] = False

    def rule(self, x: float, y: float) -> None:
        """Rule a line across and a line up, which names avoid if they can.

        Parameters
        ----------
        x, y
            Where they cross, in the units of the axes.
        """
        self.lines[:, np.abs(self.across - x).argmin()] = True
        self.lines[np.abs(self.up - y).argmin()] = True


def best_place(
    regions: Regions, regime: int, size: tuple[float, float], *, off_lines: bool = True
) -> tuple[float, float] | None:
    """Return the middle of the roomiest place for a box inside a region; None if it fits nowhere.

    Parameters
    ----------
    regions
        The map.
    regime
        The region.
    size
        Width and height of the box, in the units of the axes.
    off_lines
        Whether the ruled lines are to be kept free.
    """
    inside = (regions.regime == regime) & regions.free
    if off_lines:
        inside &= ~regions.lines
    wide = int(np.ceil(size[0] / (regions.across[1] - regions.across[0])))
    high = int(np.ceil(size[1] / (regions.up[1] - regions.up[0])))
    found = None
    for grow in (0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0):  # the larger the box that fits, the roomier
        fits = _windows(inside, int(high * (1 + grow)), int(wide * (1 + grow)))
        if fits is None or not fits.any():
            break
        rows, columns = np.nonzero(fits)
        k = len(rows) // 2 if grow == 0 else _middle(rows, columns)
        found = (rows[k] + high * (1 + grow) / 2, columns[k] + wide * (1 + grow) / 2)
    if found is None:
        return None
    row, column = (min(int(part), size - 1) for part, size in zip(found, inside.shape, strict=True))
    return float(regions.across[column]), float(regions.up[row])


def _middle(rows: IntArray, columns: IntArray) -> int:
    """The number of the place nearest to the mean of all places."""
    return int(np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2))


def _windows(inside: BoolArray, high: int, wide: int) -> BoolArray | None:
    """Shape (up, across) of the windows of this size: whether each lies wholly inside."""
    if high > inside.shape[0] or wide > inside.shape[1]:
        return None
    sums = np.pad(inside.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    box = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    found: BoolArray = box == high * wide
    return found
