"""What plans for play over time predict: the choices of the first stage, and the chance of each hazard in time."""

from __future__ import annotations

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Offers, Profiles, Result
from negsim.games.screening import ScreeningGame
from negsim.games.stages import markov
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.situations import Situations
from negsim.games.stochastic import StochasticGame
from negsim.scenario.dynamics import Dynamics
from negsim.scenario.model import Scenario
from negsim.studies.predictions.record import Predicted

AGREEMENT, NO_AGREEMENT = "agreement", "no agreement"


def of_stages(scenario: Scenario, game: StochasticGame, result: Result, horizon: int) -> Predicted:
    """Return the chances of what is chosen at the first stage, and of each hazard within some stages.

    Parameters
    ----------
    scenario
        What was solved.
    game, result
        As a game, and the rows found.
    horizon
        How many stages to look ahead; fewer where play has a nearer deadline.

    Raises
    ------
    NotApplicable
        If the rows do not say what is played, or the scenario does not describe play over time.
    """
    dynamics = scenario.games.get("stochastic")
    if not isinstance(result, Profiles) or not isinstance(dynamics, Dynamics):
        raise NotApplicable("play over time needs plans, and a scenario that describes it. Use logit_homotopy")
    situations = Situations(formulas=Formulas(scenario=scenario, dynamics=dynamics, values={}))
    play = first_stage(game, result)
    row, cell = np.nonzero(play)
    levels = np.tile(situations.levels[situations.start], (len(cell), 1))
    for own, rows, action in zip(
        situations.owned, situations.choices, np.unravel_index(cell, game.shape[1:]), strict=True
    ):
        levels[:, own] = rows[action]
    return Predicted(
        scenario=scenario,
        item=result.item,
        row=row,
        outcome=np.asarray(situations.outcome[tuple(levels.T)]),
        weight=play[row, cell],
        endings=dict(zip(dynamics.hazards, _hazards(game, result, len(dynamics.hazards), horizon), strict=True)),
    )


def first_stage(game: StochasticGame, result: Profiles) -> Array:
    """Return the chance of each joint action at the first stage.

    Parameters
    ----------
    game, result
        A batch of games, and plans for them.

    Returns
    -------
    Array
        Shape (row, joint action), the last player's action changing fastest.
    """
    found: Array = np.ones((len(result), 1))
    for part, decides, choice in zip(game.available, game.decides, game.choice, strict=True):
        own = np.tile(part[game.start].astype(np.float64), (len(result), 1))
        if decides[game.start]:
            has = choice[game.start] >= 0
            own[:, has] = result.weights[:, choice[game.start][has]]
        found = (found[:, :, None] * own[:, None]).reshape(len(result), found.shape[1] * own.shape[1])
    return found


def of_demands(scenario: Scenario, game: ScreeningGame, result: Result) -> Predicted:
    """Return the chance that demands are accepted before the deadline; there are no outcomes besides.

    Parameters
    ----------
    scenario, game, result
        As for `of_stages`.

    Raises
    ------
    NotApplicable
        If the rows are no demands.
    """
    if not isinstance(result, Offers):
        raise NotApplicable(f"{type(result).__name__} are no demands. Use cutoff_induction")
    none = np.zeros(0, np.intp)
    agreed = game.acceptance(result).sum(1)
    return Predicted(
        scenario=scenario,
        item=result.item,
        row=none,
        outcome=none,
        weight=np.zeros(0),
        endings={AGREEMENT: agreed, NO_AGREEMENT: 1 - agreed},
    )


def _hazards(game: StochasticGame, result: Profiles, hazards: int, horizon: int) -> Array:
    """Shape (hazard, row). They are the last states of the game; what reaches one stays there."""
    found = np.zeros((hazards, len(result)))
    if not hazards:
        return found
    moves, states, joint = game.transitions, game.shape[0], game.possible.shape[1]
    for row in range(len(result)):
        tables = markov.policies(game, result.take(slice(row, row + 1)))
        chances = moves.probability[int(result.item[row]) if len(moves.probability) > 1 else 0]
        stands, step = np.arange(states) == game.start, np.zeros(0)
        for stage in range(min(horizon, horizon if game.horizon is None else game.horizon)):
            if stage == 0 or game.horizon is not None:
                play = markov.joint(tuple(table[:, stage] for table in tables))[0].reshape(-1)
                step = chances * play[moves.row]
            stands = np.bincount(moves.state, stands[moves.row // joint] * step, minlength=states)
            found[:, row] += stands[states - hazards :]
            stands[states - hazards :] = 0.0
    return found
