"""Similar games solved block by block: one of each group is searched alone, the others follow its branch beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.stochastic import StochasticGame
from negsim.kernels.stages.markov_beside import Trail, follow, response_beside, responses, resumed
from negsim.kernels.stages.markov_branch import BESIDE, LATE
from negsim.kernels.stages.markov_limit import limit
from negsim.kernels.stages.markov_many import Company
from negsim.kernels.stages.markov_places import Place
from negsim.kernels.stages.markov_system import MarkovSystem
from negsim.solvers._markov_frame import Frame
from negsim.solvers._markov_groups import central, groups
from negsim.solvers._markov_search import Plans
from negsim.solvers.base import Answer, Status, Watch

BLOCK_BYTES = 2**24  # of payoffs and transitions
SMALLEST, LARGEST = 32, 512  # blocks
ROUNDS = 3  # games of a group that others follow, at most
WORTH = 0.2  # of the games that are left: if fewer follow one of them, each had better go alone
FAR = 0.5  # of a branch, at least, that a game follows: what remains is then done sooner than the whole
ALIKE = 2.0  # times as large a unit of payoffs, at most, may serve a game as its own


def block_size(game: StochasticGame) -> int:
    """Return how many games of a batch are solved together; the first of a block has a multiple of this as its number.

    Parameters
    ----------
    game
        One game, or more, of the batch.
    """
    bytes_each = game.payoffs[0].nbytes + game.transitions.probability[0].nbytes
    return int(np.clip(2 ** int(np.log2(max(1, BLOCK_BYTES // bytes_each))), SMALLEST, LARGEST))


def in_blocks(frame: Frame, watch: Watch) -> Callable[[int, Watch], Answer]:
    """Return what solves any game of a batch, the games of its block with it, once, when the first is asked for.

    Parameters
    ----------
    frame
        The batch and what is asked.
    watch
        Says when to stop, in place of the watch that comes with a game: a block is begun once.
    """
    known: dict[int, Answer] = {}
    size = block_size(frame.game)

    def solve(item: int, _: Watch) -> Answer:
        if frame.too_large(item):
            return replace(frame.nothing, status=Status.memory_limit)
        if item not in known:
            first = item // size * size
            known.clear()
            for items in groups(frame, np.arange(first, min(first + size, len(frame.game)))):
                known.update(Group(frame, watch, late=first > 0 or bool(known)).solved(items))
        return known[item]

    return solve


def alone(frame: Frame) -> Callable[[int, Watch], Answer]:
    """Return what solves any game of a batch, whatever the others are.

    Parameters
    ----------
    frame
        The batch and what is asked.
    """

    def solve(item: int, watch: Watch) -> Answer:
        if frame.too_large(item):
            return replace(frame.nothing, status=Status.memory_limit)
        return Group(frame, watch).alone(item)

    return solve


class Group:
    """A group of similar games: the answers so far, and for the others the place from which to go on alone.

    Parameters
    ----------
    frame
        The batch, and what is asked.
    watch
        Says when to stop.
    late
        Whether games are left alone once it says so, since others were begun before.
    """

    def __init__(self, frame: Frame, watch: Watch, *, late: bool = False):
        self.frame, self.watch, self._late = frame, watch, late
        self.answers: dict[int, Answer] = {}
        self._left: dict[int, _Left] = {}
        self._used: BoolArray = np.zeros(0, bool)

    def solved(self, items: IntArray) -> dict[int, Answer]:
        """Return the answers to these games.

        Parameters
        ----------
        items
            Their numbers in the batch.
        """
        rest = items
        for _ in range(ROUNDS):
            if len(rest) < 2 or self.watch.left <= 0:
                break
            self._lead(central(self.frame, rest), rest)
            left = np.array([item for item in rest.tolist() if item not in self.answers], np.intp)
            rest, few = left, len(rest) - len(left) <= WORTH * len(rest)
            if few:
                break
        for item in rest.tolist():
            self.answers[item] = self.alone(item)
        return self.answers

    def alone(self, item: int) -> Answer:
        """Search a game from where it left the branch of another, or from scratch.

        Parameters
        ----------
        item
            Its number in the batch.
        """
        frame, left = self.frame, self._left.get(item)
        if (self._late or self.answers) and self.watch.left <= 0:
            return replace(frame.nothing, status=Status.time_limit)
        unit = float(frame.units[item]) if left is None else left.unit
        system = frame.system(item, unit)
        place = None if left is None else resumed(system, left.point, left.beside)
        search = frame.search(system, unit, self.watch)
        return frame.answer(search.plans(search.principal(place)), unit, search)

    def _lead(self, first: int, rest: IntArray) -> None:
        """Search one game from scratch, and let the others follow its branch as far as they can."""
        frame, unit = self.frame, float(self.frame.units[first])
        system = frame.system(first, unit)
        trail = Trail(system)
        search = frame.search(system, unit, self.watch, trail)
        plans = search.plans()
        self.answers[first], self._used = frame.answer(plans, unit, search), plans[0].weights > 0
        alike = (rest != first) & (frame.units[rest] >= unit / ALIKE) & (frame.units[rest] <= unit * ALIKE)
        if trail.places and alike.any():
            self._follow(trail, rest[alike], unit)

    def _follow(self, trail: Trail, items: IntArray, unit: float) -> None:
        company = self.frame.company(items, unit)
        reached, points = follow(trail, company, lambda: self.watch.left <= 0)
        settled = self._settled(trail, company, reached, points)
        for number, item in enumerate(items.tolist()):
            share = reached[number] / len(trail.places)
            if trail.whole and share == 1.0 and self._ended(item, unit, points[number], settled[number]):
                continue
            if share >= FAR and (item not in self._left or self._left[item].share < share):
                self._left[item] = _Left(share, unit, points[number], trail.places[reached[number] - 1])

    def _settled(self, trail: Trail, company: Company, reached: IntArray, points: Array) -> BoolArray:
        """At a given precision, improve the points of games that got there down to rounding; say which are."""
        fine = np.zeros(len(points), bool)
        if self.frame.asked.precision is not None and trail.whole:
            through = np.flatnonzero(reached == len(trail.places))
            points[through], fine[through] = responses(trail, company, through, points[through])
        return fine

    def _ended(self, item: int, unit: float, point: Array, settled: bool) -> bool:
        """Answer what the branch of a game comes to that was followed to the end; say whether it comes to something."""
        frame = self.frame
        goal, alone = frame.goal(unit), frame.asked.starts == 1
        plans = Plans(np.exp(point[: frame.choices]), goal) if settled else None
        if plans is not None and alone:
            self.answers[item] = frame.answer([plans], unit)
            return True
        system = frame.system(item, unit)
        plans = plans or _end(system, point, goal)
        if plans is not None and goal == np.inf and ((plans.weights > 0) != self._used).any():
            plans = None  # another equilibrium than the branch of the first runs to: its own branch may turn yet
        if plans is not None:
            search = frame.search(system, unit, self.watch)
            self.answers[item] = replace(frame.answer(search.plans(plans), unit, search), facts={"warm": True})
        return plans is not None


class _Left(NamedTuple):
    """Where a game left the branch of another: after which share of it, the unit, its own point, the other's place."""

    share: float
    unit: float
    point: Array
    beside: Place


def _end(system: MarkovSystem, point: Array, goal: float) -> Plans | None:
    """What the branch comes to that passes this point, at the end of the way."""
    with np.errstate(all="ignore"):
        if goal < np.inf:
            found = response_beside(system, point, goal)
            return None if found is None else Plans(np.exp(found[: system.choices]), goal)
        weights = limit(system, point, BESIDE if point[-1] >= LATE else 0.0)
    return None if weights is None else Plans(weights, np.inf)
