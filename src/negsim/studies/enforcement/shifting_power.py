"""Why a party that grows weaker may fight although both would rather divide: nobody can promise not to use strength.

Each period there is a pie of 1 to divide. The rising side makes all offers, and cannot bind itself for later. War
ends the game: from then on each gets, in every period, the share that is its chance to prevail, and pays its cost once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray


@dataclass(frozen=True, kw_only=True, eq=False)
class ShiftingPower:
    """Whether the declining side would rather fight than wait, period by period.

    Attributes
    ----------
    strength
        Shape (batch, period). The rising side's chance to prevail in a war of that period; the last one lasts.
    war
        Shape (batch, period). What the declining side gets from war in that period, from then on.
    peace
        Shape (batch, period). The most that it can be given: the whole pie of the period, and from the next one on no
        more than what it could then take.
    """

    strength: Array = field(repr=False)
    war: Array = field(repr=False)
    peace: Array = field(repr=False)

    @property
    def binds(self) -> BoolArray:
        """Shape (batch, period). Whether nothing that can be offered is as good as war in that period."""
        return np.asarray(self.war - self.peace > 1e-12 * np.maximum(1, np.abs(self.war)))

    @property
    def excess(self) -> Array:
        """Shape (batch, period). By how much war exceeds the most that can be given."""
        return np.asarray(self.war - self.peace)


def shifting_power(strength: Any, *, discount: Any, cost: Any) -> ShiftingPower:
    """Compare war with the best peace that can be kept, going backwards from the last shift of power.

    Once power no longer shifts, the rising side offers what the other could take by war, but never less than nothing.
    Before, the declining side can be given at most the whole pie of the period, and what it will be worth to it to be
    there in the next. With one shift, from p to q, this is the condition ``discount*q - p > (1 - discount)**2 * cost``
    of Fearon (1995) and Powell (2006), as long as war after the shift is worth no less than 0 to the declining side.

    Parameters
    ----------
    strength
        Shape (period,) or (batch, period). The rising side's chance to prevail, which never falls.
    discount
        Worth of the next period's pie today; below 1.
    cost
        The declining side's cost of war, paid once.

    Returns
    -------
    ShiftingPower
        War and peace, period by period.

    Raises
    ------
    InvalidGame
        If a number is outside its range.

    Examples
    --------
    >>> found = shifting_power([0.3, 0.8], discount=0.9, cost=0.5)
    >>> found.binds.tolist()
    [[True, False]]
    """
    chance = np.atleast_2d(np.asarray(strength, float))
    x, paid = (np.atleast_1d(np.asarray(each, float))[:, None] for each in (discount, cost))
    if not (((chance >= 0) & (chance <= 1)).all() and ((x >= 0) & (x < 1)).all() and (paid >= 0).all()):
        raise InvalidGame(
            "strength lies between 0 and 1, the discount factor from 0 to below 1, and a cost is not negative"
        )
    if (np.diff(chance, axis=1) < 0).any():
        raise InvalidGame("the strength of the rising side never falls. Take the other side's where it does")
    war = (1 - chance) / (1 - x) - paid
    own = np.maximum(war, 0)  # what it gets at equilibrium: what it could take, or nothing
    after = np.concatenate([own[:, 1:], np.broadcast_to(own[:, -1:], (len(own), 1))], axis=1)
    return ShiftingPower(strength=np.broadcast_to(chance, war.shape), war=war, peace=1 + x * after)


def largest_shift(strength: Any, *, discount: Any, cost: Any) -> Array:
    """Return the strength up to which the rising side may grow in one period without making war preferable.

    Parameters
    ----------
    strength
        Its chance to prevail now.
    discount, cost
        As for `shifting_power`.

    Returns
    -------
    Array
        The strength in the next period, at most 1: ``(p + (1 - discount)**2 * cost) / discount``; any, which is 1,
        where the whole pie of a period is worth as much as war.
    """
    p, x, paid = (np.asarray(each, float) for each in (strength, discount, cost))
    any_will_do = (1 - p) / (1 - x) - paid <= 1
    least = np.where(any_will_do, 1.0, (p + (1 - x) ** 2 * paid) / np.where(any_will_do, 1.0, x))
    return np.asarray(np.minimum(least, 1.0))
