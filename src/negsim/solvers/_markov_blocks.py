"""Similar games solved block by block: one is searched from scratch, and the others follow its branch beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.kernels.stages.markov_beside import Trail, follow, response_beside, resumed
from negsim.kernels.stages.markov_branch import BESIDE, LATE
from negsim.kernels.stages.markov_limit import limit
from negsim.kernels.stages.markov_places import Place
from negsim.kernels.stages.markov_system import MarkovSystem
from negsim.solvers._markov_frame import Frame
from negsim.solvers._markov_search import Plans
from negsim.solvers.base import Answer, Status, Watch

BLOCK = 64  # games: the first has the number 0, 64, 128, ... in its batch
ROUNDS = 3  # games of a block that others follow, at most
SHORT = 1.01  # what discounts are taken from, before logarithms are compared
ALIKE = 2.0  # times as large a unit of payoffs, at most, may serve a game as its own


def in_blocks(frame: Frame) -> Callable[[int, Watch], Answer]:
    """Return what solves any game of a batch, the games of its block with it, once, when the first is asked for.

    Parameters
    ----------
    frame
        The batch and what is asked.
    """
    known: dict[int, Answer] = {}

    def solve(item: int, watch: Watch) -> Answer:
        if item not in known:
            if frame.too_large(item):
                return replace(frame.nothing, status=Status.memory_limit)
            first = item // BLOCK * BLOCK
            known.clear()
            known.update(_Block(frame, watch).solved(range(first, min(first + BLOCK, len(frame.game)))))
        return known[item]

    return solve


def one_at_a_time(frame: Frame) -> Callable[[int, Watch], Answer]:
    """Return what solves any game of a batch, whatever the others are.

    Parameters
    ----------
    frame
        The batch and what is asked.
    """

    def solve(item: int, watch: Watch) -> Answer:
        if frame.too_large(item):
            return replace(frame.nothing, status=Status.memory_limit)
        return _Block(frame, watch).solved(range(item, item + 1))[item]

    return solve


class _Block:
    """A block of games: the answers so far, and for the others the place from which to go on alone."""

    def __init__(self, frame: Frame, watch: Watch):
        self.frame, self.watch = frame, watch
        self.answers: dict[int, Answer] = {}
        self.left_at: dict[int, _Left] = {}

    def solved(self, items: range) -> dict[int, Answer]:
        """Return the answer to every game of the block."""
        rest = list(items)
        for _ in range(ROUNDS):
            if len(rest) < 2 or self.watch.left <= 0:
                break
            self._follow(_central(self.frame, np.array(rest)), rest)
            rest = [item for item in rest if item not in self.answers]
        for item in rest:
            self.answers[item] = self._alone(item)
        return self.answers

    def _follow(self, first: int, rest: list[int]) -> None:
        """Search one game from scratch, and let the others follow its branch as far as they can."""
        frame, unit = self.frame, float(self.frame.units[first])
        system = frame.system(first, unit)
        trail = Trail(system)
        search = frame.search(system, unit, self.watch, trail)
        self.answers[first] = frame.answer(search, search.plans(), unit)
        alike = [k for k in rest if k != first and unit / ALIKE <= frame.units[k] <= unit * ALIKE]
        systems = [frame.system(item, unit) for item in alike]
        reached, points = follow(trail, systems, lambda: self.watch.left <= 0)
        for item, other, count, point in zip(alike, systems, reached.tolist(), points, strict=True):
            if point is None:
                continue
            ended = _ended(other, point, frame.goal(unit)) if trail.whole and count == len(trail.places) else None
            if ended is not None:
                own = frame.search(other, unit, self.watch)
                self.answers[item] = frame.answer(own, own.plans(ended), unit, beside=True)
            elif item not in self.left_at or self.left_at[item].share < count / len(trail.places):
                left = _Left(count / len(trail.places), other, unit, point, trail.places[count - 1])
                self.left_at[item] = left

    def _alone(self, item: int) -> Answer:
        """Search a game from where it left the branch of another, or from scratch."""
        frame, left = self.frame, self.left_at.get(item)
        if self.watch.left <= 0:
            return replace(frame.nothing, status=Status.time_limit)
        place = resumed(left.system, left.point, left.beside) if left is not None else None
        if left is None or place is None:
            unit = float(frame.units[item])
            search = frame.search(frame.system(item, unit), unit, self.watch)
            return frame.answer(search, search.plans(), unit)
        search = frame.search(left.system, left.unit, self.watch)
        return frame.answer(search, search.plans(search.principal(place)), left.unit)


class _Left(NamedTuple):
    """Where a game left the branch of another: after which share of it, its own point, and the other's place."""

    share: float
    system: MarkovSystem
    unit: float
    point: Array
    beside: Place


def _ended(system: MarkovSystem, point: Array, goal: float) -> Plans | None:
    """What the branch comes to that passes this point, at the end of the way."""
    with np.errstate(all="ignore"):
        if goal < np.inf:
            found = response_beside(system, point, goal)
            return None if found is None else Plans(np.exp(found[: system.choices]), goal)
        weights = limit(system, point, BESIDE if point[-1] >= LATE else 0.0)
    return None if weights is None else Plans(weights, np.inf)


def _central(frame: Frame, items: IntArray) -> int:
    """The game that is nearest to the mean of some games, the furthest number in it counting."""
    game, away = frame.game, np.zeros(len(items))
    scale = float(frame.units[items].mean())
    tables = [(frame.payoffs, scale), (game.transitions.probability, 1.0), (np.log(SHORT - game.discount), 1.0)]
    for table, size in tables:
        if len(table) > 1:
            part = table[items].reshape(len(items), -1)
            away += np.abs(part - part.mean(0)).max(1, initial=0.0) / size
    return int(items[away.argmin()])
