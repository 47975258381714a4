"""Zero-sum stochastic games: the value of every state, and optimal plans of both players."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.kernels.matrix_games import matrix_games
from negsim.solvers._forms import require_form
from negsim.solvers.base import (
    Answer,
    Solution,
    Solver,
    Status,
    Watch,
    certified,
    one_by_one,
    require_two_players,
    solvers,
)

TOLERANCE = 1e-8  # of the payoff range
EXACT = 1e-13  # of the largest value: the gap at which iteration stops
NEAR = 1e-9  # of the largest value: a gap that may be all that rounding allows


@solvers("shapley_iteration")
@dataclass(frozen=True, kw_only=True)
class ShapleyIteration(Solver[StochasticGame, Profiles]):
    """Find the value of every state and optimal plans of a zero-sum stochastic game of two players.

    In each state the players face a matrix game: payoffs now and, discounted, the values of what follows. Its value is
    the new value of the state (Shapley 1953). After every such step the plans found are valued as if kept for ever,
    which is taken instead where it comes nearer (Pollatschek and Avi-Itzhak 1969): four to eight steps are usual,
    where Shapley's alone would take hundreds. A step solves the matrix games of all states, up to some 4 x 4 together,
    larger ones by a linear program each, some 3 ms. One row a game,
    with the column ``value``: what the first player expects at the start. Also for games without discount that are sure
    to end. Use `FiniteHorizon` where there is a horizon, `LogitHomotopy` where interests are mixed.
    """

    reference: ClassVar[str] = "Shapley (1953); Pollatschek and Avi-Itzhak (1969)"

    max_steps: int = 10_000

    @property
    def concept(self) -> Concept[StochasticGame, Profiles]:
        """Markov-perfect equilibrium."""
        return markov_perfect

    def solve(self, game: StochasticGame) -> Solution[StochasticGame, Profiles]:
        """Find optimal plans for every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, there is a horizon, there are not two players, payoffs do not sum to zero,
            or the players do not discount alike.
        """
        require_form(self, game, StochasticGame)
        if game.horizon is not None:
            raise NotApplicable("ShapleyIteration is for games without a horizon. Use FiniteHorizon().")
        require_two_players(self, game, "LogitHomotopy")
        _require_zero_sum(game)
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))}, columns={"value": np.zeros(0)})

        def solve(item: int, watch: Watch) -> Answer:
            one = _Iteration(game.take(slice(item, item + 1)), watch)
            status = one.run()
            value = one.now.plan_values[game.start]
            return Answer(
                rows={"weights": markov.weights(one.game, one.now.plans)},
                columns={"value": np.array([value])},
                status=status,
                steps=one.steps,
            )

        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)


class _Step(NamedTuple):
    """Values of shape (state,), the values one stage earlier, the gap between them, and the plans behind these."""

    values: Array
    earlier: Array
    gap: float
    plans: tuple[Array, ...]
    plan_values: Array


class _Iteration:
    """One game, and where iteration stands."""

    def __init__(self, game: StochasticGame, watch: Watch):
        self.game, self.watch, self.steps = game, watch, 0
        self.failed = False
        self.now = self._step(np.zeros(game.shape[0]))

    @cached_property
    def one(self) -> Profiles:
        """Says that the row is about the only game."""
        return Profiles(item=np.zeros(1, np.intp), weights=np.zeros((1, 0)))

    def run(self) -> Status:
        """Go on until values no longer change."""
        while True:
            scale = max(float(np.abs(self.now.values).max()), float(self.game.spread[0]))
            if self.now.gap <= EXACT * scale:
                return Status.solved
            if (stopped := self.watch.stop(self.steps)) is not None:
                return stopped
            before = self.now.gap
            bold = self._step(self.now.plan_values)
            self.now = bold if bold.gap <= 0.5 * before else self._step(self.now.earlier)
            if self.failed:
                return Status.failed
            if self.now.gap >= 0.5 * before and bold.gap <= NEAR * scale:
                self.now = min(bold, self.now, key=lambda step: step.gap)
                return Status.solved

    def _step(self, values: Array) -> _Step:
        """Solve the matrix game of every state, given what the states that follow are worth."""
        self.steps += 1
        game = self.game
        cells = markov.outlook(game, self.one, np.stack([values, -values])[None])[0, 0].reshape(game.shape)
        plans = tuple(np.zeros((1, 1, *part.shape)) for part in game.available)
        earlier = np.empty(len(values))
        for states, own, other in self.groups:
            tables = cells[states[:, None, None], own[:, :, None], other[:, None, :]]
            rows, columns, fine = matrix_games(tables, self.watch.limits.max_steps)
            self.failed |= not fine
            plans[0][0, 0, states[:, None], own], plans[1][0, 0, states[:, None], other] = rows, columns
            floor = np.einsum("si,sij->sj", rows, tables).min(1)
            earlier[states] = (floor + np.einsum("sij,sj->si", tables, columns).max(1)) / 2
        kept = Profiles(item=self.one.item, weights=markov.weights(game, plans))
        worth = markov.values(game, kept)[0, 0, 0]
        return _Step(values, earlier, float(np.abs(earlier - values).max()), plans, worth)

    @cached_property
    def groups(self) -> tuple[tuple[IntArray, ...], ...]:
        """States in which each player has as many actions, and which: shapes (state,), (state, action) twice."""
        sizes = np.stack([part.sum(1) for part in self.game.available], axis=1)
        found = []
        for kind in np.unique(sizes, axis=0):
            states = np.flatnonzero((sizes == kind).all(1))
            there = (np.nonzero(part[states])[1].reshape(len(states), -1) for part in self.game.available)
            found.append((states, *there))
        return tuple(found)


def _require_zero_sum(game: StochasticGame) -> None:
    """Raise unless in every game payoffs sum to zero, but for rounding, and both discount alike."""
    cells = game.payoffs.reshape(*game.payoffs.shape[:2], *game.possible.shape)
    sums = np.where(game.possible, cells.sum(1), 0.0)
    uneven = np.abs(sums).max((1, 2)) > 1e-12 * np.maximum(np.abs(cells).max((1, 2, 3)), 1e-300)
    if uneven.any():
        item = int(uneven.argmax())
        state = int(np.abs(sums[item]).max(1).argmax())
        raise NotApplicable(
            f"ShapleyIteration is for zero-sum games, and in game {item} payoffs sum to "
            f"{sums[item, state][np.abs(sums[item, state]).argmax()]:g} in state '{game.states[state]}'. "
            "Use LogitHomotopy()."
        )
    if (game.discount[:, 0] != game.discount[:, 1]).any():
        raise NotApplicable("ShapleyIteration needs one discount for both players. Use LogitHomotopy().")
