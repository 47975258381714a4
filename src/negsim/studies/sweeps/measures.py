"""Measures: quantities of the answers at every point of a design, each from the least answer to the greatest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.scenario.quantities import terms
from negsim.solvers.base import Solver
from negsim.studies.batches import batches
from negsim.studies.claims.answers import Answers
from negsim.studies.claims.quantity import read


@dataclass(frozen=True, kw_only=True, eq=False)
class Spread:
    """A number at every point: where there are several answers, from the least of them to the greatest.

    Attributes
    ----------
    lowest, highest
        Shape (point,) each; not a number where there is no answer.
    """

    lowest: Array
    highest: Array

    @property
    def middle(self) -> Array:
        """Shape (point,). Half way between the least and the greatest."""
        return (self.lowest + self.highest) / 2


def measured(
    scenario: Scenario,
    form: str,
    solver: Solver[Any, Any] | None,
    measures: Sequence[str],
    values: Mapping[str, Array],
    grain: int = 1,
) -> dict[str, Spread]:
    """Solve a scenario at some points and read quantities from the answers.

    Parameters
    ----------
    scenario, form, solver
        What to solve, seen how, by what; None for the solver that suits.
    measures
        Quantities as in claims: ``"probability(reply.insist)"``, ``"payoff(russia)"``.
    values
        Parameter -> shape (point,); the others keep their default.
    grain
        As in `batches`.

    Returns
    -------
    dict
        Measure -> its spread.

    Raises
    ------
    ScenarioError
        If a measure is no quantity.
    """
    size = max((len(column) for column in values.values()), default=1)
    found = {text: Spread(lowest=np.full(size, np.nan), highest=np.full(size, np.nan)) for text in measures}

    def work(part: Mapping[str, Array]) -> dict[str, tuple[Array, Array]]:
        return readings(Answers(scenario=scenario, form=form, solver=solver, values=part), measures)

    for batch in batches(work, values, 0, size, grain):
        for text, (lowest, highest) in (batch.found or {}).items():
            found[text].lowest[batch.start : batch.stop] = lowest
            found[text].highest[batch.start : batch.stop] = highest
    return found


def readings(answers: Answers, measures: Sequence[str]) -> dict[str, tuple[Array, Array]]:
    """Read quantities from answers.

    Parameters
    ----------
    answers
        To a batch of games.
    measures
        Which quantities.

    Returns
    -------
    dict
        Measure -> its least and its greatest value, each of shape (point,).

    Raises
    ------
    NotApplicable
        If one game stands for several points, whose measures may still differ.
    """
    if answers.size > 1 and len(answers.game) == 1:
        raise NotApplicable("nothing in the game varies, so that points are read one by one")
    return {text: read(answers, terms(text)) for text in measures}
