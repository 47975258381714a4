"""What play is worth from every node of a tree on, and what each action earns where somebody decides."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments, Profiles


def node_payoffs(game: ExtensiveGame, result: Profiles) -> Array:
    """Return what each player expects from every node on, once play is there.

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
    tree, steps = game.tree, game.steps(result)
    found = np.zeros((len(result), len(game.players), len(tree)))
    found[:, :, tree.terminals] = game.payoffs[result.item]
    for layer in reversed(tree.layers[1:]):
        below = layer[np.argsort(tree.parent[layer], kind="stable")]
        parents, starts = np.unique(tree.parent[below], return_index=True)
        found[:, :, parents] = np.add.reduceat(found[:, :, below] * steps[:, None, below], starts, axis=-1)
    return found


def node_weights(game: ExtensiveGame, result: Profiles) -> Array:
    """Return how likely each node is, given that play is in its information set.

    Where play never comes, an assessment says what is believed; a profile alone says nothing.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch, perhaps with beliefs.

    Returns
    -------
    Array
        Shape (row, node); 0 where nobody decides, and undefined (nan) where nothing is known.
    """
    tree = game.tree
    decided = np.flatnonzero(tree.place >= 0)
    found = np.zeros((len(result), len(tree)))
    reach = result.beliefs if isinstance(result, Assessments) else game.reach(result)
    sets = tree.place[decided]
    for row, weight in enumerate(reach[:, decided]):
        total = np.bincount(sets, weight, minlength=len(tree.player))[sets]
        found[row, decided] = np.divide(weight, total, out=np.full(len(weight), np.nan), where=total > 0)
    single = np.bincount(sets, minlength=len(tree.player))[sets] == 1
    found[:, decided[single]] = 1.0  # who knows where play stands needs no belief
    return found


def action_payoffs(game: ExtensiveGame, result: Profiles) -> Array:
    """Return what each action earns the one who takes it, once play is in the information set; all else as planned.

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch, perhaps with beliefs.

    Returns
    -------
    Array
        Shape (row, choice), in the unit of the payoffs; undefined (nan) where nobody knows where play stands.
    """
    tree = game.tree
    taken = np.flatnonzero(tree.choice >= 0)
    before, choice = tree.parent[taken], tree.choice[taken]
    owner = game.choices.player[choice]
    worth, weight = node_payoffs(game, result), node_weights(game, result)
    found = np.empty((len(result), len(game.choices)))
    for row in range(len(result)):
        earned = worth[row, owner, taken] * weight[row, before]
        found[row] = np.bincount(choice, earned, minlength=len(game.choices))
    return found
