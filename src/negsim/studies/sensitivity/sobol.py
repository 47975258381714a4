"""Sobol indices: which share of the variance of a measure goes back to each parameter, alone and with the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.studies.sensitivity.budget import budget
from negsim.studies.sensitivity.record import Interval, Sobol
from negsim.studies.sensitivity.resampling import LEVEL, RESAMPLES, percentiles, resampled_means

FEWEST = 8  # base samples from which anything is estimated
NOISE = 1e-9  # a measure that moves by no more than this, as a share of itself, does not move


def indices(
    parameters: Sequence[str],
    values: Array,
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Sobol:
    """Estimate first-order and total indices from a measure at the points of a Saltelli design.

    The estimators are those of Saltelli et al. (2010), table 2 (b) and (f), of values less their mean, as
    `scipy.stats.sobol_indices` computes them; intervals are percentiles of a bootstrap over base samples. Since the
    points of Sobol sequences fill the space more evenly than random ones, these intervals err on the wide side. Base
    samples with a row that is not a number are left out whole.

    Parameters
    ----------
    parameters
        Their names, d of them.
    values
        Shape (base sample, d + 2). The measure at the first point A, at A with each parameter in turn taken from the
        second point B, and at B.
    resamples, level, seed
        How many bootstrap samples, how often their interval is to hold the index, and what they are drawn with.

    Raises
    ------
    NotApplicable
        If the shape is another, or fewer than 8 base samples have a number in every row.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.random.default_rng(1).random((2, 1024, 2))
    >>> def first_only(at): return 5 * at[:, 0]
    >>> swapped = [np.where(np.arange(2) == k, points[1], points[0]) for k in range(2)]
    >>> values = np.stack([first_only(at) for at in (points[0], *swapped, points[1])], axis=1)
    >>> found = indices(["x", "y"], values)
    >>> found.total.value.round(1).tolist()
    [1.0, 0.0]
    """
    if values.ndim != 2 or values.shape[1] != len(parameters) + 2:
        raise NotApplicable(
            f"values of shape {values.shape} for {len(parameters)} parameters. Use shape (base sample, "
            f"{len(parameters) + 2}): at A, at A with one parameter from B, at B"
        )
    whole = values[np.isfinite(values).all(1)]
    if len(whole) < FEWEST:
        raise NotApplicable(
            f"{len(whole)} of {len(values)} base samples have a number in every row, and at least {FEWEST} are needed. "
            "Use more samples, narrower ranges, or another measure"
        )
    first_point, swapped, second_point = whole[:, 0], whole[:, 1:-1], whole[:, -1]
    mean = float(np.mean([first_point, second_point]))
    terms = _terms(first_point - mean, swapped - mean, second_point - mean)
    moves = bool(np.ptp(whole) > NOISE * np.abs(whole).max())
    if not moves:
        terms[:] = 0.0
    first, total, variance = _ratios(terms.mean(0)[None])
    draws_first, draws_total, _ = _ratios(resampled_means(terms, resamples, seed))
    names = tuple(parameters)
    return Sobol(
        parameters=names,
        first=_interval(first[0], draws_first, level),
        total=_interval(total[0], draws_total, level),
        mean=mean,
        variance=float(variance[0]),
        samples=len(values),
        used=len(whole),
        level=level,
        resamples=resamples,
        seed=seed,
        budget=budget(names, total[0], draws_total, len(whole), level) if moves else None,
    )


def _terms(first: Array, swapped: Array, second: Array) -> Array:
    """Shape (base sample, 2 d + 2): what is averaged for first-order indices, total ones, and the variance."""
    alone = second[:, None] * (swapped - first[:, None])
    together = (first[:, None] - swapped) ** 2 / 2
    return np.column_stack([alone, together, (first + second) / 2, (first**2 + second**2) / 2])


def _ratios(means: Array) -> tuple[Array, Array, Array]:
    """First-order indices, total ones, and the variance, from means of `_terms`; zero where nothing varies."""
    count = (means.shape[1] - 2) // 2
    variance = np.maximum(means[:, -1] - means[:, -2] ** 2, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(variance[:, None] > 0, means[:, :-2] / variance[:, None], 0.0)
    return ratios[:, :count], ratios[:, count:], variance


def _interval(value: Array, draws: Array, level: float) -> Interval:
    low, high = percentiles(draws, level)
    return Interval(value=value, low=low, high=high)
