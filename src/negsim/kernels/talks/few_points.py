"""A mixture of many points written with few of them (Caratheodory's theorem)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

NOTHING = 1e-12  # weights below are dropped


def few_points(points: Numbers, weights: Numbers) -> tuple[Integers, Numbers]:
    """Return points among those in a mixture that give the same mean, and their weights.

    Non-negative least squares keeps columns that are linearly independent: not more than there are coordinates, and
    one more where the mixture lies inside the convex hull.

    Parameters
    ----------
    points
        Shape (coordinate, point).
    weights
        Shape (point,). Not negative, of sum 1.

    Returns
    -------
    point, weight
        Shape (part,). Numbers of points by rising number, and their weights, of sum 1.
    """
    from scipy.optimize import nnls

    used = np.flatnonzero(weights > NOTHING)
    unit = np.maximum(np.abs(points[:, used]).max(1, keepdims=True), np.finfo(float).tiny)
    columns = np.concatenate([points[:, used] / unit, np.ones((1, len(used)))])
    share, _ = nnls(columns, columns @ weights[used])
    kept = share > NOTHING
    return used[kept], share[kept] / share[kept].sum()
