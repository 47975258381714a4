"""Coarse correlated equilibrium: nobody gains by refusing to take part before hearing a recommendation."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame, own_first


def withdrawal_gain(game: StrategicGame, result: Joint) -> Array:
    """Return the most that any player could gain by always playing one strategy, whatever is recommended.

    Parameters
    ----------
    game
        A batch of games.
    result
        Probabilities of joint outcomes. Numbers that are no probabilities (negative, or not of sum 1) are infinitely
        far from an equilibrium.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium.
    """
    gains = np.zeros((len(game.players), len(result)))
    for player in range(len(game.players)):
        table = game.own_table(player)[result.item]
        drawn = own_first(result.probability, player)
        fixed = np.einsum("rao,ro->ra", table, drawn.sum(1))
        obeying = np.einsum("rao,rao->r", table, drawn)
        gains[player] = fixed.max(1) - obeying
    return np.where(result.is_proper, np.maximum(gains, 0).max(0), np.inf)


coarse_correlated: Concept[StrategicGame, Joint] = concepts("coarse_correlated")(
    Concept(
        "coarse_correlated",
        "No player gains by always playing one strategy instead of what will be recommended to it.",
        "Moulin and Vial (1978)",
        withdrawal_gain,
    )
)
