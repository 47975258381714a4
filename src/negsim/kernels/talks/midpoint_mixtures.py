"""Lotteries of three and more players to which interim agreements lead, each midpoint by a few small programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.talks.dual_bounds import drift, mean_of
from negsim.kernels.talks.fair_mixtures import begun, hopes, lost
from negsim.kernels.talks.mixtures import POOL, furthest

STILL = 1e-11  # of the largest gain: how near its end a path is taken to have come to it
LONGEST = 1_000  # midpoints
ROUNDING = 1e-15  # of a step


@compiled()
def midpoint_mixtures(gains: Any, payoff: Any, part: Any, share: Any, steps: Any, off: Any, most_steps: int) -> None:
    """Fill in the lotteries at which Raiffa's midpoints end.

    1. Find the most that each player can gain where nobody has less than so far. 2. Go from what they have towards
    these by one part in the number of players, until nobody can gain. 3. Find a lottery that gives that. 4. Add up how
    far hopes can have been off, each error taken along the rest of the path.

    Shapes as in `fair_mixtures`; ``steps`` counts midpoints, of which a game may take ``most_steps``.
    """
    players = gains.shape[1]
    pool, most, price, both = np.zeros(POOL, np.int64), np.zeros(players), np.zeros(players), np.ones(players)
    doubt, reached = np.zeros(players), np.zeros(players)
    slopes, errors = np.zeros((LONGEST, players, players)), np.zeros((LONGEST, players))
    for game in range(len(gains)):
        points = gains[game]
        prices = np.zeros((players, players))
        size = begun(points, pool)
        have = np.zeros(players)
        step, gap, fine = 0, 1.0, True
        while gap > STILL and step < min(most_steps, LONGEST):
            fine, size = hopes(points, have, pool, size, most, doubt, prices, part[game], share[game])  # 1
            if not fine:
                break
            gap = 0.0
            for i in range(players):  # 2
                gap = max(gap, most[i] - have[i])
                have[i] += max(most[i] - have[i], 0.0) / players
                errors[step, i] = doubt[i] / players + ROUNDING
                for j in range(players):
                    slopes[step, i, j] = 1.0 - 1.0 / players if i == j else -prices[i, j] / players
            step += 1
        steps[game] = step
        if not fine and step == 0:
            off[game] = lost(points, prices, share[game])
            continue
        height, size = furthest(points, have, both, pool, size, part[game], share[game], price)  # 3
        mean_of(points, part[game], share[game], reached)
        far = drift(slopes, errors, step)  # 4
        off[game] = 0.0 if fine and height > -np.inf else np.inf
        for i in range(players):
            off[game] = max(off[game], (far[i] + abs(reached[i] - have[i]) + gap) / payoff[game, i])
