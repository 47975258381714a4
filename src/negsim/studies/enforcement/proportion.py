"""How severe and how long punishment must be: as little as suffices, or a period for a period."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array
from negsim.studies.enforcement.patience import FOR_EVER, checked, weight


def proportionate_discount(
    violation: Any, agreement: Any, punishment: Any, *, detection: Any = 1.0, lag: Any = 1.0
) -> Array:
    """Return the least discount factor if each violation that is noticed is answered by one period of punishment.

    This is punishment in proportion to the offence, as in tit for tat (Downs & Rocke, 1990): a period for a period. A
    violation does not pay if and only if ``T - R <= d * x**k * (R - P)``.

    Parameters
    ----------
    violation, agreement, punishment, detection, lag
        As for `negsim.studies.enforcement.patience.minimal_discount`.

    Returns
    -------
    Array
        0 where violating never pays, and infinite where no discount factor suffices.
    """
    gain, loss = np.subtract(violation, agreement, dtype=float), np.subtract(agreement, punishment, dtype=float)
    gain, loss, detection, lag, _ = checked(gain, loss, detection, lag, FOR_EVER)
    deterring = detection * np.maximum(loss, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (gain / deterring) ** (1 / lag)
    return np.where(gain <= 0, 0.0, np.where(gain <= deterring, found, np.inf))


def shortest_punishment(
    violation: Any, agreement: Any, punishment: Any, discount: Any, *, detection: Any = 1.0, lag: Any = 1.0
) -> Array:
    """Return the fewest whole periods of punishment that keep an agreement, given how much the future counts.

    Parameters
    ----------
    violation, agreement, punishment, detection, lag
        As for `negsim.studies.enforcement.patience.minimal_discount`.
    discount
        Worth today of a point in the next period.

    Returns
    -------
    Array
        0 where violating never pays, and infinite where not even punishment for ever suffices.
    """
    gain, loss = np.subtract(violation, agreement, dtype=float), np.subtract(agreement, punishment, dtype=float)
    gain, loss, detection, lag, _ = checked(gain, loss, detection, lag, FOR_EVER)
    x = _counted(discount)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = gain / (loss * weight(x, detection, lag, 1.0))  # periods, each counting like the first
        periods = np.where(x < 1, np.log1p(-(1 - x) * needed) / np.log(x), needed)
    suffices = (loss > 0) & ((1 - x) * needed < 1) & np.isfinite(periods)
    return np.where(gain <= 0, 0.0, np.where(suffices, np.ceil(periods - 1e-9), np.inf))


def least_loss(
    violation: Any, agreement: Any, discount: Any, *, detection: Any = 1.0, lag: Any = 1.0, length: Any = FOR_EVER
) -> Array:
    """Return the smallest loss in each period of punishment that keeps an agreement.

    Parameters
    ----------
    violation, agreement, detection, lag, length
        As for `negsim.studies.enforcement.patience.minimal_discount`.
    discount
        Worth today of a point in the next period.

    Returns
    -------
    Array
        In the unit of the payoffs; 0 where violating never pays.
    """
    gain = np.subtract(violation, agreement, dtype=float)
    gain, _, detection, lag, length = checked(gain, 0.0, detection, lag, length)
    x = _counted(discount)
    with np.errstate(divide="ignore"):
        return np.where(gain <= 0, 0.0, gain / weight(x, detection, lag, length))


def _counted(discount: Any) -> Array:
    x = np.asarray(discount, float)
    if not ((x >= 0) & (x <= 1)).all():
        raise InvalidGame("a discount factor lies between 0 and 1")
    return x
