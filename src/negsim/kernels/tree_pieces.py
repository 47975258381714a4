"""A tree of two players solved piece by piece, the last subgames first, each by complementary pivoting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled
from negsim.kernels.lemke import SOLVED, best_actions, earnings, lemke

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

UNUSED = 1e-13  # of 1: a plan that gives less to an information set does not come there, but for rounding
TREMBLE = 1e-6  # how often the other plays as the prior does, when one looks where one's own plan does not come


@compiled()
def _starts(size: Integers, low: int, high: int) -> Integers:
    """Shape (information set + 1,). The first sequence of each information set of a piece."""
    start = np.ones(high - low + 1, np.intp)
    for k in range(high - low):
        start[k + 1] = start[k] + size[low + k]
    return start


@compiled()
def plan_of(weights: Numbers, before: Integers, start: Integers, choice: Integers) -> Numbers:
    """Return the plan of the behaviour that stands in a profile.

    Shapes: weights (choice,); before, choice (information set,); start as in `best_actions`; result (sequence,).
    """
    plan = np.ones(start[-1])
    for place in range(len(before)):
        for k in range(start[place + 1] - start[place]):
            plan[start[place] + k] = plan[before[place]] * weights[choice[place] + k]
    return plan


@compiled()
def _table(
    values: Numbers, odds: Numbers, own: Integers, other: Integers, rows: int, columns: int
) -> tuple[Numbers, float]:
    """Payoffs by pairs of sequences, moved and scaled to between -1 and 1; and the width before."""
    low, high = values.min(), values.max()
    half = (high - low) / 2 if high > low else 1.0
    table = np.zeros((rows, columns))
    for leaf in range(len(values)):
        table[own[leaf], other[leaf]] += odds[leaf] * (values[leaf] / half - (low / half + high / half) / 2)
    return table, half


@compiled()
def write_behaviour(
    weights: Numbers, plan: Numbers, worth: Numbers, before: Integers, start: Integers, choice: Integers
) -> None:
    """Write a plan as behaviour into a profile; where the plan does not come, the best action for these worths.

    Shapes: weights (choice,); plan, worth (sequence,); before, choice (information set,); start as in `best_actions`.
    """
    best = best_actions(before, start, worth)
    for place in range(len(before)):
        total = 0.0
        for sequence in range(start[place], start[place + 1]):
            total += max(plan[sequence], 0.0)
        for sequence in range(start[place], start[place + 1]):
            at = choice[place] + sequence - start[place]
            if total > UNUSED:
                weights[at] = max(plan[sequence], 0.0) / total
            else:
                weights[at] = 1.0 if sequence == best[place] else 0.0


@compiled()
def solve_pieces(
    piece: int,
    last: int,
    largest: int,
    root: Integers,
    leaf_start: Integers,
    leaf: Integers,
    odds: Numbers,
    at: tuple[Integers, Integers],
    place_start: tuple[Integers, Integers],
    before: tuple[Integers, Integers],
    choice: tuple[Integers, Integers],
    size: tuple[Integers, Integers],
    prior: Numbers,
    values: Numbers,
    weights: Numbers,
    most: int,
) -> tuple[int, int, int]:
    """Solve pieces from this one down to the last, until one is too large, or fails; return where, how, and the steps.

    Where is the number below the last when all are done. Shapes: as in `Pieces` and its sides; odds (leaf,); prior and
    weights (choice,), behaviour to start from, and found; values (player, node), those of terminal nodes given, those
    of roots filled in; `largest` is the most sequences, of both players, that a piece may have.
    """
    steps = 0
    while piece >= last:
        l0, h0, l1, h1 = (
            place_start[0][piece],
            place_start[0][piece + 1],
            place_start[1][piece],
            place_start[1][piece + 1],
        )
        start = (_starts(size[0], l0, h0), _starts(size[1], l1, h1))
        rows, columns = start[0][-1], start[1][-1]
        if rows + columns - 2 > largest:
            return piece, SOLVED, steps
        a, b = leaf_start[piece], leaf_start[piece + 1]
        ends, at_0, at_1, share = leaf[a:b], at[0][a:b], at[1][a:b], odds[a:b]
        table_0, _ = _table(values[0][ends], share, at_0, at_1, rows, columns)
        table_1, _ = _table(values[1][ends], share, at_1, at_0, columns, rows)
        befores = (before[0][l0:h0], before[1][l1:h1])
        choices = (choice[0][l0:h0], choice[1][l1:h1])
        trembles = (
            plan_of(prior, befores[0], start[0], choices[0]),
            plan_of(prior, befores[1], start[1], choices[1]),
        )
        ending, count, plan_0, plan_1 = lemke((table_0, table_1), befores, start, trembles, most - steps)
        steps += count
        if ending != SOLVED:
            return piece, ending, steps
        worth_0 = earnings(table_0, plan_1 + TREMBLE * trembles[1])
        worth_1 = earnings(table_1, plan_0 + TREMBLE * trembles[0])
        write_behaviour(weights, plan_0, worth_0, befores[0], start[0], choices[0])
        write_behaviour(weights, plan_1, worth_1, befores[1], start[1], choices[1])
        plan_0 = plan_of(weights, befores[0], start[0], choices[0])
        plan_1 = plan_of(weights, befores[1], start[1], choices[1])
        for player in range(2):
            total = 0.0
            for k in range(len(ends)):
                total += share[k] * plan_0[at_0[k]] * plan_1[at_1[k]] * values[player, ends[k]]
            values[player, root[piece]] = total
        piece -= 1
    return piece, SOLVED, steps
