"""States among which a player moves at will, and from which group of them it can go to which: the graph in short.

Whoever may set twelve options at will has 4,096 states to choose from, and as many moves from each. Nothing is lost if
they are kept as one group; what cannot be taken back divides them into several, with moves from group to group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray
from negsim.games.graphs.graph import Graph, OptionGraph

Short = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """A partition of the states for every player, and the moves between its groups.

    From each state a player can move to every other state of its own group, if the group is among its own sources, and
    to every state of each group of which its own is a source; nowhere else.

    Attributes
    ----------
    group
        Shape (player, state). The group of each state.
    start
        Shape (player, group + 1). The groups' states counted up: group ``g`` has ``start[g + 1] - start[g]`` of them.
    source_start, source
        Shapes (player, group + 1) and (pair,). The groups from which player ``p`` can move to group ``g`` are
        ``source[source_start[p, g] : source_start[p, g + 1]]``.
    """

    group: Short
    start: Short
    source_start: IntArray
    source: Short

    @classmethod
    def of(cls, graph: Graph) -> Groups:
        """Return the groups of a graph: of its options if it has some, else one for every state.

        Raises
        ------
        NotApplicable
            If there are too many moves from group to group to be written out.
        """
        parts = [_of_player(graph, player) for player in range(graph.players)]
        most = max((int(group.max(initial=-1)) + 1 for group, _, _ in parts), default=0)
        start = np.zeros((len(parts), most + 1), np.int32)
        source_start = np.zeros((len(parts), most + 1), np.intp)
        done = 0
        for player, (group, _, target) in enumerate(parts):
            start[player, 1:] = np.cumsum(np.bincount(group, minlength=most))
            source_start[player, 1:] = np.cumsum(np.bincount(target, minlength=most))
            source_start[player] += done
            done += len(target)
        return cls(
            group=np.array([group for group, _, _ in parts], np.int32).reshape(len(parts), len(graph)),
            start=start,
            source_start=source_start,
            source=np.concatenate([np.zeros(0, np.intp), *(source for _, source, _ in parts)]).astype(np.int32),
        )


def _of_player(graph: Graph, player: int) -> tuple[IntArray, IntArray, IntArray]:
    """Group of each state; sources and targets of the moves between groups, sorted by target."""
    if isinstance(graph, OptionGraph):
        group, source, target = _of_options(graph, player)
    else:
        group = np.arange(len(graph))
        source, target = graph.arcs(player)
    order = np.argsort(target, kind="stable")
    return group, source[order], target[order]


def _of_options(graph: OptionGraph, player: int) -> tuple[IntArray, IntArray, IntArray]:
    """Join the states that differ in nothing but what the player can set at will."""
    held = np.flatnonzero(graph.held & (graph.owner == player))
    group = graph.blocks[player][0]
    for option in held:
        group = np.unique(group * graph.change.shape[1] + graph.levels[:, option], return_inverse=True)[1]
    size = np.bincount(group)
    source, target = np.zeros(0, np.intp), np.zeros(0, np.intp)
    if len(held):
        first = np.zeros(len(size), np.intp)  # any state of a group stands for it: what is at will does not matter
        first[group[::-1]] = np.arange(len(graph))[::-1]
        source, target = graph.keep(first).arcs(player)
    within = np.flatnonzero(size > 1)
    return group, np.concatenate([source, within]), np.concatenate([target, within])
