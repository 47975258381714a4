"""A quantity sampled along the range of a claim, and in which direction it moves from sample to sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.games.base import Array, BoolArray

NARROW = 1e-6  # of the range: a change within less is a jump
JUMP = 0.02  # of all that the quantity varies: smaller jumps are not told apart from steady change
TOWERING = 2  # times its own change: a step beside one that changes by more is judged by its other side
ROUNDING = 1e-7  # of the size of the quantity: smaller changes are none
SLACK = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class Samples:
    """Values at rising places of a range, those without a number left out.

    Attributes
    ----------
    places
        Shape (sample,), from 0 to 1.
    lowest, highest
        Shape (sample,). Least and greatest value there; they may be infinite.
    direction
        1 for a claim that the quantity increases, -1 that it decreases, 0 that it is constant.
    """

    places: Array
    lowest: Array
    highest: Array
    direction: int

    @classmethod
    def of(cls, places: Array, lowest: Array, highest: Array, sign: str) -> Samples:
        """Keep the places with numbers.

        Parameters
        ----------
        places, lowest, highest
            As in the attributes, with places without number.
        sign
            ``"increasing"``, ``"decreasing"`` or ``"constant"``.
        """
        kept = ~(np.isnan(lowest) | np.isnan(highest))
        direction = {"increasing": 1, "decreasing": -1}.get(sign, 0)
        return cls(places=places[kept], lowest=lowest[kept], highest=highest[kept], direction=direction)

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def widths(self) -> Array:
        """Shape (step,). How far apart samples are."""
        return np.diff(self.places)

    @cached_property
    def scale(self) -> float:
        """How much the quantity varies over the range, infinite values left out."""
        both = np.concatenate([self.lowest, self.highest])
        both = both[np.isfinite(both)]
        return float(np.ptp(both)) if len(both) else 0.0

    @cached_property
    def moves(self) -> Array:
        """Shape (step, 2). By how much the least and the greatest value move; 0 for what is rounding."""
        found = np.stack([_differences(self.lowest), _differences(self.highest)], axis=1)
        sizes = np.abs(np.concatenate([self.lowest, self.highest, [0.0]]))
        tolerance = SLACK + ROUNDING * float(sizes[np.isfinite(sizes)].max())
        return np.where(np.abs(found) > tolerance, found, 0.0)

    @cached_property
    def changes(self) -> Array:
        """Shape (step,). The larger of the two moves, whichever way."""
        return np.asarray(np.abs(self.moves).max(1, initial=0.0))

    @cached_property
    def against(self) -> BoolArray:
        """Shape (step,). Whether something moves against the claim."""
        if self.direction == 0:
            return np.asarray((self.moves != 0).any(1))
        return np.asarray((self.moves * self.direction < 0).any(1))

    @cached_property
    def along(self) -> BoolArray:
        """Shape (step,). Whether something moves as claimed; of a claim that it is constant, whether nothing moves."""
        if self.direction == 0:
            return ~self.against
        return np.asarray((self.moves * self.direction > 0).any(1))

    def jumps(self) -> BoolArray:
        """Return in which steps the change is large enough for a jump, shape (step,)."""
        return np.asarray((self.changes >= JUMP * self.scale) & (self.changes > 0))

    def uneven(self, share: float) -> BoolArray:
        """Return whether a step changes more than the steps beside it let one expect of a smooth curve, shape (step,).

        Parameters
        ----------
        share
            By which share of the change, at least.
        """
        if not len(self.moves):
            return np.zeros(0, bool)
        sides = [np.pad(self.changes, 1, mode="edge")[side] for side in (slice(None, -2), slice(2, None))]
        level = [side <= TOWERING * self.changes for side in sides]  # beside a jump only the other side tells
        moves = np.pad(np.nan_to_num(self.moves), ((1, 1), (0, 0)), mode="edge")
        before, after = (
            np.where(kept[:, None], near, 0.0) for kept, near in zip(level, (moves[:-2], moves[2:]), strict=True)
        )
        expected = (before + after) / np.maximum(np.add(*level, dtype=int), 1)[:, None]
        excess = np.abs(moves[1:-1] - expected).max(1)
        return np.asarray((excess >= share * self.changes) & (level[0] | level[1]))

    def runs(self) -> list[tuple[int, int]]:
        """Return the first and the last sample of every stretch that goes along with the claim and never against it."""
        ends = np.flatnonzero(np.concatenate([[True], self.against, [True]]))
        spans = [(int(a), int(b)) for a, b in zip(ends[:-1], ends[1:] - 1, strict=True) if b > a]
        return [(a, b) for a, b in spans if self.along[a:b].any()]


def _differences(values: Array) -> Array:
    before, after = values[:-1], values[1:]
    with np.errstate(invalid="ignore"):
        return np.where(before == after, 0.0, after - before)
