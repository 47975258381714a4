"""Logit quantal response equilibrium: everyone plays better strategies more often, and knows that the others do too."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.concepts.nash import regret
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame


def quantal_response(precision: float | None = None) -> Concept[StrategicGame, Profiles]:
    """Return the concept at one precision, or at the precision that stands in each row.

    At precision 0 choices are uniform; as precision grows they come closer to best replies. Precision has the unit
    1 / payoff: payoffs twice as large are payoffs twice as precise.

    Parameters
    ----------
    precision
        Weight of payoffs in the logistic response; None to read the column ``precision`` of the result.
    """
    return Concept(
        "quantal_response",
        "Each player plays every strategy with a probability proportional to exp(precision * its payoff).",
        "McKelvey and Palfrey (1995)",
        partial(distance_to_response, precision=precision),
    )


def distance_to_response(game: StrategicGame, result: Profiles, *, precision: float | None = None) -> Array:
    """Return the greatest difference between a choice probability and the logistic response to the profile.

    Parameters
    ----------
    game
        A batch of games.
    result
        Mixed profiles of games of the batch.
    precision
        As in `quantal_response`. Where it is infinite the logistic response is to play best replies only, and the
        distance is the regret as a share of the range of the payoffs.

    Returns
    -------
    Array
        Shape (row,), a probability; 0 at an equilibrium. A profile that is not one (weights that do not sum to 1) is
        infinitely far from an equilibrium.
    """
    given = result.columns["precision"] if precision is None else np.full(len(result), float(precision))
    gains = game.deviation_payoffs(result)
    off = np.zeros(len(result))
    finite = np.isfinite(given)
    for part in game.choices.slices:
        scaled = np.where(finite, given, 0.0)[:, None] * gains[:, part]
        response = np.exp(scaled - scaled.max(1, keepdims=True))
        response /= response.sum(1, keepdims=True)
        off = np.maximum(off, np.abs(result.weights[:, part] - response).max(1))
    lost = regret(game, result)
    cells = game.payoffs[result.item].reshape(len(result), -1)
    share = lost / np.maximum(np.ptp(cells, axis=1), np.finfo(float).tiny)
    return np.where(np.isinf(lost), np.inf, np.where(finite, off, share))


concepts("quantal_response")(quantal_response())
