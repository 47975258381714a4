"""Sequential equilibrium: at every information set, reached or not, actions are best given beliefs that make sense."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments, Profiles
from negsim.games.trees.beliefs import action_payoffs, bayes_beliefs
from negsim.games.trees.ways import side_by_side
from negsim.kernels.trees.trembles import inconsistency

NEAR = 1e-9  # of 1: probabilities may be this far from it in sum


def shortfall(game: ExtensiveGame, result: Profiles) -> Array:
    """Return how far assessments are from sequential equilibria.

    Two things are certified, in full. *Rationality*: what an agent gains, at any information set and given the beliefs
    there, by another action now, play going on as planned. For players who forget nothing no longer deviation gains
    where no such one does, since beliefs are consistent (Hendon, Jacobsen and Sloth 1996). *Consistency*: beliefs are
    those of Bayes' rule wherever the moves of others and chance let play come with a probability above 0; everywhere
    else they are limits of Bayes' rule along fully mixed profiles that tend to this one. No sequence has to be shown
    for that: whether one exists is a linear program and linear equations (Kreps and Wilson 1982), see
    `negsim.kernels.trees.trembles.inconsistency`. A branch of chance of probability 0 counts as one more mistake.

    Not certified: of players who forget, that no plan of several agents gains; and of numbers near 0, whether they are
    meant to be 0. A probability or a belief is taken as it stands, so those that vanish must be exactly 0.

    Parameters
    ----------
    game
        A batch of games.
    result
        Assessments of games of the batch. Of profiles without beliefs those are judged that reach every information
        set; the others are infinitely far off.

    Returns
    -------
    Array
        Shape (row,). The larger of the gain, in the unit of the payoffs, and of the error of beliefs, in units of the
        range of the payoffs; infinite for what is no assessment, or where no mistakes explain the beliefs.

    Raises
    ------
    NotApplicable
        If the games are no trees.
    """
    require_tree(game, "markov_perfect")
    bayes = bayes_beliefs(game, result)
    held = result.beliefs if isinstance(result, Assessments) else bayes
    gain, proper = largest_gain(game, result, held)
    off = np.array(
        [
            belief_error(game, result, row, bayes[row], held[row]) if proper[row] else np.inf
            for row in range(len(result))
        ]
    )
    return np.where(proper, np.maximum(gain, off * game.spread[result.item]), np.inf)


def require_tree(game: Any, instead: str) -> None:
    """Raise unless the games are trees.

    Parameters
    ----------
    game
        Games of any form.
    instead
        The name of a concept for those of other forms.

    Raises
    ------
    NotApplicable
        Naming that concept, and Nash equilibrium.
    """
    if not isinstance(game, ExtensiveGame):
        raise NotApplicable(f"beliefs are held on trees, not in a {type(game).__name__}. Use nash or {instead}.")


def largest_gain(game: ExtensiveGame, result: Profiles, beliefs: Array) -> tuple[Array, BoolArray]:
    """Return the most that any agent gains by another action, and whether all the numbers are probabilities.

    Parameters
    ----------
    game, result
        As in `shortfall`.
    beliefs
        Shape (row, node).

    Returns
    -------
    gain
        Shape (row,), in the unit of the payoffs.
    proper
        Shape (row,).
    """
    if not len(game.choices):
        return np.zeros(len(result)), np.ones(len(result), bool)
    starts = np.flatnonzero(np.diff(game.choices.place, prepend=-1))
    weights = result.weights
    with np.errstate(invalid="ignore"):  # of what is no profile
        worth = action_payoffs(game, result, beliefs)
        earned = np.add.reduceat(weights * worth, starts, axis=1)
        gain = (np.maximum.reduceat(worth, starts, axis=1) - earned).max(1)
    nodes, sets, _ = side_by_side(game.tree)
    inside = beliefs[:, nodes]
    proper = (weights >= 0).all(1) & (inside >= 0).all(1)
    for numbers, begins in ((weights, starts), (inside, sets)):
        proper &= (np.abs(np.add.reduceat(numbers, begins, axis=1) - 1) <= NEAR).all(1)
    return np.maximum(gain, 0), np.asarray(proper)


def belief_error(game: ExtensiveGame, result: Profiles, row: int, bayes: Array, held: Array) -> float:
    """Return the largest difference between the beliefs of one row and consistent ones.

    Parameters
    ----------
    game, result, row
        A row of assessments.
    bayes, held
        Shape (node,). Beliefs by Bayes' rule, not a number where it is silent; and the beliefs of the row.
    """
    nodes, _, group = side_by_side(game.tree)
    silent = np.isnan(bayes[nodes])
    told = nodes[~silent]
    error = float(np.abs(held[told] - bayes[told]).max(initial=0.0))
    tree = game.tree
    kind = np.where(tree.choice >= 0, tree.choice, len(tree.choices) + np.arange(len(tree)))
    step = game.steps(result.take(slice(row, row + 1)))[0]
    judged = nodes[silent]
    rare = inconsistency(tree.parent.astype(np.intp), step, kind, judged, group[silent], held[judged])
    return max(error, rare)


sequential: Concept[ExtensiveGame, Any] = concepts("sequential")(
    Concept(
        "sequential",
        "At every information set each player does what is best given its beliefs, which rare mistakes can explain.",
        "Kreps and Wilson (1982)",
        shortfall,
    )
)
