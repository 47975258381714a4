"""The Kalai-Smorodinsky solution: everybody gets the same share of the most that it could have hoped for."""

from __future__ import annotations

import numpy as np

from negsim.concepts._fair import ideals, unfairness
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements


def shortfall(game: BargainingGame, result: Agreements) -> Array:
    """Return how much more a party with too small a share of its ideal gain could get, or the largest loss."""
    if not len(result):
        return np.zeros(0)
    return unfairness(game, result, ideals(game, result.item))


kalai_smorodinsky: Concept[BargainingGame, Agreements] = concepts("kalai_smorodinsky")(
    Concept(
        "kalai_smorodinsky",
        "Nobody's share of its largest possible gain can grow without cutting a share that is no larger.",
        "Kalai and Smorodinsky (1975); Imai (1983)",
        shortfall,
    )
)
