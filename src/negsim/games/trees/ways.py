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
    decided = np.flatnonzero(tree.place >= 0)
    order = decided[np.argsort(tree.place[decided], kind="stable")]
    return tuple(np.split(order, np.cumsum(np.bincount(tree.place[decided], minlength=len(tree.player)))[:-1]))


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
