"""Agent logit quantal response: at each information set better actions are taken more often, and all know it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.concepts.sequential import largest_gain, require_tree
from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.beliefs import action_payoffs, believed


def agent_quantal_response(precision: float | None = None) -> Concept[ExtensiveGame, Any]:
    """Return the concept at one precision, or at the precision that stands in each row.

    Each information set is an agent of its player, who expects the other agents, those of the same player included, to
    respond in the same way. At precision 0 choices are uniform; as precision grows they come closer to best replies.

    Parameters
    ----------
    precision
        Weight of payoffs in the logistic response, in units of 1 / payoff; None to read the column ``precision``.
    """
    return Concept(
        "agent_quantal_response",
        "At every information set each action is taken with a probability proportional to exp(precision * its expected "
        "payoff once the set is reached).",
        "McKelvey and Palfrey (1998)",
        partial(distance_to_agent_response, precision=precision),
    )


def distance_to_agent_response(game: ExtensiveGame, result: Profiles, *, precision: float | None = None) -> Array:
    """Return the greatest difference between a choice probability and the logistic response of its agent.

    Expected payoffs are those given beliefs by Bayes' rule from the profile itself, as every node is reached. Beliefs
    that a result brings along are used only where probabilities are too small for numbers to tell them.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.
    precision
        As in `agent_quantal_response`. Where it is infinite the logistic response is to take best actions only, and the
        distance is the largest gain of an agent as a share of the range of the payoffs.

    Returns
    -------
    Array
        Shape (row,), a probability; 0 at an equilibrium; infinite for what is no profile, or leaves an information set
        unreached that should be reached with some probability.

    Raises
    ------
    NotApplicable
        If the games are no trees.
    """
    require_tree(game, "quantal_response")
    given = result.columns["precision"] if precision is None else np.full(len(result), float(precision))
    finite = np.isfinite(given)
    beliefs = believed(game, result)
    gain, proper = largest_gain(game, result, beliefs)
    starts = np.flatnonzero(np.diff(game.choices.place, prepend=-1))
    at = game.choices.place
    with np.errstate(invalid="ignore"):  # of what is no profile
        worth = action_payoffs(game, result, beliefs)
        scaled = np.where(finite, given, 0.0)[:, None] * worth
        response = np.exp(scaled - np.maximum.reduceat(scaled, starts, axis=1)[:, at])
        response /= np.add.reduceat(response, starts, axis=1)[:, at]
        off = np.abs(result.weights - response).max(1, initial=0.0)
    found = np.where(finite, off, gain / game.spread[result.item])
    return np.where(proper & np.isfinite(found), found, np.inf)


concepts("agent_quantal_response")(agent_quantal_response())
