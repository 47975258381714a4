"""Bargaining in which gains are shared by a measure: shared by solvers of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements
from negsim.kernels.talks.along_frontier import equal_shares
from negsim.kernels.talks.fairest import fairest
from negsim.kernels.talks.frontier import Frontier, between, frontiers
from negsim.solvers._programs import fair_programs
from negsim.solvers.base import Solution, Status


def require_unanimity(solver: Any, game: BargainingGame) -> None:
    """Raise unless every party can prevent an agreement.

    Parameters
    ----------
    solver, game
        For the message; the game.

    Raises
    ------
    NotApplicable
        If some parties can bind the others.
    """
    if not (game.rule is None or game.rule.is_unanimity):
        raise NotApplicable(
            f"{type(solver).__name__} is for talks in which everybody must agree; in this game some can bind the "
            "others. Use core, or rule: unanimity."
        )


def fair_solution(solver: Any, game: BargainingGame, scale: Array | None) -> Solution[Any, Any]:
    """Return the agreements under which the smallest share is largest, then the second smallest, and so on.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    scale
        Shape (batch, party). What a share of 1 is to each; its ideal gain, if None is given.
    """
    once = np.ones(len(game), np.intp)
    if not with_lotteries(game):
        if scale is None:
            scale = np.max(game.gains, axis=2, where=game.acceptable[:, None, :], initial=0.0)
        return on_the_list(solver, game, fairest(game.gains, scale, game.acceptable), once)
    if len(game.players) > 2:
        return fair_programs(solver, game, scale)
    found = frontier_of(game)
    if scale is None:
        scale = np.zeros((len(game), 2))
        some = np.flatnonzero(np.diff(found.start))
        scale[some, 0], scale[some, 1] = found.gains[found.start[some + 1] - 1, 0], found.gains[found.start[some], 1]
    return on_the_frontier(solver, game, found, *equal_shares(found, scale), once)


def with_lotteries(game: BargainingGame) -> bool:
    """Whether lotteries over agreements offer anything that the list does not."""
    return game.lotteries and len(game.players) > 1


def frontier_of(game: BargainingGame) -> Frontier:
    """Return the efficient lotteries of two parties that cost nobody anything."""
    return frontiers(game.gains, CLOSE * game.spread)


def on_the_list(solver: Any, game: BargainingGame, best: IntArray, steps: IntArray) -> Solution[Any, Any]:
    """Return a solution that picks one agreement of the list in every game in which one is acceptable.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    best, steps
        Shape (batch,). The agreement, whatever it is where none is acceptable; how many steps it took.
    """
    found = game.acceptable.any(1)
    item = np.flatnonzero(found)
    result = Agreements(item=item, agreement=best[item, None], weights=np.ones((len(item), 1)))
    status = np.where(found, Status.solved.code, Status.none_found.code)
    return Solution(game, solver, result, status, steps)


def on_the_frontier(
    solver: Any, game: BargainingGame, found: Frontier, row: IntArray, step: Array, steps: IntArray
) -> Solution[Any, Any]:
    """Return a solution that picks one point of every frontier that has any.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    found, row, step
        The frontiers, and the points as `between` takes them.
    steps
        Shape (batch,). How many steps it took.
    """
    some = np.diff(found.start) > 0
    agreement, weights = between(found, row, step)
    result = Agreements(item=np.flatnonzero(some), agreement=agreement, weights=weights)
    status = np.where(some, Status.solved.code, Status.none_found.code)
    return Solution(game, solver, result, status, steps)
