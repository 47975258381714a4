"""Nash equilibrium: no player gains by changing its own strategy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame


def regret(game: Any, result: Profiles) -> Array:
    """Return the most that any player could gain by changing its own strategy alone.

    Where play takes time the whole strategy counts, for every place at once: on a tree the best reply of a player who
    forgets nothing, in a stochastic game the best plan from the start of play.

    Parameters
    ----------
    game
        A batch of games of any form that has profiles.
    result
        Mixed profiles of games of the batch. A profile that is not one (negative weights, or weights that do not sum to
        1) is infinitely far from an equilibrium.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium.

    Raises
    ------
    NotApplicable
        If a player of an extensive game forgets what it knew or did.
    """
    return _of_strategies(game, result) if isinstance(game, StrategicGame) else _of_plans(game, result)


def _of_strategies(game: StrategicGame, result: Profiles) -> Array:
    slices = game.choices.slices
    starts = [part.start for part in slices]
    weights = result.weights
    gains = game.deviation_payoffs(result)
    best = np.maximum.reduceat(gains, starts, axis=1)
    earned = np.add.reduceat(gains * weights, starts, axis=1)
    totals = np.add.reduceat(weights, starts, axis=1)
    proper = (np.abs(totals - 1) <= 1e-9).all(1) & (weights >= -1e-12).all(1)
    worst = np.maximum(best - earned, 0).max(1)
    return np.where(proper, worst, np.inf)


def _of_plans(game: Any, result: Profiles) -> Array:
    proper = game.choices.are_proper(result.weights)
    found = np.full(len(result), np.inf)
    if proper.any():
        judged = result.take(np.flatnonzero(proper))
        found[proper] = np.maximum(game.best_payoffs(judged) - game.payoff(judged), 0).max(1)
    return found


nash: Concept[Any, Profiles] = concepts("nash")(
    Concept("nash", "No player gains by changing its own strategy alone.", "Nash (1951)", regret)
)
