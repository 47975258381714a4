"""Equilibria of two-player trees by complementary pivoting on sequences of moves, from a prior to a solution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled
from negsim.kernels.trees.plans import best_actions, earnings

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

SOLVED, STEP_LIMIT, FAILED = 0, 1, 2
ZERO = 1e-11  # of entries near 1: what is smaller is rounding
TINY = 1e-15


@compiled()
def _changes(table: Numbers, before: Integers, start: Integers, best: Integers) -> Numbers:
    """Row of each sequence, going on by best actions, less that of the best action at its information set."""
    total = table.copy()
    found = np.zeros_like(table)
    for place in range(len(before) - 1, -1, -1):
        for column in range(table.shape[1]):
            total[before[place], column] += total[best[place], column]
    for place in range(len(before)):
        for sequence in range(start[place], start[place + 1]):
            for column in range(table.shape[1]):
                found[sequence, column] = total[sequence, column] - total[best[place], column]
    return found


@compiled()
def _turned(table: Numbers) -> Numbers:
    """The same numbers, rows as columns."""
    found = np.zeros((table.shape[1], table.shape[0]))
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            found[column, row] = table[row, column]
    return found


@compiled()
def _plan(before: Integers, start: Integers, best: Integers) -> Numbers:
    """The pure plan of best actions."""
    plan = np.zeros(start[-1])
    plan[0] = 1.0
    for place in range(len(before)):
        plan[best[place]] = plan[before[place]]
    return plan


@compiled()
def _fill_own(table: Numbers, first: int, before: Integers, start: Integers, best: Integers) -> None:
    """Write how a unit moved to a sequence, from the best one at its place, changes the player's other sequences."""
    marks = np.zeros((start[-1], start[-1]))
    for place in range(len(before)):
        marks[best[place], best[place]] = 1.0
    links = _changes(marks, before, start, best)
    for row in range(1, start[-1]):
        for column in range(1, start[-1]):
            table[first + row - 1, first + column - 1] = links[column, row] - links[row, column]


@compiled()
def _fill(
    table: Numbers,
    first: int,
    other: int,
    payoffs: Numbers,
    own: tuple[Integers, Integers, Integers],
    theirs: tuple[Integers, Integers, Integers],
    prior: Numbers,
) -> None:
    """Write one player's rows of the dictionary, its sequences from row `first` and the other's from column `other`."""
    before, start, best = own
    last = len(table) - 1
    _fill_own(table, first, before, start, best)
    gains = _changes(payoffs, before, start, best)
    both = _changes(_turned(gains), theirs[0], theirs[1], theirs[2])
    from_prior = earnings(gains, prior)
    from_reply = earnings(gains, _plan(theirs[0], theirs[1], theirs[2]))
    for sequence in range(1, start[-1]):
        row = first + sequence - 1
        for column in range(1, len(prior)):
            table[row, other + column - 1] = -both[column, sequence]
        table[row, last + 1] = -from_prior[sequence]
        table[row, last] = from_prior[sequence] - from_reply[sequence]
    plan = _plan(before, start, best)
    for place in range(len(before)):
        row = first + best[place] - 1
        table[row, last + 1] = 0.0
        table[row, last] = plan[best[place]]


@compiled()
def _before_in_order(table: Numbers, row_of: Integers, column_of: Integers, entering: int, a: int, b: int) -> bool:
    """Whether row a leaves before row b when both reach zero at once: the one smaller under small disturbances."""
    left, right = -table[a, entering], -table[b, entering]
    for pair in range(len(table)):
        row, column = row_of[2 * pair], column_of[2 * pair]
        gap = (row == a) / left - (row == b) / right
        if row < 0:
            gap = table[b, column] / right - table[a, column] / left
        if abs(gap) > ZERO:
            return bool(gap < 0)
    return False


@compiled()
def _leaving(table: Numbers, row_of: Integers, column_of: Integers, entering: int) -> int:
    """The row that reaches zero first as a variable enters; -1 if none does. The last variable is preferred."""
    size = len(table)
    steepest = 1.0
    for row in range(size):
        steepest = max(steepest, -table[row, entering])
    limit = np.inf
    chosen = -1
    for row in range(size):
        slope = -table[row, entering]
        if slope > ZERO * steepest:
            ratio = max(table[row, size], 0.0) / slope
            if ratio < limit - ZERO:
                limit, chosen = ratio, row
            elif ratio <= limit + ZERO and _before_in_order(table, row_of, column_of, entering, row, chosen):
                chosen = row
    end = row_of[2 * (size - 1)]
    if end >= 0 and table[end, entering] < -ZERO and table[end, size] / -table[end, entering] <= limit + ZERO:
        return int(end)
    return chosen


