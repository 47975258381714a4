"""What one parameter goes through in a design: the values of a grid, or a distribution to draw from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias, TypeGuard

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.scenario.distribution import Discrete, Distribution, Uniform, Whole
from negsim.scenario.model import Scenario
from negsim.studies.assumptions.whole_numbers import takes_whole

MAX_POINTS = 20_000_000  # a sweep keeps about 30 bytes of each

Given: TypeAlias = tuple[float, ...] | Sequence[float] | Array | Distribution | None


def most(points: int) -> None:
    """Raise NotApplicable if there are more points than memory holds.

    Parameters
    ----------
    points
        How many.
    """
    if points > MAX_POINTS:
        raise NotApplicable(
            f"{points:,} points are too many for one sweep, which takes up to {MAX_POINTS:,}. Use fewer, or one shard "
            "after the other: --shard 1/N"
        )


def values(scenario: Scenario, form: str, name: str, given: Given, n: int | None) -> tuple[float, ...]:
    """Return the values of a parameter in a grid.

    Parameters
    ----------
    scenario, form, name
        Whose parameter, of what.
    given
        What to try.
    n
        How many values, where only a range is given.

    Raises
    ------
    NotApplicable
        If what is given makes no values.
    """
    if _is_list(given):
        return _listed(name, given)
    if given is None:
        given = (scenario.parameters[name].low, scenario.parameters[name].high)
    kind = distribution(scenario, form, name, given)
    if isinstance(kind, Discrete):
        return tuple(value for value, weight in zip(kind.values, kind.weights, strict=True) if weight > 0)
    if n is None:
        raise NotApplicable(f"how many values of {name}? Give low, high and count, or a list of values, or n")
    most(n)
    if isinstance(kind, Uniform):
        return tuple(np.linspace(kind.low, kind.high, n).tolist())
    return tuple(dict.fromkeys(kind.quantile(np.linspace(0, 1, n)).tolist()))


def distribution(scenario: Scenario, form: str, name: str, given: Given) -> Distribution:
    """Return what a parameter is drawn from.

    Parameters
    ----------
    scenario, form, name, given
        As for `values`.
    """
    parameter = scenario.parameters[name]
    if given is None and parameter.distribution is not None:
        return parameter.distribution
    if isinstance(given, Distribution):
        return given.within(parameter.low, parameter.high)
    if _is_list(given):
        listed = tuple(dict.fromkeys(_listed(name, given)))
        return Discrete(listed, (1.0,) * len(listed))
    low, high = sorted((parameter.low, parameter.high) if given is None else _finite(name, given))
    if low == high:
        return Discrete((low,), (1.0,))
    if takes_whole(scenario, form, name):
        return Whole(math.ceil(low), math.floor(high))
    return Uniform(low, high)


def _is_list(given: Given) -> TypeGuard[Sequence[float]]:
    """Whether just these values are meant, and not a range."""
    return not (given is None or isinstance(given, Distribution) or (isinstance(given, tuple) and len(given) == 2))


def _listed(name: str, given: Sequence[float] | Array) -> tuple[float, ...]:
    return _spaced(name, given) if isinstance(given, tuple) and len(given) == 3 else _finite(name, given)


def _spaced(name: str, given: tuple[float, ...]) -> tuple[float, ...]:
    """Evenly spaced values, both ends among them."""
    low, high, count = given
    if not (1 <= count < math.inf and count == int(count)):
        raise NotApplicable(f"{name}: (low, high, count) needs a whole count, not {count}; or give a list of values")
    start, stop = _finite(name, (low, high))
    most(int(count))
    return tuple(np.linspace(start, stop, int(count)).tolist())


def _finite(name: str, given: Sequence[float] | Array) -> tuple[float, ...]:
    try:
        numbers = tuple(float(value) for value in given)
    except (TypeError, ValueError, OverflowError):
        numbers = ()
    if not numbers or not np.isfinite(numbers).all():
        raise NotApplicable(f"{name} needs one finite number or more, not {given!r}")
    return numbers
