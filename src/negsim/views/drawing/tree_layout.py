"""Where the nodes of a drawn tree stand: a row for every end, every other node in the middle of what follows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.trees.tree import Tree


@dataclass(frozen=True, kw_only=True)
class TreeLayout:
    """The part of a tree that is drawn, from left to right.

    Attributes
    ----------
    nodes
        Shape (drawn node,). Their numbers in the tree, parents before children, what is above before what is below.
    tips
        Shape (row,). The nodes at which the drawing ends, from top to bottom; not all of them end the play.
    row
        Shape (node,). How far down each node stands, in rows; undefined (nan) for those not drawn.
    """

    nodes: IntArray
    tips: IntArray
    row: Array


def tree_layout(tree: Tree, cut: BoolArray) -> TreeLayout:
    """Lay out a tree.

    A node stands halfway between the first and the last of its children, so that siblings are as near to each other as
    the rows of their ends allow, equal subtrees look the same, and the same tree drawn upside down is the same drawing:
    the rules of tidy trees (Reingold and Tilford 1981; Buchheim, Juenger and Leipert 2002). Every end has a row of its
    own, since words stand beside it.

    Parameters
    ----------
    tree
        Its nodes.
    cut
        Shape (node,). True for nodes that are drawn without what follows them.
    """
    waiting, nodes = [0], list[int]()
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if not cut[node]:
            waiting += [int(k) for k in tree.children[tree.child_start[node] : tree.child_start[node + 1]][::-1]]
    row = np.full(len(tree), np.nan)
    tips: list[int] = []
    for node in nodes:
        if cut[node] or tree.child_start[node] == tree.child_start[node + 1]:
            row[node] = len(tips)
            tips.append(node)
    for node in reversed(nodes):
        if np.isnan(row[node]):
            below = row[tree.children[tree.child_start[node] : tree.child_start[node + 1]]]
            row[node] = (below[0] + below[-1]) / 2
    return TreeLayout(nodes=np.array(nodes, np.intp), tips=np.array(tips, np.intp), row=row)


def lanes(tree: Tree, layout: TreeLayout) -> dict[int, int]:
    """Information sets of several drawn nodes -> how far left their dashes run, so that none run together.

    Parameters
    ----------
    tree, layout
        Its nodes, and where they stand.
    """
    spans: dict[int, list[tuple[int, float]]] = {}
    for node in map(int, layout.nodes):
        if tree.place[node] >= 0:
            spot = (int(tree.depth[node]), float(layout.row[node]))
            spans.setdefault(int(tree.place[node]), []).append(spot)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found: dict[int, int] = {}
    for place, spots in sorted(spans.items(), key=lambda span: max(span[1])[1] - min(span[1])[1]):
        if len(spots) < 2:
            continue
        depths, rows = {depth for depth, _ in spots}, [row for _, row in spots]
        lane = 0
        while any(
            low <= max(rows) and min(rows) <= high for depth in depths for low, high in taken.get((depth, lane), [])
        ):
            lane += 1
        for depth in depths:
            taken.setdefault((depth, lane), []).append((min(rows), max(rows)))
        found[place] = lane
    return found
