"""A tree of two players solved piece by piece, the last subgames first, each by complementary pivoting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled
from negsim.kernels.trees.lemke import FAILED, SOLVED, STEP_LIMIT, lemke
from negsim.kernels.trees.plans import TREMBLE, best_worth, earnings, plan_of, write_behaviour

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

INACCURATE = 3  # the endings of Lemke's algorithm are 0 to 2
PATIENCE = 50  # pivots for each sequence, after which the path is taken to go round in circles, for rounding
CLOSE = 1e-11  # of the largest payoff of a piece: what either player may gain at most in what counts as solved


@compiled()
def _number(size: Integers, first: int, start: Integers) -> None:
    """Number the sequences of a piece: where each information set's begin."""
    for k in range(len(start) - 1):
        start[k + 1] = start[k] + size[first + k]


@compiled()
def _add_up(values: Numbers, leaf: Integers, odds: Numbers, own: Integers, other: Integers, table: Numbers) -> None:
    """Add one player's payoffs up by pairs of sequences, moved and scaled to between -1 and 1."""
    low, high = np.inf, -np.inf
    for node in leaf:
        low, high = min(low, values[node]), max(high, values[node])
    half = high / 2 - low / 2 if high > low else 1.0
    middle = (low / half + high / half) / 2
    for k in range(len(leaf)):
        table[own[k], other[k]] += odds[k] * (values[leaf[k]] / half - middle)


@compiled()
def _settle(
    table: Numbers,
    plan: Numbers,
    other: Numbers,
    tremble: Numbers,
    before: Integers,
    start: Integers,
    choice: Integers,
    weights: Numbers,
) -> None:
    """Write a plan as behaviour; where it does not come, the best against the other, who trembles."""
    trembling = other.copy()
    for k in range(len(other)):
        trembling[k] += TREMBLE * tremble[k]
    write_behaviour(weights, plan, earnings(table, trembling), before, start, choice)


@compiled()
def _plans(
    weights: Numbers,
    before: tuple[Integers, Integers],
    start: tuple[Integers, Integers],
    choice: tuple[Integers, Integers],
) -> tuple[Numbers, Numbers]:
    """Both players' plans."""
    first = plan_of(weights, before[0], start[0], choice[0])
    return first, plan_of(weights, before[1], start[1], choice[1])


@compiled()
def _sum_up(
    values: Numbers,
    leaf: Integers,
    odds: Numbers,
    at: tuple[Integers, Integers],
    plans: tuple[Numbers, Numbers],
    root: int,
) -> None:
    """Fill in what both players expect at the root of a piece."""
    values[0, root], values[1, root] = 0.0, 0.0
    for k in range(len(leaf)):
        share = odds[k] * plans[0][at[0][k]] * plans[1][at[1][k]]
        values[0, root] += share * values[0, leaf[k]]
        values[1, root] += share * values[1, leaf[k]]


@compiled()
def _gain(table: Numbers, plan: Numbers, other: Numbers, before: Integers, start: Integers) -> float:
    """What a player could gain by another plan."""
    worth = earnings(table, other)
    now = 0.0
    for k in range(len(plan)):
        now += worth[k] * plan[k]
    return best_worth(before, start, worth) - now


@compiled()
def solve_pieces(
    piece: int,
    last: int,
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
    """Solve pieces from this one down to the last, until one fails; return where, how, and the steps.

    Where is the number below the last when all are done. Shapes: as in `Pieces` and its sides; odds (leaf,); prior and
    weights (choice,), behaviour to start from, and found; values (player, node), those of terminal nodes given, those
    of roots filled in.
    """
    steps = 0
    while piece >= last:
        a, b = leaf_start[piece], leaf_start[piece + 1]
        ends, odd, ways = leaf[a:b], odds[a:b], (at[0][a:b], at[1][a:b])
        i, j, k, m = place_start[0][piece], place_start[0][piece + 1], place_start[1][piece], place_start[1][piece + 1]
        own, chosen = (before[0][i:j], before[1][k:m]), (choice[0][i:j], choice[1][k:m])
        start = (np.ones(j - i + 1, np.intp), np.ones(m - k + 1, np.intp))
        for player in range(2):
            _number(size[player], place_start[player][piece], start[player])
        counts = start[0][-1], start[1][-1]
        tables = (np.zeros((counts[0], counts[1])), np.zeros((counts[1], counts[0])))
        for player in range(2):
            _add_up(values[player], ends, odd, ways[player], ways[1 - player], tables[player])
        trembles = _plans(prior, own, start, chosen)
        usual = PATIENCE * (counts[0] + counts[1])
        ending, count, found = lemke(tables, own, start, trembles, min(usual, most - steps))
        steps += count
        if ending == STEP_LIMIT and steps < most:
            ending = FAILED
        if ending != SOLVED:
            return piece, ending, steps
        for player in range(2):
            _settle(
                tables[player],
                found[player],
                found[1 - player],
                trembles[1 - player],
                own[player],
                start[player],
                chosen[player],
                weights,
            )
        plans = _plans(weights, own, start, chosen)
        _sum_up(values, ends, odd, ways, plans, root[piece])
        for player in range(2):
            if _gain(tables[player], plans[player], plans[1 - player], own[player], start[player]) > CLOSE:
                return piece, INACCURATE, steps
        piece -= 1
    return piece, SOLVED, steps
