"""The equilibrium to which a branch of logit responses runs as precision grows without bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.elimination import solution
from negsim.kernels.strategic.support_newton import equilibrium_near, indifference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]

LARGEST = 700.0  # exponent of a float; only far predictions, which are refused, go beyond


@compiled()
def ends_here(
    payoffs: Floats, starts: Integers, prior: Floats, before: Floats, point: Floats, reach: float, found: Floats
) -> bool:
    """Look for the equilibrium to which the branch runs; say whether there is one beside this point.

    Parameters
    ----------
    payoffs, starts
        As in `pair_payoffs`; payoffs in units of their range.
    prior
        Shape (choice,). Logarithms of the profile from which the branch starts.
    before, point
        Shape (choice + 1,). Two points of the branch: logarithms of the probabilities, then the precision.
    reach
        How far from the point an equilibrium may lie to be taken without further proof; 0 for none.
    found
        Shape (choice,). Receives the equilibrium.
    """
    precision = point[len(prior)]
    weights = probabilities(point)
    start = extrapolated(before, point) if reach > 0.0 else weights
    beyond = 1.0 + precision
    thresholds = (0.1 / beyond, beyond**-0.5, 1e-3 / beyond, 0.03, 1e-12)
    for k in range(len(thresholds) if reach > 0.0 else 1):
        support, leaders = supported(starts, weights, thresholds[k])
        near, worst = equilibrium_near(payoffs, starts, start, support, leaders)
        if not worst <= 1e-12:
            continue
        apart = 0.0
        for a in range(len(near)):
            apart = max(apart, abs(near[a] - weights[a]))
        if apart <= reach or runs_to(payoffs, starts, prior, weights, precision, near, support, leaders):
            for a in range(len(near)):
                found[a] = near[a]
            return True
    return False


@compiled()
def probabilities(point: Floats) -> Floats:
    """Return the probabilities at a point of a branch.

    Parameters
    ----------
    point
        Shape (choice + 1,). Their logarithms, then the precision.
    """
    weights = np.zeros(len(point) - 1)
    for a in range(len(weights)):
        weights[a] = math.exp(min(point[a], LARGEST))
    return weights


@compiled()
def extrapolated(before: Floats, point: Floats) -> Floats:
    """Return the probabilities to which a branch straight in 1 / precision runs: where it meets a continuum.

    Parameters
    ----------
    before, point
        As in `ends_here`.
    """
    precision, less = point[len(point) - 1], before[len(point) - 1]
    ahead = less / (precision - less) if precision > 1.05 * less else 0.0
    weights, earlier = probabilities(point), probabilities(before)
    for a in range(len(weights)):
        weights[a] = max(weights[a] + ahead * (weights[a] - earlier[a]), 0.0)
    return weights


@compiled()
def supported(starts: Integers, weights: Floats, threshold: float) -> tuple[Booleans, Integers]:
    """Return the strategies with at least this probability, and the likeliest of each player.

    Parameters
    ----------
    starts, weights
        As in `pair_payoffs`.
    threshold
        A probability.
    """
    support = np.zeros(len(weights), np.bool_)
    leaders = starts.copy()
    for i in range(len(starts) - 1):
        for a in range(starts[i], starts[i + 1]):
            support[a] = weights[a] >= threshold
            if weights[a] > weights[leaders[i]]:
                leaders[i] = a
        support[leaders[i]] = True
    return support, leaders


@compiled()
def runs_to(
    payoffs: Floats,
    starts: Integers,
    prior: Floats,
    weights: Floats,
    precision: float,
    near: Floats,
    support: Booleans,
    leaders: Integers,
) -> bool:
    """Whether a branch at this point runs into this equilibrium: it lies where the equilibrium's own branch does.

    Near a regular equilibrium there is one branch, and to first order in 1 / precision it is a straight line. The point
    must lie on that line, and near its end.

    Parameters
    ----------
    payoffs, starts, prior, support, leaders
        As in `ends_here` and `indifference`.
    weights, precision
        The point of the branch.
    near
        Shape (choice,). The equilibrium.
    """
    _, slope = indifference(payoffs, starts, near, support, leaders)
    right = np.zeros((len(near), 1))
    for i in range(len(starts) - 1):
        leader = leaders[i]
        for a in range(starts[i], starts[i + 1]):
            if not support[a]:
                right[a, 0] = weights[a]
            elif near[a] <= 0.0:
                return False
            elif a != leader:
                right[a, 0] = (math.log(near[a] / near[leader]) - prior[a] + prior[leader]) / precision
    drift, sign = solution(slope, right)
    if sign == 0.0:
        return False
    farthest, off, most = 0.0, 0.0, 0.0
    for a in range(len(near)):
        moved = weights[a] - near[a]
        most = max(most, abs(moved))
        off = max(off, abs(moved - drift[a, 0]))
        if support[a]:
            farthest = max(farthest, abs(moved) / near[a])
    return farthest <= 0.15 and off <= 0.25 * most + 1e-9
