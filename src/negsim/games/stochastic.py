"""Stochastic games: play moves between states as everybody acts and chance decides, until it ends or without end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray, Choices, Game, IntArray, Values, games
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stages import replies as markov_replies
from negsim.games.stages.from_dynamics import fields
from negsim.games.stages.transitions import Transitions, check_transitions
from negsim.games.strategic import LARGEST

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

MOST_CHOICES = 2_000_000  # of a plan: actions at all stages and states


@games("stochastic")
@dataclass(frozen=True, kw_only=True, eq=False)
class StochasticGame(Game):
    """A batch of stochastic games with the same states and actions.

    In every state each player takes one of the actions it has there; all earn their payoffs; chance draws the next
    state. Where there is no next state the play ends, after these payoffs.

    Attributes
    ----------
    payoffs
        Shape (batch, player, state, action of player 0, action of player 1, ...).
    transitions
        `Transitions`, or whatever `Transitions.of` reads: an array of shape (batch or 1, state, action of player 0,
        ..., next state), or a sparse matrix of shape (state x actions, next state). A row of zeros ends the play.
    discount
        Worth of the next stage's payoffs today: one number, or shape (batch or 1,) or (batch or 1, player).
    available
        For each player shape (state, action): whether it has the action there; everywhere all when left out.
    players, states, actions
        Their labels; actions are a list a player. Made up when left out.
    start
        Number of the state in which play begins.
    horizon
        The number of stages after which play stops; None if only the transitions end it.
    final
        Shape (batch or 1, player, state). What the players get when the horizon stops the play in a state; 0 when left
        out.
    escalation
        Shape (state,). The rung of each state on a ladder of escalation; zeros when left out.
    title, comment, names
        What the game is, what its payoffs are, and what to call players and actions in sentences.

    Raises
    ------
    InvalidGame
        If shapes do not fit, labels are missing or twice there, a payoff is no number, probabilities are none, or
        payoffs without discount may go on for ever.
    """

    name: ClassVar[str] = "stochastic"

    payoffs: Array
    transitions: Any
    discount: Any
    available: tuple[BoolArray, ...] = ()
    players: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    actions: tuple[tuple[str, ...], ...] = ()
    start: int = 0
    horizon: int | None = None
    final: Array | None = None
    escalation: Array | None = None
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        sizes, many = " x ".join(map(str, self.shape[1:])), "s" * (len(self) != 1)
        until = f", {self.horizon} stages" if self.horizon is not None else ""
        return (
            f"<StochasticGame: {len(self):,} game{many} of {', '.join(self.players)}; {self.shape[0]:,} states, "
            f"{sizes} actions{until}>"
        )

    def __post_init__(self) -> None:
        payoffs = np.array(self.payoffs, np.float64, order="C")
        count, shape = payoffs.shape[1] if payoffs.ndim > 2 else 0, payoffs.shape[2:]
        if payoffs.ndim < 4 or count != len(shape) - 1 or not all(shape):
            raise InvalidGame(
                f"payoffs have shape {payoffs.shape}; they need (batch, player, state, action of player 0, ...), with "
                "an axis of actions for every player"
            )
        players = tuple(self.players) or tuple(f"player {k + 1}" for k in range(count))
        states = tuple(self.states) or tuple(str(k + 1) for k in range(shape[0]))
        actions = tuple(map(tuple, self.actions)) or tuple(tuple(str(k + 1) for k in range(m)) for m in shape[1:])
        _check_labels(players, states, actions, shape)
        available = tuple(np.array(part, bool) for part in self.available) or tuple(
            np.ones((shape[0], size), bool) for size in shape[1:]
        )
        if len(available) != count:
            raise InvalidGame(f"available tells the actions of {len(available)} players, and there are {count}")
        for player, part in enumerate(available):
            if part.shape != (shape[0], shape[1 + player]) or not part.any(1).all():
                raise InvalidGame(f"{players[player]} needs at least one available action in every state")
        cells = payoffs.reshape(*payoffs.shape[:3], math.prod(shape[1:]))
        cells[:, :, ~_possible(available)] = 0.0  # nobody ever gets these: they may be no numbers
        fields = {
            "payoffs": payoffs,
            "transitions": Transitions.of(self.transitions, shape),
            "discount": _discount(self.discount, len(payoffs), count),
            "available": available,
            "players": players,
            "states": states,
            "actions": actions,
            "final": _per_state(self.final, (count, shape[0]), "final"),
            "escalation": _per_state(self.escalation, (shape[0],), "escalation"),
        }
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
            object.__setattr__(self, name, value)
        self._check()

    def _check(self) -> None:
        if not 0 <= self.start < self.shape[0]:
            raise InvalidGame(f"play starts in state {self.start}, and there are {self.shape[0]}")
        _check_horizon(self)
        shaped = np.abs(self.payoffs).reshape(*self.payoffs.shape[:2], *self.possible.shape)
        wrong = np.argwhere(~(shaped <= LARGEST) & self.possible)
        if len(wrong):
            item, player, state, action = wrong[0]
            raise InvalidGame(
                f"game {item}: the payoff of {self.players[player]} in '{self.states[state]}' "
                f"({self.joint_action(int(action))}) is no number, or above {LARGEST:g} in size"
            )
        check_transitions(self.transitions, self.possible, self.states, self.joint_action)
        if self.horizon is None and (self.discount >= 1).any():
            _check_ending(self)

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as a game over time, as its ``games.stochastic`` says.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If the scenario does not say how play goes on over time, or the game would not fit memory.
        """
        return cls(**fields(scenario, values))

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of states, and of every player's actions."""
        return self.payoffs.shape[2:]

    @cached_property
    def possible(self) -> BoolArray:
        """Shape (state, joint action). Whether everybody has its part of the joint action there."""
        return _possible(self.available)

    @cached_property
    def ends(self) -> BoolArray:
        """Shape (state,). Whether play is over there, whatever anybody does."""
        return np.asarray(~(self.transitions.goes_on.reshape(self.possible.shape) & self.possible).any(1))

    @cached_property
    def decides(self) -> BoolArray:
        """Shape (player, state). Whether the player has a choice there: two actions at least."""
        return np.stack([part.sum(1) > 1 for part in self.available])

    @cached_property
    def choice(self) -> tuple[IntArray, ...]:
        """For each player shape (state, action): the number of the choice in a profile, of the first stage if there are
        several; -1 where the player has no choice, or not this action.
        """
        found, count = [], 0
        for player, part in enumerate(self.available):
            table = np.full(part.shape, -1, np.intp)
            chosen = part & self.decides[player][:, None]
            table[chosen] = np.arange(count, count + int(chosen.sum()))
            count += int(chosen.sum()) * self.stages
            found.append(table)
        return tuple(found)

    @property
    def stages(self) -> int:
        """How many stages a profile tells apart: one if play may go on for ever, for then it is the same at each."""
        return 1 if self.horizon is None else self.horizon

    @cached_property
    def choices(self) -> Choices:
        """One coordinate an action: player by player, stage by stage, and state by state, where there is a choice."""
        owners: list[int] = []
        places: list[int] = []
        labels: list[str] = []
        names: list[str] = []
        for player, part in enumerate(self.available):
            for stage in range(self.stages):
                for state in np.flatnonzero(self.decides[player]):
                    options = np.flatnonzero(part[state])
                    owners += [player] * len(options)
                    places += [len(names)] * len(options)
                    labels += [self.actions[player][k] for k in options]
                    prefix = f"stage {stage + 1}: " if self.horizon is not None else ""
                    names.append(f"{prefix}{self.states[state]}")
        return Choices(
            player=np.array(owners, np.intp),
            place=np.array(places, np.intp),
            players=self.players,
            places=tuple(names),
            actions=tuple(labels),
        )

    @cached_property
    def spread(self) -> Array:
        """Shape (batch,). Range of a stage's payoffs, the yardstick of tolerances; their size if all are equal."""
        cells = self.payoffs.reshape(*self.payoffs.shape[:2], *self.possible.shape)
        low = np.where(self.possible, cells, np.inf).min(axis=(1, 2, 3))
        high = np.where(self.possible, cells, -np.inf).max(axis=(1, 2, 3))
        return np.where(high > low, high - low, np.where(high != 0, np.abs(high), 1.0))

    def __len__(self) -> int:
        return len(self.payoffs)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""
        return replace(
            self,
            payoffs=self.payoffs[rows],
            transitions=self.transitions.take(rows),
            discount=_taken(self.discount, rows),
            final=_taken(self.final, rows),
            escalation=_taken(self.escalation, rows),
        )

    def payoff(self, result: Profiles) -> Array:
        """Return what each player expects from each row at the start of play, in the unit of the payoffs.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, player).
        """
        return markov.values(self, result)[:, :, 0, self.start]

    def deviation_payoffs(self, result: Profiles) -> Array:
        """Return what each action earns where it is taken once, everything else going on as each row says.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, choice).
        """
        return markov.deviation_payoffs(self, result)

    def best_payoffs(self, result: Profiles) -> Array:
        """Return what each player could expect at the start of play by changing its own strategy alone.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, player), in the unit of the payoffs.
        """
        return markov_replies.best_payoffs(self, result)

    def until(self, horizon: int | None) -> Self:
        """Return the same games stopped after some stages, or never.

        Parameters
        ----------
        horizon
            Number of stages.
        """
        return replace(self, horizon=horizon)

    def joint_action(self, number: int) -> str:
        """Return the label of a joint action.

        Parameters
        ----------
        number
            Its number, the last player's action changing fastest.
        """
        parts = np.unravel_index(number, self.shape[1:])
        told = zip(self.players, self.actions, parts, strict=True)
        return ", ".join(f"{player}: {labels[k]}" for player, labels, k in told if len(labels) > 1)


