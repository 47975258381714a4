"""What players believe and expect at the information sets of a tree, given how everybody plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import Array
from negsim.games.results import Assessments, Profiles
from negsim.games.trees.ways import side_by_side

if TYPE_CHECKING:
    from negsim.games.extensive import ExtensiveGame


def node_values(game: ExtensiveGame, result: Profiles) -> Array:
    """Return what each player expects once play stands at each node.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, player, node), in the unit of the payoffs.
    """
    tree = game.tree
    found = np.zeros((len(result), len(game.players), len(tree)))
    found[:, :, tree.terminals] = game.payoffs[result.item]
    steps = game.steps(result)
    for layer in reversed(tree.layers[:-1]):
        within = layer[tree.child_start[layer + 1] > tree.child_start[layer]]
        counts = tree.child_start[within + 1] - tree.child_start[within]
        starts = np.cumsum(counts) - counts
        offsets = np.arange(int(counts.sum())) - np.repeat(starts, counts)
        below = tree.children[np.repeat(tree.child_start[within], counts) + offsets]
        found[:, :, within] = np.add.reduceat(steps[:, None, below] * found[:, :, below], starts, axis=2)
    return found


def bayes_beliefs(game: ExtensiveGame, result: Profiles) -> Array:
    """Return the probability of each node given that its information set is reached, by Bayes' rule.

    Of a player who forgets nothing the own moves do not count: they led to every node of the set alike. So beliefs are
    defined also where only the player's own plan keeps play away.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, node); 0 where nobody decides, and not a number where the others or chance keep play away.
    """
    tree = game.tree
    found = np.zeros((len(result), len(tree)))
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.log(game.steps(result))
    mover = np.full(len(tree), -1)
    decided = tree.choice >= 0
    mover[decided] = tree.choices.player[tree.choice[decided]]
    for player in np.unique(tree.player):
        counted = steps.copy()
        if game.has_perfect_recall:
            counted[:, mover == player] = 0.0
        for layer in tree.layers[1:]:
            counted[:, layer] += counted[:, tree.parent[layer]]
        nodes, starts, rank = side_by_side(tree, player)
        weight = counted[:, nodes]
        top = np.maximum.reduceat(weight, starts, axis=1)[:, rank]
        with np.errstate(invalid="ignore"):
            share = np.exp(weight - top)
            found[:, nodes] = share / np.add.reduceat(share, starts, axis=1)[:, rank]
        found[:, nodes[np.bincount(rank)[rank] == 1]] = 1.0  # who knows where play stands needs no rule
    return found


def believed(game: ExtensiveGame, result: Profiles) -> Array:
    """Return beliefs by Bayes' rule, and where it is silent those that come with the result, if any do.

    Parameters
    ----------
    game, result
        As in `bayes_beliefs`.
    """
    found = bayes_beliefs(game, result)
    return np.where(np.isnan(found), result.beliefs, found) if isinstance(result, Assessments) else found


def action_payoffs(game: ExtensiveGame, result: Profiles, beliefs: Array | None = None) -> Array:
    """Return what each action is worth to who may take it, once its information set is reached, given beliefs there.

    Parameters
    ----------
    game, result
        As in `bayes_beliefs`.
    beliefs
        Shape (row, node); those of `believed` when left out.

    Returns
    -------
    Array
        Shape (row, choice), in the unit of the payoffs; not a number where nobody knows where play stands.
    """
    tree = game.tree
    values = node_values(game, result)
    beliefs = believed(game, result) if beliefs is None else beliefs
    nodes = np.flatnonzero(tree.choice >= 0)
    choices: Any = tree.choice[nodes]
    owner = tree.choices.player[choices]
    worth = beliefs[:, tree.parent[nodes]] * values[:, owner, nodes]
    found = np.zeros((len(worth), len(tree.choices)))
    for row, terms in enumerate(worth):
        found[row] = np.bincount(choices, terms, len(tree.choices))
    return found
