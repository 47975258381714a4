"""Maps over two parameters: which ones, over which ranges, and what stands at the axes."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Parameter, Scenario
from negsim.studies.designs.grid import Grid
from negsim.studies.sweep import Sweep
from negsim.views.drawing.canvas import INK, literal, spoken

Range: TypeAlias = tuple[float, float]
MOST = 2_000  # values of each parameter: more than a page has dots


def check_grid(count: int | None, **spans: Range | None) -> None:
    """Check what was asked of a map.

    Parameters
    ----------
    count
        Values tried of each parameter.
    spans
        Ranges, by the name of the option.

    Raises
    ------
    NotApplicable
        If there are too many values, or too few, or a range is none.
    """
    if count is not None and not 2 <= count <= MOST:
        raise NotApplicable(f"count is {count}; a map tries 2 to {MOST} values of each parameter")
    for name, span in spans.items():
        if span is not None and not (
            isinstance(span, tuple) and len(span) == 2 and np.isfinite(span).all() and span[0] < span[1]
        ):
            raise NotApplicable(f"{name} is {span}; it is a pair of numbers, the smaller one first")


def ranges_of(
    scenario: Scenario, plot: str, asked: tuple[str, str], spans: tuple[Range | None, Range | None]
) -> dict[str, Range]:
    """Return the two parameters of a map, and the range of each.

    Parameters
    ----------
    scenario, plot
        What is drawn, and the name of the plot, for messages.
    asked
        Names of the parameters; the first of the file where they are empty.
    spans
        From, to; the parameter's own range where it is None.

    Raises
    ------
    NotApplicable
        If there are no two different parameters.
    UnknownName
        If there is no such parameter.
    """
    names = list(scenario.parameters)
    if len(names) < 2:
        raise NotApplicable(f"{plot} is for two parameters, and {scenario.title!r} has {len(names)}")
    x = asked[0] or next(name for name in names if name != asked[1])
    y = asked[1] or next(name for name in names if name != x)
    for name in (x, y):
        if name not in scenario.parameters:
            raise unknown("parameter", name, names)
    if x == y:
        raise NotApplicable(f"{plot} needs two different parameters, and both are {x}")
    own = {name: (scenario.parameters[name].low, scenario.parameters[name].high) for name in (x, y)}
    return {name: span or own[name] for name, span in zip((x, y), spans, strict=True)}


def grid_of(thing: Any, plot: str) -> Grid:
    """Return the grid of a sweep over two parameters.

    Parameters
    ----------
    thing, plot
        What is drawn, and the name of the plot, for messages.

    Raises
    ------
    NotApplicable
        If it is no such sweep.
    """
    if not isinstance(thing, Sweep):
        raise NotApplicable(
            f"{plot} is for a scenario or a sweep over two of its parameters, not a {type(thing).__name__}"
        )
    if len(thing.variants) > 1 or thing.spans:
        raise NotApplicable(f"{plot} is for a whole sweep without overrides: leave overrides and shard out")
    if not (isinstance(thing.design, Grid) and len(thing.shape) == 2 and min(thing.shape) > 1):
        raise NotApplicable(
            f"{plot} is for a sweep over a grid of two parameters: "
            "negsim.sweep(scenario, vary={'a': (0, 6, 301), 'b': (0, 1, 101)})"
        )
    return thing.design


def name_axes(axes: Any, across: Parameter, up: Parameter) -> None:
    """Write at the axes what the parameters mean, their units, and their names in the file.

    Parameters
    ----------
    axes
        Of matplotlib.
    across, up
        The parameters.
    """
    for parameter, put in ((across, axes.set_xlabel), (up, axes.set_ylabel)):
        meaning = f"{spoken(parameter.name)}, {literal(parameter.unit)}\n({parameter.id})"
        put(meaning, fontsize=10.5, color=INK)
