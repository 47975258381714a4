"""A proof, in floating point, that a dictionary belongs to a true vertex without ties."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

ROUNDING = 2.0**-52
WEIGHT, USED, TIED = 0, 1, 2  # rows of the scratch


@compiled()
def gathered(table: Any, basic: Any, cobasic: Any, inverse: Any, scratch: Any) -> int:
    """Collect the weights, the strategies in use and tied, and the approximate inverse; return how many there are."""
    own, size = cobasic.shape[0], 0
    for r in range(basic.shape[0]):
        if basic[r] < own:
            scratch[WEIGHT, size] = table[r, 0]
            scratch[USED, size] = basic[r]
            rank = 0
            for c in range(own):
                if cobasic[c] >= own:
                    inverse[size, rank] = table[r, c + 1]
                    scratch[TIED, rank] = cobasic[c] - own
                    rank += 1
            size += 1
    return size


@compiled()
def shortfall(payoffs: Any, column: int, scratch: Any, size: int) -> tuple[float, float]:
    """Return what a strategy of the other earns less than 1, and the rounding error of that."""
    left, reach = 1.0, 1.0
    for i in range(size):
        term = payoffs[int(scratch[USED, i]), column] * scratch[WEIGHT, i]
        left -= term
        reach += abs(term)
    return left, (size + 8) * ROUNDING * reach


@compiled()
def weight_error(payoffs: Any, inverse: Any, scratch: Any, size: int) -> float:
    """Bound the error of every weight; infinite if the inverse is too far from the true one."""
    residual, contraction, largest = 0.0, 0.0, 0.0
    for k in range(size):
        left, error = shortfall(payoffs, int(scratch[TIED, k]), scratch, size)
        residual = max(residual, abs(left) + error)
    for i in range(size):
        total, norm = 0.0, 0.0
        for j in range(size):
            left, reach = 1.0 * (i == j), 1.0
            for k in range(size):
                term = inverse[i, k] * payoffs[int(scratch[USED, j]), int(scratch[TIED, k])]
                left -= term
                reach += abs(term)
            total += abs(left) + (size + 8) * ROUNDING * reach
            norm += abs(inverse[i, j])
        contraction = max(contraction, total)
        largest = max(largest, norm)
    return 2.1 * largest * residual if contraction < 0.5 else np.inf


@compiled()
def is_sure(table: Any, basic: Any, cobasic: Any, payoffs: Any, inverse: Any, scratch: Any) -> bool:
    """Prove, in spite of rounding, that every basic variable of a dictionary is positive; False if that fails.

    The weights solve a square linear system of which the dictionary holds an approximate inverse. If it is close enough
    to the true one, the residual bounds the error of the weights (Rump 1983).

    Parameters
    ----------
    table, basic, cobasic
        The dictionary, as in `negsim.kernels.strategic.vertices.Walk`.
    payoffs
        Shape (own, other). Positive payoffs up to 2, each within a few rounding errors of the true ones.
    inverse, scratch
        Shapes (own, own) and (3, own). Scratch.
    """
    size = gathered(table, basic, cobasic, inverse, scratch)
    error = weight_error(payoffs, inverse, scratch, size)
    for i in range(size):
        if not scratch[WEIGHT, i] > error:
            return False
    for r in range(basic.shape[0]):
        if basic[r] >= cobasic.shape[0]:
            left, rounding = shortfall(payoffs, basic[r] - cobasic.shape[0], scratch, size)
            if not left > rounding + 2.1 * size * error:
                return False
    return True
