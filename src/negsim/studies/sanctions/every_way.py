"""All legal sequences of at most so many moves from one state to another on which no state is visited twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.games.base import IntArray
from negsim.games.graphs.legal import Legal
from negsim.games.graphs.sequences import NOBODY, Step

MOST_STEPS = 200_000  # moves tried before the search for more ways is given up


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Some ways from one state to another.

    Attributes
    ----------
    ways
        The moves of each, the shortest way first; one without moves where the goal is the start.
    complete
        Whether these are all that were asked for: of at most so many moves, visiting no state twice.
    """

    ways: tuple[tuple[Any, ...], ...]
    complete: bool


def every_way(
    arcs: Sequence[tuple[IntArray, IntArray]], states: int, start: int, goal: int, longest: int, most: int
) -> Listing:
    """List the ways from one state to another: of one move, then of two, and so on.

    Parameters
    ----------
    arcs
        For each player, sources and targets of its moves, sorted by source.
    states
        How many there are.
    start, goal
        Where from, and where to.
    longest, most
        How many moves a way may have, and how many ways to list.
    """
    if start == goal:
        return Listing(ways=((),), complete=True)
    back = Legal(states, {player: (target, source) for player, (source, target) in enumerate(arcs)})
    left = back.search(goal).distance  # a sequence read backwards is as legal, so no way is shorter than this
    left[goal] = 0
    search = _Search(arcs, states, goal, left)
    found: list[tuple[Step, ...]] = []
    for length in range(max(1, int(left[start])), (longest if left[start] >= 0 else 0) + 1):
        for way in search.ways(start, length):
            if len(found) == most:
                return Listing(ways=tuple(found), complete=False)
            found.append(way)
        if search.tried > MOST_STEPS:
            return Listing(ways=tuple(found), complete=False)
    return Listing(ways=tuple(found), complete=True)


class _Search:
    """Depth first along moves from which the goal can still be reached in time."""

    def __init__(self, arcs: Sequence[tuple[IntArray, IntArray]], states: int, goal: int, left: IntArray):
        self.goal, self.left, self.tried = goal, left, 0
        self.targets = [target for _, target in arcs]
        self.first = [np.searchsorted(source, np.arange(states + 1)) for source, _ in arcs]

    def ways(self, start: int, length: int) -> Iterator[tuple[Step, ...]]:
        """Yield the ways of exactly so many moves."""
        way: list[Step] = []
        open_: list[Iterator[Step]] = [self._steps(start, NOBODY, length)]
        visited = {start}
        while open_ and self.tried <= MOST_STEPS:
            step = next(open_[-1], None)
            if step is None:
                open_.pop()
                if way:
                    visited.discard(way.pop()[2])
                continue
            mover, _, state = step
            if state in visited:
                continue
            if len(way) + 1 == length:
                yield (*way, step)
                continue
            way.append(step)
            visited.add(state)
            open_.append(self._steps(state, mover, length - len(way)))

    def _steps(self, state: int, last: int, length: int) -> Iterator[Step]:
        """The moves after which the goal is near enough: at the last move it is reached, and never before."""
        for player, (targets, first) in enumerate(zip(self.targets, self.first, strict=True)):
            if player == last:
                continue
            ends = targets[first[state] : first[state + 1]]
            self.tried += len(ends)
            near = (self.left[ends] >= 0) & (self.left[ends] < length) & ((ends == self.goal) == (length == 1))
            for end in ends[near]:
                yield player, state, int(end)
