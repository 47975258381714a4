"""From a rough mixed profile to the exact equilibrium beside it, by Newton's method on its support."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.elimination import solution
from negsim.kernels.multilinear import pair_payoffs, strategy_payoffs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]

MOST_ROUNDS = 12
STANDSTILL = 1e-15
ROUNDING = 1e-9


@compiled()
def indifference(
    payoffs: Floats, starts: Integers, weights: Floats, support: Booleans, leaders: Integers
) -> tuple[Floats, Floats]:
    """Return how far a profile is from indifference on a support, and the derivative by its weights.

    Parameters
    ----------
    payoffs, starts, weights
        As in `pair_payoffs`.
    support
        Shape (choice,). The strategies that are to be in use.
    leaders
        Shape (player,) or longer. By player: the strategy of the support with which the others are compared.

    Returns
    -------
    gap
        Shape (choice,). For a strategy of the support, what it earns beyond the leader; for the leader, the sum of the
        player's weights less 1; for any other strategy, its weight.
    slope
        Shape (choice, choice).
    """
    table = pair_payoffs(payoffs, starts, weights)
    earned = strategy_payoffs(payoffs, starts, weights, table)
    count = len(weights)
    gap = weights.copy()
    slope = np.zeros((count, count))
    for i in range(len(starts) - 1):
        leader = leaders[i]
        for a in range(starts[i], starts[i + 1]):
            if a == leader:
                gap[a] = -1.0
                for b in range(starts[i], starts[i + 1]):
                    slope[a, b] = 1.0
                    gap[a] += weights[b]
            elif support[a]:
                gap[a] = earned[a] - earned[leader]
                for b in range(count):
                    slope[a, b] = table[a, b] - table[leader, b]
            else:
                slope[a, a] = 1.0
    return gap, slope


@compiled()
def equilibrium_near(
    payoffs: Floats, starts: Integers, weights: Floats, support: Booleans, leaders: Integers
) -> tuple[Floats, float]:
    """Return the profile of this support, near this one, at which each player is indifferent within the support.

    Newton's method; where the system leaves weights free (a continuum of equilibria), they stay as they are.

    Parameters
    ----------
    payoffs, starts, weights, support, leaders
        As in `indifference`; payoffs in units of their range.

    Returns
    -------
    Floats
        Shape (choice,). A proper mixed profile.
    float
        Its regret; infinite where the method ran out of the simplex.
    """
    count = len(weights)
    found = weights.copy()
    right = np.zeros((count, 1))
    before = np.inf
    for _ in range(MOST_ROUNDS):
        gap, slope = indifference(payoffs, starts, found, support, leaders)
        for a in range(count):
            right[a, 0] = gap[a]
        change, _ = solution(slope, right)
        size = 0.0
        for a in range(count):
            size += abs(change[a, 0])
            found[a] -= change[a, 0]
        if not size <= 1.0:
            return found, np.inf
        if size <= STANDSTILL or (size < 1e-9 and size >= before):
            break
        before = size
    if not made_proper(starts, found):
        return found, np.inf
    return found, regret(payoffs, starts, found)


@compiled()
def made_proper(starts: Integers, weights: Floats) -> bool:
    """Clear weights of rounding, in place: set negative ones to 0 and scale each player's to sum 1.

    Parameters
    ----------
    starts, weights
        As in `pair_payoffs`.

    Returns
    -------
    bool
        Whether there was no more than rounding to clear.
    """
    for i in range(len(starts) - 1):
        total = 0.0
        for a in range(starts[i], starts[i + 1]):
            if not weights[a] >= -ROUNDING:
                return False
            weights[a] = max(weights[a], 0.0)
            total += weights[a]
        if not abs(total - 1.0) <= 100 * ROUNDING:
            return False
        for a in range(starts[i], starts[i + 1]):
            weights[a] /= total
    return True


@compiled()
def regret(payoffs: Floats, starts: Integers, weights: Floats) -> float:
    """Return the most that any player could gain by changing its own strategy alone.

    Parameters
    ----------
    payoffs, starts, weights
        As in `pair_payoffs`.
    """
    earned = strategy_payoffs(payoffs, starts, weights, pair_payoffs(payoffs, starts, weights))
    worst = 0.0
    for i in range(len(starts) - 1):
        best, mean = earned[starts[i]], 0.0
        for a in range(starts[i], starts[i + 1]):
            best = max(best, earned[a])
            mean += earned[a] * weights[a]
        worst = max(worst, best - mean)
    return worst
