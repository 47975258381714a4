"""From what a study is asked to vary to a design: the points that it looks at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import TypeAlias, TypeGuard

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.scenario.distribution import Discrete, Distribution, Uniform, Whole, distribution_of
from negsim.scenario.model import Scenario
from negsim.studies.assumptions.whole_numbers import takes_whole
from negsim.studies.designs.base import Design, Sample, designs
from negsim.studies.designs.grid import Grid
from negsim.studies.solve import default_form

MAX_POINTS = 20_000_000  # a sweep keeps about 30 bytes of each

Given: TypeAlias = "tuple[float, ...] | Sequence[float] | Array | Distribution | str | None"
Vary: TypeAlias = Mapping[str, Given] | Iterable[str]
Correlated: TypeAlias = Sequence[tuple[str, str, float]]


def design_of(
    scenario: Scenario,
    vary: Vary,
    design: str | Design,
    n: int | None,
    seed: int,
    correlated: Correlated = (),
    *,
    form: str | None = None,
) -> Design:
    """Make the design that was named.

    Parameters
    ----------
    scenario
        Its parameters give the ranges that are left out.
    vary
        Parameter -> what to try: ``(low, high, count)`` for evenly spaced values; a list or array for just those;
        ``(low, high)`` for a range; a distribution, or its text; None for the parameter's own distribution, or else
        its range. Or only the names.
    design
        A name in `negsim.studies.designs`, such as ``"grid"`` or ``"sobol"``; or a design, returned as it is.
    n
        Number of points drawn (of ``"saltelli"``, of base samples; of ``"morris"``, of trajectories); of a grid,
        values of each parameter that has only a range.
    seed
        For all but a grid.
    correlated
        Two parameters and their rank correlation, for each pair that varies together.
    form
        A parameter of which only a range is known is drawn as a whole number where this form takes no others.

    Raises
    ------
    UnknownName
        If there is no such parameter or design.
    NotApplicable
        If nothing varies, or `n` is missing or not a number of points, or there are more than `MAX_POINTS`.
    """
    if isinstance(design, Design):
        return design
    kind = designs[design]
    wanted = dict(vary) if isinstance(vary, Mapping) else dict.fromkeys(vary)
    if not wanted:
        raise NotApplicable("a sweep varies at least one parameter: vary={'name': (low, high, count)}")
    for name in (*wanted, *(name for *pair, _ in correlated for name in pair)):
        if name not in scenario.parameters:
            raise unknown("parameter", name, scenario.parameters)
    if n is not None and not (isinstance(n, Integral) and n >= 1):
        raise NotApplicable(f"a design needs at least one point, and a whole number of points; n is {n}")
    if not (isinstance(seed, Integral) and seed >= 0):
        raise NotApplicable(f"a seed is a whole number from 0 up, and this one is {seed!r}")
    form = form or default_form(scenario)
    if kind is Grid:
        return _grid(scenario, form, wanted, n, correlated)
    if not issubclass(kind, Sample):
        raise NotApplicable(f"a {design} design belongs to one study. Use grid, random or sobol.")
    if n is None:
        raise NotApplicable(f"a {design} design needs its number of points: n=1000")
    _check_count(n)
    axes = tuple((name, _distribution(scenario, form, name, given)) for name, given in wanted.items())
    made = kind(axes=axes, n=int(n), seed=int(seed), correlated=_pairs(axes, correlated))
    _check_count(len(made))
    return made


def _grid(scenario: Scenario, form: str, wanted: Mapping[str, Given], n: int | None, correlated: Correlated) -> Grid:
    if correlated:
        raise NotApplicable("a grid has every combination of values, so that nothing is correlated. Use sobol.")
    grid = Grid(axes=tuple((name, _values(scenario, form, name, given, n)) for name, given in wanted.items()))
    _check_count(math.prod(grid.shape))
    return grid


def _check_count(points: int) -> None:
    if points > MAX_POINTS:
        raise NotApplicable(f"{points:,} points are too many for one sweep, which takes up to {MAX_POINTS:,}")


def _pairs(axes: Sequence[tuple[str, Distribution]], correlated: Correlated) -> tuple[tuple[str, str, float], ...]:
    """The correlations, each pair once and between parameters that vary."""
    varied = {name for name, _ in axes}
    seen: set[frozenset[str]] = set()
    for one, other, rank in correlated:
        if not {one, other} <= varied:
            raise NotApplicable(f"{one} and {other} cannot be correlated: both of them must vary")
        if one == other or frozenset((one, other)) in seen:
            raise NotApplicable(f"{one} and {other}: a correlation is between two parameters, and said once")
        if not -1 < rank < 1:
            raise NotApplicable(f"{one} and {other}: a rank correlation lies between -1 and 1, and this one is {rank}")
        seen.add(frozenset((one, other)))
    return tuple((one, other, float(rank)) for one, other, rank in correlated)


def _values(scenario: Scenario, form: str, name: str, given: Given, n: int | None) -> tuple[float, ...]:
    """The values of one axis of a grid."""
    if _is_list(given):
        return _spaced(name, given) if isinstance(given, tuple) and len(given) == 3 else _finite(name, given)
    if given is None:
        given = (scenario.parameters[name].low, scenario.parameters[name].high)
    kind = _distribution(scenario, form, name, given)
    if isinstance(kind, Discrete):
        return tuple(value for value, weight in zip(kind.values, kind.weights, strict=True) if weight > 0)
    if n is None:
        raise NotApplicable(f"how many values of {name}? Give low, high and count, or a list of values, or n")
    _check_count(n)
    if isinstance(kind, Uniform):
        return tuple(np.linspace(kind.low, kind.high, n).tolist())
    return tuple(dict.fromkeys(kind.quantile(np.linspace(0, 1, n)).tolist()))


def _distribution(scenario: Scenario, form: str, name: str, given: Given) -> Distribution:
    """What a parameter is drawn from."""
    parameter = scenario.parameters[name]
    if given is None and parameter.distribution is not None:
        return parameter.distribution
    if isinstance(given, str | Distribution):
        kind = distribution_of(given) if isinstance(given, str) else given
        return kind.within(parameter.low, parameter.high)
    if _is_list(given):
        values = _spaced(name, given) if isinstance(given, tuple) and len(given) == 3 else _finite(name, given)
        return Discrete(tuple(dict.fromkeys(values)), (1.0,) * len(dict.fromkeys(values)))
    low, high = sorted((parameter.low, parameter.high) if given is None else _finite(name, given))
    if low == high:
        return Discrete((low,), (1.0,))
    if takes_whole(scenario, form, name):
        return Whole(math.ceil(low), math.floor(high))
    return Uniform(low, high)


def _is_list(given: Given) -> TypeGuard[Sequence[float]]:
    """Whether just these values are meant, and not a range."""
    return not (
        given is None or isinstance(given, str | Distribution) or (isinstance(given, tuple) and len(given) == 2)
    )


def _spaced(name: str, given: tuple[float, ...]) -> tuple[float, ...]:
    """Evenly spaced values, both ends among them."""
    low, high, count = given
    if not (1 <= count < math.inf and count == int(count)):
        raise NotApplicable(f"{name}: (low, high, count) needs a whole count, not {count}; or give a list of values")
    start, stop = _finite(name, (low, high))
    _check_count(int(count))
    return tuple(np.linspace(start, stop, int(count)).tolist())


def _finite(name: str, given: Sequence[float] | Array) -> tuple[float, ...]:
    try:
        values = tuple(float(value) for value in given)
    except (TypeError, ValueError, OverflowError):
        values = ()
    if not values or not np.isfinite(values).all():
        raise NotApplicable(f"{name} needs one finite number or more, not {given!r}")
    return values
