"""From a scenario's dynamics to the states of a stochastic game, and to what each actor can do in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games._formulas import Formulas
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.transitions import NEAR
from negsim.scenario.layout import strategy_label
from negsim.scenario.outcomes import combinations

if TYPE_CHECKING:
    from negsim.scenario.dynamics import Dynamics, StateVariable
    from negsim.scenario.model import Scenario

LIMIT = 2 * 2**30  # bytes that the arrays of a game may take


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

    def check_size(self, hazards: int) -> None:
        """Raise, before any long work, if the game would not fit memory.

        Parameters
        ----------
        hazards
            How many ways there are to end the play.

        Raises
        ------
        NotApplicable
            Naming the parts that multiply.
        """
        joint, turns = prod(map(len, self.choices)), len(self.movers)
        cells = (len(self) + hazards) * joint
        used = len(self) * (joint if not turns else max(map(len, self.choices)))
        ways = prod(_ways(variable) for variable in self.dynamics.variables.values())
        ways = ways * (turns if self.dynamics.turns == "random" else 1) + hazards
        games, players = self.formulas.games, len(self.scenario.actors)
        need = 16 * games * players * cells + used * ways * (80 + 48 * games)
        if need <= LIMIT:
            return
        moves = list(self.scenario.moves.values())
        told = [f"{moves[k].id} {len(moves[k].levels)}" for k in self.standing]
        told += [f"{name} {size}" for name, size in zip(self.dynamics.variables, self.sizes, strict=True)]
        told += [f"turns {turns}"] if turns else []
        acts = " x ".join(str(len(rows)) for rows in self.choices)
        raise NotApplicable(
            f"games.stochastic makes {len(self):,} states ({', '.join(told)}) with {acts} actions in each; "
            f"{games:,} such game{'s' * (games != 1)} would take about {need / 2**30:,.1f} GiB, more than "
            f"{LIMIT / 2**30:.0f}. Use fewer levels, name fewer moves under 'standing', or take fewer games at once"
        )

    @cached_property
    def available(self) -> tuple[BoolArray, ...]:
        """For each actor shape (situation, action): whether it can act so there, whatever the others do."""
        moves = list(self.scenario.moves.values())
        allowed = self._allowed()
        found = []
        for actor, (own, rows) in enumerate(zip(self.owned, self.choices, strict=True)):
            can = np.ones((len(self), len(rows)), bool)
            for column, number in enumerate(own):
                now, then = self.levels[:, number, None], rows[None, :, column]
                if number in self.standing:
                    can &= (then >= now) | moves[number].reversible
                    can &= np.abs(then - now) <= (self.dynamics.step or len(moves[number].levels))
                can &= np.take_along_axis(allowed[number], np.broadcast_to(then, can.shape), axis=1)
            stay = (rows[None] == self.levels[:, None, own]).all(2)
            can &= (stay | self._fits(own, rows)) if len(own) else True
            can[:] = np.where((self.turn >= 0)[:, None] & (self.turn != actor)[:, None], stay, can)
            self._check_some(can, actor)
            found.append(can)
        return tuple(found)

    def _fits(self, own: IntArray, rows: IntArray) -> BoolArray:
        """Shape (situation, action). Whether the outcome is allowed when the others leave things as they stand."""
        columns = [self.levels[:, number, None] for number in range(self.levels.shape[1])]
        for column, number in enumerate(own):
            columns[number] = rows[None, :, column]
        found: BoolArray = self.outcome[tuple(columns)] >= 0
        return np.broadcast_to(found, (len(self), len(rows)))

    def _allowed(self) -> tuple[BoolArray, ...]:
        """For each move shape (situation, level): whether the file's conditions let the level be chosen there."""
        moves = list(self.scenario.moves.values())
        told = self.formulas(self.dynamics.allowed, self.levels, self.variables)
        found = []
        for number, move in enumerate(moves):
            stays = self.levels[:, number, None] == np.arange(len(move.levels))
            can = np.ones(stays.shape, bool)
            if move.id in told:
                can &= self._same(told[move.id], move.id)[:, None] | stays
            for at, level in enumerate(move.levels):
                if (name := f"{move.id}.{level.id}") in told:
                    can[:, at] &= self._same(told[name], name) | (stays[:, at] & (number in self.standing))
            found.append(can)
        return tuple(found)

    def _same(self, condition: Sequence[object] | object, name: str) -> BoolArray:
        """Shape (situation,): a condition that holds in the same situations in every game of the batch."""
        holds = np.asarray(condition) != 0
        if (holds != holds[:1]).any():
            raise NotApplicable(
                f"games.stochastic.allowed.{name} holds in other states for other games of the batch, and games of one "
                "batch have the same actions. Use these values of the parameters one at a time"
            )
        return np.asarray(holds[0])

    def _check_some(self, can: BoolArray, actor: int) -> None:
        none = np.flatnonzero(~can.any(1))
        if len(none):
            raise InvalidGame(
                f"in state '{self.labels[none[0]]}' {list(self.scenario.actors)[actor]} has nothing that it may do; "
                "give games.stochastic.allowed a condition that leaves it something there"
            )


def _ways(variable: StateVariable) -> int:
    """In how many ways it may change in a stage, at most."""
    certain = any(drift.probability is None for drift in variable.drifts)
    return min(len(variable.levels), len(variable.drifts) + (not certain))
