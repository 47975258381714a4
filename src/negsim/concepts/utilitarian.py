"""The utilitarian solution: no agreement that costs nobody anything has a larger sum of payoffs."""

from __future__ import annotations

import numpy as np

from negsim.concepts._surplus import surplus
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements


def shortfall(game: BargainingGame, result: Agreements) -> Array:
    """Return by how much the sum of payoffs could be larger, or the largest loss."""
    if not len(result):
        return np.zeros(0)
    gains = game.payoff(result) - game.disagreement[result.item]
    best = surplus(game, result.item, np.zeros(gains.shape), np.ones(gains.shape))
    return np.asarray(np.maximum(np.maximum(best - gains.sum(1), -gains.min(1)), 0))


utilitarian: Concept[BargainingGame, Agreements] = concepts("utilitarian")(
    Concept(
        "utilitarian",
        "No agreement by which nobody loses has a larger sum of payoffs.",
        "Harsanyi (1955); Thomson (1981)",
        shortfall,
    )
)
