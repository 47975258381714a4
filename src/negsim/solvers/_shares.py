"""Bargaining in which gains are shared by a measure: shared by solvers of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements
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
    if game.lotteries and len(game.players) > 1:
        raise NotApplicable(f"{type(solver).__name__} takes lists without lotteries so far. Use nash_bargaining.")


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


def ideal_gains(game: BargainingGame) -> Array:
    """Shape (batch, party): the most that each could gain from an agreement of the list that costs nobody anything."""
    return np.asarray(np.where(game.acceptable[:, None, :], game.gains, 0).max(2))
