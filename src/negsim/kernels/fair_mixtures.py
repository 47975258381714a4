"""Lotteries of three and more players that share gains by a measure, each by a few small linear programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.mixtures import POOL, furthest

FEW = 32  # points that are all tried at once
BINDING = 1e-7  # the price from which on a share cannot grow
FAINT = 1e-7  # of the largest scale: below, all others go first
LOSS = 1e-9  # of a player's largest gain: what counts as none
STILL = 1e-11  # of the largest gain: how near its end a path of midpoints is taken to have come to it
SMALL = 1e-9  # of a player's largest gain: hopes that count as none
STEPS = 4_000  # elementary steps of a small program, interpreted


@compiled()
def fair_mixtures(gains: Any, scale: Any, ideal: bool, part: Any, share: Any, steps: Any) -> None:
    """Fill in the lotteries under which the smallest share is largest, then the second smallest, and so on.

    1. Find the most that each player can gain where nobody loses, if that is what shares are measured by. 2. Raise all
    shares together as far as they go. 3. Those that have a price cannot grow: hold them, and go to 2 with the others,
    at last with those who have no say.

    Parameters
    ----------
    gains
        Shape (batch, player, point). What players gain over disagreement, the largest gain of each in a game being 1 in
        size.
    scale
        Shape (batch, player). What a share of 1 is to each; who has none has no say.
    ideal
        Whether to measure shares by the most that players can gain, with which ``scale`` is then filled.
    part, share
        Shape (batch, player). Filled with points and their probabilities, of sum 0 where somebody always loses.
    steps
        Shape (batch,). Filled with the number of programs.
    """
    players = gains.shape[1]
    pool, floor, price = np.zeros(POOL, np.int64), np.zeros(players), np.zeros(players)
    for game in range(len(gains)):
        points, unit = gains[game], scale[game]
        size = begun(points, pool)
        if ideal:
            for i in range(players):
                floor[i] = 0.0
            fine, size = hopes(points, floor, pool, size, unit, part[game], share[game], price)  # 1
            steps[game] = players
            if not fine:
                clear(share[game])
                continue
            for i in range(players):
                unit[i] = 0.0 if unit[i] <= SMALL else unit[i]
        steps[game] = raised(points, unit, pool, size, part[game], share[game])


@compiled()
def raised(points: Any, unit: Any, pool: Any, size: int, part: Any, share: Any) -> int:
    """Raise shares together, then those that are not held yet; returns the number of programs.

    It is negative if one of them broke down; the lottery is then the last that was found.
    """
    players = len(points)
    floor, price, direction = np.zeros(players), np.zeros(players), np.zeros(players)
    held = np.zeros(players, np.bool_)
    taken = 0
    for turn in range(2 * players):
        largest = 0.0
        for i in range(players):  # 2
            asked = not held[i] and (unit[i] > 0) == (turn < players)
            direction[i] = (unit[i] if turn < players else 1.0) if asked else 0.0
            largest = max(largest, direction[i])
        if largest == 0:
            continue
        for i in range(players):
            direction[i] = direction[i] / largest if direction[i] > FAINT * largest else 0.0
        height, size = furthest(points, floor, direction, pool, size, part, share, price)
        taken += 1
        if height < -LOSS:
            if taken == 1:
                clear(share)
                return taken
            return -taken
        highest = 0.0
        for i in range(players):
            highest = max(highest, price[i] * direction[i])
        for i in range(players):  # 3
            if direction[i] > 0 and price[i] * direction[i] >= min(BINDING, highest):
                held[i], floor[i] = True, height * direction[i]
    return taken


@compiled()
def midpoint_mixtures(gains: Any, part: Any, share: Any, steps: Any, most_steps: int) -> None:
    """Fill in the lotteries at which Raiffa's midpoints end.

    1. Find the most that each player can gain where nobody has less than so far. 2. Go from what they have towards
    these by one part in the number of players, until nobody can gain. 3. Find a lottery that gives that.

    Shapes as in `fair_mixtures`; ``steps`` counts midpoints, of which a game may take ``most_steps``.
    """
    players = gains.shape[1]
    pool, most, price, both = np.zeros(POOL, np.int64), np.zeros(players), np.zeros(players), np.ones(players)
    for game in range(len(gains)):
        points = gains[game]
        size = begun(points, pool)
        have = np.zeros(players)
        step, gap = 0, 1.0
        while gap > STILL and step < most_steps:
            fine, size = hopes(points, have, pool, size, most, part[game], share[game], price)  # 1
            if not fine:
                break
            gap = 0.0
            for i in range(players):  # 2
                gap = max(gap, most[i] - have[i])
                have[i] += max(most[i] - have[i], 0.0) / players
            step += 1
        steps[game] = step
        if step == 0:
            clear(share[game])
        else:
            furthest(points, have, both, pool, size, part[game], share[game], price)  # 3


@compiled()
def hopes(points: Any, floor: Any, pool: Any, size: int, most: Any, part: Any, share: Any, price: Any) -> Any:
    """Fill in the most that each player can gain; returns whether floors can be met, and the size of the pool."""
    direction = np.zeros(len(floor))
    for i in range(len(floor)):
        direction[i] = 1.0
        height, size = furthest(points, floor, direction, pool, size, part, share, price)
        direction[i] = 0.0
        if height < -LOSS:
            return False, size
        most[i] = floor[i] + max(height, 0.0)
    return True, size


@compiled()
def clear(share: Any) -> None:
    """Say that there is no mixture."""
    for k in range(len(share)):
        share[k] = 0.0


@compiled()
def begun(points: Any, pool: Any) -> int:
    """Fill a pool with all points if they are few, else with the best for each player; returns how many."""
    size = 0
    if points.shape[1] <= FEW:
        for k in range(points.shape[1]):
            pool[k] = k
        return int(points.shape[1])
    for i in range(len(points)):
        best = 0
        for k in range(points.shape[1]):
            if points[i, k] > points[i, best]:
                best = k
        pool[size] = best
        size += 1
    return size
