"""Pareto efficiency of agreements: nobody could get more unless somebody gets less."""

from __future__ import annotations

import numpy as np

from negsim.concepts._fair import gains_of
from negsim.concepts._surplus import surplus
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements


def waste(game: BargainingGame, result: Agreements) -> Array:
    """Return how much parties could gain together at nobody's cost.

    Gains of different parties are added as shares of the range of each one's payoffs, and told in the unit of the
    party whose range is widest.
    """
    if not len(result):
        return np.zeros(0)
    item = result.item
    gains = gains_of(game, result)
    width = np.ptp(game.payoffs, axis=2)[item]
    weight = 1 / np.where(width > CLOSE * game.spread[item, None], width, np.inf)  # who is indifferent but for rounding
    most = width.max(1)
    best = surplus(game, item, gains, weight) - (weight * gains).sum(1)
    return np.asarray(np.where(most > 0, np.maximum(best, 0), 0) * most)


efficient_agreements: Concept[BargainingGame, Agreements] = concepts("efficient_agreements")(
    Concept(
        "efficient_agreements",
        "No other agreement gives some party more, and none less.",
        "Pareto (1906)",
        waste,
    )
)
