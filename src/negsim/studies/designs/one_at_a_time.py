"""One parameter at a time: each goes through its values while the others keep their defaults."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.studies.designs.base import Design, designs


@designs("one_at_a_time")
@dataclass(frozen=True, kw_only=True)
class OneAtATime(Design):
    """First the defaults, then the values of the first parameter, of the second, and so on.

    Attributes
    ----------
    axes
        Parameter and its values, in order.
    start
        Parameter and its default, in the same order.
    """

    axes: tuple[tuple[str, tuple[float, ...]], ...]
    start: tuple[tuple[str, float], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""
        return tuple(name for name, _ in self.axes)

    def __len__(self) -> int:
        return 1 + sum(len(values) for _, values in self.axes)

    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return some of the points, as in `Design.columns`."""
        found, at = {}, 1
        for (name, values), (_, default) in zip(self.axes, self.start, strict=True):
            column = np.full(len(self), default)
            column[at : at + len(values)] = values
            found[name] = column[start:stop]
            at += len(values)
        return found
