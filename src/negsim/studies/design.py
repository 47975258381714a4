"""From what a study is asked to vary to a design: the points that it looks at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import TypeAlias

from negsim.errors import NotApplicable, unknown
from negsim.scenario.distribution import Distribution
from negsim.scenario.model import Scenario
from negsim.scenario.plan import tried
from negsim.studies.axes import Given, distribution, values
from negsim.studies.designs.base import Design, Sample, designs
from negsim.studies.designs.grid import Grid
from negsim.studies.solve import default_form

MOST = 10**12  # points of a design

Vary: TypeAlias = Mapping[str, Given | str] | Iterable[str]
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
        ``(low, high)`` for a range; a distribution; a text such as ``"0:6:61"`` or ``"triangular(0, 3, 6)"``; None
        for the parameter's own distribution, or else its range. Or only the names.
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
        If nothing varies, or `n` is missing or not a number of points, or there are more than `MOST` points.
    """
    if isinstance(design, Design):
        return design
    kind = designs[design]
    wanted = _wanted(vary)
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
    axes = tuple((name, distribution(scenario, form, name, given)) for name, given in wanted.items())
    _countable(n)
    made = kind(axes=axes, n=int(n), seed=int(seed), correlated=_pairs(axes, correlated))
    _countable(len(made))
    return made


def _wanted(vary: Vary) -> dict[str, Given]:
    """What to try of each parameter, with texts read."""
    if not isinstance(vary, Mapping):
        return dict.fromkeys(vary)
    found: dict[str, Given] = {}
    for name, given in vary.items():
        try:
            found[name] = tried(given) if isinstance(given, str) else given
        except NotApplicable as fault:
            raise NotApplicable(f"{name}: {fault}") from None
    return found


def _grid(scenario: Scenario, form: str, wanted: Mapping[str, Given], n: int | None, correlated: Correlated) -> Grid:
    if correlated:
        raise NotApplicable("a grid has every combination of values, so that nothing is correlated. Use sobol.")
    grid = Grid(axes=tuple((name, values(scenario, form, name, given, n)) for name, given in wanted.items()))
    _countable(math.prod(grid.shape))
    return grid


def _countable(points: int) -> None:
    if points > MOST:
        raise NotApplicable(f"{points:,} points are too many for any sweep, which takes up to {MOST:,}")


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
