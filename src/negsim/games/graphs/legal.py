"""Sequences of moves in larger graphs: nodes are pairs of a state and who may not move next, sequences are paths."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import IntArray
from negsim.games.graphs.sequences import Sequences, Step

MOST_EDGES = 25_000_000  # between nodes: about 3 GB
NONE = -1

Arcs = Mapping[int, tuple[IntArray, IntArray]]


@dataclass(frozen=True, eq=False)
class Found:
    """What some players can bring about by sequences of moves from one state.

    Attributes
    ----------
    start
        Where the sequences begin.
    mover
        (layer before, layer after) -> the player whose move leads from one to the other.
    depth
        Shape (layer, state). Fewest moves to each node, or -1; a layer says who may not move next.
    before
        Shape (node,). The node before, on a shortest way; node ``layer * states + state``.
    """

    start: int
    mover: Mapping[tuple[int, int], int]
    depth: IntArray
    before: IntArray

    @cached_property
    def distance(self) -> IntArray:
        """Shape (state,). Fewest moves, at least one, after which each state can stand; -1 if it never can."""
        far = np.where(self.depth < 1, np.iinfo(np.intp).max, self.depth).min(0)
        return np.where(far == np.iinfo(np.intp).max, NONE, far)

    def path(self, state: int) -> tuple[Step, ...]:
        """Return the moves of a shortest sequence to a state.

        Parameters
        ----------
        state
            One whose `distance` is not -1.
        """
        states = self.depth.shape[1]
        node = int(np.argmax(self.depth[:, state] == self.distance[state])) * states + state
        steps: list[Step] = []
        for _ in range(int(self.distance[state])):
            last = int(self.before[node])
            steps.append((self.mover[last // states, node // states], last % states, node % states))
            node = last
        return tuple(reversed(steps))


class Legal:
    """The moves of some players, ready to be followed from any state.

    Parameters
    ----------
    states
        How many there are.
    arcs
        Player -> sources and targets of its moves. Only these players take part.
    sequences
        ``"legal"``: nobody moves twice in succession; ``"single_step"``: one move and no more; ``"each_once"``: nobody
        moves twice.

    Raises
    ------
    NotApplicable
        If there are too many moves to be written out.
    """

    def __init__(self, states: int, arcs: Arcs, sequences: Sequences = "legal"):
        self.states = states
        self.layers, self.first, turns = _turns(len(arcs), sequences)
        movers, ends = tuple(arcs), tuple(arcs.values())
        self.mover = {(before, after): movers[number] for before, after, number in turns}
        if sum(len(ends[number][0]) for _, _, number in turns) > MOST_EDGES:
            raise NotApplicable(
                f"the {len(arcs)} players have too many moves to follow them one by one. Use Stability() for the "
                "verdicts alone, or a conflict of fewer options"
            )
        start, end = (
            np.concatenate(
                [np.zeros(0, np.int32), *((turn[k] * states + ends[turn[2]][k]).astype(np.int32) for turn in turns)]
            )
            for k in (0, 1)
        )
        sparse: Any = importlib.import_module("scipy.sparse")
        size = self.layers * states
        self._matrix = sparse.csr_array((np.ones(len(start)), (start, end)), shape=(size, size))

    def search(self, start: int) -> Found:
        """Follow all sequences from a state, breadth first.

        Parameters
        ----------
        start
            Where they begin.
        """
        follow: Any = importlib.import_module("scipy.sparse.csgraph")
        order, before = follow.breadth_first_order(self._matrix, self.first * self.states + start)
        place = np.full(len(before), NONE)
        place[order] = np.arange(len(order))
        ahead = place[before[order[1:]]]  # never decreasing, so that each depth is one stretch of the order
        depth = np.full(len(before), NONE)
        low, high, level = 0, 1, 0
        while low < high:
            depth[order[low:high]] = level
            low, high, level = high, 1 + int(np.searchsorted(ahead, high)), level + 1
        return Found(start, self.mover, depth.reshape(self.layers, self.states), before)


def _turns(many: int, sequences: Sequences) -> tuple[int, int, list[tuple[int, int, int]]]:
    """How many layers there are, which is the first, and from which layer a move of which player leads to which."""
    if sequences == "each_once":  # a layer is a set of players, those who have moved, as bits
        masks = range(2**many)
        return 2**many, 0, [(mask, mask | 1 << k, k) for mask in masks for k in range(many) if not mask >> k & 1]
    earlier = range(many + 1) if sequences == "legal" else (many,)  # a layer is the last mover; the last one is nobody
    return many + 1, many, [(before, k, k) for k in range(many) for before in earlier if before != k]
