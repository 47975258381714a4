"""Every pure-strategy Nash equilibrium of games with any number of players."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.pure_cells import pure_equilibria
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers

CHUNK = 10_000_000  # payoffs between two looks at the clock


@solvers("pure_nash")
@dataclass(frozen=True, kw_only=True)
class PureNash(Solver[StrategicGame, Profiles]):
    """Find every pure-strategy equilibrium: cells in which each player's strategy is a best reply to the others'.

    One pass over the payoff tables; complete, for any number of players. A game may have none: then use `AllNash`
    (two players) or `LogitTrace` (any number). A step is one game.
    """

    reference: ClassVar[str] = "Nash (1951)"

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find the pure equilibria of every game of the batch."""
        require_form(self, game, StrategicGame)
        watch, done = Watch(self), 0
        size = len(game) if self.deadline is None else max(1, CHUNK // math.prod(game.payoffs.shape[1:]))
        parts = []
        while done < len(game) and not (done and watch.left <= 0):
            weights, item, found = pure_equilibria(game.payoffs[done : done + size])
            parts.append((weights, item + done if done else item, found))
            done += len(found)
        weights, item, found = parts[0] if len(parts) == 1 else _joined(parts, len(game.choices))
        complete = np.zeros(len(game), bool)
        complete[:done] = True
        status = np.full(len(game), Status.time_limit.code)
        np.multiply(~found, Status.none_found.code, out=status[:done])  # solved is 0
        result = Profiles(item=item, weights=weights)
        return Solution(game, self, result, status, complete.astype(np.intp), {"complete": complete})


def _joined(parts: list[tuple[Any, Any, Any]], choices: int) -> tuple[Any, ...]:
    if not parts:
        return np.zeros((0, choices)), np.zeros(0, np.intp), np.zeros(0, bool)
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))
