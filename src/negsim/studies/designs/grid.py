"""Every combination of some values of each parameter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.studies.designs.base import Design, designs


@designs("grid")
@dataclass(frozen=True, kw_only=True)
class Grid(Design):
    """Every combination of some values of each parameter; the last parameter varies fastest.

    Attributes
    ----------
    axes
        Parameter and its values, in order.
    """

    axes: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""
        return tuple(name for name, _ in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values of each parameter."""
        return tuple(len(values) for _, values in self.axes)

    def __len__(self) -> int:
        return math.prod(self.shape)

    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return some of the points, as in `Design.columns`."""
        numbers = np.unravel_index(np.arange(start, stop), self.shape)
        return {name: np.array(values)[k] for (name, values), k in zip(self.axes, numbers, strict=True)}
