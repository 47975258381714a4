"""Points drawn independently of each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.studies.designs.base import Sample, designs


@designs("random")
@dataclass(frozen=True, kw_only=True)
class Random(Sample):
    """Points drawn independently; each parameter draws from a stream of its own.

    Attributes
    ----------
    n
        Number of points; a longer sample of the same seed begins with the shorter one.
    """

    def __len__(self) -> int:
        return self.n

    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points in the unit cube, as in `Sample.shares`."""
        found = np.empty((stop - start, len(self.axes)))
        for at, stream in enumerate(np.random.SeedSequence(self.seed).spawn(len(self.axes))):
            found[:, at] = np.random.Generator(np.random.PCG64(stream).advance(start)).random(stop - start)
        return found
