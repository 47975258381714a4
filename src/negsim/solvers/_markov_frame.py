"""A batch of stochastic games as systems of equations, one a game, and plans found for these as answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from negsim.games.base import Array
from negsim.games.stochastic import StochasticGame
from negsim.kernels.stages.markov_beside import Trail
from negsim.kernels.stages.markov_elimination import eliminated
from negsim.kernels.stages.markov_system import MarkovSystem, layout, prepared
from negsim.solvers._markov_search import Plans, Search, Starts
from negsim.solvers.base import Answer, Watch

USUAL_STEPS = 40
MOST_UNITS = 8.0  # ranges of payoffs that a unit may be: what is fine in units must be fine in ranges
LARGEST_SYSTEM = 12_000  # unknown values in a dense system: beyond, it takes gigabytes


class Asked(Starts, Protocol):
    """What is asked of each game."""

    @property
    def precision(self) -> float | None:
        """The weight of what actions earn, in 1 / payoff; None for the limit."""

    @property
    def warm(self) -> bool:
        """Whether answers must be the same, bit by bit, whatever was solved before."""


class Frame:
    """A batch of games and what is asked of them.

    Parameters
    ----------
    asked
        The options of the solver.
    game
        The batch.
    """

    def __init__(self, asked: Asked, game: StochasticGame):
        self.asked, self.game, self.layout = asked, game, layout(game.available)
        players = len(game.players)
        effort = 12.0 * len(self.layout.cells) * players**3 + 12.0 * float(self.layout.blocks[-1])
        work = np.inf if asked.warm else effort * USUAL_STEPS * len(game) * asked.starts
        self.machine = eliminated.sized(work) is not eliminated.function

    @cached_property
    def payoffs(self) -> Array:
        """Shape (batch, player, row): those of the joint actions that are possible."""
        return self.game.payoffs.reshape(len(self.game), len(self.game.players), -1)[:, :, self.layout.joint]

    @cached_property
    def endless(self) -> bool:
        """Whether play always goes on; what all payoffs have in common does not matter then."""
        return bool(self.game.transitions.goes_on[self.layout.joint].all())

    @cached_property
    def units(self) -> Array:
        """Shape (batch,). The unit of payoffs that suits each game.

        Where play may end it matters what all payoffs have in common, and the unit is their size if that is more than
        their range, within limits.
        """
        spread = self.game.spread
        if self.endless:
            return spread
        return np.asarray(np.clip(np.abs(self.payoffs).max((1, 2)), spread, MOST_UNITS * spread))

    def chances(self, item: int) -> Any:
        """Return the probabilities of what follows the joint actions of a game, shape (row, next state)."""
        return self._chances(item) if len(self.game.transitions.probability) > 1 else self._shared

    @cached_property
    def _shared(self) -> Any:
        return self._chances(0)

    def _chances(self, item: int) -> Any:
        moves, game = self.game.transitions, self.game
        return prepared(
            moves.start, moves.state, moves.probability[item], self.layout.joint, game.shape[0], len(game.players)
        )

    def too_large(self, item: int) -> bool:
        """Return whether the system of a game would take gigabytes."""
        players = len(self.game.players)
        return players * self.game.shape[0] > LARGEST_SYSTEM and isinstance(self.chances(item), np.ndarray)

    def system(self, item: int, unit: float) -> MarkovSystem:
        """Return the equations of a game.

        Parameters
        ----------
        item
            Its number.
        unit
            Of payoffs. Where play always goes on, what they have in common is left out, lest rounding of it drown the
            rest.
        """
        payoffs = self.payoffs[item].T
        if self.endless:
            payoffs = payoffs - (payoffs.max(0) + payoffs.min(0)) / 2
        discount = self.game.discount[item if len(self.game.discount) > 1 else 0]
        payoffs = np.ascontiguousarray(payoffs / unit)
        return MarkovSystem(self.layout, payoffs, self.chances(item), discount, machine=self.machine)

    def search(self, system: MarkovSystem, unit: float, watch: Watch, trail: Trail | None = None) -> Search:
        """Return the search for plans of a game.

        Parameters
        ----------
        system, unit
            Its equations, and the unit of payoffs in them.
        watch, trail
            As in `Search`.
        """
        return Search(self.asked, system, self.goal(unit), watch, trail)

    def goal(self, unit: float) -> float:
        """Return the precision asked for, in 1 / unit."""
        return np.inf if self.asked.precision is None else float(self.asked.precision) * unit

    @cached_property
    def nothing(self) -> Answer:
        """The answer where nothing was found."""
        rows, columns = {"weights": np.zeros((0, len(self.game.choices)))}, {"precision": np.zeros(0)}
        return Answer(rows=rows, columns=columns, facts={"warm": False} if self.asked.warm else {})

    def answer(self, search: Search, plans: Sequence[Plans], unit: float, *, beside: bool = False) -> Answer:
        """Return what was found in a game.

        Parameters
        ----------
        search, plans
            The search, and what it found.
        unit
            Of payoffs in it.
        beside
            Whether the principal branch was followed beside that of another game, to its end.
        """
        weights = [self._in_game(found.weights) for found in plans]
        return Answer(
            rows={"weights": np.array(weights).reshape(len(plans), len(self.game.choices))},
            columns={"precision": np.array([found.precision for found in plans]) / unit},
            status=search.status,
            steps=search.steps,
            facts={"warm": beside} if self.asked.warm else {},
        )

    def _in_game(self, weights: Array) -> Array:
        """Shape (choice of the game,): the probabilities where there is a choice."""
        found = np.zeros(len(self.game.choices))
        for own, ours in zip(self.game.choice, self.layout.choice, strict=True):
            found[own[own >= 0]] = weights[ours[own >= 0]]
        return found
