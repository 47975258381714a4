"""How likely it is that enough voters say yes: votes that are independent, or as alike as one wishes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

CHUNK = 1_000_000  # numbers at once


def enough_yes(voters: Integers, threshold: Integers, support: Numbers, correlation: Numbers) -> Numbers:
    """Return the probability that at least as many voters as the threshold say yes.

    Votes are drawn from an urn (Eggenberger and Polya 1923): each voter says yes with the probability `support`, any
    two votes have the same correlation, and the number of votes in favour is beta-binomial. At correlation 0 that is
    the binomial distribution; at 1 all vote alike.

    Shapes: all (batch,), result (batch,).
    """
    found = np.empty(len(voters))
    rows = max(1, CHUNK // (int(voters.max(initial=0)) + 1))
    for first in range(0, len(voters), rows):
        part = slice(first, first + rows)
        found[part] = _tail(voters[part], threshold[part], support[part], correlation[part])
    found = np.where(correlation == 1, support, found)
    return np.where(threshold <= 0, 1.0, np.minimum(found, 1.0))


def _tail(voters: Integers, threshold: Integers, support: Numbers, correlation: Numbers) -> Numbers:
    """Add up the chances of every count from the threshold on; as logarithms, since they can be tiny."""
    most = int(voters.max())
    step = np.arange(most)[None]
    spread = 1.0 - correlation[:, None]
    drawn = step * correlation[:, None]  # what earlier draws put into the urn
    with np.errstate(divide="ignore", invalid="ignore"):
        yes = _summed(np.log(support[:, None] * spread + drawn))
        no = _summed(np.log((1 - support[:, None]) * spread + drawn))
        urn = _summed(np.log(spread + drawn))
        orders = _summed(np.log(step + 1.0))[0]
        count = np.arange(most + 1)[None]
        left = np.maximum(voters[:, None] - count, 0)
        against = np.take_along_axis(no, left, 1)
        whole = np.take_along_axis(urn, voters[:, None], 1)
        ways = orders[voters][:, None] - orders[count] - orders[left]
        chance = np.exp(ways + yes + against - whole)
    counted = (count >= threshold[:, None]) & (count <= voters[:, None])
    return np.asarray(np.where(counted, chance, 0.0).sum(1))


def _summed(logarithms: Numbers) -> Numbers:
    """Shape (row, step + 1): the sum of the first 0, 1, 2 ... of each row."""
    return np.concatenate([np.zeros((len(logarithms), 1)), np.cumsum(logarithms, axis=1)], axis=1)
