"""Legal sequences in larger graphs: nodes are pairs of a state and the last mover, and sequences ordinary paths."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import IntArray
from negsim.games.graphs.sequences import Step

MOST_EDGES = 100_000_000  # between nodes: 1.2 GB
NONE = -1

Arcs = Mapping[int, tuple[IntArray, IntArray]]


@dataclass(frozen=True, eq=False)
class Found:
    """What some players can bring about by legal sequences from one state.

    Attributes
    ----------
    start
        Where the sequences begin.
    movers
        The players who take part.
    states
        How many states there are.
    depth
        Shape (node,). Fewest moves to each node, or -1; node ``k * states + s`` is state ``s`` after a move of
        ``movers[k]``, and the last ones are states before anybody has moved.
    before
        Shape (node,). The node before, on a shortest way.
    """

    start: int
    movers: tuple[int, ...]
    states: int
    depth: IntArray
    before: IntArray

    @cached_property
    def distance(self) -> IntArray:
        """Shape (state,). Fewest moves, at least one, after which each state can stand; -1 if it never can."""
        if not self.movers:
            return np.full(self.states, NONE)
        depth = self.depth[: len(self.movers) * self.states].reshape(len(self.movers), self.states)
        far = np.where(depth < 0, np.iinfo(np.intp).max, depth).min(0)
        return np.where(far == np.iinfo(np.intp).max, NONE, far)

    def path(self, state: int) -> tuple[Step, ...]:
        """Return the moves of a shortest legal sequence to a state.

        Parameters
        ----------
        state
            One whose `distance` is not -1.
        """
        node = next(
            node
            for node in range(state, len(self.movers) * self.states, self.states)
            if self.depth[node] == self.distance[state]
        )
        steps: list[Step] = []
        while self.depth[node] > 0:
            last = int(self.before[node])
            steps.append((self.movers[node // self.states], last % self.states, node % self.states))
            node = last
        return tuple(reversed(steps))


class Legal:
    """The moves of some players, ready to be followed from any state.

    Parameters
    ----------
    states
        How many there are.
    arcs
        Player -> sources and targets of its moves. Only these players take part; nobody moves twice in succession.

    Raises
    ------
    NotApplicable
        If there are too many moves to be written out.
    """

    def __init__(self, states: int, arcs: Arcs):
        self.states, self.movers = states, tuple(arcs)
        many = len(self.movers)
        if sum(len(source) for source, _ in arcs.values()) * many > MOST_EDGES:
            raise NotApplicable(
                f"these {many} players have more than {MOST_EDGES // many:,} moves: too many to follow one by one. "
                "Use Stability() for the verdicts alone, or a conflict of fewer options"
            )
        ends = [
            (last * states + source, number * states + target)
            for number, (source, target) in enumerate(arcs.values())
            for last in range(many + 1)
            if last != number
        ]
        start, end = (np.concatenate([np.zeros(0, np.intp), *(pair[k] for pair in ends)]) for k in (0, 1))
        sparse: Any = importlib.import_module("scipy.sparse")
        size = (many + 1) * states
        self._matrix = sparse.csr_array((np.ones(len(start)), (start, end)), shape=(size, size))

    def search(self, start: int) -> Found:
        """Follow all sequences from a state, breadth first.

        Parameters
        ----------
        start
            Where they begin.
        """
        follow: Any = importlib.import_module("scipy.sparse.csgraph")
        many = len(self.movers)
        order, before = follow.breadth_first_order(self._matrix, many * self.states + start)
        place = np.full(len(before), NONE)
        place[order] = np.arange(len(order))
        ahead = place[before[order[1:]]]  # never decreasing, so that each depth is one stretch of the order
        depth = np.full(len(before), NONE)
        low, high, level = 0, 1, 0
        while low < high:
            depth[order[low:high]] = level
            low, high, level = high, 1 + int(np.searchsorted(ahead, high)), level + 1
        return Found(start, self.movers, self.states, depth, before)
