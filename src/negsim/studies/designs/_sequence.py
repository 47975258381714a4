"""The Sobol sequence from any of its points on: a piece costs the same wherever it is cut out."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import Array

BITS = 30  # digits of a number of the sequence, and the binary logarithm of how many there are
LOW = 10  # digits of a point's number that are looked up at once

Digits: TypeAlias = NDArray[np.uint32]


def sequence(start: int, stop: int, dimensions: int, seed: int) -> Array:
    """Return points of the scrambled Sobol sequence (Owen scrambling by SciPy; directions of Joe and Kuo, 2008).

    Point n is point 0 changed by one jump for every binary digit of n, so that no point before it is needed.

    Parameters
    ----------
    start, stop
        As of a slice; stop is at most 2 to the power of `BITS`.
    dimensions
        At most 21,201.
    seed
        Of the scrambling.

    Returns
    -------
    Array
        Shape (point, dimension), from 0 up to but not including 1.

    Raises
    ------
    NotApplicable
        If there are not so many points.
    """
    if stop > 1 << BITS:
        raise NotApplicable(f"a Sobol sequence has {1 << BITS:,} points, and this sample has more. Use random.")
    if stop <= start:
        return np.empty((0, dimensions))
    first, *jumps = _corners(dimensions, seed, max(stop - 1, 1).bit_length())
    low = _reached(np.arange(1 << LOW, dtype=np.uint32), first, jumps[:LOW])
    numbers = np.arange(start, stop, dtype=np.uint32)
    blocks = np.arange(start >> LOW, ((stop - 1) >> LOW) + 1, dtype=np.uint32)
    high = _reached(blocks, np.zeros_like(first), jumps[LOW:])
    digits = low[numbers & ((1 << LOW) - 1)] ^ high[(numbers >> LOW) - blocks[0]]
    return np.asarray(digits * 2.0**-BITS)


def _reached(numbers: NDArray[np.uint32], first: Digits, jumps: list[Digits]) -> Digits:
    found = np.broadcast_to(first, (len(numbers), len(first))).copy()
    for place, jump in enumerate(jumps):
        found ^= np.where((numbers >> place & 1)[:, None] == 1, jump, np.uint32(0))
    return found


@lru_cache(maxsize=8)
def _corners(dimensions: int, seed: int, bits: int) -> tuple[Digits, ...]:
    """Point 0, and what lies between it and points 1, 2, 4, 8 ..., each of shape (dimension,)."""
    from scipy.stats.qmc import Sobol

    engine = Sobol(dimensions, scramble=True, bits=BITS, seed=seed)
    points, at = [engine.random(1)], 1
    for place in range(bits):
        engine.fast_forward((1 << place) - at)
        points.append(engine.random(1))
        at = (1 << place) + 1
    digits = [(point[0] * 2**BITS).astype(np.uint32) for point in points]
    return digits[0], *(later ^ digits[0] for later in digits[1:])
