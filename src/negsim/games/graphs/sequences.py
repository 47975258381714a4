"""Legal sequences: moves of several players, one after the other, in which nobody moves twice in succession."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from negsim.games.base import BoolArray, IntArray
from negsim.games.graphs.graph import Graph

Step: TypeAlias = tuple[int, int, int]  # mover, from, to
Sequences: TypeAlias = Literal["legal", "single_step", "each_once"]
NOBODY = -1


@dataclass(frozen=True)
class Reach:
    """The states that some players can bring about by legal sequences from one state.

    Attributes
    ----------
    start
        Where the sequences begin.
    before
        (state, last mover) -> the node before it; breadth first, so that the ways are shortest.
    """

    start: int
    before: dict[tuple[int, int], tuple[int, int]]

    @property
    def states(self) -> list[int]:
        """The states reached by at least one move, in increasing order; the start only if play can return to it."""
        return sorted({state for state, mover in self.before if mover != NOBODY})

    def path(self, state: int) -> tuple[Step, ...]:
        """Return the moves of a shortest legal sequence to a state.

        Parameters
        ----------
        state
            One of `states`.
        """
        node = next(node for node in self.before if node[0] == state and node[1] != NOBODY)
        steps: list[Step] = []
        while node[1] != NOBODY:
            last = self.before[node]
            steps.append((node[1], last[0], node[0]))
            node = last
        return tuple(reversed(steps))


def reach(
    graph: Graph, movers: Sequence[int], start: int, moves: Callable[[int, int], IntArray] | None = None
) -> Reach:
    """Follow all legal sequences of some players from a state, breadth first over (state, last mover).

    Parameters
    ----------
    graph
        The unilateral moves.
    movers
        The players who take part.
    start
        Where the sequences begin.
    moves
        (player, state) -> the states it would move to; all its unilateral moves if left out. Improvements alone give
        the sequences of sequential stability.
    """
    targets = moves or graph.targets
    before = {(start, NOBODY): (start, NOBODY)}
    waiting = deque(before)
    while waiting:
        node = waiting.popleft()
        state, last = node
        for mover in movers:
            if mover == last:
                continue
            for target in targets(mover, state):
                after = (int(target), mover)
                if after not in before:
                    before[after] = node
                    waiting.append(after)
    return Reach(start, before)


def spread(
    graph: Graph,
    movers: Sequence[int],
    start: int,
    moves: Callable[[int, int], IntArray] | None = None,
    sequences: Sequences = "legal",
) -> Iterator[IntArray]:
    """Yield the states that some players can bring about from a state, bit by bit, some of them more than once.

    Parameters
    ----------
    graph, movers, start, moves
        As for `reach`.
    sequences
        ``"legal"``: nobody moves twice in succession, as published; ``"single_step"``: one move and no more;
        ``"each_once"``: nobody moves twice.
    """
    targets = moves or graph.targets
    idle = 0  # who may not move next, as bits
    seen: dict[int, BoolArray] = {}
    waiting = deque([(start, idle)])
    while waiting:
        state, idle = waiting.popleft()
        for mover in movers:
            if idle >> mover & 1:
                continue
            after = {"legal": 1 << mover, "single_step": -1, "each_once": idle | 1 << mover}[sequences]
            known = seen.setdefault(after, np.zeros(len(graph), bool))
            found = targets(mover, state)
            fresh = found[~known[found]]
            if len(fresh):
                known[fresh] = True
                waiting.extend((int(target), after) for target in fresh)
                yield fresh
