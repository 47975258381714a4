"""The shape of an extensive game: who decides where, and knowing what; one tree serves a whole batch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.errors import InvalidGame
from negsim.games.base import Choices, IntArray
from negsim.games.trees.sequences import Sequences, sequences

TERMINAL, CHANCE = -1, -2  # what stands in `Tree.place` where nobody decides


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """Nodes as rows of arrays; node 0 is the root, and every node comes after its parent.

    Attributes
    ----------
    parent
        Shape (node,), int32. The node before; -1 at the root.
    action
        Shape (node,), int32. Which action, or which branch of chance, leads here from the parent, counted from 0;
        -1 at the root.
    place
        Shape (node,), int32. The information set at which somebody decides; `TERMINAL` where play is over, `CHANCE`
        where chance decides.
    player
        Shape (information set,). Who decides there.
    players
        Their labels.
    actions
        For every information set the labels of its actions.
    branches
        For every chance node, in the order of the nodes, the labels of its branches.
    outcome
        Shape (terminal,). Which outcome each terminal node is, in the order of the nodes.
    outcomes
        Labels of the outcomes; several terminal nodes may share one.
    places
        Labels of the information sets; none when left out, and then histories name them.

    Raises
    ------
    InvalidGame
        If the arrays do not describe a tree.
    """

    parent: NDArray[np.int32]
    action: NDArray[np.int32]
    place: NDArray[np.int32]
    player: IntArray
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    outcome: IntArray
    outcomes: tuple[str, ...]
    branches: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Tree: {len(self):,} nodes, {len(self.player):,} information sets of {', '.join(self.players)}>"

    def __post_init__(self) -> None:
        for name in ("parent", "action", "place"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.int32))
        for name in ("player", "outcome"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.intp))
        check_tree(self)

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def terminals(self) -> IntArray:
        """Shape (terminal,). The nodes at which play is over, rising."""
        return np.flatnonzero(self.place == TERMINAL)

    @cached_property
    def chances(self) -> IntArray:
        """Shape (chance node,). The nodes at which chance decides, rising."""
        return np.flatnonzero(self.place == CHANCE)

    @cached_property
    def sizes(self) -> IntArray:
        """Shape (information set,). The number of actions at each."""
        return np.fromiter(map(len, self.actions), np.intp, len(self.actions))

    @cached_property
    def child_start(self) -> IntArray:
        """Shape (node + 1,). The children of node k are ``children[child_start[k]:child_start[k + 1]]``."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.parent[1:], minlength=len(self)))])

    @cached_property
    def children(self) -> IntArray:
        """Shape (node - 1,). The children of each node in turn, in the order of their actions."""
        found = np.zeros(len(self) - 1, np.intp)
        found[self.child_start[self.parent[1:]] + self.action[1:]] = np.arange(1, len(self))
        return found

    @cached_property
    def depth(self) -> IntArray:
        """Shape (node,). The number of steps from the root."""
        depth = np.zeros(len(self), np.intp)
        layer = np.zeros(1, np.intp)
        while len(layer):
            counts = self.child_start[layer + 1] - self.child_start[layer]
            total = int(counts.sum())
            offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
            below = self.children[np.repeat(self.child_start[layer], counts) + offsets]
            depth[below] = np.repeat(depth[layer], counts) + 1
            layer = below
        return depth

    @cached_property
    def layers(self) -> tuple[IntArray, ...]:
        """The nodes at each depth, the root first."""
        order = np.argsort(self.depth, kind="stable")
        return tuple(np.split(order, np.cumsum(np.bincount(self.depth))[:-1]))

    @cached_property
    def order(self) -> IntArray:
        """Shape (information set,). The rank of each in the choices of a profile: player by player."""
        rank = np.empty(len(self.player), np.intp)
        rank[np.argsort(self.player, kind="stable")] = np.arange(len(self.player))
        return rank

    @cached_property
    def choice_start(self) -> IntArray:
        """Shape (information set,). The number of its first choice in a profile."""
        by_rank = np.empty(len(self.player), np.intp)
        by_rank[self.order] = self.sizes
        return (np.cumsum(by_rank) - by_rank)[self.order]

    @cached_property
    def choice(self) -> NDArray[np.int32]:
        """Shape (node,). The choice of a profile that leads to each node; -1 at the root and after chance."""
        found = np.full(len(self), -1, np.int32)
        before = self.place[self.parent[1:]]
        decided = before >= 0
        found[1:][decided] = self.choice_start[before[decided]] + self.action[1:][decided]
        return found

    @cached_property
    def choices(self) -> Choices:
        """The coordinates of a profile: player by player, then in the order of the information sets."""
        ranked = np.argsort(self.order)
        sizes = self.sizes[ranked]
        names = self.places or tuple(str(k + 1) for k in range(len(self.player)))
        return Choices(
            player=np.repeat(self.player[ranked], sizes),
            place=np.repeat(np.arange(len(ranked)), sizes),
            players=self.players,
            places=tuple(map(names.__getitem__, ranked.tolist())),
            actions=tuple(chain.from_iterable(map(self.actions.__getitem__, ranked.tolist()))),
        )

    @cached_property
    def first_node(self) -> IntArray:
        """Shape (information set,). The first node of each."""
        first = np.zeros(len(self.player), np.intp)
        nodes = np.flatnonzero(self.place >= 0)[::-1]
        first[self.place[nodes]] = nodes  # what is assigned last stays
        return first

    @cached_property
    def owner(self) -> NDArray[np.int16]:
        """Shape (node,). The player who decides; `TERMINAL` or `CHANCE` where nobody does."""
        labels = np.append(self.player, [CHANCE, TERMINAL]).astype(np.int16)
        return labels[self.place]  # the two places that are negative count from the end

    @cached_property
    def is_perfect_information(self) -> bool:
        """Whether everybody always knows where play stands."""
        return int((self.place >= 0).sum()) == len(self.player)

    @cached_property
    def sequences(self) -> tuple[Sequences, ...]:
        """What each player has done on the way to every node."""
        return tuple(sequences(self, player) for player in range(len(self.players)))

    def step(self, node: int) -> str:
        """Return the label of the action or branch that leads to a node.

        Parameters
        ----------
        node
            Not the root.
        """
        before = int(self.parent[node])
        place = int(self.place[before])
        if place >= 0:
            return self.actions[place][int(self.action[node])]
        chance = int(np.searchsorted(self.chances, before))
        return self.branches[chance][int(self.action[node])]

    def history(self, node: int) -> tuple[str, ...]:
        """Return the labels of the steps from the root to a node.

        Parameters
        ----------
        node
            Any node.
        """
        steps = []
        while node > 0:
            steps.append(self.step(node))
            node = int(self.parent[node])
        return tuple(reversed(steps))


