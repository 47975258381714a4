"""Points on the efficient frontiers of two players, found by how gains are shared there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled
from negsim.kernels.talks.frontier import Frontier

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

HALVINGS = 60  # midpoints after which the path has come to its end, but for rounding
STEPS = 400  # elementary steps of a path, interpreted


def equal_shares(found: Frontier, scale: Numbers) -> tuple[Integers, Numbers]:
    """Return where on each frontier both players' gains are the same multiple of their scales, or most nearly so.

    Along a frontier the share of player 0 rises and that of player 1 falls, so the smaller of the two is largest where
    they meet, or at the end that is nearer to it.

    Parameters
    ----------
    found
        Frontiers, as `frontiers` returns them.
    scale
        Shape (batch, 2). The unit of each player's gain; a player whose scale is 0 has no say.

    Returns
    -------
    row, step
        Shape (frontier with vertices,). Which vertex, and how far to go from there to the next, for `between`.
    """
    number = np.diff(found.start)
    unit = np.repeat(scale, number, axis=0)
    share = found.gains / np.where(unit > 0, unit, 1.0)
    ahead = np.where(unit[:, 0] > 0, np.where(unit[:, 1] > 0, share[:, 0] - share[:, 1], -1.0), 1.0)
    behind = np.concatenate([[0], np.cumsum(ahead < 0)])
    before = behind[found.start[1:]] - behind[found.start[:-1]]
    some = number > 0
    inside = ((before > 0) & (before < number))[some]
    row = (found.start[:-1] + np.maximum(before - 1, 0))[some]
    rise = ahead[row + inside] - ahead[row]
    step = np.where(inside, -ahead[row] / np.where(inside, rise, 1.0), 0.0)
    return row, np.clip(step, 0.0, 1.0)


def midpoint_ends(found: Frontier) -> tuple[Integers, Numbers, Integers]:
    """Return where Raiffa's midpoints lead on each frontier, and how many of them it takes.

    From no gains: 1. Find each player's best point that leaves the other what it has. 2. What each has grows by half of
    what it lacks of its best. 3. If both points lay on one straight part, so does the middle, which is the end.

    Parameters
    ----------
    found
        Frontiers, as `frontiers` returns them.

    Returns
    -------
    row, step, taken
        Shape (frontier with vertices,). Which vertex, and how far to go from there to the next, for `between`; how many
        midpoints.
    """
    some = np.flatnonzero(np.diff(found.start))
    row, step, taken = found.start[some], np.zeros(len(some)), np.zeros(len(some), np.intp)
    _paths.sized(STEPS * len(some))(found.gains, row, found.start[some + 1] - 1, step, taken)
    return row, step, taken


@compiled()
def _paths(gains: Any, row: Any, last: Any, step: Any, taken: Any) -> None:
    for game in range(len(row)):
        left, right = row[game], last[game]
        have, other = 0.0, 0.0
        while left < right and taken[game] < HALVINGS:
            straight = left + 1 == right and gains[left, 0] <= have and gains[right, 1] <= other
            most = _point(gains, right - 1, right, 1, other)  # 1
            highest = _point(gains, left + 1, left, 0, have)
            have, other = have + (most - have) / 2, other + (highest - other) / 2  # 2
            taken[game] += 1
            if straight:  # 3
                break
            while left < right and gains[left + 1, 0] <= have:
                left += 1
            while left < right and gains[right - 1, 1] <= other:
                right -= 1
        row[game] = left
        if left < last[game] and have > gains[left, 0]:
            step[game] = min(1.0, (have - gains[left, 0]) / (gains[left + 1, 0] - gains[left, 0]))


@compiled()
def _point(gains: Any, inner: int, outer: int, player: int, floor: float) -> float:
    """What the other player gains on the part from ``inner`` to ``outer``, where it leaves this player the floor."""
    spare = floor - gains[outer, player]
    if spare <= 0:
        return float(gains[outer, 1 - player])
    part = min(1.0, spare / (gains[inner, player] - gains[outer, player]))
    return float(gains[outer, 1 - player] + part * (gains[inner, 1 - player] - gains[outer, 1 - player]))
