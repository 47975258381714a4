"""Trajectories through the space of parameters, one step in each: the sample of Morris screening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.studies.designs.base import Sample, designs


@designs("morris")
@dataclass(frozen=True, kw_only=True)
class Morris(Sample):
    """From a random place, one step in every parameter in random order: parameters + 1 points a trajectory.

    The places lie on `levels` levels of each parameter, and a step goes over half of them: from a level to the one
    ``levels / 2`` above or below. Morris (1991), Technometrics 33. Levels are shares of a parameter's distribution, so
    that a step is as likely a change in each.

    Attributes
    ----------
    n
        Number of trajectories; 10 to 50 are usual.
    levels
        An even number.
    """

    levels: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.levels < 2 or self.levels % 2:
            raise NotApplicable(f"a Morris design needs an even number of levels, such as 4, and not {self.levels}")

    @property
    def rows(self) -> int:
        """The number of points of a trajectory."""
        return len(self.axes) + 1

    def __len__(self) -> int:
        return self.n * self.rows

    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points in the unit cube, as in `Sample.shares`."""
        first, last = start // self.rows, -(-stop // self.rows)
        low, rises, place = self._drawn(first, last)
        numbers = np.arange(start, stop)
        at, row = numbers // self.rows - first, numbers % self.rows
        has_moved = row[:, None] > place[at]
        half = self.levels // 2
        found: Array = (low[at] + half * (has_moved == rises[at])) / (self.levels - 1)
        return found

    def _drawn(self, first: int, last: int) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
        """Some trajectories: the lower of each parameter's two levels, whether it rises, and as which it moves."""
        count = len(self.axes)
        stream = np.random.PCG64(np.random.SeedSequence(self.seed)).advance(3 * count * first)
        drawn = np.random.Generator(stream).random((last - first, 3, count))
        place = np.argsort(np.argsort(drawn[:, 2], 1, kind="stable"), 1)
        return (drawn[:, 0] * (self.levels // 2)).astype(np.intp), drawn[:, 1] < 0.5, place