def check_tree(tree: Tree) -> None:
    """Raise unless the arrays describe a tree.

    Parameters
    ----------
    tree
        Its arrays.

    Raises
    ------
    InvalidGame
        Naming the first fault.
    """
    parent, action, place = tree.parent, tree.action, tree.place
    count = len(parent)
    if not (parent.ndim == 1 and count and len(action) == len(place) == count):
        raise InvalidGame("parent, action and place must be one number a node, and there must be a root")
    if parent[0] != -1:
        raise InvalidGame(f"node 0 is the root, so its parent is -1, not {parent[0]}")
    wrong = np.flatnonzero((parent[1:] < 0) | (parent[1:] >= np.arange(1, count)))
    if len(wrong):
        node = int(wrong[0]) + 1
        raise InvalidGame(f"node {node}: its parent is {parent[node]}; parents come before their children")
    _check_places(tree)
    expected = np.zeros(count, np.intp)
    expected[place >= 0] = tree.sizes[place[place >= 0]]
    chances = tree.chances
    if len(tree.branches) != len(chances):
        raise InvalidGame(f"{len(tree.branches)} lists of branches for {len(chances)} chance nodes")
    expected[chances] = np.fromiter(map(len, tree.branches), np.intp, len(chances))
    found = np.bincount(parent[1:], minlength=count)
    odd = np.flatnonzero(found != expected)
    if len(odd):
        raise InvalidGame(f"node {odd[0]} has {found[odd[0]]} children and {expected[odd[0]]} actions")
    if count > 1 and (((action[1:] < 0) | (action[1:] >= found[parent[1:]])).any() or not tree.children.all()):
        children = np.lexsort((action[1:], parent[1:])) + 1
        rank = np.arange(count - 1) - tree.child_start[parent[children]]
        odd = np.flatnonzero(action[children] != rank)
        node = int(children[odd[0]])
        raise InvalidGame(f"node {node}: action {action[node]} of its parent, where {rank[odd[0]]} is due")


def _check_places(tree: Tree) -> None:
    place, sets = tree.place, len(tree.player)
    if place.min() < CHANCE or place.max() >= sets:
        raise InvalidGame(f"places run from -2 (chance) and -1 (terminal) to {sets - 1}, not to {place.max()}")
    if len(tree.actions) != sets:
        raise InvalidGame(f"{len(tree.actions)} lists of actions for {sets} information sets")
    empty = np.flatnonzero(np.bincount(place[place >= 0], minlength=sets) == 0)
    if len(empty):
        raise InvalidGame(f"information set {empty[0]} has no node")
    if sets and not (tree.player.min() >= 0 and tree.player.max() < len(tree.players)):
        raise InvalidGame(f"information sets belong to players 0 to {len(tree.players) - 1}")
    if len(set(tree.players)) != len(tree.players):
        raise InvalidGame(f"two players have the same label: {', '.join(tree.players)}")
    different = dict(zip(map(id, tree.actions), tree.actions, strict=True))  # many sets share one tuple of labels
    for labels in different.values():
        if not labels or len(set(labels)) != len(labels):
            raise InvalidGame(f"the actions of an information set must be there, and differ: {labels}")
    if tree.places and len(tree.places) != sets:
        raise InvalidGame(f"{len(tree.places)} labels for {sets} information sets")
    _check_outcomes(tree)


def _check_outcomes(tree: Tree) -> None:
    ends = len(tree.terminals)
    if len(tree.outcome) != ends:
        raise InvalidGame(f"{len(tree.outcome)} outcomes for {ends} terminal nodes")
    if ends and not (tree.outcome.min() >= 0 and tree.outcome.max() < len(tree.outcomes)):
        raise InvalidGame(f"outcomes are numbered from 0 to {len(tree.outcomes) - 1}")


def _frozen(given: Any, kind: Any) -> Any:
    array = np.ascontiguousarray(given, kind)
    if array is given:
        array = array.copy() if array.flags.writeable else array
    array.setflags(write=False)
    return array
