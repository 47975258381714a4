"""A slow, exact linear-programming solver in whole numbers, to check fast ones by."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np


def largest(objective: Sequence[Any], rows: Sequence[Sequence[Any]], limits: Sequence[int]) -> Fraction:
    """Return the largest objective @ x where rows @ x <= limits and x >= 0; whole numbers, limits not negative.

    The simplex method on an integer tableau (Edmonds and Bareiss: all entries over one common denominator, the last
    pivot), with Bland's rule, from x = 0.
    """
    count, width = len(rows), len(objective)
    table = np.zeros((count + 1, width + count + 1), object)
    table[:count, :width] = np.array([[int(cell) for cell in row] for row in rows], object).reshape(count, width)
    table[:count, -1] = [int(limit) for limit in limits]
    table[count, :width] = [-int(cell) for cell in objective]
    for row in range(count):
        table[row, width + row] = 1
    basis = [width + row for row in range(count)]
    denominator = 1
    while True:
        entering = next((k for k in range(width + count) if table[count, k] < 0), None)
        if entering is None:
            return Fraction(int(table[count, -1]), int(denominator))
        candidates = [row for row in range(count) if table[row, entering] > 0]
        if not candidates:
            raise ArithmeticError("unbounded")
        leaving = min(
            candidates, key=lambda row: (Fraction(int(table[row, -1]), int(table[row, entering])), basis[row])
        )
        pivot = table[leaving, entering]
        kept = table[leaving].copy()
        table = (table * pivot - np.outer(table[:, entering], kept)) // denominator
        table[leaving] = kept
        basis[leaving], denominator = entering, pivot


def matrix_value(table: Sequence[Sequence[int]]) -> Fraction:
    """Return the value of a matrix game with whole payoffs to the row chooser."""
    lowest = min(min(row) for row in table)
    raised = [[int(cell) - int(lowest) + 1 for cell in row] for row in table]
    return 1 / largest([1] * len(raised[0]), raised, [1] * len(raised)) + int(lowest) - 1
