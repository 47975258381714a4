"""Markov logit equilibrium: in every state everyone takes better actions more often, and knows that all others do."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.concepts.markov_perfect import largest_gain
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame


def markov_quantal_response(precision: float | None = None) -> Concept[StochasticGame, Profiles]:
    """Return the concept at one precision, or at the precision that stands in each row.

    At precision 0 choices are uniform; as precision grows they come closer to best replies. Precision has the unit
    1 / payoff, and applies to all that an action earns: its payoff at once and, discounted, what follows.

    Parameters
    ----------
    precision
        Weight of payoffs in the logistic response; None to read the column ``precision`` of the result.
    """
    return Concept(
        "markov_quantal_response",
        "In each state each player takes every action with a probability proportional to exp(precision * what it "
        "earns there if everybody goes on so).",
        "Breitmoser, Tan and Zizzo (2010); McKelvey and Palfrey (1995)",
        partial(distance_to_response, precision=precision),
    )


def distance_to_response(game: StochasticGame, result: Profiles, *, precision: float | None = None) -> Array:
    """Return the greatest difference between a choice probability and the logistic response to the plans.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.
    precision
        As in `markov_quantal_response`. Where it is infinite the logistic response is to take best actions only, and
        the distance is the largest gain from acting otherwise once, as a share of the range of the payoffs.

    Returns
    -------
    Array
        Shape (row,), a probability; 0 at an equilibrium. A profile that is not one is infinitely far from an
        equilibrium.
    """
    given = result.columns["precision"] if precision is None else np.full(len(result), float(precision))
    proper = game.choices.are_proper(result.weights)
    found = np.where(proper, 0.0, np.inf)
    exact, noisy = np.flatnonzero(proper & np.isinf(given)), np.flatnonzero(proper & np.isfinite(given))
    if len(exact):
        found[exact] = largest_gain(game, result.take(exact)) / game.spread[result.item[exact]]
    if len(noisy) and len(game.choices):
        found[noisy] = _distance(game, result.take(noisy), given[noisy])
    return found


def _distance(game: StochasticGame, result: Profiles, precision: Array) -> Array:
    starts = [part.start for part in game.choices.slices]
    sizes = np.diff([*starts, len(game.choices)])
    scaled = precision[:, None] * game.deviation_payoffs(result)
    response = np.exp(scaled - np.repeat(np.maximum.reduceat(scaled, starts, axis=1), sizes, axis=1))
    response /= np.repeat(np.add.reduceat(response, starts, axis=1), sizes, axis=1)
    return np.asarray(np.abs(result.weights - response).max(1))


concepts("markov_quantal_response")(markov_quantal_response())
