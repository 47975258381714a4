"""Which verdicts of stability are checked against the definition: all, or a sample where that would take long."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from negsim.games.base import Array
from negsim.games.results import StateSets

MOST_WORK = 2_000_000  # moves looked at: a few seconds
CALL = 60  # as long as looking at so many moves


def share_differing(result: StateSets, judge: Callable[[int, int, int], tuple[Mapping[str, bool], int]]) -> Array:
    """Return the share of verdicts that differ from the definition.

    All verdicts are checked as long as that takes a few seconds; of larger batches and conflicts a sample, always the
    same and evenly spread over rows, parties and states. A row of which none is in the sample counts as 0.

    Parameters
    ----------
    result
        Stable states of conflicts.
    judge
        Number of the conflict in the batch, number of the party, state -> concept -> whether the state is stable, by
        the definition; and how many moves were looked at. Concepts that it leaves out are not checked there.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    rows, _, parties, states = result.stable.shape
    wrong, checked = np.zeros(rows), np.zeros(rows)
    count, done = rows * parties * states, 0
    stride = _stride(count)
    for k in range(count):
        row, party, state = (int(number) for number in np.unravel_index(k * stride % count, (rows, parties, states)))
        found, work = judge(int(result.item[row]), party, state)
        given = dict(zip(result.concepts, result.stable[row, :, party, state], strict=True))
        wrong[row] += sum(found[name] != given[name] for name in given if name in found)
        checked[row] += sum(name in found for name in given)
        done += work
        if done > MOST_WORK:
            break
    return np.asarray(wrong / np.maximum(checked, 1))


def _stride(count: int) -> int:
    """A step that visits every number below `count`, far from the one before: near the golden section, and coprime."""
    stride = max(1, round(0.618 * count))
    while math.gcd(stride, count) > 1:
        stride += 1
    return stride
