"""What a formula comes to over the whole of play over time, discounted like payoffs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, Values
from negsim.games.results import Profiles
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.situations import Situations
from negsim.games.stages.stage import Stage
from negsim.games.stochastic import StochasticGame
from negsim.scenario.dynamics import Dynamics
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution


def total(scenario: Scenario, solution: Solution[Any, Any], formula: Expression, values: Values) -> Array:
    """Return the expected discounted sum of a formula along play from the start.

    The formula is read at every stage, with moves as taken and state variables as they stand before the stage, and
    counts like a payoff of the first actor; what ends play adds nothing.

    Parameters
    ----------
    scenario, values
        What was solved, and the numbers for its parameters.
    solution
        Of play over time.
    formula
        Over moves, state variables, measures and parameters.

    Returns
    -------
    Array
        Shape (row,).

    Raises
    ------
    NotApplicable
        If this is no play over time, or the rows are no plans.
    """
    game, result, dynamics = solution.game, solution.result, scenario.games.get("stochastic")
    if not (isinstance(game, StochasticGame) and isinstance(result, Profiles) and isinstance(dynamics, Dynamics)):
        raise NotApplicable("total(...) is for plans of the form 'stochastic'. Use measure(...)")
    stage = Stage(situations=Situations(formulas=Formulas(scenario=scenario, dynamics=dynamics, values=values)))
    told = stage.situations.formulas({"": formula}, stage.levels, stage.variables)[""]
    cells = np.zeros((len(game), game.possible.size))
    cells[:, stage.row] = told
    own = np.broadcast_to(cells.reshape(len(game), 1, *game.shape), (len(game), len(game.players), *game.shape))
    return np.asarray(replace(game, payoffs=own, final=None).payoff(result)[:, 0])
