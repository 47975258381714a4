"""Lotteries over a few agreements as answers: shared by solvers that take games of several parties one by one."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.solvers.base import Answer, Status


def lottery_answer(parts: int, point: IntArray, weight: Array, steps: int, status: Status = Status.solved) -> Answer:
    """Return an answer of one row, or of none if the lottery is over nothing.

    Parameters
    ----------
    parts
        How many agreements a row has room for; those of least weight are dropped if there are more.
    point, weight
        Shape (part,). Numbers of agreements, and the probability of each.
    steps, status
        As in `Answer`.
    """
    kept = np.sort(np.argsort(-weight, kind="stable")[:parts])
    agreement, weights = np.zeros((1, parts), np.intp), np.zeros((1, parts))
    agreement[0, : len(kept)] = point[kept]
    weights[0, : len(kept)] = weight[kept] / weight[kept].sum() if len(kept) else 0.0
    rows = slice(0, min(len(kept), 1))
    return Answer(rows={"agreement": agreement[rows], "weights": weights[rows]}, status=status, steps=steps)


def no_lottery(parts: int, status: Status = Status.none_found, steps: int = 0) -> Answer:
    """Return an answer without rows.

    Parameters
    ----------
    parts, status, steps
        As in `lottery_answer`.
    """
    return lottery_answer(parts, np.zeros(0, np.intp), np.zeros(0), steps, status)
