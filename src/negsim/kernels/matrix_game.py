"""Matrix games: one chooses a row and receives the entry, the other chooses a column and pays it."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, Optimum, maximum
from negsim.kernels.sifting import FEW, MANY, PART

Numbers = NDArray[np.float64]

INTERIOR = 500  # from this many rows or columns an interior-point method needs less time than the simplex method
FINE = 1e-9  # of the range of the table: how near the two guarantees must come when some columns were left out


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
    row: Numbers
    column: Numbers
    floor: float
    ceiling: float
    steps: int


def safeguards(table: Numbers, max_steps: int = 1_000_000, seconds: float = np.inf) -> Safeguards:
    """Find optimal strategies of a matrix game by linear programming.

    The table is moved to entries between 1 and 2. Then the column mixture is the multiple of the largest vector whose
    expected payments nowhere exceed 1, and the prices of those limits are a multiple of the row mixture (Dantzig 1951).
    Of far more columns than rows only those that pay little are taken up, as in `sifting`.

    Parameters
    ----------
    table
        Shape (row, column). What the row chooser receives from the column chooser.
    max_steps, seconds
        Limits of the linear programs.
    """
    surest, dearest = int(table.min(1).argmax()), int(table.max(0).argmin())
    if table[surest].min() >= table[:, dearest].max():  # a saddle point of pure strategies
        return _judged("solved", table, _pure(len(table), surest), _pure(table.shape[1], dearest), 0)
    if len(table) > table.shape[1]:
        turned = safeguards(-table.T, max_steps, seconds)
        return Safeguards(turned.ending, turned.column, turned.row, -turned.ceiling, -turned.floor, turned.steps)
    end = time.monotonic() + seconds
    part = PART * len(table) if table.shape[1] > max(FEW, MANY * len(table)) else table.shape[1]
    taken = np.zeros(table.shape[1], bool)
    row, column, steps = np.full(len(table), 1 / len(table)), _pure(table.shape[1], dearest), 0
    while True:
        paid = np.where(taken, np.inf, row @ table)
        taken[np.argpartition(paid, min(part, len(paid) - 1))[:part]] = True
        used = np.flatnonzero(taken)
        found = _program(table[:, used], max_steps - steps, end - time.monotonic())
        steps += found.steps
        if found.ending != "solved":
            return _judged(found.ending, table, _pure(len(table), surest), column, steps)
        row, column = _shares(found.prices), np.zeros(len(taken))
        column[used] = _shares(found.point)
        if (row @ table).min() >= (table @ column).max() - FINE * np.ptp(table) or taken.all():
            return _judged("solved", table, row, column, steps)


def _program(table: Numbers, max_steps: int, seconds: float) -> Optimum:
    scaled = 1 + (table - table.min()) / (np.ptp(table) or 1.0)
    ones = np.ones(len(table)), np.ones(table.shape[1])
    interior = min(table.shape) >= INTERIOR
    return maximum(ones[1], scaled, ones[0], interior=interior, max_steps=max_steps, seconds=seconds)


def _judged(ending: Ending, table: Numbers, row: Numbers, column: Numbers, steps: int) -> Safeguards:
    return Safeguards(ending, row, column, float((row @ table).min()), float((table @ column).max()), steps)


def _pure(size: int, chosen: int) -> Numbers:
    weights = np.zeros(size)
    weights[chosen] = 1.0
    return weights


def _shares(multiple: Numbers) -> Numbers:
    kept = np.maximum(multiple, 0.0)
    return np.asarray(kept / kept.sum())
