"""How far an observed share may be from the true one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from negsim.games.base import Array

DEVIATIONS = 1.959963984540054  # of a normal distribution, within which 95 % of it lies


def wilson(shares: ArrayLike, size: int) -> Array:
    """Return the ends of the 95 % confidence interval of shares, Wilson (1927).

    Parameters
    ----------
    shares
        Shape (...). The shares seen, from 0 to 1.
    size
        How many independent draws they were seen in.

    Returns
    -------
    Array
        Shape (2, ...). The lower and the upper ends.
    """
    seen, size, width = np.asarray(shares, np.float64), max(1, size), DEVIATIONS**2
    middle = (seen + width / (2 * size)) / (1 + width / size)
    half = DEVIATIONS * np.sqrt(seen * (1 - seen) / size + width / (4 * size**2)) / (1 + width / size)
    return np.stack([np.clip(middle - half, 0.0, seen), np.clip(middle + half, seen, 1.0)])