@compiled()
def _pivot(table: Numbers, row: int, column: int) -> None:
    """Exchange the variable of a row for that of a column."""
    turn = table[row, column]
    for k in range(table.shape[1]):
        table[row, k] /= -turn
    table[row, column] = 1.0 / turn
    for other in range(len(table)):
        factor = table[other, column]
        if other != row and factor != 0.0:
            table[other, column] = 0.0
            for k in range(table.shape[1]):
                table[other, k] += factor * table[row, k]
            if abs(table[other, len(table)]) < TINY:
                table[other, len(table)] = 0.0


@compiled()
def follow(table: Numbers, most: int) -> tuple[int, int, Integers]:
    """Pivot until the last pair's first variable leaves; return the ending, the steps, and each variable's row.

    Shapes: table (pair, pair + 1), a dictionary: the first variable of each pair is the last column plus the row times
    the second variables. It is changed.
    """
    size = len(table)
    names, across = np.zeros(size, np.intp), np.zeros(size, np.intp)
    row_of, column_of = np.zeros(2 * size, np.intp), np.zeros(2 * size, np.intp)
    for k in range(size):
        names[k], across[k] = 2 * k, 2 * k + 1
        row_of[2 * k], row_of[2 * k + 1] = k, -1
        column_of[2 * k], column_of[2 * k + 1] = -1, k
    entering = size - 1
    for step in range(most):
        row = _leaving(table, row_of, column_of, entering)
        if row < 0:
            return FAILED, step, row_of
        _pivot(table, row, entering)
        gone, come = names[row], across[entering]
        names[row], across[entering] = come, gone
        row_of[come], row_of[gone] = row, -1
        column_of[gone], column_of[come] = entering, -1
        if gone == 2 * size - 2:
            return SOLVED, step + 1, row_of
        if gone == 2 * size - 1:
            return FAILED, step + 1, row_of
        entering = column_of[gone ^ 1]
    return STEP_LIMIT, most, row_of


@compiled()
def _read(table: Numbers, row_of: Integers, first: int, start: Integers, best: Integers, plan: Numbers) -> None:
    """Read a player's plan off the dictionary: first variables are weights of best sequences, second of others."""
    for sequence in best:
        plan[sequence] = 0.0
    for sequence in range(1, start[-1]):
        row = row_of[2 * (first + sequence - 1) + int(plan[sequence])]
        plan[sequence] = max(table[row, len(table)], 0.0) if row >= 0 else 0.0


@compiled()
def lemke(
    payoffs: tuple[Numbers, Numbers],
    before: tuple[Integers, Integers],
    start: tuple[Integers, Integers],
    prior: tuple[Numbers, Numbers],
    most: int,
) -> tuple[int, int, tuple[Numbers, Numbers]]:
    """Return how it ended, the steps, and two plans that are best replies to each other.

    The path of von Stengel, van den Elzen and Talman (2002): (1) everybody replies best to the prior; (2) the prior's
    weight falls from 1 while the replies take its place, some action becoming as good as those in use, or some weight
    running out, at every pivot; (3) it ends where the prior has no weight left. Ties are broken by lexicographic order.

    Shapes: payoffs, each player's (own sequence, the other's sequence), sums over the terminal nodes with these
    sequences of payoff times the probability of chance, scaled to entries of at most 1 or so; before and start as in
    `best_actions`; priors (sequence,), plans in which everything has some weight.
    """
    middle = start[0][-1] - 1
    size = middle + start[1][-1]
    best = (
        best_actions(before[0], start[0], earnings(payoffs[0], prior[1])),
        best_actions(before[1], start[1], earnings(payoffs[1], prior[0])),
    )
    table = np.zeros((size, size + 1))
    for player in range(2):
        rival = 1 - player
        own = (before[player], start[player], best[player])
        theirs = (before[rival], start[rival], best[rival])
        _fill(table, player * middle, rival * middle, payoffs[player], own, theirs, prior[rival])
    table[size - 1, size - 1], table[size - 1, size] = -1.0, 1.0
    ending, steps, row_of = follow(table, most)
    plans = (np.ones(start[0][-1]), np.ones(start[1][-1]))
    for player in range(2):
        _read(table, row_of, player * middle, start[player], best[player], plans[player])
    return ending, steps, plans
