"""The tornado: how far a measure moves while one parameter at a time goes through its range."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.studies.design import Vary, design_of
from negsim.studies.designs.one_at_a_time import OneAtATime
from negsim.studies.sensitivity.record import Tornado

SAME = 1e-9  # of a range: values nearer to the default than this are the default


def bars(design: OneAtATime, values: Array) -> Tornado:
    """Cut a measure at the points of a design into the bars of a tornado.

    Parameters
    ----------
    design
        Whose first point is the defaults.
    values
        Shape (point,). The measure; not a number where there is none.

    Raises
    ------
    NotApplicable
        If there is not a value for every point, or none at the defaults.
    """
    if values.shape != (len(design),):
        raise NotApplicable(f"values of shape {values.shape} for {len(design)} points. Use one for each")
    if not np.isfinite(values[0]):
        raise NotApplicable("the measure has no number at the defaults, from which a tornado starts. Use another")
    ends = np.cumsum([1, *(len(column) for _, column in design.axes)])
    return Tornado(
        parameters=design.names,
        default=float(values[0]),
        values=tuple(np.array(column) for _, column in design.axes),
        measured=tuple(np.array(part) for part in np.split(values, ends)[1:-1]),
    )


def around(scenario: Scenario, vary: Vary, count: int, form: str) -> OneAtATime:
    """Return the design of a tornado: evenly spaced values of each parameter, and its default.

    Parameters
    ----------
    scenario, form
        What is solved, seen how.
    vary
        As for `design_of`: ranges, lists, distributions; or only the names.
    count
        How many values of a parameter that has only a range.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    """
    wanted = vary if isinstance(vary, Mapping) else dict.fromkeys(vary)
    axes = []
    for name, given in wanted.items():
        grid = design_of(scenario, {name: given}, "grid", count, 0, form=form)
        values = grid.columns(0, len(grid))[name]
        default = scenario.parameters[name].value
        apart = values[np.abs(values - default) > SAME * np.ptp(values)]
        axes.append((name, tuple(sorted([*apart.tolist(), default]))))
    start = tuple((name, scenario.parameters[name].value) for name in wanted)
    return OneAtATime(axes=tuple(axes), start=start)
