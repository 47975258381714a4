"""The sample that Sobol indices are estimated from: pairs of points, and each pair's mixtures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.games.base import Array
from negsim.studies.designs._sequence import sequence
from negsim.studies.designs.base import Sample, designs


@designs("saltelli")
@dataclass(frozen=True, kw_only=True)
class Saltelli(Sample):
    """For every base sample two points A and B, and A with one parameter after the other taken from B.

    The rows of a base sample stand together, in SALib's order: A, the mixtures AB in the order of the parameters, B.
    Saltelli et al. (2010), Computer Physics Communications 181; A and B are halves of the points of one Sobol sequence.

    Attributes
    ----------
    n
        Number of base samples, best a power of two; there are ``n * (parameters + 2)`` points.
    """

    correlates: ClassVar[bool] = False

    @property
    def rows(self) -> int:
        """The number of points of a base sample."""
        return len(self.axes) + 2

    def __len__(self) -> int:
        return self.n * self.rows

    def shares(self, start: int, stop: int) -> Array:
        """Return some of the points in the unit cube, as in `Sample.shares`."""
        count = len(self.axes)
        first = start // self.rows
        base, role = np.divmod(np.arange(start, stop), self.rows)
        pairs = sequence(first, -(-stop // self.rows), 2 * count, self.seed)[base - first]
        swapped = (role[:, None] == np.arange(1, count + 1)) | (role[:, None] > count)
        found: Array = np.where(swapped, pairs[:, count:], pairs[:, :count])
        return found

    def split(self, values: Array) -> tuple[Array, Array, Array]:
        """Return the values of some measure at the points A, at the mixtures, and at the points B.

        Parameters
        ----------
        values
            Shape (point,), in the order of the design.

        Returns
        -------
        A, AB, B
            Shapes (base sample,), (parameter, base sample) and (base sample,).
        """
        table = np.asarray(values).reshape(self.n, self.rows).T
        return table[0], table[1:-1], table[-1]
