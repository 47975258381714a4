"""Sliders for a notebook: move a parameter, and the answer follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.scenario.parts import Parameter
from negsim.studies.solve import scenario_of, solve

STEPS = 50  # of a slider, from one end of its range to the other


def sliders(
    scenario: Scenario | str | Path, *parameters: str, then: Callable[[Scenario], Any] = solve, steps: int = STEPS
) -> Any:
    """Return sliders for some parameters of a scenario, above whatever is found with their values.

    Parameters
    ----------
    scenario
        A scenario, its name or its path.
    parameters
        The parameters to move, each over its range; all that have a finite range when none is named.
    then
        What to do with the changed scenario, and show: ``solve``, or any function of a scenario.
    steps
        How many steps a slider has.

    Returns
    -------
    ipywidgets.interactive
        A widget, which a notebook shows.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    NotApplicable
        If ipywidgets is not installed, or a parameter has no range.
    """
    try:
        from ipywidgets import interactive
    except ImportError as error:
        raise NotApplicable('sliders need ipywidgets. Install it: pip install "negsim[notebooks]"') from error
    asked = scenario_of(scenario)
    for name in parameters:
        if name not in asked.parameters:
            raise unknown("parameter", name, asked.parameters)
        if not _has_range(asked.parameters[name]):
            raise NotApplicable(f"the parameter {name} has no range to slide over. Give it 'low' and 'high'")
    chosen = parameters or tuple(name for name, about in asked.parameters.items() if _has_range(about))
    return interactive(
        lambda **values: then(asked.with_values(**values)),
        **{name: _slider(asked.parameters[name], steps) for name in chosen},
    )


def _has_range(about: Parameter) -> bool:
    return about.low < about.high


def _slider(about: Parameter, steps: int) -> Any:
    from ipywidgets import FloatSlider, Layout

    return FloatSlider(
        value=about.value,
        min=about.low,
        max=about.high,
        step=(about.high - about.low) / steps,
        description=f"{about.name or about.id} ({about.unit})",
        tooltip=about.note,
        style={"description_width": "initial"},
        layout=Layout(width="90%"),
        continuous_update=False,
        readout_format=".4g",
    )
