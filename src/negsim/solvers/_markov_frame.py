"""A batch of stochastic games as systems of equations, one a game, and plans found for these as answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.games.stochastic import StochasticGame
from negsim.kernels.stages.markov_beside import Trail
from negsim.kernels.stages.markov_elimination import eliminated
from negsim.kernels.stages.markov_many import Company
from negsim.kernels.stages.markov_system import MarkovSystem, layout, prepared
from negsim.solvers._markov_search import Plans, Search, Starts
from negsim.solvers.base import Answer, Status, Watch

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

    @property
    def choices(self) -> int:
        """How many choices a system has: also those where there is but one action."""
        return int(self.layout.places[-1])

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

    @cached_property
    def moves(self) -> tuple[IntArray, IntArray, IntArray]:
        """What follows possible joint actions, in the style of CSR: start, state, and which entries of the game's."""
        all_moves, joint = self.game.transitions, self.layout.joint
        counts = np.diff(all_moves.start)[joint]
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
        entry = np.arange(start[-1]) + np.repeat(all_moves.start[joint] - start[:-1], counts)
        return start, np.asarray(all_moves.state[entry], np.intp), entry

    def chances(self, item: int) -> Any:
        """Return the probabilities of what follows the joint actions of a game, shape (row, next state)."""
        return self._chances(item) if len(self.game.transitions.probability) > 1 else self._shared

    @cached_property
    def _shared(self) -> Any:
        return self._chances(0)

    def _chances(self, item: int) -> Any:
        start, state, entry = self.moves
        chance = self.game.transitions.probability[item][entry]
        return prepared(start, state, chance, self.game.shape[0], len(self.game.players))

    def company(self, items: IntArray, unit: float) -> Company:
        """Return the equations of some games, to be followed beside another.

        Parameters
        ----------
        items
            Their numbers.
        unit
            Of payoffs.
        """
        start, state, entry = self.moves
        chances, discount = self.game.transitions.probability, self.game.discount
        chances = np.ascontiguousarray((chances[items] if len(chances) > 1 else chances)[:, entry])
        discount = discount[items] if len(discount) > 1 else discount
        payoffs = np.stack([self._in_unit(item, unit) for item in items.tolist()])
        sizes = np.diff(self.layout.places)
        prior = -np.log(np.repeat(sizes, sizes))
        return Company(self.layout, start, state, chances, payoffs, discount, prior, machine=self.machine)

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
        discount = self.game.discount[item if len(self.game.discount) > 1 else 0]
        return MarkovSystem(self.layout, self._in_unit(item, unit), self.chances(item), discount, machine=self.machine)

    def _in_unit(self, item: int, unit: float) -> Array:
        """Shape (row, player)."""
        payoffs = self.payoffs[item].T
        if self.endless:
            payoffs = payoffs - (payoffs.max(0) + payoffs.min(0)) / 2
        return np.ascontiguousarray(payoffs / unit)

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

    def answer(self, plans: Sequence[Plans], unit: float, search: Search | None = None) -> Answer:
        """Return what was found in a game.

        Parameters
        ----------
        plans, unit
            The plans, and the unit of payoffs for which their precision is told.
        search
            What found them; None where the branch was followed beside that of another game, to its end.
        """
        weights = np.zeros((len(plans), len(self.game.choices)))
        own, ours = self._numbers
        weights[:, own] = np.stack([found.weights[ours] for found in plans])
        return Answer(
            rows={"weights": weights},
            columns={"precision": np.array([found.precision for found in plans]) / unit},
            status=Status.solved if search is None else search.status,
            steps=0 if search is None else search.steps,
            facts={"warm": search is None} if self.asked.warm else {},
        )

    @cached_property
    def _numbers(self) -> tuple[IntArray, IntArray]:
        """The choices of the game, and their numbers in the system."""
        own = np.concatenate([table[table >= 0] for table in self.game.choice])
        pairs = zip(self.game.choice, self.layout.choice, strict=True)
        return own, np.concatenate([numbers[table >= 0] for table, numbers in pairs])
