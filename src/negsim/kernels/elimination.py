"""Small dense linear systems by Gaussian elimination with complete pivoting, singular ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

NEGLIGIBLE = 1e-14  # a pivot below this share of the largest entry is taken for rounding


@compiled()
def solution(matrix: Floats, right: Floats) -> tuple[Floats, float]:
    """Solve a square linear system for several right-hand sides; unknowns that it leaves free are set to 0.

    Parameters
    ----------
    matrix
        Shape (row, column), square; overwritten.
    right
        Shape (row, side); overwritten.

    Returns
    -------
    Floats
        Shape (column, side). Where the matrix is singular, rows beyond its rank are left unsatisfied.
    float
        The sign of the determinant; 0 where the matrix is singular.
    """
    order = np.arange(len(matrix))
    rank, sign = _reduced(matrix, right, order)
    found = np.zeros(right.shape)
    for side in range(right.shape[1]):
        for k in range(rank - 1, -1, -1):
            left = right[k, side]
            for later in range(k + 1, rank):
                left -= matrix[k, later] * found[order[later], side]
            found[order[k], side] = left / matrix[k, k]
    return found, sign


@compiled()
def _reduced(matrix: Floats, right: Floats, order: Integers) -> tuple[int, float]:
    """Bring the system to upper triangular form in place; return its rank and the sign of the determinant."""
    sign, floor = 1.0, 0.0
    for rank in range(len(matrix)):
        row, column = _largest(matrix, rank)
        pivot = matrix[row, column]
        if rank == 0:
            floor = NEGLIGIBLE * abs(pivot)
        if not abs(pivot) > floor:
            return rank, 0.0
        if row != rank:
            _swap_rows(matrix, right, row, rank)
            sign = -sign
        if column != rank:
            _swap_columns(matrix, order, column, rank)
            sign = -sign
        if pivot < 0:
            sign = -sign
        _clear_below(matrix, right, rank)
    return len(matrix), sign


@compiled()
def _clear_below(matrix: Floats, right: Floats, rank: int) -> None:
    for below in range(rank + 1, len(matrix)):
        share = matrix[below, rank] / matrix[rank, rank]
        if share != 0:
            for k in range(rank + 1, len(matrix)):
                matrix[below, k] -= share * matrix[rank, k]
            for side in range(right.shape[1]):
                right[below, side] -= share * right[rank, side]


@compiled()
def _largest(matrix: Floats, rank: int) -> tuple[int, int]:
    row, column, largest = rank, rank, -1.0
    for i in range(rank, len(matrix)):
        for j in range(rank, len(matrix)):
            if abs(matrix[i, j]) > largest:
                row, column, largest = i, j, abs(matrix[i, j])
    return row, column


@compiled()
def _swap_rows(matrix: Floats, right: Floats, one: int, other: int) -> None:
    for k in range(matrix.shape[1]):
        matrix[one, k], matrix[other, k] = matrix[other, k], matrix[one, k]
    for k in range(right.shape[1]):
        right[one, k], right[other, k] = right[other, k], right[one, k]


@compiled()
def _swap_columns(matrix: Floats, order: Integers, one: int, other: int) -> None:
    for k in range(matrix.shape[0]):
        matrix[k, one], matrix[k, other] = matrix[k, other], matrix[k, one]
    order[one], order[other] = order[other], order[one]
