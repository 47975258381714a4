"""How far from best an answer over mixtures can be at most: what prices prove, whoever found them."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled


@compiled()
def ceiling(points: Any, prices: Any, row: int) -> float:
    """Return the most that a mixture of points can be worth at a row of prices; no mixture is worth more."""
    most = -np.inf
    for k in range(points.shape[1]):
        worth = 0.0
        for i in range(len(points)):
            worth += prices[row, i] * points[i, k]
        most = max(most, worth)
    return float(most)


@compiled()
def mean_of(points: Any, part: Any, share: Any, reached: Any) -> None:
    """Fill in what a mixture really gives to each player."""
    for i in range(len(points)):
        reached[i] = 0.0
        for k in range(len(part)):
            reached[i] += share[k] * points[i, part[k]]


@compiled()
def most_unfair(points: Any, reached: Any, least: Any, most: Any, silent: Any, prices: Any, payoff: Any) -> float:
    """Return the most that a mixture can be away from the fairest, in payoffs.

    As a player rises, those with more may fall to its new share, and all others keep what they have. What everybody
    then has is worth ever more at any prices, but no mixture is worth more than its `ceiling`: where the two meet, the
    player rises no further. Every row of prices gives such a bound; the least counts.

    Parameters
    ----------
    points
        Shape (player, point).
    reached
        Shape (player,). What the mixture gives.
    least, most
        Shape (player,). Between which numbers a share of 1 lies.
    silent
        Shape (player,). Who comes after all others, who then keep what they have.
    prices
        Shape (row, player). Not negative.
    payoff
        Shape (player,). What one unit of payoff is in the unit of the points.
    """
    worst = 0.0
    rise = np.zeros(len(points))
    for i in range(len(points)):
        for k in range(points.shape[1]):
            rise[i] = max(rise[i], points[i, k] - reached[i])
    for row in range(len(prices)):
        worth = ceiling(points, prices, row)
        for i in range(len(points)):
            if prices[row, i] > 0:
                far = rise_until(worth, reached, least, most, silent, prices, row, i)
                rise[i] = min(rise[i], far)
    for i in range(len(points)):
        worst = max(worst, rise[i] / payoff[i], -reached[i] / payoff[i])
    return worst


@compiled()
def rise_until(
    worth: float, reached: Any, least: Any, most: Any, silent: Any, prices: Any, row: int, riser: int
) -> float:
    """Return how far a player can rise until what all have is worth so much, by Newton's method.

    What others keep is a concave function of the rise, of one bend for each of them, so that few steps end exactly.
    """
    rise = 0.0
    for _ in range(len(reached) + 1):
        level = reached[riser] + rise
        spare, slope = worth - prices[row, riser] * level, prices[row, riser]
        for other in range(len(reached)):
            if other == riser:
                continue
            if silent[riser] and not silent[other]:
                spare -= prices[row, other] * reached[other]
                continue
            tied = most[riser] > 0 and silent[riser] == silent[other]
            ratio = max(least[other], 0.0) / most[riser] if tied else 0.0
            if ratio * max(level, 0.0) < reached[other]:
                spare -= prices[row, other] * ratio * max(level, 0.0)
                slope += prices[row, other] * ratio
            else:
                spare -= prices[row, other] * reached[other]
        rise += max(spare, 0.0) / slope
    return rise


@compiled()
def drift(slopes: Any, errors: Any, steps: int) -> Any:
    """Return how far the end of a path can be off, for each player, as small errors on the way add up.

    Parameters
    ----------
    slopes
        Shape (step, player, player). How much the next point of the path moves for each with the last one.
    errors
        Shape (step, player). How far each step can be off by itself.
    steps
        How many steps were taken.
    """
    players = errors.shape[1]
    onward, before, total = np.eye(players), np.zeros((players, players)), np.zeros(players)
    for step in range(steps - 1, -1, -1):
        for i in range(players):
            for j in range(players):
                total[i] += abs(onward[i, j]) * errors[step, j]
                before[i, j] = 0.0
                for k in range(players):
                    before[i, j] += onward[i, k] * slopes[step, k, j]
        onward, before = before, onward
    return total