def _possible(available: tuple[BoolArray, ...]) -> BoolArray:
    found = np.ones((len(available[0]), 1), bool)
    for part in available:
        found = (found[:, :, None] & part[:, None, :]).reshape(len(part), -1)
    return found


def _taken(array: Any, rows: slice | IntArray) -> Any:
    return array[rows] if len(array) > 1 else array


def _per_state(given: Any, shape: tuple[int, ...], what: str) -> Array:
    """Shape (batch or 1, *shape); zeros when nothing is given."""
    found = np.zeros((1, *shape)) if given is None else np.array(given, np.float64, ndmin=len(shape) + 1)
    if found.shape[1:] != shape or not np.isfinite(found).all():
        raise InvalidGame(f"{what} has shape {found.shape}; it needs finite numbers of shape (batch or 1, {shape})")
    return found


def _discount(given: Any, games: int, players: int) -> Array:
    """Shape (batch or 1, player)."""
    found = np.asarray(given, np.float64)
    if found.ndim < 2:
        found = np.repeat(found.reshape(-1, 1), players, axis=1)
    if found.shape not in {(1, players), (games, players)}:
        raise InvalidGame(f"discount has shape {found.shape}; it needs one number, or (batch or 1, player)")
    if not ((found >= 0) & (found <= 1)).all():
        raise InvalidGame(
            f"a discount lies between 0 and 1, and this one is {found[~((found >= 0) & (found <= 1))][0]}"
        )
    return np.array(found)


