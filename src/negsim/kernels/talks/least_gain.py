"""The most that every party of some group can gain at once, by one of some points or by a lottery over them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FAR = -1e300  # stands for points that are not to be had: below every gain, and still a number
CLOSE = 1e-13  # of the largest gain: a line this little above the crossing of two others changes nothing


def least_gain(gains: Array, allowed: Any, lotteries: bool, groups: Any) -> Array:
    """Return the largest least gain over the points, or the lotteries over them, for the group that does best.

    Parameters
    ----------
    gains
        Shape (batch, party, point).
    allowed
        Shape (batch, point). Which points are to be had.
    lotteries
        Whether lotteries over the points are to be had too.
    groups
        Shape (group, party). Groups of parties, as truths; one at least.

    Returns
    -------
    array
        Shape (batch,). Minus infinity where no point is to be had.
    """
    found = np.full(len(gains), -np.inf)
    some = np.flatnonzero(allowed.any(1))
    if not len(some):
        return found
    held = np.where(allowed[some, None], gains[some], FAR)
    best = [_of_group(held[:, group], lotteries) for group in groups]
    found[some] = np.max(best, axis=0)
    return found


def minimal(winning: Any) -> Any:
    """Return the winning groups of which no part wins, of shape (group, party).

    Parameters
    ----------
    winning
        Shape (2**party,). Whether each group wins; bit k of its number says whether party k is in it.
    """
    parties = len(winning).bit_length() - 1
    members = (np.arange(len(winning))[:, None] >> np.arange(parties) & 1).astype(bool)
    smaller = np.arange(len(winning))[:, None] ^ (1 << np.arange(parties))
    least = winning & ~(winning[smaller] & members).any(1)
    return members[least]


def _of_group(gains: Array, lotteries: bool) -> Array:
    """Shape (batch,). For the parties of one group: shape (batch, party, point)."""
    if not lotteries or gains.shape[1] == 1:
        return np.asarray(gains.min(1).max(1))
    if gains.shape[1] == 2:
        return _of_two(gains[:, 0], gains[:, 1])
    return np.array([_by_program(one) for one in gains])


def _of_two(first: Array, second: Array) -> Array:
    """Largest least gain of two parties over all lotteries, by minimising its dual (von Neumann 1928).

    It is the least, over shares s, of the largest mean s*first + (1-s)*second: the lowest point under a fan of lines.

    1. Take the best points of each party alone, the other's gain deciding ties: the lines at both ends.
    2. Where the line of an end rises away from it, or falls towards the other, that end is lowest.
    3. Otherwise cross the two lines; if none of the other lines is higher there, that is lowest.
    4. A line that is higher there takes the place of the one on the side from which it comes down. Go to 3.
    """
    rows = np.arange(len(first))
    ends = []
    for own, other in ((second, first), (first, second)):  # 1
        tied = own == own.max(1, keepdims=True)
        at = np.where(tied, other, -np.inf).argmax(1)
        ends.append([first[rows, at], second[rows, at]])
    (a0, b0), (a1, b1) = ends
    found = np.where(a0 >= b0, b0, np.where(a1 <= b1, a1, np.nan))  # 2
    left = np.flatnonzero(np.isnan(found))
    while len(left):
        rise, fall = b0[left] - b1[left], a1[left] - a0[left]
        share = rise / (rise + fall)  # 3
        low = share * a0[left] + (1 - share) * b0[left]
        means = share[:, None] * first[left] + (1 - share)[:, None] * second[left]
        at = means.argmax(1)
        top = means[np.arange(len(left)), at]
        size = np.abs([a0[left], b0[left], a1[left], b1[left]]).max(0)
        done = top <= low + CLOSE * size
        found[left[done]] = low[done]
        left, at = left[~done], at[~done]
        a, b = first[left, at], second[left, at]
        falls = a < b
        a0[left], b0[left] = np.where(falls, a, a0[left]), np.where(falls, b, b0[left])  # 4
        a1[left], b1[left] = np.where(falls, a1[left], a), np.where(falls, b1[left], b)
    return found


def _by_program(gains: Array) -> float:
    """The same for three parties and more, of shape (party, point), as a linear program."""
    from scipy.optimize import linprog

    points = np.flatnonzero(gains[0] > FAR)
    table = gains[:, points]
    parties, unit = len(table), float(np.abs(table).max()) or 1.0  # tolerances of the library are absolute
    answer: Any = linprog(
        np.append(np.zeros(len(points)), -1.0),
        A_ub=np.hstack([-table / unit, np.ones((parties, 1))]),
        b_ub=np.zeros(parties),
        A_eq=np.append(np.ones(len(points)), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * len(points) + [(None, None)],
        method="highs",
    )
    return float(-answer.fun) * unit
