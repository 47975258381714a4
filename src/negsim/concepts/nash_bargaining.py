"""Nash's bargaining solution: no agreement has a larger product of gains over disagreement."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements


def shortfall(game: BargainingGame, result: Agreements) -> Array:
    """Return by how much the geometric mean of the gains could be larger."""
    own = np.maximum(game.payoff(result) - game.disagreement[result.item], 0)
    power = game.power[result.item] / game.power[result.item].sum(1, keepdims=True)
    mean = np.prod(own**power, axis=1)
    best = np.prod(np.maximum(game.gains[result.item], 0) ** power[..., None], axis=1)
    return np.asarray(np.maximum(np.where(game.acceptable[result.item], best, 0).max(1) - mean, 0))


nash_bargaining: Concept[BargainingGame, Agreements] = concepts("nash_bargaining")(
    Concept(
        "nash_bargaining",
        "No agreement that everybody accepts has a larger product of gains over disagreement.",
        "Nash (1950)",
        shortfall,
    )
)
