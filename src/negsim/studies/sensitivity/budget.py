"""The budget rule: is the sample large enough to rank the parameters, and if not, how large a one would do?"""

from __future__ import annotations

import math

import numpy as np

from negsim.games.base import Array
from negsim.studies.sensitivity.record import Budget, falling
from negsim.studies.sensitivity.resampling import LEVEL, percentiles

ALLOWED = 0.1  # width of the interval of a total index, or of an effect's share
LARGEST = 2**18  # base samples that are proposed at most


def budget(parameters: tuple[str, ...], values: Array, draws: Array, samples: int, level: float = LEVEL) -> Budget:
    """Judge a sample by the bootstrap draws of what ranks the parameters.

    Intervals shrink with the root of the sample. From this it follows how many base samples would make the widest
    interval narrow enough, and would part the first two parameters, if they are as far apart as they seem. What is
    proposed is a power of 2, for which Sobol sequences are balanced.

    Parameters
    ----------
    parameters
        Their names.
    values
        Shape (parameter,). Total indices, or shares of all effects.
    draws
        Shape (resample, parameter). The same from resampled rows, all parameters from the same rows.
    samples
        How many base samples there are.
    level
        Of the intervals.
    """
    low, high = percentiles(draws, level)
    widest = float(np.max(high - low))
    order = falling(values)
    lowest = _lowest_gaps(draws, order, level)
    apart, parted = True, 1.0
    if len(order) > 1:
        gap = float(values[order[0]] - values[order[1]])
        apart = bool(lowest[0] > 0)
        parted = 1.0 if apart else ((gap - float(lowest[0])) / gap) ** 2 if gap > 0 else math.inf
    times = max((widest / ALLOWED) ** 2, parted)
    needed: int | None = samples
    if widest > ALLOWED or not apart:
        needed = 2 ** math.ceil(math.log2(samples * times)) if samples * times <= LARGEST else None
    return Budget(
        samples=samples,
        widest=widest,
        allowed=ALLOWED,
        leading=tuple(parameters[k] for k in order[:2]),
        apart=apart,
        needed=needed,
        rivals=tuple(parameters[k] for k, gap in zip(order[2:], lowest[1:], strict=True) if gap <= 0),
    )


def _lowest_gaps(draws: Array, order: tuple[int, ...], level: float) -> Array:
    """Shape (parameter - 1,). Lower end of: the first less the second, and the second less each that follows it."""
    if len(order) < 2:
        return np.zeros(0)
    ahead = draws[:, [order[0], *[order[1]] * (len(order) - 2)]]
    return percentiles(ahead - draws[:, list(order[1:])], level)[0]
