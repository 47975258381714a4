"""Grow a tree from turns, a layer at a time, in arrays that have their final sizes from the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray
from negsim.games.trees.options import Options
from negsim.games.trees.plan import Layer, Plan
from negsim.games.trees.tree import CHANCE, TERMINAL


@dataclass(kw_only=True, eq=False)
class Growth:
    """A tree that grows; its arrays have their final sizes from the beginning.

    Attributes
    ----------
    parent, action, place, layer
        Shape (node,). As in `Tree`; and the number of the layer whose turn led to the node.
    player, actions
        By information set.
    chances
        For every layer in which chance decides: its nodes, the labels of their branches, the children, the
        combinations of levels they stand for, and where things stood before.
    ends
        Terminal nodes, the outcomes they are, and the rounds in which they are reached, in pieces.
    """

    parent: NDArray[np.int32]
    action: NDArray[np.int32]
    place: NDArray[np.int32]
    layer: NDArray[np.int32]
    player: list[int] = field(default_factory=list)
    actions: list[tuple[str, ...]] = field(default_factory=list)
    chances: list[tuple[Layer, IntArray, list[tuple[str, ...]], IntArray, IntArray, IntArray]] = field(
        default_factory=list
    )
    ends: list[tuple[IntArray, IntArray, IntArray]] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class _Front:
    """The nodes whose turn is still to come, rising; where things stand there; and what each player knows."""

    node: IntArray
    situation: IntArray
    knows: dict[int, IntArray]

    def take(self, rows: Any) -> _Front:
        knows = {player: known[rows] for player, known in self.knows.items()}
        return _Front(node=self.node[rows], situation=self.situation[rows], knows=knows)


def grow(found: Plan, players: Sequence[str]) -> Growth:
    """Lay down the nodes of a tree.

    Where a turn leaves nothing to choose, it makes no node: nobody learns or does anything there.

    Parameters
    ----------
    found
        The plan.
    players
        Labels; a turn names one of them, or none for chance.
    """
    tree = Growth(
        parent=np.full(found.nodes, -1, np.int32),
        action=np.full(found.nodes, -1, np.int32),
        place=np.full(found.nodes, TERMINAL, np.int32),
        layer=np.full(found.nodes, -1, np.int32),
    )
    kept = {players.index(turn.actor) for turn in found.turns if turn.sees is not None}  # who may not know everything
    start = np.zeros(1, np.intp)
    front = _Front(node=start, situation=start + found.start, knows={player: start for player in kept})
    made = 1
    for number, layer in enumerate(found.layers):
        turn = found.turns[layer.turn]
        player = players.index(turn.actor) if turn.actor else -1
        front, made = _step(tree, front, layer, number, player, turn.sees is None, made)
        stops = found.stops[front.situation]
        if stops.any():
            _end(tree, front.take(stops), layer.round)
            front = front.take(~stops)
    _end(tree, front, found.rounds - 1)
    return tree


def _end(tree: Growth, front: _Front, number: int) -> None:
    tree.ends.append((front.node, front.situation, np.full(len(front.node), number)))


def _step(
    tree: Growth, front: _Front, layer: Layer, number: int, player: int, knows_all: bool, made: int
) -> tuple[_Front, int]:
    """Let one turn be taken at every node of the front; return the new front, and how many nodes there are now."""
    options = layer.options
    at = np.searchsorted(options.situations, front.situation)
    counts = options.counts[at]
    forced = counts == 1
    rest = front.take(forced)
    rest.situation = options.target[options.start[at[forced]]]
    acting = front if not forced.any() else front.take(~forced)
    if not len(acting.node):
        return rest, made
    at, counts = at[~forced], counts[~forced]
    total = int(counts.sum())
    rank = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    choice = np.repeat(options.start[at], counts) + rank
    new = slice(made, made + total)
    tree.parent[new] = np.repeat(acting.node, counts)
    tree.action[new] = rank
    tree.layer[new] = number
    after = acting.take(np.repeat(np.arange(len(counts)), counts))
    after.node, after.situation = np.arange(made, made + total), options.target[choice]
    if player < 0:
        tree.place[acting.node] = CHANCE
        labels = [options.labels[kind] for kind in options.kind[at]]
        before = np.repeat(acting.situation, counts)
        tree.chances.append((layer, acting.node, labels, after.node, options.combination[choice], before))
    else:
        sets = _sets(acting, options, at, player, knows_all)
        _settle(tree, acting, options, at, player, sets)
        if player in after.knows:
            fresh = int(front.knows[player].max()) + 1  # who had a choice knows more than who had none
            after.knows[player] = fresh + np.repeat(sets, counts) * int(counts.max()) + rank
    joined = {who: np.concatenate([rest.knows[who], after.knows[who]]) for who in after.knows}
    node, situation = (np.concatenate([getattr(rest, name), getattr(after, name)]) for name in ("node", "situation"))
    return _Front(node=node, situation=situation, knows=joined), made + total


def _sets(acting: _Front, options: Options, at: IntArray, player: int, knows_all: bool) -> IntArray:
    """Shape (node,). The information set of each node, counted from 0 in this layer."""
    if knows_all:
        return np.arange(len(at))
    seen = options.seen[at]
    key = acting.knows[player] * (int(options.seen.max()) + 1) + seen
    found: IntArray = np.unique(key, return_inverse=True)[1].reshape(-1)
    return found


def _settle(tree: Growth, acting: _Front, options: Options, at: IntArray, player: int, sets: IntArray) -> None:
    """Number the information sets of a layer, and note what can be chosen there."""
    first = len(tree.player)
    tree.place[acting.node] = first + sets
    count = int(sets.max()) + 1
    kind = np.empty(count, np.intp)
    kind[sets] = options.kind[at]
    tree.player += [player] * count
    tree.actions += [options.labels[0]] * count if len(options.labels) == 1 else [options.labels[k] for k in kind]
