"""Replicator dynamics: the share of a strategy grows as fast as it earns more than the average of its player."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.replicator import replicator
from negsim.kernels.strategic.start_profile import start_profile
from negsim.solvers._dynamics import WITHIN, check_dynamics, followed, scaled
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, solvers

FIRST_STRIDE = 0.01


@solvers("replicator")
@dataclass(frozen=True, kw_only=True)
class Replicator(Solver[StrategicGame, Profiles]):
    """Let the shares of strategies evolve, one population a player, until they rest or the time is over.

    d share / d time = share * (its payoff - the average payoff of its player), integrated with error control in the
    logarithms of the shares, for any number of players. From a start in the interior, shares that come to rest are at a
    Nash equilibrium; strictly dominated strategies die out. In zero-sum games with a mixed equilibrium, and many
    others, shares circle for ever: then the status says so. Use `LogitTrace` or `MixedNash` when every answer must be
    an equilibrium.

    Attributes
    ----------
    time
        Length of the path, in units of 1 / range of the payoffs, so that it ignores the unit of payoff.
    tolerance
        Regret at which shares are at rest, as a share of the range of the payoffs.
    seed
        None to start from even shares; a number for shares drawn at random.
    points
        Rows a game: 1 for the end alone, more for at most so many, evenly spaced from the start on; column ``time``
        tells when, in units of 1 / payoff.
    max_steps
        Most steps of integration.
    """

    reference: ClassVar[str] = "Taylor and Jonker (1978), Taylor (1979)"

    time: float = 1000.0
    tolerance: float = 1e-6
    seed: int | None = None
    points: int = 1
    max_steps: int = 100_000

    def __post_init__(self) -> None:
        check_dynamics(self.tolerance, self.points)
        if not 0 <= self.time < np.inf:
            raise NotApplicable(f"time is {self.time}; use a number from 0 up")

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium, at which shares may come to rest."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Let every game of the batch evolve."""
        require_form(self, game, StrategicGame)
        start = start_profile(game.shape, self.seed)
        marks = np.linspace(0, self.time, self.points) if self.points > 1 else np.array([self.time])

        def evolution(item: int) -> _Evolution:
            return _Evolution(game.payoffs[item], start, self, len(game))

        found = followed(self, game, Profiles, evolution, marks, named=("weights", "time"))
        times = found.result.columns["time"] / game.spread[found.result.item]
        return replace(found, result=replace(found.result, columns={"time": times}))


class _Evolution:
    def __init__(self, payoffs: Array, start: Array, options: Replicator, games: int):
        self.payoffs, self.starts, _ = scaled(payoffs)
        self.logs, self.tolerance, self.stride = np.log(start), WITHIN * options.tolerance, FIRST_STRIDE
        self.clock, self.steps, self.settled = 0.0, 0, False
        self.effort = 30.0 * self.payoffs.size + 150 * len(start)
        self._work = games * self.effort * min(options.max_steps, 1000)

    def advance(self, until: float, most_steps: int) -> None:
        evolve = replicator.sized(self._work)
        self.clock, self.stride, tried, self.settled = evolve(
            self.payoffs, self.starts, self.logs, self.clock, until, self.stride, most_steps, self.tolerance
        )
        self.steps += tried

    @property
    def row(self) -> Array:
        return np.exp(self.logs)
