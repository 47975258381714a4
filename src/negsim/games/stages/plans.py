"""Plans that a scenario states: which level each move should have in each state, to be judged and not to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, IntArray
from negsim.games.stages import markov
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.situations import Situations

if TYPE_CHECKING:
    from negsim.games.stochastic import StochasticGame
    from negsim.scenario.dynamics import Dynamics
    from negsim.scenario.model import Scenario


def stated_plan(scenario: Scenario, dynamics: Dynamics, name: str, game: StochasticGame) -> Array:
    """Return the weights of a plan that a scenario states, in one of its games.

    A move that the plan does not name stays as it is; where an actor cannot do what the plan says, it leaves things as
    they are, or else takes the first action it has.

    Parameters
    ----------
    scenario, dynamics
        What the file says, and its block on play over time.
    name
        Of the plan.
    game
        The game that the scenario describes, with its own values of the parameters.

    Returns
    -------
    Array
        Shape (choice,), each 0 or 1.

    Raises
    ------
    InvalidGame
        If a formula of the plan gives no level somewhere.
    """
    situations = Situations(formulas=Formulas(scenario=scenario, dynamics=dynamics, values={}))
    wanted = _wanted(situations, name)
    tables = []
    for own, rows, part in zip(situations.owned, situations.choices, game.available, strict=True):
        count, can = len(situations), part[: len(situations)]
        asked = (rows[None] == wanted[:, None, own]).all(2) & can
        stays = (rows[None] == situations.levels[:, None, own]).all(2) & can
        chosen = np.where(asked.any(1), asked.argmax(1), np.where(stays.any(1), stays.argmax(1), can.argmax(1)))
        table = np.zeros(part.shape)
        table[np.arange(count), chosen] = 1.0
        table[np.arange(count, len(part)), part[count:].argmax(1)] = 1.0
        tables.append(np.repeat(table[None, None], game.stages, axis=1))
    return np.asarray(markov.weights(game, tuple(tables))[0])


def _wanted(situations: Situations, name: str) -> IntArray:
    """Shape (situation, move). The level that the plan gives each move."""
    told = situations.formulas(situations.dynamics.plans[name], situations.levels, situations.variables)
    found = situations.levels.copy()
    for number, (move, about) in enumerate(situations.scenario.moves.items()):
        if move not in told:
            continue
        levels = told[move][0]
        wrong = np.flatnonzero(~((levels == np.round(levels)) & (levels >= 0) & (levels < len(about.levels))))
        if len(wrong):
            raise InvalidGame(
                f"games.stochastic.plans.{name}.{move} is {levels[wrong[0]]:g} in state "
                f"'{situations.labels[wrong[0]]}': the levels of '{move}' are 0 to {len(about.levels) - 1}"
            )
        found[:, number] = levels.astype(np.intp)
    return found
