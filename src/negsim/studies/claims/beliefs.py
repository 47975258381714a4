"""What somebody believes to have happened, at an information set of a tree."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments, Profiles
from negsim.games.trees.beliefs import bayes_beliefs
from negsim.solvers.base import Solution


def belief(solution: Solution[Any, Any], action: str, place: str) -> Array:
    """Return the probability, as seen from a place, that an action was taken on the way there.

    Parameters
    ----------
    solution
        Of a tree.
    action
        Label of an action, or of a branch of chance.
    place
        Label of an information set; of several that share it, the first.

    Returns
    -------
    Array
        Shape (row,). By Bayes' rule, or as the solution says where play never comes; else not a number there.

    Raises
    ------
    NotApplicable
        If the game is no tree, or the rows are no plans.
    UnknownName
        If there is no such place, or the action is never taken before it.
    """
    game, result = solution.game, solution.result
    if not isinstance(game, ExtensiveGame) or not isinstance(result, Profiles):
        raise NotApplicable("belief(...) is for plans of the form 'extensive'. Use probability(... given ...)")
    tree, places = game.tree, game.choices.places
    if place not in places:
        raise unknown("place", place, places)
    nodes = np.flatnonzero(tree.place == places.index(place))
    ways = [tree.history(int(node)) for node in nodes]
    seen = np.array([action in way for way in ways])
    if not seen.any():
        raise unknown("action", action, {step for way in ways for step in way})
    beliefs = result.beliefs if isinstance(result, Assessments) else bayes_beliefs(game, result)
    return np.asarray(beliefs[:, nodes[seen]].sum(1))
