"""What solutions of strategic games and of trees predict: products of strategies, and the leaves that play reaches."""

from __future__ import annotations

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Joint, Outcomes, Profiles, Result, Survivors
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.studies.predictions.record import Predicted, of_cells, one_each


def of_strategies(scenario: Scenario, game: StrategicGame, result: Result) -> Predicted:
    """Return the chances of outcomes where everybody chooses once.

    Where a concept singles out outcomes, or leaves strategies standing, each of these outcomes has a row of its own.

    Parameters
    ----------
    scenario
        What was solved.
    game, result
        As a game, and the rows found.

    Raises
    ------
    NotApplicable
        If the game is not the scenario's.
    """
    cells = scenario.strategy_layout().outcome
    if cells.shape != game.shape:
        raise NotApplicable(f"this game has {game.shape} strategies, and the scenario {cells.shape}. Use its own game")
    outcome = cells.reshape(-1)
    if isinstance(result, Outcomes | Survivors):
        row, cell = np.nonzero(_chosen(game, result).reshape(len(result), outcome.size))
        return one_each(scenario, result.item[row], outcome[cell])
    return of_cells(scenario, result.item, _joint(game, result).reshape(len(result), outcome.size), outcome)


def of_tree(scenario: Scenario, game: ExtensiveGame, result: Result) -> Predicted:
    """Return the chances of outcomes where players move in turn: that of a leaf is that of the way to it.

    Parameters
    ----------
    scenario, game, result
        As for `of_strategies`.

    Raises
    ------
    NotApplicable
        If the rows do not say what is played.
    """
    if not isinstance(result, Profiles):
        raise NotApplicable(
            f"{type(result).__name__} do not say what is played. Use agent_logit, or backward_induction"
        )
    tree = game.tree
    numbers = {label: number for number, label in enumerate(scenario.outcome_labels())}
    outcome = np.array([numbers[label] for label in tree.outcomes], np.intp)
    return of_cells(scenario, result.item, game.reach(result)[:, tree.terminals], outcome[tree.outcome])


def _joint(game: StrategicGame, result: Result) -> Array:
    """Shape (row, strategy of player 0, ...)."""
    if isinstance(result, Joint):
        return result.probability
    if not isinstance(result, Profiles):
        raise NotApplicable(f"{type(result).__name__} do not say what is played. Use all_nash, or logit")
    found: Array = np.ones((len(result), 1))
    for part in game.choices.slices:
        own = result.weights[:, part]
        found = (found[:, :, None] * own[:, None]).reshape(len(result), found.shape[1] * own.shape[1])
    return found


def _chosen(game: StrategicGame, result: Outcomes | Survivors) -> Array:
    """Shape (row, strategy of player 0, ...), or (row, cell)."""
    if isinstance(result, Outcomes):
        return np.asarray(result.chosen)
    alive: IntArray = np.asarray(result.alive)
    return _joint(game, Profiles(item=result.item, weights=alive.astype(np.float64)))
