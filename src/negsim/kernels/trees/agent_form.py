"""A tree laid out for the responses of its agents: layer by layer, and cut where perfect information begins."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]


class Fan(NamedTuple):
    """The steps from one layer of nodes to the next.

    Attributes
    ----------
    child
        Shape (step,). Where each step leads; siblings stand together.
    start, up
        Shape (node,). Where the steps of each node begin, and the node.
    rank
        Shape (step,). Which of the nodes each step leaves.
    """

    child: Integers
    start: Integers
    up: Integers
    rank: Integers

    def sums(self, terms: Floats) -> Floats:
        """Shape (..., node): the sum over the steps of each node, for terms of shape (..., step)."""
        found: Floats = np.add.reduceat(terms, self.start, axis=-1)
        return found


class AgentForm:
    """The places of a tree that depend on one another, and the subgames of perfect information that depend on nothing.

    A node is closed if it ends play or begins a subgame of perfect information: responses there follow from the end
    backwards, so only the places of open nodes are unknowns. Nodes are numbered anew, layer by layer with siblings side
    by side, first all of them (``all``), then the open ones and those just below them (``kept``).

    Parameters
    ----------
    parent, action, place, choice
        Shape (node,). As in a tree whose nodes come after their parents: -1 where there is none; places below 0 decide
        nothing.
    layers
        The nodes at each depth.
    player
        Shape (place,). Who decides there.
    players
        How many there are.
    recall
        Whether nobody forgets what it did: then a player's own moves do not bear on its beliefs.

    Attributes
    ----------
    node
        Shape (all,). The old number of each node.
    closed
        Shape (all,). Whether the node is closed.
    kept
        Shape (kept,). The nodes, in the new order of all, that are open or follow an open one.
    choices
        Shape (unknown,). The choices of open nodes, rising; the unknowns.
    start, at
        Shape (place,) and (unknown,). Where the unknowns of each open place begin, and to which place each belongs.
    """

    def __init__(
        self,
        *,
        parent: Integers,
        action: Integers,
        place: Integers,
        choice: Integers,
        layers: tuple[Integers, ...],
        player: Integers,
        players: int,
        recall: bool,
    ):
        self.node = _side_by_side(parent, action, layers)
        where = np.empty_like(self.node)
        where[self.node] = np.arange(len(self.node))
        above = parent[self.node]
        self.parent = np.where(above >= 0, where[above], -1)
        self.place, self.choice = place[self.node], choice[self.node].astype(np.intp)
        self.players = players
        self.actor = np.append(player, -1)[np.where(self.place >= 0, self.place, len(player))]
        bounds = np.cumsum([0, *map(len, layers)])
        self.closed = self._closed(bounds)
        below = self.closed[self.parent]
        self.closed_fans = _fans(bounds, self.parent, below)
        self.closed_actors = [_actors(self.actor, fan) for fan in self.closed_fans]
        below[0] = False
        self.kept = np.flatnonzero(~below)
        self._keep(np.searchsorted(self.kept, bounds), recall)

    def _closed(self, bounds: Integers) -> Booleans:
        """Whether everybody knows at every node from here on where play stands."""
        nodes = np.bincount(self.place[self.place >= 0], minlength=1)
        closed = (self.place < 0) | (nodes[np.maximum(self.place, 0)] == 1)
        for first, last in zip(bounds[-2:0:-1], bounds[:1:-1], strict=True):
            np.logical_and.at(closed, self.parent[first:last], closed[first:last])
        return np.asarray(closed)

    def _keep(self, bounds: Integers, recall: bool) -> None:
        """Number the unknowns, and lay out what each depends on."""
        number = np.full(len(self.node), -1)
        number[self.kept] = np.arange(len(self.kept))
        self.above = np.where(self.kept > 0, number[self.parent[self.kept]], -1)
        self.leaf = self.closed[self.kept]
        self.fans = _fans(bounds, self.above, np.ones(len(self.kept), bool))
        decided = self.choice[self.kept]
        self.choices = np.unique(decided[decided >= 0])
        self.unknown = np.where(decided >= 0, np.searchsorted(self.choices, decided), -1)
        self.steps = np.flatnonzero(decided >= 0)
        owner = self.actor[self.kept]
        self.owner = np.where(self.steps >= 0, owner[self.above[self.steps]], -1)
        mover = np.full(len(self.kept), -1)
        mover[self.steps] = self.owner
        self.counted = np.ones((self.players, len(self.kept)))
        if recall:
            self.counted[mover[self.steps], self.steps] = 0.0
        places = self.place[self.kept]
        open_nodes = np.flatnonzero(~self.leaf & (places >= 0))
        self.members = open_nodes[np.argsort(places[open_nodes], kind="stable")]
        self.member_start = np.flatnonzero(np.diff(places[self.members], prepend=-1))
        self.member_rank = np.cumsum(np.diff(places[self.members], prepend=-1) != 0) - 1
        self.believer = owner[self.members]
        at = np.empty(len(self.choices), np.intp)
        at[self.unknown[self.steps]] = places[self.above[self.steps]]
        self.start = np.flatnonzero(np.diff(at, prepend=-1))
        self.at = np.cumsum(np.diff(at, prepend=-1) != 0) - 1
        self._pair(mover, recall)

    def _pair(self, mover: Integers, recall: bool) -> None:
        """List, distance by distance, the pairs of a step and a later step on the same way."""
        self.later: list[Integers] = []
        self.earlier: list[Integers] = []
        late, early = self.steps, self.above[self.steps]
        while len(late):
            here = self.unknown[early] >= 0
            self.later.append(late[here])
            self.earlier.append(early[here])
            on = self.above[early] >= 0
            late, early = late[on], self.above[early[on]]
        count = len(self.choices)
        later = np.concatenate([*self.later, np.zeros(0, np.intp)])
        earlier = np.concatenate([*self.earlier, np.zeros(0, np.intp)])
        self.telling = np.flatnonzero((mover[later] != mover[earlier]) | (not recall))
        self.forgetful = bool(
            (self.place[self.kept][self.above[later]] == self.place[self.kept][self.above[earlier]]).any()
        )
        ahead = self.unknown[earlier] * count + self.unknown[later]
        back = self.unknown[later] * count + self.unknown[earlier]
        self.cells = np.concatenate([ahead, back[self.telling]])
        self.late, self.early, self.early_mover = later, earlier, mover[earlier]
        self.late_mover = mover[later]


def _side_by_side(parent: Integers, action: Integers, layers: tuple[Integers, ...]) -> Integers:
    """The nodes layer by layer, children in the order of their parents."""
    where = np.zeros(len(parent), np.intp)
    found = [layers[0]]
    for layer in layers[1:]:
        ordered = layer[np.lexsort((action[layer], where[parent[layer]]))]
        where[ordered] = np.arange(len(ordered))
        found.append(ordered)
    return np.concatenate(found).astype(np.intp)


def _fans(bounds: Integers, above: Integers, wanted: Booleans) -> list[Fan]:
    """The steps from layer to layer, the first layer first, of the wanted nodes."""
    found = []
    for first, last in pairwise(bounds[1:]):
        child = np.arange(first, last)[wanted[first:last]]
        if len(child):
            new = np.diff(above[child], prepend=-1) != 0
            start = np.flatnonzero(new)
            found.append(Fan(child, start, above[child[start]], np.cumsum(new) - 1))
    return found


def _actors(actor: Integers, fan: Fan) -> tuple[Integers, Booleans, bool]:
    """Who takes each step, somebody where chance does; whether anybody does; and whether that is so of all."""
    who = actor[fan.up][fan.rank]
    return np.maximum(who, 0), who >= 0, bool((who >= 0).all())
