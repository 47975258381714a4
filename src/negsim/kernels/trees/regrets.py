"""Counterfactual regret minimisation on a two-player zero-sum tree, by the players' sequences of moves."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled
from negsim.kernels.trees.plans import best_worth

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]


class Rows(NamedTuple):
    """A sparse table, row by row: entries ``start[r]:start[r + 1]`` are row r's.

    Attributes
    ----------
    start
        Shape (row + 1,).
    column
        Shape (entry,).
    number
        Shape (entry,).
    """

    start: Integers
    column: Integers
    number: Numbers


def table_rows(rows: Integers, columns: Integers, numbers: Numbers, shape: tuple[int, int]) -> Rows:
    """Return a sparse table from entries in any order; entries in one place are added up.

    Parameters
    ----------
    rows, columns, numbers
        Shape (entry,).
    shape
        (rows, columns).
    """
    pairs, entry = np.unique(rows * shape[1] + columns, return_inverse=True)
    row = pairs // shape[1]
    start = np.searchsorted(row, np.arange(shape[0] + 1))
    return Rows(start, pairs % shape[1], np.bincount(entry, numbers).astype(np.float64))


@compiled()
def earned(table: Any, plan: Numbers) -> Numbers:
    """Return the product of a sparse table and a plan.

    Shapes: table as in `Rows`; plan (column,); result (row,).
    """
    start, column, number = table
    found = np.zeros(len(start) - 1)
    for row in range(len(found)):
        total = 0.0
        for k in range(start[row], start[row + 1]):
            total += number[k] * plan[column[k]]
        found[row] = total
    return found


@compiled()
def _update(
    before: Integers, start: Integers, worth: Numbers, share: Numbers, regret: Numbers, foresight: float
) -> None:
    """Move regrets and shares at every information set, the last first."""
    for place in range(len(before) - 1, -1, -1):
        a, b = start[place], start[place + 1]
        mean = 0.0
        for k in range(a, b):
            mean += share[k] * worth[k]
        worth[before[place]] += mean
        total = 0.0
        for k in range(a, b):
            gain = worth[k] - mean
            regret[k] = max(regret[k] + gain, 0.0)
            share[k] = max(regret[k] + foresight * gain, 0.0)
            total += share[k]
        if total > 0.0:
            unit = 1.0 / total
            for k in range(a, b):
                share[k] *= unit
        else:
            for k in range(a, b):
                share[k] = 1.0 / (b - a)


@compiled()
def _average(before: Integers, start: Integers, share: Numbers, plan: Numbers, average: Numbers, weight: float) -> None:
    """Turn shares into a plan and add it to the average."""
    for place in range(len(before)):
        reach = plan[before[place]]
        for k in range(start[place], start[place + 1]):
            plan[k] = reach * share[k]
            average[k] += weight * (plan[k] - average[k])


@compiled()
def counterfactual_rounds(
    tables: Any,
    before: Any,
    start: Any,
    share: Any,
    regret: Any,
    plan: Any,
    average: Any,
    passed: int,
    rounds: int,
    power: float,
    foresight: float,
) -> float:
    """Play rounds in which first one player and then the other moves its shares toward what it regrets.

    What a sequence earns at the terminal nodes it leads to, given chance and the other's plan, is a product of a sparse
    table and that plan; counterfactual values follow by going back over the information sets. (1) Regrets never fall
    below 0; (2) shares are proportional to them, or to what they would be if the last gains came again (`foresight` 1);
    (3) plans are averaged with weights round ** power. Returns the most that either player could gain against the
    other's average.

    Shapes, for each player: tables as in `Rows`, its own sequences as rows; before (information set,); start
    (information set + 1,); share, regret, plan, average (sequence,), which are changed. `passed` counts the rounds
    played before.
    """
    for turn in range(passed + 1, passed + rounds + 1):
        weight = (power + 1.0) / (turn + power)
        for player in range(2):
            worth = earned(tables[player], plan[1 - player])
            _update(before[player], start[player], worth, share[player], regret[player], foresight)
            _average(before[player], start[player], share[player], plan[player], average[player], weight)
    most = 0.0
    for player in range(2):
        worth = earned(tables[player], average[1 - player])
        now = 0.0
        for k in range(len(worth)):
            now += worth[k] * average[player][k]
        most = max(most, best_worth(before[player], start[player], worth) - now)
    return most
