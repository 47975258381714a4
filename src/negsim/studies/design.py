"""From what a study is asked to vary to a design: the points that it looks at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import TypeAlias

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.studies.designs.base import Design
from negsim.studies.designs.grid import Grid
from negsim.studies.designs.random import Random, Range

MAX_POINTS = 20_000_000  # a sweep keeps about 30 bytes of each

Vary: TypeAlias = Mapping[str, "tuple[float, ...] | Sequence[float] | Array | None"] | Iterable[str]


def design_of(scenario: Scenario, vary: Vary, design: str | Design, n: int | None, seed: int) -> Design:
    """Make the design that was named.

    Parameters
    ----------
    scenario
        Its parameters give the ranges that are left out.
    vary
        Parameter -> what to try: ``(low, high, count)`` for evenly spaced values; a list or array for just those;
        ``(low, high)`` for a range; None for the parameter's own range. Or only the names.
    design
        ``"grid"``, ``"random"``, or a design, which is returned as it is.
    n
        Number of points of a random design; of a grid, values of each parameter that has only a range.
    seed
        For a random design.

    Raises
    ------
    UnknownName
        If there is no such parameter or design.
    NotApplicable
        If nothing varies, or `n` is missing or not a number of points, or there are more than `MAX_POINTS`.
    """
    if isinstance(design, Design):
        return design
    if design not in ("grid", "random"):
        raise unknown("design", design, ("grid", "random"))
    wanted = dict(vary) if isinstance(vary, Mapping) else dict.fromkeys(vary)
    if not wanted:
        raise NotApplicable("a sweep varies at least one parameter: vary={'name': (low, high, count)}")
    for name in wanted:
        if name not in scenario.parameters:
            raise unknown("parameter", name, scenario.parameters)
    if n is not None and not (isinstance(n, Integral) and n >= 1):
        raise NotApplicable(f"a design needs at least one point, and a whole number of points; n is {n}")
    if not (isinstance(seed, Integral) and seed >= 0):
        raise NotApplicable(f"a seed is a whole number from 0 up, and this one is {seed!r}")
    if design == "grid":
        grid = Grid(axes=tuple((name, _values(scenario, name, given, n)) for name, given in wanted.items()))
        _check_count(math.prod(grid.shape))
        return grid
    if n is None:
        raise NotApplicable("a random design needs its number of points: n=1000")
    _check_count(n)
    return Random(ranges=tuple((name, _range(scenario, name, given)) for name, given in wanted.items()), n=n, seed=seed)


def _check_count(points: int) -> None:
    if points > MAX_POINTS:
        raise NotApplicable(f"{points:,} points are too many for one sweep, which takes up to {MAX_POINTS:,}")


def _values(scenario: Scenario, name: str, given: Sequence[float] | Array | None, n: int | None) -> tuple[float, ...]:
    """The values of one axis of a grid."""
    if given is None or (isinstance(given, tuple) and len(given) == 2):
        if n is None:
            raise NotApplicable(f"how many values of {name}? Give low, high and count, or a list of values, or n")
        _check_count(n)
        return tuple(np.linspace(*_range(scenario, name, given), n).tolist())
    if isinstance(given, tuple) and len(given) == 3:
        low, high, count = given
        if not (1 <= count < math.inf and count == int(count)):
            raise NotApplicable(
                f"{name}: (low, high, count) needs a whole count, not {count}; or give a list of values"
            )
        start, stop = _finite(name, (low, high))
        _check_count(int(count))
        return tuple(np.linspace(start, stop, int(count)).tolist())
    return _finite(name, given)


def _range(scenario: Scenario, name: str, given: Sequence[float] | Array | None) -> Range:
    parameter = scenario.parameters[name]
    low, high, *_ = (parameter.low, parameter.high) if given is None else _finite(name, given, least=2)
    return low, high


def _finite(name: str, given: Sequence[float] | Array, least: int = 1) -> tuple[float, ...]:
    try:
        values = tuple(float(value) for value in given)
    except (TypeError, ValueError, OverflowError):
        values = ()
    if len(values) < least or not np.isfinite(values).all():
        raise NotApplicable(
            f"{name} needs {'two finite numbers' if least > 1 else 'one finite number'} or more, not {given!r}"
        )
    return values
