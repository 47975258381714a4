"""Mixed profiles to start a path from: everyone mixing evenly, or drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import NotApplicable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INWARD = 0.02  # share of the even profile in a drawn one, so that no weight is lost in rounding


def start_profile(sizes: Sequence[int], seed: int | None, attempt: int = 0) -> Floats:
    """Return a profile with every weight positive.

    Parameters
    ----------
    sizes
        Number of strategies of each player.
    seed
        None for the even profile, at the first attempt; a number from 0 up for one drawn evenly from all profiles.
    attempt
        Number of the attempt, from 0; each has a start of its own.

    Returns
    -------
    Floats
        Shape (choice,).

    Raises
    ------
    NotApplicable
        If the seed is negative.
    """
    even = np.concatenate([np.full(size, 1.0 / size) for size in sizes])
    if seed is None and attempt == 0:
        return even
    if seed is not None and seed < 0:
        raise NotApplicable(f"seed is {seed}; use a whole number from 0 up, or None to start from even mixtures")
    draw = np.random.default_rng([attempt, seed or 0])
    drawn = np.concatenate([draw.dirichlet(np.ones(size)) for size in sizes])
    profile: Floats = (1 - INWARD) * drawn + INWARD * even
    return profile
