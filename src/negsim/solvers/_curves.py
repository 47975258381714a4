"""What two parties could offer each other: the efficient agreements of a list, or the frontier of lotteries over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.kernels.talks.frontier import Frontier, between, frontiers
from negsim.kernels.talks.staircase import staircases


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Efficient points of every game at which nobody loses, by rising gains of player 0.

    Attributes
    ----------
    start
        Shape (batch + 1,). The points of game k are ``start[k]:start[k + 1]``.
    gains
        Shape (point, 2). What both players gain.
    number
        Shape (point,). Which agreement of the list a point is; of a lottery, the first it is over.
    frontier
        What the points are the vertices of; None for a list.
    """

    start: IntArray
    gains: Array
    number: IntArray
    frontier: Frontier | None = None

    @classmethod
    def of(cls, game: BargainingGame, gains: Array) -> Curve:
        """Find the points.

        Parameters
        ----------
        game
            A batch of games of two players.
        gains
            Shape (batch, player, agreement). What both gain, over disagreement or over something else.
        """
        if not game.lotteries:
            start, number, points = staircases(gains, game.spread)
            return cls(start=start, gains=points, number=number)
        found = frontiers(gains, CLOSE * game.spread)
        return cls(start=found.start, gains=found.gains, number=found.first, frontier=found)

    @property
    def straight(self) -> bool:
        """Whether lotteries over neighbours are points too."""
        return self.frontier is not None

    def agreements(self, row: IntArray, step: Array) -> tuple[IntArray, Array]:
        """Return points as agreements, or lotteries over agreements.

        Parameters
        ----------
        row
            Shape (agreement,). Numbers of points.
        step
            Shape (agreement,). How far to go from each to the next point, from 0 to 1.

        Returns
        -------
        agreement, weights
            Shape (agreement, part). Numbers of agreements, and the probability of each.
        """
        if self.frontier is None:
            return self.number[row, None], np.ones((len(row), 1))
        return between(self.frontier, row, step)
