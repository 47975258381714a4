"""Nash equilibrium: no player gains by changing its own strategy alone."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame


def regret(game: StrategicGame, result: Profiles) -> Array:
    """Return the most that any player could gain by changing its own strategy alone.

    Parameters
    ----------
    game
        A batch of games.
    result
        Mixed profiles of games of the batch. A profile that is not one (negative weights, or weights that do not sum to
        1) is infinitely far from an equilibrium.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium.
    """
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


nash: Concept[StrategicGame, Profiles] = concepts("nash")(
    Concept("nash", "No player gains by changing its own strategy alone.", "Nash (1951)", regret)
)
