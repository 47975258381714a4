"""The branch of logit responses that starts at a given profile, traced as precision rises.

A profile p with p[a] proportional to start[a] * exp(precision * payoff[a]) for every player is a logit quantal response
equilibrium when the start is uniform. These profiles form curves; the one that leaves the start at precision 0 is
followed by a predictor and corrector in the logarithms of the probabilities (so that tiny ones do no harm) and in
arclength (so that precision may turn back on the way): McKelvey and Palfrey (1995), Turocy (2005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.elimination import solution
from negsim.kernels.multilinear import pair_payoffs, strategy_payoffs
from negsim.kernels.strategic.logit_limit import probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

GOING, PASSED, STUCK = 0, 1, 2

FARTHEST_GUESS = 0.15  # a prediction further off than this is not corrected: another branch may be nearer
AIM = 0.02  # the error of prediction that the step length aims at
CROSSING = 2e-5  # where so short a step fails, branches cross: the tracer leaps over the place, straight on
MOST_LEAPS = 4
NOISE = 1e-4  # corrections this small that no longer shrink are rounding: high precision magnifies it
LONGEST_STEP = 0.5


@compiled()
def logit_system(payoffs: Floats, starts: Integers, prior: Floats, point: Floats) -> tuple[Floats, Floats]:
    """Return how far a point is from a logit response, and the derivative by its coordinates.

    Parameters
    ----------
    payoffs, starts
        As in `pair_payoffs`; payoffs in units of their range.
    prior
        Shape (choice,). Logarithms of the profile from which the branch starts.
    point
        Shape (choice + 1,). Logarithms of the probabilities, then the precision.

    Returns
    -------
    gap
        Shape (choice,).
    slope
        Shape (choice, choice + 1).
    """
    count = len(prior)
    precision = point[count]
    weights = probabilities(point)
    table = pair_payoffs(payoffs, starts, weights)
    earned = strategy_payoffs(payoffs, starts, weights, table)
    gap = np.zeros(count)
    slope = np.zeros((count, count + 1))
    scale = 1.0 / (1.0 + precision)
    for i in range(len(starts) - 1):
        leader = starts[i]
        for a in range(starts[i], starts[i + 1]):
            if point[a] > point[leader]:
                leader = a
        gap[leader] = -1.0
        for a in range(starts[i], starts[i + 1]):
            gap[leader] += weights[a]
            slope[leader, a] = weights[a]
            if a == leader:
                continue
            ahead = earned[a] - earned[leader]
            gap[a] = scale * (point[a] - prior[a] - point[leader] + prior[leader] - precision * ahead)
            for b in range(count):
                slope[a, b] = scale * precision * (table[leader, b] - table[a, b]) * weights[b]
            slope[a, a] = scale
            slope[a, leader] = -scale
            slope[a, count] = -scale * ahead
    return gap, slope


@compiled()
def correction(
    payoffs: Floats, starts: Integers, prior: Floats, guess: Floats, across: Floats
) -> tuple[Floats, Floats, float, float]:
    """Return the point of the branch that lies beside a guess, in the plane through it across a direction.

    Parameters
    ----------
    payoffs, starts, prior
        As in `logit_system`.
    guess, across
        Shape (choice + 1,).

    Returns
    -------
    point, tangent
        Shape (choice + 1,). The tangent points the way of `across`; its length is 1 when each coordinate is measured
        relative to its size.
    sign
        Orientation of the branch; it changes where branches cross.
    error
        How far off the guess was, relative to the size of each coordinate; infinite where there was no convergence.
    """
    count = len(prior)
    point, tangent = guess.copy(), across.copy()
    error, before = np.inf, FARTHEST_GUESS
    enough = 0.1 * np.sqrt(1e-9 + 1e-14 * abs(guess[count]))  # the next turn would square it
    for turn in range(7):
        gap, slope = logit_system(payoffs, starts, prior, point)
        matrix, right = bordered(gap, slope, point, guess, across)
        change, sign = solution(matrix, right)
        size, length = 0.0, 0.0
        for k in range(count + 1):
            size += change[k, 0] * change[k, 0]
            length += change[k, 1] * change[k, 1]
        size = np.sqrt(size)
        if turn > 0 and size <= NOISE and not size <= before:
            return point, tangent, sign, error
        if not (size <= before and length > 0.0):
            break
        if turn == 0:
            error = size
        for k in range(count + 1):
            unit = 1.0 + abs(point[k])
            point[k] -= change[k, 0] * unit
            tangent[k] = change[k, 1] * unit / np.sqrt(length)
        if size <= enough:
            return point, tangent, sign, error
        before = 0.5 * size
    return point, tangent, 0.0, np.inf


@compiled()
def bordered(gap: Floats, slope: Floats, point: Floats, guess: Floats, across: Floats) -> tuple[Floats, Floats]:
    """Return the linear system of one correction, for unknowns relative to the size of each coordinate.

    Parameters
    ----------
    gap, slope
        What `logit_system` returned for the point.
    point, guess, across
        As in `correction`.

    Returns
    -------
    matrix
        Shape (choice + 1, choice + 1). The last row is the plane.
    right
        Shape (choice + 1, 2). For the correction, and for the tangent.
    """
    count = len(gap)
    matrix, right = np.zeros((count + 1, count + 1)), np.zeros((count + 1, 2))
    right[count, 1] = 1.0
    for k in range(count + 1):
        unit = 1.0 + abs(point[k])
        right[count, 0] += across[k] * (point[k] - guess[k])
        matrix[count, k] = across[k] * unit
        for a in range(count):
            matrix[a, k] = slope[a, k] * unit
    for a in range(count):
        right[a, 0] = gap[a]
    return matrix, right


@compiled()
def normal_plane(point: Floats, tangent: Floats) -> Floats:
    """Return the normal of the plane across a tangent, when each coordinate is measured relative to its size.

    Parameters
    ----------
    point, tangent
        Shape (coordinate,).
    """
    across = tangent.copy()
    for a in range(len(point)):
        unit = 1.0 + abs(point[a])
        across[a] /= unit * unit
    return across


@compiled()
def along(across: Floats, tangent: Floats) -> float:
    """Return how far a tangent leads in the direction of a normal, 1 where it leads straight on.

    Parameters
    ----------
    across, tangent
        Shape (coordinate,).
    """
    total = 0.0
    for k in range(len(tangent)):
        total += across[k] * tangent[k]
    return total


@compiled()
def distance(one: Floats, other: Floats) -> float:
    """Return the length of the straight way between two points, each coordinate measured relative to its size.

    Parameters
    ----------
    one, other
        Shape (coordinate,).
    """
    total = 0.0
    for k in range(len(one)):
        change = (one[k] - other[k]) / (1.0 + 0.5 * abs(one[k] + other[k]))
        total += change * change
    return float(np.sqrt(total))


@compiled()
def longest(point: Floats, tangent: Floats, step: float) -> float:
    """Return a step, shortened so that no coordinate changes by more than a share of its size.

    Parameters
    ----------
    point, tangent
        Shape (coordinate,).
    step
        Its length.
    """
    for k in range(len(point)):
        step = min(step, LONGEST_STEP * (1.0 + abs(point[k])) / max(abs(tangent[k]), 1e-300))
    return step


@compiled()
def move_on(points: Floats, tangents: Floats, point: Floats, tangent: Floats) -> None:
    """Make a point the point now, and the point now the point before, in place.

    Parameters
    ----------
    points, tangents
        As in `prediction`.
    point, tangent
        Shape (coordinate,).
    """
    for k in range(len(point)):
        points[0, k], points[1, k] = points[1, k], point[k]
        tangents[0, k], tangents[1, k] = tangents[1, k], tangent[k]


@compiled()
def prediction(points: Floats, tangents: Floats, ahead: float, behind: float) -> Floats:
    """Extrapolate the branch by the cubic through its last two points and tangents.

    Parameters
    ----------
    points, tangents
        Shape (2, coordinate). The point before, and the point now.
    ahead, behind
        Distance to go, and distance between the two points; 0 where there was no point before.
    """
    guess = np.zeros(points.shape[1])
    back, turn, on = 0.0, 0.0, ahead
    if behind > 0.0:
        t = (behind + ahead) / behind
        back, turn, on = (2 * t - 3) * t * t + 1, ((t - 2) * t + 1) * t * behind, (t - 1) * t * t * behind
    for k in range(len(guess)):
        chord = points[0, k] - points[1, k]
        guess[k] = points[1, k] + back * chord + turn * tangents[0, k] + on * tangents[1, k]
    return guess


@compiled()
def advance(
    payoffs: Floats,
    starts: Integers,
    prior: Floats,
    points: Floats,
    tangents: Floats,
    pace: Floats,
    mark: float,
    path: Floats,
) -> tuple[int, int, int]:
    """Follow the branch for some steps, or until it passes a precision.

    Parameters
    ----------
    payoffs, starts, prior
        As in `logit_system`.
    points, tangents
        As in `prediction`; moved along.
    pace
        Shape (4,). Length of the next step and of the last, orientation, leaps tried; moved along.
    mark
        The precision at which to stop, once it is passed.
    path
        Shape (steps to try, coordinate). Receives the points reached.

    Returns
    -------
    state
        `GOING`, `PASSED` the mark, or `STUCK`.
    tried, kept
        Steps tried, and points written to `path`.
    """
    count = len(prior)
    kept = 0
    for tried in range(1, len(path) + 1):
        leaps = pace[3]
        step = pace[0] if leaps == 0 else CROSSING * 10.0**leaps
        across = normal_plane(points[1], tangents[1])
        guess = prediction(points, tangents, step, pace[1] if leaps == 0 else 0.0)
        point, tangent, sign, error = correction(payoffs, starts, prior, guess, across)
        turned = pace[2] * sign < 0 and leaps == 0
        if turned or not (error <= FARTHEST_GUESS and along(across, tangent) > 0.5 and point[count] >= 0):
            if step > CROSSING and leaps == 0:
                pace[0] = 0.4 * step
                continue
            pace[3] = leaps + 1
            if pace[3] > MOST_LEAPS:
                return STUCK, tried, kept
            continue
        move_on(points, tangents, point, tangent)
        pace[0] = longest(point, tangent, step * min(2.0, max(0.5, (AIM / max(error, 1e-12)) ** 0.3)))
        pace[1], pace[2], pace[3] = distance(points[0], point), sign, 0.0
        path[kept] = point
        kept += 1
        if point[count] >= mark:
            return PASSED, tried, kept
    return GOING, len(path), kept
