"""Where along one parameter another form of a promise is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, IntArray
from negsim.scenario.model import Scenario
from negsim.studies.promises.choice import promises
from negsim.studies.solve import scenario_of

POINTS = 401
HALVINGS = 60
MOST = 16  # changes between two neighbours


@dataclass(frozen=True, kw_only=True)
class FormTurn:
    """A value of a parameter at which the form chosen changes.

    Attributes
    ----------
    parameter, value
        The parameter, and where.
    before, after
        The form chosen below and above; empty for none.
    """

    parameter: str
    value: float
    before: str
    after: str


def turns(
    what: Scenario | str | Path, parameter: str, low: float | None = None, high: float | None = None
) -> tuple[FormTurn, ...]:
    """Find where along one parameter another form is chosen, the other parameters held.

    The range is tried at 401 values, and every change between neighbours is narrowed down by halving; a form that is
    chosen only in a smaller stretch may be missed.

    Parameters
    ----------
    what
        A scenario that describes promises, its name or its path.
    parameter
        The parameter.
    low, high
        The range; the parameter's own where left out.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    NotApplicable
        If the range is empty, or the scenario says nothing of promises.

    Examples
    --------
    >>> [(round(turn.value, 6), turn.before, turn.after) for turn in turns("form_and_ratification", "P_adopt_iga")]
    [(0.4375, 'declaration', 'agreement')]
    """
    scenario = scenario_of(what)
    if parameter not in scenario.parameters:
        raise unknown("parameter", parameter, scenario.parameters)
    about = scenario.parameters[parameter]
    first, last = (float(own if end is None else end) for own, end in ((about.low, low), (about.high, high)))
    if not (np.isfinite([first, last]).all() and first < last):
        raise NotApplicable(
            f"the range of {parameter} is {first:g} to {last:g}. Use two numbers, the smaller one first"
        )
    forms = ("", *promises(scenario).forms)

    def chosen(values: Array) -> IntArray:
        return promises(scenario, {parameter: values}).chosen + 1

    values = np.linspace(first, last, POINTS)
    found = chosen(values)
    turned: list[FormTurn] = []
    for k in np.flatnonzero(np.diff(found)):
        start, before = values[k], int(found[k])
        for _ in range(MOST):
            if before == found[k + 1]:
                break
            below, above = start, values[k + 1]
            for _ in range(HALVINGS):
                middle = np.array([(below + above) / 2])
                below, above = (middle[0], above) if chosen(middle)[0] == before else (below, middle[0])
            after = int(chosen(np.array([above]))[0])
            turned.append(FormTurn(parameter=parameter, value=float(above), before=forms[before], after=forms[after]))
            start, before = above, after
    return tuple(turned)
