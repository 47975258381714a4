"""Bargaining over lotteries of three and more parties, piece by piece of a batch: shared by solvers of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements
from negsim.kernels.talks.fair_mixtures import STEPS, fair_mixtures
from negsim.kernels.talks.midpoint_mixtures import midpoint_mixtures
from negsim.solvers.base import Solution, Status, Watch

PASSES = 40  # over all points, of a game's programs
PIECE = 512  # games between two looks at the clock
ALLOWED = 1e-7  # of the spread: how far off an answer may be

Work = Callable[[slice, Array, Array, IntArray, Array, IntArray, Array], None]


def fair_programs(solver: Any, game: BargainingGame, scale: Array | None) -> Solution[Any, Any]:
    """Return the lotteries under which the smallest share is largest, then the second smallest, and so on.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    scale
        Shape (batch, party). What a share of 1 is to each; its ideal gain, if None is given.
    """
    unit = (np.ones(game.disagreement.shape) if scale is None else scale) / _sizes(game)

    def work(
        rows: slice, points: Array, payoff: Array, part: IntArray, share: Array, steps: IntArray, off: Array
    ) -> None:
        kernel = fair_mixtures.sized(STEPS * len(steps) + PASSES * points.size)
        kernel(points, unit[rows].copy(), payoff, scale is None, part, share, steps, off)

    return _in_pieces(solver, game, work)


def midpoint_programs(solver: Any, game: BargainingGame) -> Solution[Any, Any]:
    """Return the lotteries at which Raiffa's midpoints end.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    """

    def work(
        rows: slice, points: Array, payoff: Array, part: IntArray, share: Array, steps: IntArray, off: Array
    ) -> None:
        kernel = midpoint_mixtures.sized(10 * (STEPS * len(steps) + PASSES * points.size))
        kernel(points, payoff, part, share, steps, off, solver.max_steps)

    solution = _in_pieces(solver, game, work)
    late = (solution.steps >= solver.max_steps) & (solution.status != Status.none_found.code)
    solution.status[late & (solution.status != Status.time_limit.code)] = Status.step_limit.code
    return solution


def _in_pieces(solver: Any, game: BargainingGame, work: Work) -> Solution[Any, Any]:
    watch = Watch(solver)
    count, parties = game.disagreement.shape
    part, share = np.zeros((count, parties), np.int64), np.zeros((count, parties))
    size = _sizes(game)
    steps, status = np.zeros(count, np.int64), np.full(count, Status.time_limit.code, np.intp)
    for start in range(0, count, PIECE):
        if start and watch.left <= 0:
            break
        rows = slice(start, start + PIECE)
        gains, off = game.gains[rows], np.zeros(len(status[rows]))
        work(rows, gains / size[rows, :, None], 1 / size[rows], part[rows], share[rows], steps[rows], off)
        status[rows] = np.where(share[rows].sum(1) > 0, Status.solved.code, Status.none_found.code)
        status[rows][off > ALLOWED * game.spread[rows]] = Status.inaccurate.code
    item = np.flatnonzero(share.sum(1) > 0)
    result = Agreements(item=item, agreement=part[item].astype(np.intp), weights=share[item])
    return Solution(game, solver, result, status, steps.astype(np.intp))


def _sizes(game: BargainingGame) -> Array:
    """Shape (batch, party): the largest gain or loss of each; 1 where there is none."""
    size = np.maximum(game.gains.max(2), -game.gains.min(2))
    return np.asarray(np.where(size > 0, size, 1.0))
