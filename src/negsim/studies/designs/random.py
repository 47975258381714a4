"""Points drawn evenly and independently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from negsim.games.base import Array
from negsim.studies.designs.base import Design, designs

Range: TypeAlias = tuple[float, float]


@designs("random")
@dataclass(frozen=True, kw_only=True)
class Random(Design):
    """Points drawn evenly and independently from a range of each parameter.

    Attributes
    ----------
    ranges
        Parameter and its (low, high), in order.
    n
        Number of points.
    seed
        The same seed gives the same points.
    """

    ranges: tuple[tuple[str, Range], ...]
    n: int
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it varies."""
        return tuple(name for name, _ in self.ranges)

    def __len__(self) -> int:
        return self.n

    def columns(self, start: int, stop: int) -> dict[str, Array]:
        """Return some of the points, as in `Design.columns`; each parameter draws from a stream of its own."""
        streams = np.random.SeedSequence(self.seed).spawn(len(self.ranges))
        found = {}
        for (name, (low, high)), stream in zip(self.ranges, streams, strict=True):
            draw = np.random.Generator(np.random.PCG64(stream).advance(start))
            found[name] = low + (high - low) * draw.random(stop - start)
        return found
