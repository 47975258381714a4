"""Formulas of a situation: what a scenario's formulas give where moves and state variables stand somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negsim.games.base import Array, IntArray, Values
from negsim.scenario.expression import Expression
from negsim.scenario.outcomes import move_values, needed

if TYPE_CHECKING:
    from negsim.scenario.dynamics import Dynamics
    from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """Evaluates a scenario's formulas for a batch of parameters, in many situations at once.

    Attributes
    ----------
    scenario, dynamics
        What the file says.
    values
        Numbers for some parameters, or arrays of one number a game.
    """

    scenario: Scenario
    dynamics: Dynamics
    values: Values

    @cached_property
    def columns(self) -> dict[str, Array]:
        """Parameter -> shape (batch, 1), or (1, 1) where all games share the number."""
        names = {name: Expression(name) for name in self.scenario.parameters}
        return {name: column[:, None] for name, column in self.scenario.evaluate(names, self.values).items()}

    @cached_property
    def games(self) -> int:
        """How many games the batch has."""
        return max((len(column) for column in self.columns.values()), default=1)

    def __call__(self, formulas: Mapping[str, Expression], levels: IntArray, variables: IntArray) -> dict[str, Array]:
        """Evaluate formulas in some situations.

        Parameters
        ----------
        formulas
            By name.
        levels, variables
            Shapes (situation, move) and (situation, state variable): the level of each.

        Returns
        -------
        dict
            Name -> shape (batch or 1, situation).
        """
        names = needed(self.scenario, tuple(formulas.values()))
        env = dict(self.columns) | move_values(tuple(self.scenario.moves.values()), levels, names)
        for column, variable in enumerate(self.dynamics.variables.values()):
            chosen = variables[:, column]
            if variable.id in names:
                env[variable.id] = chosen.astype(np.float64)[None]
            for number, level in enumerate(variable.levels):
                if f"{variable.id}.{level}" in names:
                    env[f"{variable.id}.{level}"] = (chosen == number).astype(np.float64)[None]
        for name, measure in self.scenario.measures.items():
            if name in names:
                env[name] = measure(env)
        return {name: self._spread(formula(env), len(levels)) for name, formula in formulas.items()}

    def alone(self, formulas: Mapping[str, Expression]) -> dict[str, Array]:
        """Evaluate formulas of parameters alone; name -> shape (batch or 1,).

        Parameters
        ----------
        formulas
            By name.
        """
        return self.scenario.evaluate(dict(formulas), self.values)

    def _spread(self, found: Array, count: int) -> Array:
        found = found if found.ndim == 2 else found.reshape(1, -1)
        return np.broadcast_to(found, (len(found), count))
