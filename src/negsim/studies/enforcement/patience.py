"""How much the future must count for an agreement to be kept, if violations are noticed by chance and punished late.

A party gets `agreement` (R) in every period in which the agreement is kept, `violation` (T) while it violates it, and
`punishment` (P) while it is punished. A violation is noticed with some probability, apart from those of other
periods, and what was noticed is punished `lag` periods after it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array

HALVINGS = 60
FOR_EVER = np.inf
ROUNDING = 1e-12  # by so much a discount may fall short and count as enough


def minimal_discount(
    violation: Any, agreement: Any, punishment: Any, *, detection: Any = 1.0, lag: Any = 1.0, length: Any = FOR_EVER
) -> Array:
    """Return the least discount factor at which nobody gains by violating an agreement.

    Violating from some period on until it is punished pays the most of all violations, or none pays. With the
    discount factor x, it is punished after ``tau`` periods on average worth ``D = d*x**k / (1 - (1 - d)*x)``, and does
    not pay if and only if ``(T - R)*(1 - D) <= (R - P)*D*(1 - x**n)``. Special cases: ``(T - R) / (T - R + d*(R - P))``
    for a lag of one period and punishment for ever; ``((T - R) / (T - P))**(1/k)`` for certain detection and punishment
    for ever; the root of ``(R - P)*(x + ... + x**n) = T - R`` for certain detection and a lag of one period.

    Parameters
    ----------
    violation, agreement, punishment
        Payoffs of a period, numbers or arrays that broadcast.
    detection
        Probability that a violation in a period is noticed (d).
    lag
        Periods from a violation to its punishment (k), at least 1.
    length
        Periods of punishment (n), after which the agreement is kept again; infinite for punishment for ever.

    Returns
    -------
    Array
        0 where violating never pays, and infinite where no discount factor suffices.

    Raises
    ------
    InvalidGame
        If a number is outside its range.

    Examples
    --------
    >>> float(minimal_discount(2, 1, -1, detection=0.5))
    0.5
    >>> round(float(minimal_discount(2, 1, -1, lag=4)), 3)
    0.76
    """
    gain, loss = np.subtract(violation, agreement, dtype=float), np.subtract(agreement, punishment, dtype=float)
    gain, loss, detection, lag, length = checked(gain, loss, detection, lag, length)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(loss > 0, gain / loss, np.inf)
    low, high = np.zeros(gain.shape), np.ones(gain.shape)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = weight(middle, detection, lag, length) >= needed
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    possible = np.isfinite(needed) & (weight(np.ones(gain.shape), detection, lag, length) >= needed)
    return np.where(gain <= 0, 0.0, np.where(possible, high, np.inf))


def weight(discount: Any, detection: Any, lag: Any, length: Any) -> Array:
    """Return how much the loss of a punished period weighs against the gain of a period of violation.

    It is ``D*(1 - x**n) / (1 - D)`` in the terms of `minimal_discount`, and increases with the discount factor.

    Parameters
    ----------
    discount, detection, lag, length
        As for `minimal_discount` and `shortest_punishment`, arrays that broadcast.
    """
    x = np.asarray(discount, float)
    with np.errstate(invalid="ignore"):
        found = x**lag * detection * _series(x, length) / (1 + detection * x * _series(x, lag - 1))
    return np.where(np.asarray(detection) > 0, found, 0.0)


def check_terms(detection: Array, lag: Array, length: Array) -> None:
    """Refuse terms that make no sense.

    Parameters
    ----------
    detection, lag, length
        As for `minimal_discount`, arrays.

    Raises
    ------
    InvalidGame
        If a number is outside its range.
    """
    if not ((detection >= 0) & (detection <= 1)).all():
        raise InvalidGame("the probability that a violation is noticed lies between 0 and 1")
    if not ((lag >= 1) & np.isfinite(lag)).all():
        raise InvalidGame("lag is at least 1: a violation is punished in the next period, or later")
    if not (length > 0).all():
        raise InvalidGame("the length of punishment is above 0 periods. Leave it out for punishment for ever")


def _series(x: Array, terms: Any) -> Array:
    """The sum ``1 + x + ... + x**(terms - 1)``, of a broken number of terms too; infinite for x = 1 without end."""
    x, terms = np.broadcast_arrays(x, np.asarray(terms, float))
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.where(x > 0, -np.expm1(terms * np.log(x)), np.where(terms > 0, 1.0, 0.0))
        return np.where(x < 1, power / (1 - x), terms)


def checked(gain: Any, loss: Any, detection: Any, lag: Any, length: Any) -> tuple[Array, ...]:
    """Return the same as arrays of one shape.

    Parameters
    ----------
    gain, loss
        What violating gains in a period, and what a period of punishment takes.
    detection, lag, length
        As for `minimal_discount`.

    Raises
    ------
    InvalidGame
        If a number is outside its range.
    """
    gain, loss, detection, lag, length = (
        np.asarray(each, float) for each in np.broadcast_arrays(gain, loss, detection, lag, length)
    )
    check_terms(detection, lag, length)
    return gain, loss, detection, lag, length
