"""The simplex method on a small table: rows are equations, the last column is their right-hand side."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

TINY = 1e-12  # numbers of a table that count as none
BOLD = 60  # pivots after which columns are taken in order, which cannot go round in circles
MOST = 5_000  # pivots
SAFE = 1e-10  # the least number that is divided by
SLACK = 1e-14  # how far a variable may fall below zero for the sake of a larger one


@compiled()
def climb(table: Any, basis: Any, goal: int, equations: int) -> bool:
    """Pivot until no column improves the row of a goal; returns whether it came to an end.

    1. Take the column with the most negative number in the goal's row, later the first negative one. 2. Find the row
    that limits it; a row that holds no variable (of basis -1) and would change leaves first. 3. Exchange them.

    Shapes: table (row, column), of which the first rows are ``equations`` and others are goals; basis (equation,).
    """
    last, met = table.shape[1] - 1, goal == equations
    for turn in range(MOST):
        column, least = last, -TINY
        for k in range(last):  # 1
            if table[goal, k] < least and (turn < BOLD or column == last):
                column, least = k, table[goal, k]
        if column == last:
            return True
        row = limiting(table, basis, column, equations, met, turn < BOLD)  # 2
        if row == equations:
            return False
        if met and basis[row] < 0:
            table[row, last] = 0.0
        exchange(table, row, column)  # 3
        basis[row] = column
    return False


@compiled()
def limiting(table: Any, basis: Any, column: int, equations: int, met: bool, bold: bool) -> int:
    """Return the row whose variable falls to zero first as a column's rises; the number of rows if none does.

    Of rows in which that is about equally soon, the one with the largest number, by which to divide is safest; or, if
    not ``bold``, the first variable. Once floors are ``met``, a row that holds no variable must not change at all.
    """
    last = table.shape[1] - 1
    least = np.inf
    for k in range(equations):
        entry = table[k, column]
        if basis[k] < 0 and (met or abs(table[k, last]) <= TINY) and abs(entry) > SAFE:
            return k
        if entry > SAFE:
            least = min(least, (max(table[k, last], 0.0) + SLACK) / entry)
    row = equations
    for k in range(equations):
        entry = table[k, column]
        near = entry > SAFE and max(table[k, last], 0.0) <= least * entry
        if near and (row == equations or (entry > table[row, column] if bold else basis[k] < basis[row])):
            row = k
    return row


@compiled()
def exchange(table: Any, row: int, column: int) -> None:
    """Make a column a unit vector, with its 1 in a row."""
    width = table.shape[1]
    pivot = table[row, column]
    for k in range(width):
        table[row, k] /= pivot
    for other in range(len(table)):
        factor = table[other, column]
        if other != row and factor != 0:
            for k in range(width):
                table[other, k] -= factor * table[row, k]
            table[other, column] = 0.0
