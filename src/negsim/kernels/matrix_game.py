"""Matrix games: one chooses a row and receives the entry, the other chooses a column and pays it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum

INTERIOR = 500  # from this many rows or columns an interior-point method needs less time than the simplex method


class Safeguards(NamedTuple):
    """Optimal strategies of a matrix game.

    Attributes
    ----------
    ending
        ``solved``, ``step_limit``, ``time_limit`` or ``failed``; the strategies are pure guesses unless solved.
    row, column
        Shapes (row,) and (column,). The mixtures with the largest sure receipt and the smallest sure payment.
    floor, ceiling
        What the row mixture receives at least and the column mixture pays at most, recomputed from the table. The value
        of the game lies between them, whatever the rounding.
    steps
        Iterations of the linear program; 0 where a pure saddle point made it needless.
    """

    ending: Ending
    row: NDArray[np.float64]
    column: NDArray[np.float64]
    floor: float
    ceiling: float
    steps: int


def safeguards(table: NDArray[np.float64], max_steps: int = 1_000_000, seconds: float = np.inf) -> Safeguards:
    """Find optimal strategies of a matrix game by one linear program.

    The table is moved to entries between 1 and 2. Then the column mixture is the multiple of the largest vector whose
    expected payments nowhere exceed 1, and the prices of those limits are a multiple of the row mixture (Dantzig 1951).

    Parameters
    ----------
    table
        Shape (row, column). What the row chooser receives from the column chooser.
    max_steps, seconds
        Limits of the linear program.
    """
    surest, dearest = int(table.min(1).argmax()), int(table.max(0).argmin())
    ending: Ending = "solved"
    row, column = _pure(len(table), surest), _pure(table.shape[1], dearest)
    steps = 0
    if table[surest].min() < table[:, dearest].max():  # no pure saddle point
        scaled = 1 + (table - table.min()) / np.ptp(table)
        ones = np.ones(table.shape[1])
        interior = min(table.shape) >= INTERIOR
        found = maximum(ones, scaled, np.ones(len(table)), interior=interior, max_steps=max_steps, seconds=seconds)
        ending, steps = found.ending, found.steps
        if ending == "solved":
            row, column = _shares(found.prices), _shares(found.point)
    return Safeguards(ending, row, column, float((row @ table).min()), float((table @ column).max()), steps)


def _pure(size: int, chosen: int) -> NDArray[np.float64]:
    weights = np.zeros(size)
    weights[chosen] = 1.0
    return weights


def _shares(multiple: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.maximum(multiple, 0.0)
    return np.asarray(kept / kept.sum())
