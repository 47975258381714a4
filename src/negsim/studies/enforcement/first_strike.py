"""Peace when striking first helps: each side must get no less than it could by being the one who strikes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray


@dataclass(frozen=True, kw_only=True, eq=False)
class FirstStrike:
    """The divisions of a pie of 1 at which neither side would strike.

    Attributes
    ----------
    least, most
        Shape (batch,). Ends of the range of shares of the first side; empty where `least` is above `most`.
    """

    least: Array = field(repr=False)
    most: Array = field(repr=False)

    @property
    def possible(self) -> BoolArray:
        """Shape (batch,). Whether there is such a division."""
        return np.asarray(self.least <= self.most + 1e-12)


def first_strike(chance_first: Any, chance_second: Any, cost_first: Any, cost_second: Any) -> FirstStrike:
    """Return the divisions that keep the peace, after Fearon (1995).

    There is one if and only if the advantage of striking first is no greater than the costs of war together:
    ``chance_first - chance_second <= cost_first + cost_second``.

    Parameters
    ----------
    chance_first, chance_second
        The chance that the first side prevails if it strikes first, and if it is struck.
    cost_first, cost_second
        What war costs the first side, and the second.

    Returns
    -------
    FirstStrike
        The range of shares of the first side.

    Raises
    ------
    InvalidGame
        If a chance lies outside 0 to 1, or a cost is negative.

    Examples
    --------
    >>> found = first_strike(0.6, 0.4, 0.05, 0.1)
    >>> found.possible.tolist()
    [False]
    """
    first, second, own, other = (
        np.atleast_1d(np.asarray(each, float)) for each in (chance_first, chance_second, cost_first, cost_second)
    )
    if not all(((chance >= 0) & (chance <= 1)).all() for chance in (first, second)):
        raise InvalidGame("the chance to prevail lies between 0 and 1")
    if not ((own >= 0).all() and (other >= 0).all()):
        raise InvalidGame("the cost of war is not negative")
    return FirstStrike(least=np.maximum(first - own, 0), most=np.minimum(second + other, 1))
