"""Answers at every combination of some values of a few parameters, ready to be looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.assumptions.answers import Answers, answers
from negsim.studies.designs.grid import Grid

LARGEST = 5_000  # cells


@dataclass(frozen=True, kw_only=True, eq=False)
class AnswerGrid:
    """Answers at every combination of some values of parameters; each parameter's default is among its values.

    Attributes
    ----------
    form, solver
        How the scenario was seen, and what solved it.
    axes
        Parameter -> its values, rising; the last parameter varies fastest.
    start
        Place of the default among the values of each parameter.
    found
        The answers; points are cells.
    """

    form: str
    solver: Solver[Any, Any]
    axes: Mapping[str, tuple[float, ...]]
    start: tuple[int, ...]
    found: Answers

    def cell(self, places: Sequence[int]) -> int:
        """Return the number of a cell.

        Parameters
        ----------
        places
            Place of the value of each parameter.
        """
        return int(np.ravel_multi_index(tuple(places), tuple(map(len, self.axes.values()))))


def answer_grid(
    scenario: Scenario, form: str, solver: Solver[Any, Any], levels: Mapping[str, Sequence[float]]
) -> AnswerGrid:
    """Solve a scenario at every combination of some values of parameters, and of their defaults.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what.
    levels
        Parameter -> values to try; the default is added where it is not among them.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    NotApplicable
        If there are too many cells, or the solver does not say what is played.
    """
    for name in levels:
        if name not in scenario.parameters:
            raise unknown("parameter", name, scenario.parameters)
    axes = {name: tuple(sorted({*map(float, v), scenario.parameters[name].value})) for name, v in levels.items()}
    design = Grid(axes=tuple(axes.items()))
    if not 0 < len(design) <= LARGEST:
        raise NotApplicable(f"a grid of {len(design):,} cells; it takes from 1 to {LARGEST:,}. Use fewer values")
    return AnswerGrid(
        form=form,
        solver=solver,
        axes=axes,
        start=tuple(values.index(scenario.parameters[name].value) for name, values in axes.items()),
        found=answers(scenario, form, solver, design.columns(0, len(design))),
    )
