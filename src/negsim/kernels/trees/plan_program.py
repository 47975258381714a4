"""Optimal plans of two players on a tree, one of whom pays the other: a linear program over sequences of moves."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum
from negsim.kernels.trees.likeness import Classes, Forest, alike

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]


class SafePlans(NamedTuple):
    """Plans that secure the value of a game.

    Attributes
    ----------
    ending
        ``solved``, ``step_limit``, ``time_limit`` or ``failed``.
    first, second
        Shape (sequence,). The players' plans; zeros unless solved.
    steps
        Iterations of the linear program.
    """

    ending: Ending
    first: Numbers
    second: Numbers
    steps: int


def safe_plans(
    forests: tuple[Forest, Forest],
    rows: Integers,
    columns: Integers,
    payoffs: Numbers,
    max_steps: int = 1_000_000,
    seconds: float = np.inf,
) -> SafePlans:
    """Find the plan that earns the most at the least, and the plan against it that pays the least at the most.

    (1) Sequences that are alike are treated as one (`alike`). (2) The first player's plan maximises what the second's
    best reply leaves it; the prices of that program's limits are the second's plan (Romanovskii 1962; von Stengel
    1996).

    Parameters
    ----------
    forests
        The players' sequences, the receiver's first.
    rows, columns, payoffs
        Shape (entry,). What pairs of sequences earn the first player at the terminal nodes they lead to, times the
        probability of chance; pairs may come several times.
    max_steps, seconds
        Limits of the linear program.
    """
    from scipy.sparse import coo_matrix, hstack

    size = int(forests[1].start[-1])
    pairs, entry = np.unique(rows * size + columns, return_inverse=True)
    rows, columns = pairs // size, pairs % size
    cell: Numbers = np.bincount(entry, payoffs).astype(np.float64)
    cell /= np.abs(cell).max() or 1.0
    first, second = alike(forests, rows, columns, cell[None])  # 1
    heads = _firsts(second.sequence, second.sequences)
    kept = heads[second.sequence[columns]] == columns
    cells = second.sequence[columns[kept]], first.sequence[rows[kept]]
    earned: Any = coo_matrix((-cell[kept], cells), (second.sequences, first.sequences))
    floors = _conservation(forests[1], second, by_sequence=True)
    limits = _conservation(forests[0], first, by_sequence=False)
    goal = np.zeros(first.sequences + second.places + 1)
    goal[first.sequences] = 1.0
    one = np.zeros(first.places + 1)
    one[0] = 1.0
    found = maximum(  # 2
        goal,
        hstack([earned, floors]).tocsc(),
        np.zeros(second.sequences),
        hstack([limits, coo_matrix((first.places + 1, second.places + 1))]).tocsc(),
        one,
        free=second.places + 1,
        presolve=True,
        max_steps=max_steps,
        seconds=seconds,
    )
    if found.ending != "solved":
        return SafePlans(found.ending, np.zeros(len(first.sequence)), np.zeros(len(second.sequence)), found.steps)
    shares = found.prices / np.bincount(second.sequence)
    return SafePlans("solved", found.point[first.sequence], shares[second.sequence], found.steps)


def _firsts(classes: Integers, count: int) -> Integers:
    """Shape (class,). The first member of each class."""
    found = np.zeros(count, np.intp)
    found[classes[::-1]] = np.arange(len(classes))[::-1]
    return found


def _conservation(forest: Forest, classes: Classes, *, by_sequence: bool) -> Any:
    """What flows in flows on: a sequence's weight is that of its continuations at each information set after it.

    Rows are information sets, the first for the empty sequence, and columns sequences; one row for each class, and the
    sum over its columns' classes. By sequence the other way round: a row for each class of sequences, and sums over
    information sets.
    """
    from scipy.sparse import coo_matrix

    count = np.diff(forest.start)
    place = np.repeat(np.arange(len(count)), count)
    sequence = np.concatenate([[0], forest.before, np.arange(1, forest.start[-1])])
    where = np.concatenate([[0], 1 + np.arange(len(count)), 1 + place])
    sign = np.concatenate([[1.0], -np.ones(len(count)), np.ones(len(place))])
    of_place = np.concatenate([[0], 1 + classes.place])
    if by_sequence:
        kept = _firsts(classes.sequence, classes.sequences)[classes.sequence[sequence]] == sequence
    else:
        kept = _firsts(of_place, classes.places + 1)[of_place[where]] == where
    cells = of_place[where[kept]], classes.sequence[sequence[kept]]
    shape = (classes.places + 1, classes.sequences)
    return coo_matrix((sign[kept], cells[::-1] if by_sequence else cells), shape[::-1] if by_sequence else shape)
