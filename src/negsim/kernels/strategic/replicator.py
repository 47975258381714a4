"""Replicator dynamics: the share of a strategy grows at the rate by which it earns more than the average."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.multilinear import payoffs_against
from negsim.kernels.strategic.learning import greatest_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

PRECISION = 1e-10  # error allowed in one step, relative to 1 + size of the logarithm of a share

# Dormand and Prince (1980), order 5 with an error estimate of order 4: weights of the earlier stages in each stage.
STAGES = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [1 / 5, 0.0, 0.0, 0.0, 0.0, 0.0],
        [3 / 40, 9 / 40, 0.0, 0.0, 0.0, 0.0],
        [44 / 45, -56 / 15, 32 / 9, 0.0, 0.0, 0.0],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729, 0.0, 0.0],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656, 0.0],
        [35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ]
)
ERROR = np.array([71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])


@compiled()
def replicator(
    payoffs: Floats,
    starts: Integers,
    logs: Floats,
    clock: float,
    until: float,
    stride: float,
    steps: int,
    tolerance: float,
) -> tuple[float, float, int, bool]:
    """Let shares evolve, by Runge-Kutta steps in the logarithms of the shares.

    Parameters
    ----------
    payoffs, starts
        As in `pair_payoffs`; payoffs in units of their range.
    logs
        Shape (choice,). Logarithms of the shares; changed.
    clock, until
        The time, and the time at which to stop.
    stride
        Length of the next step.
    steps
        Most steps to try.
    tolerance
        Regret of the shares at which to stop.

    Returns
    -------
    clock, stride
        As given, moved on.
    tried
        Steps tried.
    settled
        Whether the regret of the shares is within tolerance.
    """
    count = len(logs)
    rates = np.zeros((7, count))
    stage = np.zeros(count)
    for tried in range(steps + 1):
        if growth(payoffs, starts, logs, rates[0]) <= tolerance:
            return clock, stride, tried, True
        if tried == steps or clock >= until:
            return clock, stride, tried, False
        step = min(stride, until - clock)
        for k in range(1, 7):
            for a in range(count):
                stage[a] = logs[a]
                for j in range(k):
                    stage[a] += step * STAGES[k, j] * rates[j, a]
            growth(payoffs, starts, stage, rates[k])
        off = 0.0
        for a in range(count):
            wrong = 0.0
            for k in range(7):
                wrong += step * ERROR[k] * rates[k, a]
            off = max(off, abs(wrong) / (PRECISION * (1.0 + abs(logs[a]))))
        if off <= 1.0:
            clock = until if step == until - clock else clock + step
            normalise(starts, stage)
            logs[:] = stage
        stride = step * min(5.0, max(0.2, 0.9 * max(off, 1e-10) ** -0.2))
    return clock, stride, steps, False


@compiled()
def growth(payoffs: Floats, starts: Integers, logs: Floats, rates: Floats) -> float:
    """Write the growth rate of every share, which is what it earns beyond its player's average, and return the regret.

    Parameters
    ----------
    payoffs, starts, logs
        As in `replicator`; the shares need not sum to 1.
    rates
        Shape (choice,). Written.
    """
    shares = logs.copy()
    normalise(starts, shares)
    for a in range(len(shares)):
        shares[a] = math.exp(shares[a])
    earned = payoffs_against(payoffs, starts, shares)
    for i in range(len(starts) - 1):
        mean = 0.0
        for a in range(starts[i], starts[i + 1]):
            mean += shares[a] * earned[a]
        for a in range(starts[i], starts[i + 1]):
            rates[a] = earned[a] - mean
    return greatest_gain(starts, shares, earned)


@compiled()
def normalise(starts: Integers, logs: Floats) -> None:
    """Shift the logarithms of each player's shares so that the shares sum to 1, in place.

    Parameters
    ----------
    starts, logs
        As in `replicator`.
    """
    for i in range(len(starts) - 1):
        top, total = logs[starts[i]], 0.0
        for a in range(starts[i], starts[i + 1]):
            top = max(top, logs[a])
        for a in range(starts[i], starts[i + 1]):
            total += math.exp(logs[a] - top)
        shift = top + math.log(total)
        for a in range(starts[i], starts[i + 1]):
            logs[a] -= shift
