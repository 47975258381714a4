"""Work on many points together; on ever smaller parts of them where their games are not of one shape, or are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Batch(Generic[T]):
    """What the work came to at the points from one number to another.

    Attributes
    ----------
    start, stop
        As of a slice.
    found
        What the work gave; None at a single point where it cannot be done.
    fault
        Why not; else None.
    """

    start: int
    stop: int
    found: T | None = None
    fault: InvalidGame | NotApplicable | None = None


def batches(
    work: Callable[[Mapping[str, Array]], T], values: Mapping[str, Array], start: int, stop: int, grain: int = 1
) -> Iterator[Batch[T]]:
    """Yield what the work comes to at all points together; where it fails, at each half of them, and so on.

    Parameters
    ----------
    work
        Takes the values of some points; raises InvalidGame or NotApplicable where they cannot be worked on together.
    values
        Parameter -> shape (point,).
    start, stop
        Which points.
    grain
        Points are parted only between blocks of so many, counted from the first; a block that fails is worked on point
        by point. For work whose answers depend on the others in the block.
    """
    try:
        found = work({name: column[start:stop] for name, column in values.items()})
    except (InvalidGame, NotApplicable) as fault:
        if stop - start <= 1:
            yield Batch(start=start, stop=stop, fault=fault)
            return
    else:
        yield Batch(start=start, stop=stop, found=found)
        return
    blocks = -(-(stop - start) // grain)
    cuts = [start, start + blocks // 2 * grain, stop] if blocks > 1 else list(range(start, stop + 1))
    for low, high in pairwise(cuts):
        yield from batches(work, values, low, high, grain)
