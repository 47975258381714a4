"""What a solution predicts: the chance of every outcome, row by row, kept without the zeros."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class Predicted:
    """What happens under each row of a solution, as chances of the scenario's outcomes.

    Attributes
    ----------
    scenario
        Whose outcomes they are: the one that was solved, or the same with a level for every number that can be agreed
        on, where bargaining allows numbers between its levels.
    item
        Shape (row,). Which game of the batch each row is of. A game in which bargainers agree on nothing has a row too.
    row, outcome, weight
        Shape (part,) each. Parts of rows: the row, never decreasing; the number of the outcome; its probability. What
        has probability 0 may be left out.
    endings
        Name -> shape (row,): the probability of what is no outcome, such as a hazard within the horizon, or
        ``"no agreement"``.
    """

    scenario: Scenario
    item: IntArray
    row: IntArray
    outcome: IntArray
    weight: Array
    endings: Mapping[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.item)

    @cached_property
    def shares(self) -> Array:
        """Shape (row, outcome). The probability of each outcome of `scenario`; zeros where the form has no outcomes."""
        count = len(self.scenario.outcomes())
        flat = np.bincount(self.row * count + self.outcome, self.weight, minlength=len(self) * count)
        return np.asarray(flat.reshape(len(self), count), np.float64)

    @cached_property
    def likeliest(self) -> IntArray:
        """Shape (row,). The outcome of highest probability, the first of several; -1 where there is none."""
        order = np.lexsort((self.outcome, -self.weight, self.row))
        found = np.full(len(self), -1)
        rows, first = np.unique(self.row[order], return_index=True)
        found[rows] = self.outcome[order][first]
        return found

    def mean(self, table: Array) -> Array:
        """Return what a number of each outcome is on average, row by row.

        Parameters
        ----------
        table
            Shape (batch or 1, outcome), such as `Scenario.over_outcomes` gives for one formula.

        Returns
        -------
        Array
            Shape (row,).
        """
        game = self.item[self.row] if len(table) > 1 else np.zeros(len(self.row), np.intp)
        parts = np.bincount(self.row, self.weight * table[game, self.outcome], minlength=len(self))
        return np.asarray(parts, np.float64)


def of_cells(scenario: Scenario, item: IntArray, chances: Array, outcome: IntArray) -> Predicted:
    """Return the prediction that a table of chances makes.

    Parameters
    ----------
    scenario, item
        As in `Predicted`.
    chances
        Shape (row, cell). Probability of each cell.
    outcome
        Shape (cell,). Number of the outcome that each cell is.
    """
    row, cell = np.nonzero(chances)
    return Predicted(scenario=scenario, item=item, row=row, outcome=outcome[cell], weight=chances[row, cell])


def one_each(scenario: Scenario, item: IntArray, outcome: IntArray) -> Predicted:
    """Return the prediction of rows that have one sure outcome each.

    Parameters
    ----------
    scenario, item
        As in `Predicted`.
    outcome
        Shape (row,). Its number.
    """
    rows = np.arange(len(item))
    return Predicted(scenario=scenario, item=item, row=rows, outcome=outcome, weight=np.ones(len(item)))
