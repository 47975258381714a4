"""A tree cut at the roots of its subgames, each of which can be solved by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.trees.subgames import STEPS, subgame_roots

if TYPE_CHECKING:
    from negsim.games.trees.tree import Tree


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """One player's moves within every piece of a tree; all arrays go piece by piece.

    Attributes
    ----------
    place_start
        Shape (piece + 1,). Which information sets, in the order of these arrays, belong to each piece.
    before
        Shape (information set,). The sequence before each, counted within its piece; 0 is the empty one. Information
        sets come after those before them.
    choice
        Shape (information set,). The first choice of each in a profile.
    size
        Shape (information set,). The number of its actions.
    at
        Shape (leaf,). The sequence that leads to each leaf, counted within its piece.
    """

    place_start: IntArray
    before: IntArray
    choice: IntArray
    size: IntArray
    at: IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """A tree cut at the roots of its subgames: each piece ends where play does, or where a subgame begins.

    Attributes
    ----------
    root
        Shape (piece,). The node where each begins; pieces come before those below them.
    leaf
        Shape (leaf,). The nodes where pieces end, piece by piece.
    leaf_start
        Shape (piece + 1,). Which leaves belong to each piece.
    sides
        The players' moves.
    """

    root: IntArray
    leaf: IntArray
    leaf_start: IntArray
    sides: tuple[Side, ...]

    def __len__(self) -> int:
        return len(self.root)

    @property
    def sequences(self) -> IntArray:
        """Shape (piece,). How many sequences, but for the empty ones, the players have in each."""
        total = np.zeros(len(self), np.intp)
        for side in self.sides:
            total += np.diff(np.concatenate([[0], np.cumsum(side.size)])[side.place_start])
        return total

    def odds(self, tree: Tree, chance: Array) -> Array:
        """Return the probability, as far as chance goes, of coming from the root of its piece to each leaf.

        Parameters
        ----------
        tree
            The tree.
        chance
            Shape (node,). As in `ExtensiveGame`, for one game.
        """
        reach = chance.copy()
        begins = np.zeros(len(tree), bool)
        begins[self.root] = True
        for layer in tree.layers[1:]:
            above = tree.parent[layer]
            reach[layer] *= np.where(begins[above], 1.0, reach[above])
        return np.asarray(reach[self.leaf])


def pieces(tree: Tree) -> Pieces:
    """Cut a tree at the roots of all its subgames.

    Parameters
    ----------
    tree
        Nodes and information sets; no player forgets anything.
    """
    owned = np.bincount(tree.place[tree.place >= 0], minlength=len(tree.player))
    begins = subgame_roots.sized(STEPS * len(tree))(tree.parent, tree.place, owned)
    begins[0] = True  # of a tree that is one terminal node, too
    return _cut(tree, begins)


def uncut(tree: Tree) -> Pieces:
    """Return a whole tree as one piece.

    Parameters
    ----------
    tree
        Nodes and information sets; no player forgets anything.
    """
    begins = np.zeros(len(tree), bool)
    begins[0] = True
    return _cut(tree, begins)


def _cut(tree: Tree, begins: BoolArray) -> Pieces:
    root = np.flatnonzero(begins)
    number = np.cumsum(begins) - 1
    inside = np.where(begins, number, 0)  # the piece that a node begins or lies in
    for layer in tree.layers[1:]:
        inside[layer] = np.where(begins[layer], inside[layer], inside[tree.parent[layer]])
    ends = (tree.place == -1) | begins
    ends[0] = tree.place[0] == -1
    leaf = np.flatnonzero(ends)
    above = inside[np.maximum(tree.parent[leaf], 0)]
    order = np.argsort(above, kind="stable")
    leaf, above = leaf[order], above[order]
    sides = tuple(_side(tree, player, root, inside, leaf, above) for player in range(len(tree.players)))
    return Pieces(root=root, leaf=leaf, leaf_start=_bounds(above, len(root)), sides=sides)


def _side(tree: Tree, player: int, root: IntArray, inside: IntArray, leaf: IntArray, above: IntArray) -> Side:
    own = tree.sequences[player]
    heads = tree.first_node[tree.player == player]
    piece = inside[heads]
    order = np.lexsort((heads, piece))
    size = np.diff(own.start)[order]
    starts = _bounds(piece[order], len(root))
    passed = np.cumsum(size) - size
    begun = np.concatenate([passed, [size.sum()]])[starts[piece[order]]] if len(order) else passed
    local = np.zeros(own.count, np.intp)  # sequence -> its number within the piece of its last move
    start = 1 + passed - begun
    within = np.arange(int(size.sum())) - np.repeat(passed, size)
    local[1 + np.repeat(own.start[:-1][order], size) + within] = np.repeat(start, size) + within
    entry = own.at[root]
    before = np.where(own.before == entry[piece], 0, local[own.before])[order]
    at = np.where(own.at[leaf] == entry[above], 0, local[own.at[leaf]])
    return Side(place_start=starts, before=before, choice=own.first + own.start[:-1][order], size=size, at=at)


def _bounds(rising: IntArray, count: int) -> IntArray:
    return np.searchsorted(rising, np.arange(count + 1))
