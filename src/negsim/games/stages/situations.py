"""From a scenario's dynamics to the states of a stochastic game, and to the actions that there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, IntArray
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.transitions import NEAR
from negsim.scenario.layout import strategy_label
from negsim.scenario.outcomes import combinations

if TYPE_CHECKING:
    from negsim.scenario.dynamics import Dynamics
    from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True)
class Situations:
    """The states in which somebody acts: levels of the standing moves, times state variables, times whose turn it is.

    Attributes
    ----------
    formulas
        What the file says, with the numbers of its parameters.
    """

    formulas: Formulas

    @property
    def scenario(self) -> Scenario:
        """What the file says."""
        return self.formulas.scenario

    @property
    def dynamics(self) -> Dynamics:
        """Its block on play over time."""
        return self.formulas.dynamics

    @cached_property
    def standing(self) -> IntArray:
        """Numbers of the moves whose levels stay until changed."""
        named = self.dynamics.standing
        return np.array([k for k, move in enumerate(self.scenario.moves) if move in named], np.intp)

    @cached_property
    def initial(self) -> IntArray:
        """Shape (move,). The level of each move at the start."""
        moves = self.scenario.moves.values()
        levels = [[level.id for level in move.levels].index(move.initial) for move in moves]
        return np.array(levels, np.intp)

    @cached_property
    def outcome(self) -> IntArray:
        """Shape (level of move 0, level of move 1, ...). The number of each outcome; -1 where it is forbidden."""
        number = np.full([len(move.levels) for move in self.scenario.moves.values()], -1, np.intp)
        outcomes = self.scenario.outcomes()
        number[tuple(outcomes.T)] = np.arange(len(outcomes))
        return number

    @cached_property
    def stands(self) -> IntArray:
        """Shape (combination, standing move). The combinations of levels that occur in some outcome."""
        if not len(self.standing):
            return np.zeros((1, 0), np.intp)
        return np.unique(self.scenario.outcomes()[:, self.standing], axis=0)

    @cached_property
    def stand(self) -> IntArray:
        """Shape (level of standing move 0, ...). The number of each combination of levels."""
        moves = list(self.scenario.moves.values())
        number = np.full([len(moves[k].levels) for k in self.standing], -1, np.intp)
        number[tuple(self.stands.T)] = np.arange(len(self.stands)) if len(self.standing) else 0
        return number

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many levels each state variable has."""
        return tuple(len(variable.levels) for variable in self.dynamics.variables.values())

    @cached_property
    def movers(self) -> tuple[int, ...]:
        """Numbers of the actors who take turns, in order; empty where all act at once."""
        if self.dynamics.turns == "simultaneous":
            return ()
        actors = list(self.scenario.actors)
        owners = {move.actor for move in self.scenario.moves.values()}
        return tuple(actors.index(actor) for actor in self.dynamics.order or [a for a in actors if a in owners])

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many combinations of standing moves, levels of each variable, and turns there are."""
        return (len(self.stands), *self.sizes, max(1, len(self.movers)))

    def __len__(self) -> int:
        return prod(self.shape)

    @cached_property
    def parts(self) -> tuple[IntArray, ...]:
        """For each axis of `shape`, its place in each situation; each of shape (situation,)."""
        return tuple(np.unravel_index(np.arange(len(self)), self.shape))

    @cached_property
    def levels(self) -> IntArray:
        """Shape (situation, move). Level of every move as things stand; those chosen anew stand at the initial one."""
        found = np.tile(self.initial, (len(self), 1))
        found[:, self.standing] = self.stands[self.parts[0]]
        return found

    @cached_property
    def variables(self) -> IntArray:
        """Shape (situation, state variable). The level of each."""
        return np.stack([*self.parts[1:-1]], axis=1) if self.sizes else np.zeros((len(self), 0), np.intp)

    @cached_property
    def turn(self) -> IntArray:
        """Shape (situation,). Number of the actor who acts; -1 where all do."""
        return np.array(self.movers, np.intp)[self.parts[-1]] if self.movers else np.full(len(self), -1, np.intp)

    @cached_property
    def start(self) -> int:
        """The situation in which play begins: initial levels everywhere, and the first in order to move."""
        variables = [variable.levels.index(variable.initial) for variable in self.dynamics.variables.values()]
        stand = int(self.stand[tuple(self.initial[self.standing])])
        if stand < 0:
            raise InvalidGame("the initial levels of the moves are forbidden together; give them others by 'initial'")
        return int(np.ravel_multi_index((stand, *variables, 0), self.shape))

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """What to call each combination of standing moves and state variables."""
        moves = list(self.scenario.moves.values())
        names = [[level.id for level in moves[k].levels] for k in self.standing]
        stands = [[levels[k] for levels, k in zip(names, row, strict=True)] for row in self.stands]
        variables = [variable.levels for variable in self.dynamics.variables.values()]
        return tuple(" / ".join([*stand, *rest]) or "always" for stand in stands for rest in product(*variables))

    def label(self, situation: int) -> str:
        """Return what to call a situation, whoever's turn it is.

        Parameters
        ----------
        situation
            Its number.
        """
        return self._places[situation // self.shape[-1]]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What to call each situation, with whose turn it is."""
        if not self.movers:
            return self._places
        actors = list(self.scenario.actors)
        turns = [f" ({actors[who]} to move)" for who in self.movers]
        return tuple(place + turn for place in self._places for turn in turns)

    @cached_property
    def shares(self) -> Array:
        """Shape (batch or 1, turn). With random turns, how probable each actor's turn is."""
        actors = list(self.scenario.actors)
        told = self.formulas.alone(self.dynamics.shares)
        usual = np.zeros(1) if told else np.full(1, 1 / len(self.movers))
        found = np.stack(np.broadcast_arrays(*(told.get(actors[who], usual) for who in self.movers)), axis=1)
        wrong = np.flatnonzero(~((found >= 0).all(1) & (np.abs(found.sum(1) - 1) <= NEAR)))
        if len(wrong):
            shares = ", ".join(f"{actors[who]} {found[wrong[0], k]:g}" for k, who in enumerate(self.movers))
            raise InvalidGame(
                f"games.stochastic.shares are {shares} for game {wrong[0]}: probabilities of turns lie between 0 "
                "and 1, and sum to 1"
            )
        return np.asarray(found)

    @cached_property
    def owned(self) -> tuple[IntArray, ...]:
        """For each actor the numbers of its moves."""
        owners = np.array([move.actor for move in self.scenario.moves.values()])
        return tuple(np.flatnonzero(owners == actor) for actor in self.scenario.actors)

    @cached_property
    def choices(self) -> tuple[IntArray, ...]:
        """For each actor shape (action, own move). The level that each action gives each of its moves."""
        moves = list(self.scenario.moves.values())
        return tuple(
            combinations([moves[k] for k in own]) if len(own) else np.zeros((1, 0), np.intp) for own in self.owned
        )

    @cached_property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """Labels of the actions of each actor."""
        moves = list(self.scenario.moves.values())
        return tuple(
            tuple(strategy_label([moves[k] for k in own], row) for row in rows)
            for own, rows in zip(self.owned, self.choices, strict=True)
        )
