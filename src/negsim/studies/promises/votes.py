"""Ratification: how likely a body is to approve, by its size, its threshold, its support, and how alike votes are."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array
from negsim.kernels.talks.ratification import enough_yes
from negsim.scenario.bargaining import MAX_VOTERS

ROUNDING = 1e-9


def ratified(voters: Any, threshold: Any, support: Any, correlation: Any = 0.0, *, place: str = "") -> Array:
    """Return the probability that at least `threshold` of the voters say yes.

    Several bodies that decide apart from each other multiply. A veto player is a body of one voter; unanimity is a
    threshold of all.

    Parameters
    ----------
    voters
        How many there are; arrays are broadcast against each other. Where there are none, nobody is asked.
    threshold
        How many must say yes; two thirds of 100, 66.7, means 67.
    support
        The probability that one voter says yes.
    correlation
        The correlation of any two votes: 0 if they are independent, 1 if all vote alike. Between these the number of
        votes in favour is beta-binomial.
    place
        What stands before the message of an error.

    Returns
    -------
    Array
        The shape that the arguments broadcast to.

    Raises
    ------
    InvalidGame
        If the threshold is negative or above the number of voters, that number is not whole, or a probability lies
        outside 0 to 1.

    Examples
    --------
    >>> ratified(100, 67, [0.5, 0.6, 0.7]).round(4).tolist()
    [0.0004, 0.0913, 0.7793]
    >>> ratified(30, 30, 0.97, [0, 0.5, 1]).round(2).tolist()
    [0.4, 0.89, 0.97]
    """
    asked = (np.asarray(part, np.float64) for part in (voters, threshold, support, correlation))
    many, needed, likely, alike = np.broadcast_arrays(*asked)
    _check(many, needed, likely, alike, place=place and f"{place}: ")
    whole = np.ceil(needed - ROUNDING).reshape(-1).astype(np.intp)
    chances = [np.clip(part.reshape(-1), 0.0, 1.0) for part in (likely, alike)]
    found = enough_yes(many.reshape(-1).astype(np.intp), whole, *chances)
    return found.reshape(many.shape)


def _check(voters: Array, threshold: Array, support: Array, correlation: Array, place: str) -> None:
    fits = (voters >= 0) & (voters <= MAX_VOTERS) & (voters == np.round(voters))
    if not fits.all():
        raise InvalidGame(f"{place}{voters[~fits][0]:g} voters. Use a whole number from 0 to {MAX_VOTERS:,}")
    proper = np.isfinite(threshold) & (threshold >= 0)
    if not proper.all():
        raise InvalidGame(
            f"{place}the threshold is {threshold[~proper][0]:g}. Use a number from 0 to that of the voters"
        )
    above = np.ceil(threshold - ROUNDING) > voters
    if above.any():
        raise InvalidGame(
            f"{place}the threshold is {threshold[above][0]:g} and there are {voters[above][0]:g} voters: nothing could "
            f"ever be ratified. Use a threshold of at most {voters[above][0]:g}"
        )
    for what, number in (("support", support), ("correlation", correlation)):
        out = ~((number >= -ROUNDING) & (number <= 1 + ROUNDING))
        if out.any():
            raise InvalidGame(f"{place}{what} is {number[out][0]:g}. Use a number from 0 to 1")