def _check_labels(
    players: tuple[str, ...], states: tuple[str, ...], actions: tuple[tuple[str, ...], ...], shape: tuple[int, ...]
) -> None:
    sizes = (len(states), *map(len, actions))
    if len(players) != len(shape) - 1 or sizes != shape:
        raise InvalidGame(f"labels of {len(players)} players, and of {sizes} states and actions; payoffs have {shape}")
    named = [("players", players), ("states", states)]
    named += [(f"actions of {player}", labels) for player, labels in zip(players, actions, strict=True)]
    for what, labels in named:
        if len(set(labels)) != len(labels):
            double = next(label for label in labels if labels.count(label) > 1)
            raise InvalidGame(f"two {what} have the same label: {double}")


def _check_horizon(game: StochasticGame) -> None:
    """Raise if there is no stage at all, or if plans for every stage would not fit memory."""
    if game.horizon is None:
        return
    if game.horizon < 1:
        raise InvalidGame(f"a horizon of {game.horizon} stages leaves no play; it needs at least 1")
    decided = sum(int(part[one].sum()) for part, one in zip(game.available, game.decides, strict=True))
    if decided * game.horizon > MOST_CHOICES:
        raise InvalidGame(
            f"a deadline after {game.horizon:,} stages makes {decided * game.horizon:,} choices; at most "
            f"{MOST_CHOICES:,}. Use a nearer one, or none: far from a deadline play is nearly that without one"
        )


def _check_ending(game: StochasticGame) -> None:
    """Raise if some way of playing keeps some state alive for ever: without discount, its payoffs have no sum."""
    joint = game.possible.shape[1]
    row = game.transitions.row
    positive = (game.transitions.probability > 0).all(0)
    goes_on = game.transitions.goes_on.reshape(-1, joint) & game.possible
    alive = ~game.ends
    while True:
        leaks = np.zeros(len(game.transitions), bool)
        np.logical_or.at(leaks, row[positive], ~alive[game.transitions.state[positive]])
        kept = (goes_on & ~leaks.reshape(-1, joint)).any(1) & alive
        if (kept == alive).all():
            break
        alive = kept
    if alive.any():
        state = game.states[int(np.flatnonzero(alive)[0])]
        raise InvalidGame(
            f"with a discount of 1 the play may go on for ever from '{state}' and its payoffs have no sum. Use a "
            "discount below 1, a horizon, or a hazard that ends the play"
        )
