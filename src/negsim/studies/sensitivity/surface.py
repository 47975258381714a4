"""The tipping surface: at which value of one parameter something changes, over two others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, BoolArray, IntArray
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.sensitivity.split import Split
from negsim.studies.sweeps.asked import check_measures
from negsim.studies.sweeps.measures import measured

CHUNK = 4096  # points solved together
MOST = 31  # values of the third parameter before it is narrowed down


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface:
    """Where something tips along a third parameter, over a grid of two.

    Attributes
    ----------
    scenario, form, split
        What was solved, seen how, and what holds: a measure on one side of a level.
    names
        The parameters across, up and along which it tips.
    across, up
        Shape (value,) each: of the first and of the second.
    span
        From where to where the third was tried.
    at
        Shape (up, across). The least value of the third at which it tips; not a number where it does not.
    ends
        Shape (up, across). Whether it holds where the third is least.
    turns
        Shape (up, across). How often it tips along the third, as far as was seen.
    unsolved
        At how many of the points tried there is no number.
    tried
        How many values of the third were tried before the tipping points were narrowed down.
    """

    scenario: Scenario = field(repr=False)
    form: str
    split: Split
    names: tuple[str, str, str]
    across: Array = field(repr=False)
    up: Array = field(repr=False)
    span: tuple[float, float]
    at: Array = field(repr=False)
    ends: BoolArray = field(repr=False)
    turns: IntArray = field(repr=False)
    unsolved: int
    tried: int

    @property
    def tips(self) -> float:
        """The share of the grid over which it tips."""
        return float((self.turns > 0).mean())


def surface(
    scenario: Scenario,
    form: str,
    solver: Solver[Any, Any],
    split: Split,
    spans: Mapping[str, tuple[float, float]],
    *,
    count: int = 31,
    steps: int = 20,
    of: str = "middle",
) -> Surface:
    """Find where something tips along the third of three parameters, over a grid of the other two.

    Steps: (1) try evenly spaced values of the third at every point of the grid; (2) halve the first interval at whose
    ends it differs, all of them together, again and again.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what.
    split
        What holds, with its level.
    spans
        Three parameters, each with (low, high); the others stay at their defaults.
    count
        Values of the first two, and of the third at most `MOST`.
    steps
        How often the interval is halved.
    of
        Where a point has several answers, which number is taken: ``"middle"``, ``"lowest"`` or ``"highest"``.

    Raises
    ------
    NotApplicable
        If there are not three parameters, or not two values of each, or the solver does not take such games.
    ScenarioError
        If the measure uses names that the scenario does not have.
    UnknownName
        If there is no such parameter.
    """
    for name in spans:
        if name not in scenario.parameters:
            raise unknown("parameter", name, scenario.parameters)
    if len(spans) != 3 or count < 2 or not all(low < high for low, high in spans.values()):
        raise NotApplicable("a tipping surface is over three different parameters, each with at least two values")
    check_measures(scenario, [split.measure])
    x, y, z = names = tuple(spans)
    across, up = (np.linspace(*spans[name], count) for name in (x, y))
    along = np.linspace(*spans[z], min(count, MOST))
    rows, columns = (part.reshape(-1) for part in np.meshgrid(up, across, indexing="ij"))

    def holds(y_values: Array, x_values: Array, z_values: Array) -> tuple[BoolArray, BoolArray]:
        values = {x: x_values, y: y_values, z: z_values}
        found = _values(scenario, form, solver, split.measure, values, of)
        return split.holds(found), np.isfinite(found)

    flat, known = holds(np.repeat(rows, len(along)), np.repeat(columns, len(along)), np.tile(along, len(rows)))  # (1)
    held, known = flat.reshape(-1, len(along)), known.reshape(-1, len(along))
    if not known.any():
        raise NotApplicable(f"no point has a number for {split.measure}. Use a solver that takes such games.")
    differs = (held[:, 1:] != held[:, :-1]) & known[:, 1:] & known[:, :-1]
    line = np.flatnonzero(differs.any(1))
    first = differs[line].argmax(1)
    low, high, start = along[first], along[first + 1], held[line, first]
    for _ in range(steps):  # (2)
        middle = (low + high) / 2
        same = holds(rows[line], columns[line], middle)[0] == start if len(line) else np.zeros(0, bool)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    at = np.full(len(rows), np.nan)
    at[line] = (low + high) / 2
    shape = (len(up), len(across))
    return Surface(
        scenario=scenario,
        form=form,
        split=split,
        names=(names[0], names[1], names[2]),
        across=across,
        up=up,
        span=(float(along[0]), float(along[-1])),
        at=at.reshape(shape),
        ends=held[:, 0].reshape(shape),
        turns=differs.sum(1).reshape(shape),
        unsolved=int((~known).sum()),
        tried=len(along),
    )


def _values(
    scenario: Scenario, form: str, solver: Solver[Any, Any], measure: str, values: Mapping[str, Array], of: str
) -> Array:
    """Shape (point,). The measure at some points, a part of them at a time."""
    size = len(next(iter(values.values())))
    found = []
    for start in range(0, size, CHUNK):
        part = {name: column[start : start + CHUNK] for name, column in values.items()}
        found.append(getattr(measured(scenario, form, solver, [measure], part)[measure], of))
    return np.concatenate(found)
