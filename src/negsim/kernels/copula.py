"""The Gaussian copula: numbers that vary together, each still with its own distribution."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]

EDGE = 2.0**-53  # a share of nothing, or of all, would be infinitely far out


def factor(ranks: Array) -> Array | None:
    """Return the factor of the normal correlations that give these rank correlations; None where none do.

    A normal correlation r gives Spearman's rank correlation 6 / pi * arcsin(r / 2): Pearson (1907).

    Parameters
    ----------
    ranks
        Shape (parameter, parameter), symmetric, with ones on the diagonal.

    Returns
    -------
    Array or None
        Shape (parameter, parameter), lower triangular; Cholesky's.
    """
    try:
        found: Array = np.linalg.cholesky(2 * np.sin(np.pi / 6 * ranks))
    except np.linalg.LinAlgError:
        return None
    return found


def together(shares: Array, lower: Array) -> Array:
    """Make independent shares vary together.

    Parameters
    ----------
    shares
        Shape (point, parameter), even and independent, from 0 to 1.
    lower
        Shape (parameter, parameter), from `factor`.

    Returns
    -------
    Array
        Shape (point, parameter): each column as even as before.
    """
    from scipy.special import ndtr, ndtri

    normal: Array = np.asarray(ndtri(np.clip(shares, EDGE, 1 - EDGE)))
    found: Array = np.empty_like(normal)
    for at, row in enumerate(lower):  # no matrix product: its last digits depend on the number of points
        found[:, at] = ndtr(sum(weight * normal[:, k] for k, weight in enumerate(row[: at + 1])))
    return found
