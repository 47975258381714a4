"""Points of a Latin hypercube: every parameter alone is spread as evenly as can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.studies.designs.base import Sample, designs

MOST: Final = 1_000_000  # made whole, by every worker


@designs("latin_hypercube")
@dataclass(frozen=True, kw_only=True)
class LatinHypercube(Sample):
    """One point in each of n equally likely parts of each parameter's distribution, the parts matched at random.

    Good for a few hundred points of many parameters. McKay, Beckman and Conover (1979), Technometrics 21; SciPy's. Of
    two correlated parameters, only the first keeps its even parts.

    Attributes
    ----------
    n
        Number of points, at most a million: a point depends on all others, so that a longer sample is another one.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.n > MOST:
            raise NotApplicable(
                f"a Latin hypercube of {self.n:,} points is too large. Use sobol, which has no such limit."
            )

    def __len__(self) -> int:
        return self.n

    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points in the unit cube, as in `Sample.shares`."""
        return _whole(self.n, len(self.axes), self.seed)[start:stop].copy()


@lru_cache(maxsize=1)
def _whole(n: int, dimensions: int, seed: int) -> Array:
    from scipy.stats.qmc import LatinHypercube as Engine

    found: Array = Engine(dimensions, seed=seed).random(n)
    return found
