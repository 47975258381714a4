"""Where the weighted product of gains is largest: in lists, and on the efficient frontiers of two players."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.talks.frontier import Frontier

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]
Flags = NDArray[np.bool_]

BLOCK = 4_000_000  # numbers that are worked on at a time
TIE = 1e-12  # of the largest product: smaller differences are rounding


def first_largest_products(gains: Numbers, power: Numbers, allowed: Flags) -> Integers:
    """Return the first point of each list with the largest product of gains, each to the power given.

    Points under which more parties gain come first, so that the product decides only among these.

    Parameters
    ----------
    gains
        Shape (batch, party, point).
    power
        Shape (batch, party). Not negative, and not all 0; parties without any do not count.
    allowed
        Shape (batch, point). Among which points to choose; of a list without any, point 0 is returned.
    """
    best = np.zeros(len(gains), np.intp)
    step = max(1, BLOCK // max(gains[0].size, 1)) if len(gains) else 1
    for rows in (slice(at, at + step) for at in range(0, len(gains), step)):
        counts = (power[rows] > 0)[..., None]
        own = np.where(allowed[rows, None] & (gains[rows] > 0), gains[rows], 0.0)
        top = own.max(2, keepdims=True)
        share = np.where(counts & (own > 0), own / np.where(top > 0, top, 1.0), 1.0)
        if not (power[rows] == power[rows, :1]).all():
            share = share ** (power[rows] / power[rows].max(1, keepdims=True))[..., None]
        product = share.prod(1)
        gaining = np.where(allowed[rows], (counts & (own > 0)).sum(1), -1)
        product = np.where(gaining == gaining.max(1, keepdims=True), product, -1.0)
        best[rows] = (product >= product.max(1, keepdims=True) * (1 - TIE)).argmax(1)
    return best


def largest_products(found: Frontier, power: Numbers) -> tuple[Integers, Numbers]:
    """Return where the product of gains, each to the power given, is largest on each frontier.

    Along one edge the logarithm of the product is concave, and its slope vanishes at a point that has a closed form.

    Parameters
    ----------
    found
        Frontiers, as `frontiers` returns them.
    power
        Shape (batch, 2). Not negative, and not both 0.

    Returns
    -------
    row, step
        Shape (frontier with vertices,). Which vertex, and how far to go from there to the next, for `between`.
    """
    number = np.diff(found.start)
    starts = found.start[:-1][number > 0]
    if not len(starts):
        return np.zeros(0, np.intp), np.zeros(0)
    here = found.gains
    there = np.concatenate([here[1:], here[-1:]])
    last = found.start[1:][number > 0] - 1
    there[last] = here[last]
    own = np.repeat(power / power.sum(1, keepdims=True), number, axis=0)
    rise, fall = there[:, 0] - here[:, 0], here[:, 1] - there[:, 1]
    safe_rise, safe_fall = np.where(rise > 0, rise, 1.0), np.where(fall > 0, fall, 1.0)
    step = np.clip(own[:, 0] * here[:, 1] / safe_fall - own[:, 1] * here[:, 0] / safe_rise, 0.0, 1.0)
    step[last] = 0.0
    point = (1 - step)[:, None] * here + step[:, None] * there
    with np.errstate(divide="ignore"):
        height = np.where(own > 0, own * np.log(np.where(own > 0, point, 1.0)), 0.0).sum(1)
    best = np.repeat(np.maximum.reduceat(height, starts), number[number > 0])
    rows = np.where(height == best, np.arange(len(height)), len(height))
    row = np.minimum.reduceat(rows, starts)
    return row, step[row]
