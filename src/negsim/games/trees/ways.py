"""The nodes of a place in a tree, and what somebody there knows of the way."""

from __future__ import annotations

import numpy as np

from negsim.games.base import IntArray
from negsim.games.trees.tree import Tree

UNKNOWN = "?"


def members(tree: Tree) -> tuple[IntArray, ...]:
    """Return the nodes of every information set, rising.

    Parameters
    ----------
    tree
        Its nodes and labels.
    """
    nodes, starts, _ = side_by_side(tree)
    return tuple(np.split(nodes, starts[1:]))


def side_by_side(tree: Tree, player: int | None = None) -> tuple[IntArray, IntArray, IntArray]:
    """Return the nodes of information sets, set by set.

    Parameters
    ----------
    tree
        Its nodes and labels.
    player
        Whose sets; None for all.

    Returns
    -------
    nodes
        Shape (node,). The nodes at which the player decides, those of one set side by side.
    starts
        Shape (set,). Where each set begins.
    rank
        Shape (node,). Which of the sets each node is in.
    """
    place = tree.place
    decides = place >= 0
    if player is not None:
        decides &= np.append(tree.player, -1)[place] == player
    nodes = np.flatnonzero(decides)
    nodes = nodes[np.argsort(place[nodes], kind="stable")]
    new = np.diff(place[nodes], prepend=-1) != 0
    return nodes, np.flatnonzero(new), np.cumsum(new) - 1


def way(tree: Tree, nodes: IntArray) -> tuple[str, ...]:
    """Return the steps that lead to some nodes, with a question mark for those in which the ways differ.

    Parameters
    ----------
    tree
        Its nodes and labels.
    nodes
        Of one information set, say.

    Returns
    -------
    tuple of str
        The way to the first node and a question mark where ways differ in length too.
    """
    ways = [tree.history(int(node)) for node in nodes]
    if len({len(each) for each in ways}) > 1:
        return (*ways[0], UNKNOWN)
    return tuple(steps[0] if len(set(steps)) == 1 else UNKNOWN for steps in zip(*ways, strict=True))
