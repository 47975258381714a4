"""What a solution predicts, whatever the form of the game: the chance of every outcome of the scenario, row by row."""

from __future__ import annotations

from typing import Any

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Values
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.bargaining import Equilibrium
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution
from negsim.studies.predictions.agreed import of_states, of_talks
from negsim.studies.predictions.at_once import of_strategies, of_tree
from negsim.studies.predictions.over_time import of_demands, of_stages
from negsim.studies.predictions.record import Predicted
from negsim.studies.solve import named_solver, solve, solver_named

HORIZON = 20  # stages within which hazards are looked at

__all__ = ["HORIZON", "Predicted", "predicted"]


def predicted(
    scenario: Scenario, solution: Solution[Any, Any], values: Values = {}, horizon: int = HORIZON
) -> Predicted:
    """Return what happens under each row of a solution.

    In a strategic game that is the product of the strategies, in a tree the leaf that play reaches, in bargaining what
    is agreed, or what stands where nothing is; over time the choices of the first stage. A conflict has a row for each
    state that is an equilibrium under the first of the solver's concepts.

    Parameters
    ----------
    scenario
        What was solved.
    solution
        Of it, for one or more values of its parameters.
    values
        The numbers with which it was solved: needed where bargainers without agreement play an equilibrium.
    horizon
        Of play over time: how many stages to look ahead for what may end it.

    Raises
    ------
    NotApplicable
        If the solution does not say what is played, or is of another scenario.

    Examples
    --------
    >>> import negsim
    >>> from negsim.studies.predicted import predicted
    >>> scenario = negsim.load("baseline_impasse")
    >>> found = predicted(scenario, negsim.solve(scenario))
    >>> [scenario.outcome_label(outcome) for outcome in found.likeliest]
    ['insist / offer_menu']
    """
    game, result = solution.game, solution.result
    if isinstance(game, StrategicGame):
        return of_strategies(scenario, game, result)
    if isinstance(game, ExtensiveGame):
        return of_tree(scenario, game, result)
    if isinstance(game, StochasticGame):
        return of_stages(scenario, game, result, horizon)
    if isinstance(game, ScreeningGame):
        return of_demands(scenario, game, result)
    if isinstance(game, BargainingGame):
        return of_talks(scenario, solution, _without_agreement(scenario, values))
    if isinstance(game, ConflictGame):
        return of_states(scenario, game, result)
    raise NotApplicable(f"nothing is known of what a {type(game).__name__} predicts. Use a form of negsim's own")


def _without_agreement(scenario: Scenario, values: Values) -> Predicted | None:
    told = scenario.agenda().block.disagreement
    if not isinstance(told, Equilibrium):
        return None
    used = solver_named(told.solver) or named_solver(scenario, told.form)
    return predicted(scenario, solve(scenario, told.form, used, values=values), values)
