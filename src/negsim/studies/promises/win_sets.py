"""Two-level games in space: what each side's own people would ratify, and the offer that follows (Putnam 1988)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negsim.errors import InvalidGame

ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True)
class WinSet:
    """The settlements that one actor or body likes no less than the status quo: an interval.

    Attributes
    ----------
    name
        Whose it is.
    ideals
        The ideal settlement of each voter; one for a single actor.
    threshold
        How many of them must like a settlement no less.
    low, high
        The ends.
    """

    name: str
    ideals: tuple[float, ...]
    threshold: int
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TwoLevel:
    """An offer that all those who must ratify it like no less than the status quo.

    Attributes
    ----------
    proposer
        The ideal settlement of the one who makes the offer, take it or leave it.
    status_quo
        What stays if anyone refuses.
    win_sets
        Of all those who must ratify.
    low, high
        The ends of what all of them would ratify.
    agreement
        The offer: of what all would ratify, what is nearest to the proposer's ideal.
    """

    proposer: float
    status_quo: float
    win_sets: tuple[WinSet, ...]
    low: float
    high: float
    agreement: float

    @property
    def stuck(self) -> bool:
        """Whether nothing that the proposer likes better than the status quo would be ratified."""
        gain = abs(self.status_quo - self.proposer) - abs(self.agreement - self.proposer)
        return gain <= ROUNDING * max(1.0, abs(self.status_quo), abs(self.proposer))


def win_set(
    status_quo: float, ideals: float | Sequence[float], *, threshold: int | None = None, name: str = ""
) -> WinSet:
    """Return what an actor or a body of voters likes no less than the status quo; all like what is nearer better.

    To either side of the status quo, a voter goes along as far as its ideal's mirror image of the status quo; a body
    goes as far as the last voter that it needs.

    Parameters
    ----------
    status_quo
        What stays without agreement.
    ideals
        The ideal settlement of the actor, or of each voter.
    threshold
        How many voters must go along; all, if left out.
    name
        Whose win-set it is.

    Raises
    ------
    InvalidGame
        If the threshold is above the number of voters or below 1, or a number is not finite.

    Examples
    --------
    >>> found = win_set(0.6, [0.2, 0.3, 0.9], threshold=2)
    >>> round(found.low, 6), round(found.high, 6)
    (0.0, 0.6)
    """
    each = np.atleast_1d(np.asarray(ideals, np.float64))
    if each.ndim != 1 or not len(each) or not np.isfinite([status_quo, *each]).all():
        raise InvalidGame(f"{name or 'a win-set'} needs finite numbers: one status quo, and one ideal for each voter")
    needed = len(each) if threshold is None else threshold
    if not 1 <= needed <= len(each):
        raise InvalidGame(
            f"the threshold of {name or 'a body'} is {needed} and it has {len(each)} voters. Use 1 to {len(each)}"
        )
    mirror = np.sort(2 * each - status_quo)
    low, high = mirror[needed - 1], mirror[len(each) - needed]
    return WinSet(
        name=name,
        ideals=tuple(each.tolist()),
        threshold=needed,
        low=float(min(low, status_quo)),
        high=float(max(high, status_quo)),
    )


def two_level(
    status_quo: float,
    proposer: float,
    ratifiers: Mapping[str, float | Sequence[float]],
    *,
    thresholds: Mapping[str, int] = {},
) -> TwoLevel:
    """Return the offer of a proposer that several actors or bodies must ratify.

    Parameters
    ----------
    status_quo
        What stays if anyone refuses.
    proposer
        Its ideal settlement.
    ratifiers
        Name -> the ideal settlement of an actor, or of each voter of a body. The other side's negotiator is one of
        them.
    thresholds
        Name -> how many of its voters must go along; all for those left out.

    Raises
    ------
    InvalidGame
        As for `win_set`; or if a threshold is for nobody named.

    Examples
    --------
    >>> two_level(0.75, 0.0, {"government": 0.125, "senate": 0.5}).agreement
    0.25
    """
    unknown = [name for name in thresholds if name not in ratifiers]
    if unknown:
        raise InvalidGame(f"a threshold is given for '{unknown[0]}', who ratifies nothing. Use {', '.join(ratifiers)}")
    found = tuple(
        win_set(status_quo, each, threshold=thresholds.get(name), name=name) for name, each in ratifiers.items()
    )
    low = max((each.low for each in found), default=-np.inf)
    high = min((each.high for each in found), default=np.inf)
    agreement = min(max(proposer, low), high)
    return TwoLevel(
        proposer=proposer, status_quo=status_quo, win_sets=found, low=low, high=high, agreement=float(agreement)
    )
