"""The egalitarian solution: everybody gains equally, or in proportion to its bargaining power."""

from __future__ import annotations

import numpy as np

from negsim.concepts._fair import unfairness
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements


def shortfall(game: BargainingGame, result: Agreements) -> Array:
    """Return how much more a party that gains too little could gain, or the largest loss."""
    if not len(result):
        return np.zeros(0)
    power = game.power[result.item]
    return unfairness(game, result, power / power.max(1, keepdims=True))


egalitarian: Concept[BargainingGame, Agreements] = concepts("egalitarian")(
    Concept(
        "egalitarian",
        "Nobody's gain, in proportion to its power, can grow without cutting a gain that is no larger.",
        "Kalai (1977)",
        shortfall,
    )
)
