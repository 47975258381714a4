"""Every pure-strategy Nash equilibrium of games with any number of players."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Solution, Solver, Status, solvers


@solvers("pure_nash")
@dataclass(frozen=True, kw_only=True)
class PureNash(Solver[StrategicGame, Profiles]):
    """Find every pure-strategy equilibrium: cells in which each player's strategy is a best reply to the others'.

    One pass over the payoff tables; complete, for any number of players. A game may have none: then use `AllNash`
    (two players) or `LogitTrace` (any number).
    """

    reference: ClassVar[str] = "Nash (1951)"

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find the pure equilibria of every game of the batch."""
        axes = range(2, game.payoffs.ndim)
        stable = np.logical_and.reduce(
            [
                table == table.max(axis - 1, keepdims=True)
                for axis, table in zip(axes, np.moveaxis(game.payoffs, 1, 0), strict=True)
            ]
        )
        item, *cells = np.nonzero(stable)
        weights = np.zeros((len(item), len(game.choices)))
        for part, chosen in zip(game.choices.slices, cells, strict=True):
            weights[np.arange(len(item)), part.start + chosen] = 1.0
        found = np.bincount(item, minlength=len(game)) > 0
        status = np.where(found, Status.solved.code, Status.none_found.code)
        result = Profiles(item=item, weights=weights)
        steps = np.full(len(game), stable[0].size)
        return Solution(game, self, result, status, steps, {"complete": np.ones(len(game), bool)})
