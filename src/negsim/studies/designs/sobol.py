"""Points of a Sobol sequence: they fill the space more evenly than chance does."""

from __future__ import annotations

from dataclasses import dataclass

from negsim.games.base import Array
from negsim.studies.designs._sequence import sequence
from negsim.studies.designs.base import Sample, designs


@designs("sobol")
@dataclass(frozen=True, kw_only=True)
class Sobol(Sample):
    """Points of a scrambled Sobol sequence: the error of a mean falls almost as 1/n, not as 1/sqrt(n).

    A power of two of points is most even; a longer sample of the same seed begins with the shorter one. Sobol (1967);
    Owen (1998) on scrambling.

    Attributes
    ----------
    n
        Number of points.
    """

    def __len__(self) -> int:
        return self.n

    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points in the unit cube, as in `Sample.shares`."""
        return sequence(start, stop, len(self.axes), self.seed)
