"""Lotteries of three and more players that share gains by a measure, each by a few small linear programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.talks.dual_bounds import ceiling, mean_of, most_unfair
from negsim.kernels.talks.mixtures import POOL, furthest

FEW = 32  # points that are all tried at once
BINDING = 1e-7  # the price from which on a share cannot grow
FAINT = 1e-7  # of the largest scale: below, all others go first
LOSS = 1e-9  # of a player's largest gain: what counts as none
SMALL = 1e-9  # of a player's largest gain: hopes that count as none
STEPS = 4_000  # elementary steps of a small program, interpreted


@compiled()
def fair_mixtures(
    gains: Any, scale: Any, payoff: Any, ideal: bool, part: Any, share: Any, steps: Any, off: Any
) -> None:
    """Fill in the lotteries under which the smallest share is largest, then the second smallest, and so on.

    1. Find the most that each player can gain where nobody loses, if that is what shares are measured by. 2. Raise all
    shares together as far as they go. 3. Those that have a price cannot grow: hold them, and go to 2 with the others,
    at last with those who have no say. 4. Let the prices of all these programs say how far off the end can be.

    Parameters
    ----------
    gains
        Shape (batch, player, point). What players gain over disagreement, the largest gain of each in a game being 1 in
        size.
    scale
        Shape (batch, player). What a share of 1 is to each; who has none has no say.
    payoff
        Shape (batch, player). What one unit of payoff is in the unit of ``gains``.
    ideal
        Whether to measure shares by the most that players can gain, with which ``scale`` is then filled.
    part, share
        Shape (batch, player). Filled with points and their probabilities, of sum 0 where somebody always loses.
    steps
        Shape (batch,). Filled with the number of programs.
    off
        Shape (batch,). Filled with a bound on how far from the fairest the lottery is, in payoffs.
    """
    players = gains.shape[1]
    pool, floor, doubt, reached = np.zeros(POOL, np.int64), np.zeros(players), np.zeros(players), np.zeros(players)
    least, most, silent = np.zeros(players), np.zeros(players), np.zeros(players, np.bool_)
    for game in range(len(gains)):
        points, unit = gains[game], scale[game]
        prices = np.zeros((3 * players, players))
        size = begun(points, pool)
        if ideal:
            fine, size = hopes(points, floor, pool, size, unit, doubt, prices, part[game], share[game])  # 1
            steps[game] = players
            if not fine:
                off[game] = lost(points, prices, share[game])
                continue
        for i in range(players):
            silent[i] = unit[i] <= 0
            least[i], most[i] = unit[i] - doubt[i], unit[i] + doubt[i]
            if ideal:
                silent[i] = False
                unit[i] = 0.0 if unit[i] <= SMALL else unit[i]
            elif silent[i]:
                least[i], most[i] = payoff[game, i], payoff[game, i]
        steps[game] = raised(points, unit, payoff[game], pool, size, prices, part[game], share[game])
        if steps[game] < 0:
            steps[game] = -steps[game]
            off[game] = lost(points, prices, share[game])
        else:
            mean_of(points, part[game], share[game], reached)
            off[game] = most_unfair(points, reached, least, most, silent, prices, payoff[game])  # 4


@compiled()
def raised(points: Any, unit: Any, payoff: Any, pool: Any, size: int, prices: Any, part: Any, share: Any) -> int:
    """Raise shares together, then those that are not held yet; returns the number of programs.

    It is negative if the first of them found that somebody always loses. Rows of ``prices`` after those of all players
    are filled with the prices of the programs.
    """
    players = len(points)
    floor, price, direction, reached = np.zeros(players), np.zeros(players), np.zeros(players), np.zeros(players)
    held = np.zeros(players, np.bool_)
    taken = 0
    for turn in range(2 * players):
        largest = 0.0
        for i in range(players):  # 2
            asked = not held[i] and (unit[i] > 0) == (turn < players)
            direction[i] = (unit[i] if turn < players else payoff[i]) if asked else 0.0
            largest = max(largest, direction[i])
        if largest == 0:
            continue
        for i in range(players):
            direction[i] = direction[i] / largest if direction[i] > FAINT * largest else 0.0
        height, size = furthest(points, floor, direction, pool, size, part, share, price)
        for i in range(players):
            prices[players + turn, i] = max(price[i], 0.0)
        taken += 1
        if height < -LOSS:
            return -taken if taken == 1 else taken
        highest = 0.0
        for i in range(players):
            highest = max(highest, price[i] * direction[i])
        mean_of(points, part, share, reached)
        for i in range(players):  # 3
            floor[i] = min(floor[i], max(reached[i], 0.0))  # lest rounding demand what nothing gives
            if direction[i] > 0 and price[i] * direction[i] >= min(BINDING, highest):
                held[i], floor[i] = True, height * direction[i]
    return taken


@compiled()
def hopes(
    points: Any, floor: Any, pool: Any, size: int, most: Any, doubt: Any, prices: Any, part: Any, share: Any
) -> Any:
    """Fill in the most that each player can gain; returns whether floors can be met, and the size of the pool.

    ``doubt`` is filled with how far off that can be, and the first rows of ``prices`` with what proves it.
    """
    players = len(floor)
    direction, price, reached = np.zeros(players), np.zeros(players), np.zeros(players)
    for i in range(players):
        direction[i] = 1.0
        height, size = furthest(points, floor, direction, pool, size, part, share, price)
        direction[i] = 0.0
        for j in range(players):
            prices[i, j] = max(price[j], 0.0)
        if height < -LOSS:
            return False, size
        most[i] = floor[i] + max(height, 0.0)
        mean_of(points, part, share, reached)
        above, below = ceiling(points, prices, i), reached[i]
        for j in range(players):
            if j != i:
                above -= prices[i, j] * floor[j]
                below -= prices[i, j] * max(floor[j] - reached[j], 0.0)
        above = above / prices[i, i] if prices[i, i] > 0 else np.inf
        doubt[i] = max(above, most[i]) - min(below, most[i])
    return True, size


@compiled()
def lost(points: Any, prices: Any, share: Any) -> float:
    """Say that there is no mixture by which nobody loses; returns 0 if some row of prices proves it."""
    doubt = np.inf
    for k in range(len(share)):
        share[k] = 0.0
    for row in range(len(prices)):
        if ceiling(points, prices, row) < 0:
            doubt = 0.0
    return doubt


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
