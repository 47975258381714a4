"""Correlated equilibrium: nobody gains by disobeying what a mediator privately recommends."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Joint
from negsim.games.strategic import StrategicGame, own_first


def disobedience_gain(game: StrategicGame, result: Joint) -> Array:
    """Return the most that any player could gain by a rule that replaces recommendations by other strategies.

    A player who is told to play a knows only how likely that makes each combination of the others' strategies; the
    best rule answers every recommendation by the strategy that is best given it.

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
        Shape (row,), expected before the recommendation is drawn, in the unit of the payoffs; 0 at an equilibrium.
    """
    gains = np.zeros((len(game.players), len(result)))
    for player in range(len(game.players)):
        told = own_first(result.probability, player)
        earned = told @ game.own_table(player)[result.item].swapaxes(1, 2)  # (row, told, played)
        obeying = np.diagonal(earned, axis1=1, axis2=2)
        gains[player] = (earned.max(2) - obeying).sum(1)
    return np.where(result.is_proper, gains.max(0), np.inf)


correlated: Concept[StrategicGame, Joint] = concepts("correlated")(
    Concept(
        "correlated",
        "No player gains by disobeying what it is privately recommended, whatever the recommendation.",
        "Aumann (1974)",
        disobedience_gain,
    )
)
