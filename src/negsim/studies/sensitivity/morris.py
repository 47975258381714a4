"""Morris screening: steps of one parameter at a time, from many places, which tell what may be left out of account."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.studies.sensitivity.budget import budget
from negsim.studies.sensitivity.record import Budget, Interval, Morris
from negsim.studies.sensitivity.resampling import LEVEL, RESAMPLES, percentiles, resampled_means

FEWEST = 2  # trajectories from which a standard deviation is estimated


def effects(
    parameters: Sequence[str],
    places: Array,
    values: Array,
    *,
    levels: int = 4,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Morris:
    """Estimate elementary effects from a measure along trajectories, each of which steps once in every parameter.

    The mean of the effects and their standard deviation are those of Morris (1991); the mean of the absolute effects
    is that of Campolongo, Cariboni and Saltelli (2007). Trajectories with a row that is not a number are left out.

    Parameters
    ----------
    parameters
        Their names, d of them.
    places
        Shape (trajectory, d + 1, d). Where the rows stand, each parameter as a share of its range from 0 to 1, or of
        its distribution; from one row to the next, one parameter changes.
    values
        Shape (trajectory, d + 1). The measure there.
    levels
        How many values each parameter takes.
    resamples, level, seed
        As of `negsim.studies.sensitivity.sobol.indices`.

    Raises
    ------
    NotApplicable
        If the shapes do not fit, rows do not step in one parameter each, or fewer than 2 trajectories have a number in
        every row.
    """
    count = len(parameters)
    if places.shape != (*values.shape, count) or values.shape[1:] != (count + 1,):
        raise NotApplicable(
            f"values of shape {values.shape} at places of shape {places.shape} for {count} parameters. Use shapes "
            f"(trajectory, {count + 1}) and (trajectory, {count + 1}, {count})"
        )
    kept = np.isfinite(values).all(1)
    if kept.sum() < FEWEST:
        raise NotApplicable(
            f"{kept.sum()} of {len(values)} trajectories have a number in every row, and at least {FEWEST} are needed. "
            "Use more samples, narrower ranges, or another measure"
        )
    found = _elementary(places[kept], values[kept])
    absolute = np.abs(found).mean(0)
    draws = resampled_means(np.abs(found), resamples, seed)
    low, high = percentiles(draws, level)
    names = tuple(parameters)
    return Morris(
        parameters=names,
        absolute=Interval(value=absolute, low=low, high=high),
        mean=found.mean(0),
        deviation=found.std(0, ddof=1),
        samples=len(values),
        used=int(kept.sum()),
        levels=levels,
        level=level,
        resamples=resamples,
        seed=seed,
        budget=_budget(names, absolute, draws, len(found), level) if absolute.any() else None,
    )


def _elementary(places: Array, values: Array) -> Array:
    """Shape (trajectory, parameter): by how much the measure would move if the step went across the whole range."""
    steps = np.diff(places, axis=1)
    changed = np.abs(steps).argmax(2)
    size = np.take_along_axis(steps, changed[:, :, None], axis=2)[:, :, 0]
    others = np.abs(steps).sum(2) - np.abs(size)
    if (np.sort(changed, axis=1) != np.arange(steps.shape[2])).any() or (others > 1e-9).any() or (size == 0).any():
        raise NotApplicable("each row of a trajectory changes one parameter, and each parameter changes once")
    found = np.empty(changed.shape)
    np.put_along_axis(found, changed, np.diff(values, axis=1) / size, axis=1)
    return found


def _budget(names: tuple[str, ...], absolute: Array, draws: Array, samples: int, level: float) -> Budget:
    """Judge effects by their shares of the sum of all, so that the rule does not depend on the unit of the measure."""
    sums = draws.sum(1, keepdims=True)
    return budget(names, absolute / absolute.sum(), draws / np.where(sums > 0, sums, 1.0), samples, level)
