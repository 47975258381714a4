"""The work of a sweep: solve some points of a design and keep what is told of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, games
from negsim.games.strategic import LARGEST, StrategicGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.batches import batches
from negsim.studies.design import Design
from negsim.studies.regimes.outcomes import Summary, joined, nothing, summary
from negsim.studies.solve import game
from negsim.studies.sweeps.measures import Spread, measured


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """What is kept of some points.

    Attributes
    ----------
    summary
        Which equilibria, how many, what they pay, and how the work ended.
    spreads
        Measure -> its spread.
    """

    summary: Summary
    spreads: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Job:
    """Solves some points of a design; it pickles, so that an executor can send it anywhere."""

    scenario: Scenario
    form: str
    solver: Solver[Any, Any]
    design: Design
    players: int
    measures: tuple[str, ...] = ()

    def __call__(self, span: tuple[int, int]) -> Part:
        """Solve the points from one number to another.

        Parameters
        ----------
        span
            As of a slice.
        """
        values = self.design.columns(*span)
        told = self._summary(values)
        if not self.measures:
            return Part(summary=told)
        return Part(summary=told, spreads=measured(self.scenario, self.form, self.solver, self.measures, values))

    def _summary(self, values: Mapping[str, Array]) -> Summary:
        if games[self.form] is not StrategicGame:
            return self._of_plans(values)
        try:
            return summary(self.solver.solve(StrategicGame.from_scenario(self.scenario, values)))
        except InvalidGame:
            table = self.scenario.payoff_table(values)
            proper = np.flatnonzero((np.abs(table) <= LARGEST).reshape(len(table), -1).all(1))
            if len(proper) == len(table):
                raise
        out = nothing(len(table), table.shape[1])
        if not len(proper):
            return out
        part = {name: column[proper] for name, column in values.items()}
        found = summary(self.solver.solve(StrategicGame.from_scenario(self.scenario, part)))
        for name in ("regime", "count", "payoff", "status"):
            getattr(out, name)[proper] = getattr(found, name)
        return replace(out, regimes=found.regimes, rows=found.rows, solver=found.solver)

    def _of_plans(self, values: Mapping[str, Array]) -> Summary:
        """Solve the points together; or one by one where they do not make games of one shape, or some make none."""
        size = len(next(iter(values.values())))
        made = batches(lambda part: game(self.scenario, self.form, part), values, 0, size)
        return joined(
            [nothing(each.stop - each.start, self.players) if each.fault else self._told(each.found) for each in made]
        )

    def _told(self, made: Any) -> Summary:
        return summary(self.solver.solve(made))
