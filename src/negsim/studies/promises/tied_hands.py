"""The Schelling conjecture: a side that needs much to ratify gets more, until what it needs costs the agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array
from negsim.studies.promises.votes import ratified

POINTS = 201
ZOOMS = 4  # each takes the range of offers a hundredfold closer


@dataclass(frozen=True, kw_only=True, eq=False)
class TiedHands:
    """What a side gains and risks by needing more at home, one point a row.

    Attributes
    ----------
    needed
        Shape (point,). What its people need: a share of the pie, or so many votes.
    share
        Shape (point,). The share it gets if there is an agreement; NaN where there is none.
    chance
        Shape (point,). The probability of agreement.
    expected, other
        Shape (point,). The share that it and the other side expect.
    best
        What to need so that the share expected is largest: beyond it, tying one's hands no longer pays.
    unit
        What `needed` is: ``"share"`` or ``"votes"``.
    """

    needed: Array = field(repr=False)
    share: Array = field(repr=False)
    chance: Array = field(repr=False)
    expected: Array = field(repr=False)
    other: Array = field(repr=False)
    best: float
    unit: str


def agreed_share(needed: Any, other: Any) -> Array:
    """Return the share of a pie that one side gets, by Nash's solution, where both sides' people need some to ratify.

    Failing to ratify is worth to each side what its people need, so what is left over is shared equally (Schelling
    1960; Mo 1994).

    Parameters
    ----------
    needed, other
        What this side's people, and the other's, need at least: shares from 0 to 1. Arrays broadcast.

    Returns
    -------
    Array
        NaN where both together need more than there is: no agreement.

    Examples
    --------
    >>> agreed_share([0, 0.4, 0.8], 0.3).round(3).tolist()
    [0.35, 0.55, nan]
    """
    own, others = (np.asarray(part, np.float64) for part in np.broadcast_arrays(needed, other))
    for part in (own, others):
        out = ~((part >= 0) & (part <= 1))
        if out.any():
            raise InvalidGame(f"a side needs {part[out][0]:g} of the pie. Use a share from 0 to 1")
    return np.where(own + others <= 1 + 1e-12, (own + 1 - others) / 2, np.nan)


def best_offer(low: float, high: float, fallback: float = 0.0) -> tuple[float, float]:
    """Return the share to offer, and the chance that it is ratified, where nobody knows what those who ratify need.

    The proposer keeps the rest if the offer is ratified, else it has its fallback. What is needed lies anywhere from
    `low` to `high`, equally likely; for 0 to 1 the offer is ``(1 - fallback) / 2`` (after Iida 1993).

    Parameters
    ----------
    low, high
        The least and the most that may be needed, shares from 0 to 1.
    fallback
        What the proposer has without agreement, as a share.

    Examples
    --------
    >>> best_offer(0, 1, 0.2)
    (0.4, 0.4)
    """
    _check(low, high)
    if 1 - fallback < low:
        return low, 0.0  # an offer that could be ratified would leave less than the fallback
    offer = min(max((low + 1 - fallback) / 2, low), high)
    return offer, 1.0 if high == low else (offer - low) / (high - low)


def tied_hands(low: float, high: float, *, points: int = POINTS) -> TiedHands:
    """Return what a side gets as its own people need more, while what the other side needs is uncertain.

    If both together need no more than there is, the pie is shared as `agreed_share` says; else there is no agreement,
    and a share of 0. Raising what one needs pays as long as the other side surely has enough left,
    and then up to ``(1 - low) / 3``.

    Parameters
    ----------
    low, high
        The least and the most that the other side may need, equally likely in between; the same for no doubt.
    points
        How many values of what one needs, from 0 to 1.

    Examples
    --------
    >>> tied_hands(0.2, 0.2).best, round(tied_hands(0, 1).best, 3)
    (0.8, 0.333)
    """
    _check(low, high)
    best = max(1 - high, (1 - low) / 3)
    needed = np.unique(np.append(np.linspace(0, 1, points), best))
    left = np.minimum(high, 1 - needed)  # the most the other side may need for an agreement
    deal = left >= low - 1e-12
    chance = np.where(deal, 1.0 if high == low else (left - low) / (high - low or 1.0), 0.0)
    share = np.where(deal, (needed + 1 - (low + left) / 2) / 2, np.nan)
    got = np.where(deal, share, 0.0)
    return TiedHands(
        needed=needed,
        share=share,
        chance=chance,
        expected=chance * got,
        other=chance * (1 - got),
        best=float(best),
        unit="share",
    )


def more_votes(voters: int, low: float, high: float, *, fallback: float = 0.0, correlation: float = 0.0) -> TiedHands:
    """Return what a side gets as more of its voters must ratify what the other side offers, take it or leave it.

    Each voter needs a share between `low` and `high`, equally likely, and nobody knows which: the other side weighs
    what it offers against the chance that enough voters agree. A higher threshold brings a better offer, and makes
    agreement rarer.

    Parameters
    ----------
    voters
        How many there are; the threshold runs from 1 to all of them.
    low, high
        The least and the most that a voter may need, shares from 0 to 1, not the same.
    fallback
        What the other side has without agreement, as a share.
    correlation
        The correlation of two votes.

    Examples
    --------
    >>> found = more_votes(1, 0, 1)
    >>> round(float(found.share[0]), 6), round(float(found.chance[0]), 6)
    (0.5, 0.5)
    """
    _check(low, high)
    if low == high:
        raise InvalidGame("all voters need the same share, so that every threshold is alike. Use low below high")
    threshold = np.arange(1, voters + 1, dtype=np.float64)

    def chance_of(offer: Array) -> Array:
        support = np.clip((offer - low) / (high - low), 0, 1)
        return ratified(voters, threshold[:, None], support, correlation)

    start, stop = np.full(len(threshold), low), np.full(len(threshold), high)
    rows = np.arange(len(threshold))
    for _ in range(ZOOMS):
        offers = np.linspace(start, stop, POINTS, axis=1)
        chance = chance_of(offers)
        kept = chance * (1 - offers) + (1 - chance) * fallback
        best = kept.argmax(1)
        start, stop = offers[rows, np.maximum(best - 1, 0)], offers[rows, np.minimum(best + 1, POINTS - 1)]
    offer, odds = offers[rows, best], chance[rows, best]
    return TiedHands(
        needed=threshold,
        share=np.where(odds > 0, offer, np.nan),
        chance=odds,
        expected=odds * offer,
        other=kept[rows, best],
        best=float(threshold[(odds * offer).argmax()]),
        unit="votes",
    )


def _check(low: float, high: float) -> None:
    if not 0 <= low <= high <= 1:
        raise InvalidGame(f"what is needed lies from {low:g} to {high:g}. Use shares from 0 to 1, the least first")
