"""Markov-perfect equilibrium: in every state nobody gains by acting otherwise, and plans look at the state alone."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame


def largest_gain(game: StochasticGame, result: Profiles) -> Array:
    """Return the most that any player gains, in any state, by acting otherwise once and then as planned.

    Where no single deviation pays, no longer one does, if payoffs are discounted or play ends.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch: plans for every state, and for every stage if the game has a horizon. A profile
        that is not one (negative weights, or weights that do not sum to 1) is infinitely far from an equilibrium.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium.
    """
    proper = game.choices.are_proper(result.weights)
    found = np.where(proper, 0.0, np.inf)
    starts = [part.start for part in game.choices.slices]
    if not starts or not proper.any():
        return found
    judged = result.take(np.flatnonzero(proper))
    gains = game.deviation_payoffs(judged)
    earned = np.add.reduceat(gains * judged.weights, starts, axis=1)
    best = np.maximum.reduceat(gains, starts, axis=1)
    found[proper] = np.maximum(best - earned, 0).max(1)
    return found


markov_perfect: Concept[StochasticGame, Profiles] = concepts("markov_perfect")(
    Concept(
        "markov_perfect",
        "Everyone acts by the current state alone, and in no state does anyone gain by acting otherwise.",
        "Maskin and Tirole (2001)",
        largest_gain,
    )
)
