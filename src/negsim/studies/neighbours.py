"""Solvers for many games that are alike: the quick twin of a solver, and how many games it takes together."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from negsim.games.base import Game
from negsim.games.stochastic import StochasticGame
from negsim.solvers.auto import Auto
from negsim.solvers.base import Solver, solvers


def along(solver: Solver[Any, Any], game: Game) -> Solver[Any, Any]:
    """Return the twin of a solver for batches of games that are alike, as along a sweep; itself if it has none.

    The twin follows the branches of stochastic games beside each other and finds the same plans, up to rounding.

    Parameters
    ----------
    solver
        Which.
    game
        One of the games.
    """
    if not isinstance(game, StochasticGame) or game.horizon is not None:
        return solver
    if isinstance(solver, Auto):
        kind = solvers["logit_homotopy"]
        solver = kind(max_steps=min(solver.max_steps, kind.max_steps), deadline=solver.deadline)
    option: dict[str, Any] = {"warm": True}
    return replace(solver, **option) if any(f.name == "warm" for f in fields(solver)) else solver


def block(solver: Solver[Any, Any], game: Game) -> int:
    """Return how many games of a batch, counted from its start, have a part in each other's rounding.

    Chunks that begin at multiples of this number give the same answers bit by bit, however many blocks each holds.

    Parameters
    ----------
    solver, game
        As in `along`.
    """
    size = getattr(solver, "block", None)
    return int(size(game)) if callable(size) else 1
