"""Linear programs over mixtures of many alternatives, of which only a few are ever used."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Optimum, maximum

Numbers = NDArray[np.float64]

FEW = 64  # alternatives that are best taken up at once
MANY = 8  # alternatives to a row, from which on taking them up as needed saves time
PART = 4  # alternatives to a row that are taken up at a time
FINE = 1e-10  # the gain that an alternative left out may still promise
PENALTIES = (1e2, 1e4, 1e6)  # for breaking an inequality while too few alternatives have been taken up to keep it


def best_mixture(
    objective: Numbers,
    at_most: Any,
    promise: Numbers,
    *,
    free: int = 0,
    max_steps: int = 1_000_000,
    seconds: float = np.inf,
) -> Optimum:
    """Maximise ``objective @ x`` over mixtures x of alternatives with ``at_most @ x <= 0``.

    Sifting (Bixby and others 1992): 1. Take up the most promising alternatives. 2. Solve the program for these, with
    inequalities that may be broken at a penalty. 3. Its prices say what every alternative left out would gain; take up
    those that would gain most, and go to 2. 4. When none would gain, the solution is one of the whole program. Programs
    of few alternatives, and those that even the highest penalty leaves broken, are solved whole.

    Parameters
    ----------
    objective
        Shape (alternative ..., free variable ...), of range near 1.
    at_most
        Shape (inequality, alternative ..., free variable ...), dense or sparse by columns, entries near 1.
    promise
        Shape (alternative,). Which to take up first: the largest.
    free
        How many last variables are no alternatives, and may be negative.
    max_steps, seconds
        Limits of all linear programs together.
    """
    count, rows = len(objective) - free, at_most.shape[0]
    steps, end = 0, time.monotonic() + seconds
    if count > max(FEW, MANY * rows):
        for penalty in PENALTIES:
            found, broken = _sift(objective, at_most, promise, free, penalty, max_steps - steps, end)
            steps += found.steps
            if found.ending != "solved" or broken <= FINE:
                return found._replace(steps=steps)
    whole = maximum(
        objective,
        at_most,
        np.zeros(rows),
        _total(count, free),
        np.ones(1),
        free=free,
        max_steps=max_steps - steps,
        seconds=end - time.monotonic(),
    )
    return whole._replace(steps=steps + whole.steps)


def _total(count: int, others: int) -> Numbers:
    return np.append(np.ones(count), np.zeros(others))[None]


def _sift(
    objective: Numbers, at_most: Any, promise: Numbers, free: int, penalty: float, max_steps: int, end: float
) -> tuple[Optimum, float]:
    """Return the optimum for one penalty, and by how much inequalities are broken in it; `end` is a time to stop at."""
    from scipy.sparse import csc_array, eye_array, hstack

    columns = csc_array(at_most)
    count, rows = len(promise), at_most.shape[0]
    others = np.arange(count, count + free)
    taken = np.zeros(count, bool)
    more, steps = _largest(promise, PART * rows), 0  # step 1
    while True:
        taken[more] = True
        used = np.append(np.flatnonzero(taken), others)
        part = hstack([-eye_array(rows, format="csc"), columns[:, used]], format="csc")
        goal = np.append(np.full(rows, -penalty), objective[used])
        total = np.append(np.zeros((1, rows)), _total(len(used) - free, free), axis=1)
        found = maximum(  # step 2
            goal,
            part,
            np.zeros(rows),
            total,
            np.ones(1),
            free=free,
            max_steps=max_steps - steps,
            seconds=end - time.monotonic(),
        )
        steps += found.steps
        if found.ending != "solved":
            return found._replace(steps=steps), 0.0
        gain = objective[:count] - (columns.T @ found.prices)[:count] - found.value  # step 3
        gain[taken] = 0.0
        more = _largest(gain, PART * rows)
        more = more[gain[more] > FINE]
        if not len(more):  # step 4
            point = np.zeros(count + free)
            point[used] = found.point[rows:]
            return found._replace(point=point, steps=steps), float(found.point[:rows].sum())


def _largest(values: Numbers, count: int) -> NDArray[np.intp]:
    return np.argpartition(-values, min(count, len(values) - 1))[:count]
