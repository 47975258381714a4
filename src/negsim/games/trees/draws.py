"""What chance does at its turns: probabilities of combinations of levels, checked in every situation play can reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, IntArray, Values
from negsim.games.trees.options import Options
from negsim.games.trees.plan import Plan

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

MAX_NUMBERS = 500_000_000  # payoffs and probabilities of a batch
NEAR = 1e-9  # of 1: probabilities of chance may be this far from it in sum


@dataclass(frozen=True, kw_only=True, eq=False)
class Draw:
    """What chance does at a turn.

    Attributes
    ----------
    situations, probability
        Shapes (situation,), rising: where things may stand by then; and (batch or 1, combination, situation).
    """

    situations: IntArray
    probability: Array

    def __len__(self) -> int:
        return len(self.probability)

    def of(self, combination: IntArray, situation: IntArray) -> Array:
        """Return the probabilities of combinations of levels, each where things stand somewhere.

        Parameters
        ----------
        combination, situation
            Shape (pair,).

        Returns
        -------
        Array
            Shape (batch or 1, pair).
        """
        return self.probability[:, combination, np.searchsorted(self.situations, situation)]


def draw(scenario: Scenario, found: Plan, number: int, values: Values) -> Draw:
    """Return the probabilities of a turn of chance, checked wherever play can get.

    Parameters
    ----------
    scenario, values
        What the file says, and numbers for its parameters.
    found, number
        The plan of the tree, and which turn it is.

    Raises
    ------
    InvalidGame
        If they are no probabilities, do not sum to 1, or allow what is forbidden.
    """
    turn = found.turns[number]
    offers = tuple(dict.fromkeys(layer.options for layer in found.layers if layer.turn == number))
    reached = np.unique(np.concatenate([options.situations for options in offers] or [np.zeros(0, np.intp)]))
    probability = np.ones((1, 1, len(reached)))
    for name in turn.moves:
        move = scenario.moves[name]
        each = scenario.over_outcomes(tuple(move.chance[level.id] for level in move.levels), values)[:, :, reached]
        _check_draw(scenario, name, each, reached)
        each = each if (each != each[:1]).any() else each[:1]
        rows = max(len(each), len(probability))
        if rows * probability.shape[1] * each.shape[1] * len(reached) > MAX_NUMBERS:
            raise InvalidGame(f"games.extensive: chance decides too much at once: {', '.join(turn.moves)}")
        together = probability.shape[1] * each.shape[1]
        probability = (probability[:, :, None] * each[:, None]).reshape(rows, together, len(reached))
    drawn = Draw(situations=reached, probability=probability)
    for options in offers:
        _check_forbidden(scenario, drawn, options)
    return drawn


def _check_draw(scenario: Scenario, name: str, each: Array, reached: IntArray) -> None:
    """Raise unless the probabilities of one move are such, in every game and situation."""
    levels = scenario.moves[name].levels
    wrong = np.argwhere(~((each >= 0) & (each <= 1)))
    if len(wrong):
        game, level, at = wrong[0]
        where = f"where things stand at '{scenario.outcome_label(int(reached[at]))}', in game {game}"
        raise InvalidGame(
            f"moves.{name}.chance.{levels[level].id} is {each[game, level, at]:g} {where}: a probability lies between "
            "0 and 1"
        )
    wrong = np.argwhere(np.abs(each.sum(1) - 1) > NEAR)
    if len(wrong):
        game, at = wrong[0]
        where = f"where things stand at '{scenario.outcome_label(int(reached[at]))}', in game {game}"
        raise InvalidGame(
            f"moves.{name}.chance: the probabilities sum to {each.sum(1)[game, at]:.9g} {where}, not to 1"
        )


def _check_forbidden(scenario: Scenario, drawn: Draw, options: Options) -> None:
    """Raise if chance may draw what is forbidden."""
    before = np.repeat(options.situations, options.counts)
    allowed = np.add.reduceat(drawn.of(options.combination, before), options.start, axis=1)
    wrong = np.argwhere(np.abs(allowed - 1) > NEAR)
    if len(wrong):
        game, at = wrong[0]
        where = scenario.outcome_label(int(options.situations[at]))
        raise InvalidGame(
            f"chance may draw a forbidden outcome where things stand at '{where}', in game {game}; make its "
            "probability 0 there"
        )
