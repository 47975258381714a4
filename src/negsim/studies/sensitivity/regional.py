"""Regional sensitivity: which parameters tell the points where something holds from those where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.studies.sensitivity.record import Asked, Interval, falling
from negsim.studies.sensitivity.rules import FEWEST, Rate, Rules, rules
from negsim.studies.sensitivity.split import Split

RESAMPLES = 200
MOST = 65_536  # points that are compared: enough for two digits, and done in seconds
CHANCE = 0.05  # that any parameter at all seems to matter where none does


@dataclass(frozen=True, kw_only=True, eq=False)
class Regional:
    """How far apart each parameter lies where something holds and where it does not, and the rules that say where.

    Attributes
    ----------
    parameters
        In the order of what follows.
    split
        What holds: a measure on one side of a level.
    distance
        Shape (parameter,). The two-sample statistic of Kolmogorov and Smirnov: the largest difference between the
        shares of points below a value, where it holds and where it does not. 0 is no difference, 1 is no overlap.
    at
        Shape (parameter,). The value at which the difference is largest.
    lower
        Shape (parameter,). Whether the values are lower there where it holds.
    critical
        A distance that chance alone exceeds for any of the parameters in one sample of 20; not a number where one
        side has too few points.
    share
        The share of all points at which it holds; where there is no answer, it does not.
    rules
        Where it holds, in words.
    held
        Shape (point,). Whether it holds, at the points that are compared: those that have a number, or as many of them
        as are drawn where they are very many.
    columns
        Parameter -> shape (point,). Its values there.
    points, unsolved
        How many were asked for, and how many of them have no number.
    level, resamples, seed
        Of the intervals, and what bootstrap and halves were drawn with.
    asked
        Of a scenario, what was asked; None where the numbers came as arrays.
    """

    parameters: tuple[str, ...]
    split: Split
    distance: Interval = field(repr=False)
    at: Array = field(repr=False)
    lower: BoolArray = field(repr=False)
    critical: float
    share: Rate
    rules: Rules = field(repr=False)
    held: BoolArray = field(repr=False)
    columns: Mapping[str, Array] = field(repr=False)
    points: int
    unsolved: int
    level: float = 0.95
    resamples: int = RESAMPLES
    seed: int = 0
    asked: Asked | None = field(default=None, repr=False)

    @property
    def order(self) -> tuple[int, ...]:
        """Numbers of the parameters, the one that separates best first."""
        return falling(self.distance.value)

    @property
    def moves(self) -> bool:
        """Whether it holds at some points and not at others."""
        return bool(0 < self.held.sum() < len(self.held))

    @property
    def separating(self) -> tuple[str, ...]:
        """The parameters that separate further than chance would, the one that does so best first."""
        return tuple(self.parameters[k] for k in self.order if self.distance.value[k] > self.critical)


def regional(
    values: Array,
    columns: Mapping[str, Array],
    split: Split,
    *,
    blocks: IntArray | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
    asked: Asked | None = None,
) -> Regional:
    """Compare each parameter where a measure is on one side of a level, and where on the other.

    Parameters
    ----------
    values
        Shape (point,). The measure; not a number where there is no answer.
    columns
        Parameter -> shape (point,).
    split
        The side and the level.
    blocks
        As for `rules`: points that share coordinates.
    seed, resamples
        For the bootstrap, and for the half that rules are learnt from.
    asked
        What is kept with it.

    Raises
    ------
    NotApplicable
        If no point has a number, or the split has no level.

    Notes
    -----
    Hornberger and Spear (1981); "regional" since it asks what tells one region of outcomes from the rest. It looks at
    one parameter at a time, so that it overlooks parameters that matter only together; the rules do not. Points of a
    quasi-random design are more even than independent ones, so that `critical` is on the safe side for them.
    """
    if split.level is None or not np.isfinite(split.level):
        raise NotApplicable(f"from where on does it hold? Give a level: '{split.measure} > 0'")
    known = np.isfinite(values)
    if not known.any():
        raise NotApplicable(f"no point has a number for {split.measure}, so that nothing can be compared")
    chosen = _drawn(known, blocks, seed)
    held = split.holds(values[chosen])
    kept = {name: np.asarray(column, np.float64)[chosen] for name, column in columns.items()}
    table = np.column_stack(list(kept.values()))
    own = None if blocks is None else blocks[chosen]
    distance, at, lower = distances(held, table)
    return Regional(
        parameters=tuple(kept),
        split=split,
        distance=_interval(held, table, distance, own, resamples, seed),
        at=at,
        lower=lower,
        critical=critical(held, len(kept)),
        share=Rate.seen(split.holds(values)),
        rules=rules(held, kept, blocks=own, seed=seed),
        held=held,
        columns=kept,
        points=len(values),
        unsolved=int((~known).sum()),
        resamples=resamples,
        seed=seed,
        asked=asked,
    )


def _drawn(known: BoolArray, blocks: IntArray | None, seed: int) -> IntArray:
    """The places of the points that are compared, rising; of very many, whole blocks that are drawn."""
    places = np.flatnonzero(known)
    if len(places) <= MOST:
        return places
    numbers, block = np.unique(places if blocks is None else blocks[places], return_inverse=True)
    rank = np.random.default_rng(seed).permutation(len(numbers))
    return places[rank[block] < len(numbers) * MOST // len(places)]


def distances(held: BoolArray, table: Array) -> tuple[Array, Array, BoolArray]:
    """Return how far apart each column lies where something holds and where it does not.

    Parameters
    ----------
    held
        Shape (point,). Where it holds.
    table
        Shape (point, parameter).

    Returns
    -------
    tuple
        Shape (parameter,) each: the distance of Kolmogorov and Smirnov; the value at which the shares of points up to
        it differ most; and whether more of the points where it holds lie there. Not a number where one side is empty.
    """
    order, last = _sorted(table)
    gap = _gaps(np.ones(len(held), np.intp), held, order, last)
    best = np.abs(gap).argmax(0)
    columns = np.arange(table.shape[1])
    found = gap[best, columns]
    at = np.where(np.isnan(found), np.nan, table[order[best, columns], columns])
    return np.abs(found), at, found > 0


def _sorted(table: Array) -> tuple[IntArray, BoolArray]:
    """The order of each column, and where in it a step ends: of several equal values, at the last."""
    order = np.argsort(table, axis=0, kind="stable")
    rising = np.take_along_axis(table, order, 0)
    return order, np.vstack([rising[1:] > rising[:-1], np.ones((1, table.shape[1]), bool)])


def _gaps(counts: IntArray, held: BoolArray, order: IntArray, last: BoolArray) -> Array:
    """The share of points up to each value where it holds, less the same where it does not; points count so often."""
    yes, no = np.where(held, counts, 0), np.where(held, 0, counts)
    if not (yes.any() and no.any()):
        return np.full(order.shape, np.nan)
    step = yes / yes.sum() - no / no.sum()
    return np.where(last, np.cumsum(step[order], axis=0), 0.0)


def _interval(
    held: BoolArray, table: Array, distance: Array, blocks: IntArray | None, resamples: int, seed: int
) -> Interval:
    """Basic bootstrap intervals, which allow for the distance of a resample being larger than that of the sample."""
    if np.isnan(distance).any() or not resamples:
        nothing = np.full(len(distance), np.nan)
        return Interval(value=distance, low=nothing, high=nothing)
    order, last = _sorted(table)
    numbers, block = np.unique(np.arange(len(held)) if blocks is None else blocks, return_inverse=True)
    draws = np.random.default_rng(seed)
    again = np.empty((resamples, len(distance)))
    for row in again:
        drawn = draws.integers(0, len(numbers), len(numbers))
        row[:] = np.abs(_gaps(np.bincount(drawn, minlength=len(numbers))[block], held, order, last)).max(0)
    low, high = np.nanquantile(again, (0.025, 0.975), axis=0)
    return Interval(
        value=distance,
        low=np.clip(2 * distance - high, 0, distance),
        high=np.clip(2 * distance - low, distance, 1),
    )


def critical(held: BoolArray, parameters: int) -> float:
    """Return the distance of Smirnov (1939) that chance exceeds for any parameter in one sample of twenty, or fewer.

    Parameters
    ----------
    held
        Shape (point,). Where it holds.
    parameters
        How many are tried; the chance is shared out among them (Bonferroni).
    """
    yes, no = int(held.sum()), int((~held).sum())
    if min(yes, no) < FEWEST:
        return float("nan")
    return float(np.sqrt(-np.log(CHANCE / parameters / 2) / 2 * (yes + no) / (yes * no)))
