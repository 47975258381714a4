"""What a player has done so far: its own moves on the way to every node of a tree, and what comes after them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray

if TYPE_CHECKING:
    from negsim.games.trees.tree import Tree


class Level(NamedTuple):
    """The information sets of a player before which it has moved equally often.

    Attributes
    ----------
    places
        Shape (information set,). Their numbers among the player's own.
    choices
        Shape (choice,). The player's choices there, information set by information set.
    starts
        Shape (information set,). Where the choices of each begin in `choices`.
    """

    places: IntArray
    choices: IntArray
    starts: IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Sequences:
    """One player's sequences of own moves; number 0 is the empty one, and k + 1 ends with the player's choice k.

    Attributes
    ----------
    first
        The number of the player's first choice in a profile; its choices are consecutive.
    at
        Shape (node,). The player's sequence on the way to each node.
    before
        Shape (information set,). The sequence after which each information set of the player comes, in the order of
        the choices of a profile.
    start
        Shape (information set + 1,). The player's first choice at each; ends with the number of choices.
    own_moves
        Shape (information set,). How often the player has moved before.
    forgets
        Number, among the player's own, of an information set reached by different sequences; -1 if there is none.
    """

    first: int
    at: NDArray[np.int32]
    before: IntArray
    start: IntArray
    own_moves: IntArray
    forgets: int

    @property
    def count(self) -> int:
        """The number of sequences."""
        return int(self.start[-1]) + 1

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The information sets by how often the player has moved before, never first."""
        order = np.argsort(self.own_moves, kind="stable")
        sizes = np.diff(self.start)
        found = []
        for places in np.split(order, np.cumsum(np.bincount(self.own_moves, minlength=1))[:-1]):
            count = sizes[places]
            starts = np.cumsum(count) - count
            choices = np.arange(int(count.sum())) + np.repeat(self.start[places] - starts, count)
            found.append(Level(places, choices, starts))
        return tuple(found) if len(order) else ()


def sequences(tree: Tree, player: int) -> Sequences:
    """Follow one player's own moves down a tree.

    Parameters
    ----------
    tree
        Nodes and information sets.
    player
        Number of the player.
    """
    own = np.flatnonzero(tree.player == player)
    start = np.concatenate([[0], np.cumsum(tree.sizes[own])])
    first = int(tree.choice_start[own[0]]) if len(own) else 0
    mine = (tree.choice >= first) & (tree.choice < first + start[-1])
    at = np.where(mine, tree.choice - first + 1, 0).astype(np.int32)
    moves = mine.astype(np.int32)
    for layer in tree.layers[1:]:
        above = tree.parent[layer]
        at[layer] = np.where(mine[layer], at[layer], at[above])
        moves[layer] += moves[above]
    heads = tree.first_node[own]
    rank = np.full(len(tree.player), -1, np.intp)
    rank[own] = np.arange(len(own))
    decided = np.flatnonzero(tree.place >= 0)
    where = rank[tree.place[decided]]
    decided, where = decided[where >= 0], where[where >= 0]
    odd = np.flatnonzero(at[decided] != at[heads][where])
    return Sequences(
        first=first,
        at=at,
        before=at[heads].astype(np.intp),
        start=start,
        own_moves=moves[heads].astype(np.intp),
        forgets=int(where[odd[0]]) if len(odd) else -1,
    )
