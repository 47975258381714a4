"""Random games of several stages, in each of which two players choose at the same time: trees of any size at once."""

from __future__ import annotations

import numpy as np

from negsim.games.base import IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import TERMINAL, Tree


def staged_game(
    actions: int, stages: int, *, watched: bool = True, zero_sum: bool = True, seed: int = 0
) -> ExtensiveGame:
    """Return a game of so many stages, with payoffs at the end.

    Two actions and six stages make 8,191 nodes, two and seven 32,767.

    Parameters
    ----------
    actions
        Of each player at each stage.
    stages
        How many.
    watched
        Whether both see at the end of a stage what was done in it, so that a subgame begins; if not, they know no more
        than their own moves.
    zero_sum
        Whether one player's gain is the other's loss.
    seed
        Of the payoffs, whole numbers from -1000 to 1000.
    """
    widths = [actions**depth for depth in range(2 * stages + 1)]
    heads = np.cumsum([0, *widths])
    parent = [np.array([-1])]
    place, player, taken = [], [], 0
    for depth, width in enumerate(widths[:-1]):
        parent.append(np.repeat(np.arange(width) + heads[depth], actions))
        nodes = np.arange(width)
        known = nodes // actions ** (depth % 2) if watched else _own_moves(nodes, actions, depth)
        names, sets = np.unique(known, return_inverse=True)
        place.append(taken + sets)
        player.append(np.full(len(names), depth % 2))
        taken += len(names)
    action = [np.array([-1])] + [np.tile(np.arange(actions), width) for width in widths[:-1]]
    labels = tuple(str(k + 1) for k in range(actions))
    ends = widths[-1]
    tree = Tree(
        parent=np.concatenate(parent),
        action=np.concatenate(action),
        place=np.concatenate([*place, np.full(ends, TERMINAL)]),
        player=np.concatenate(player),
        players=("first", "second"),
        actions=(labels,) * taken,
        outcome=np.arange(ends),
        outcomes=tuple(map(str, range(ends))),
    )
    payoffs = np.random.default_rng(seed).integers(-1000, 1001, (1, 2, ends)).astype(float)
    if zero_sum:
        payoffs[:, 1] = -payoffs[:, 0]
    return ExtensiveGame(tree=tree, payoffs=payoffs, title=f"{stages} stages of {actions} x {actions} actions")


def _own_moves(nodes: IntArray, actions: int, depth: int) -> IntArray:
    """Shape (node,). What the player who decides at this depth has done before, as a number."""
    found = np.zeros_like(nodes)
    for k in range(depth % 2, depth, 2):
        found = found * actions + nodes // actions ** (depth - 1 - k) % actions
    return found
