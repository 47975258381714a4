"""Every extreme Nash equilibrium of two-player games, degenerate ones included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels import small_bimatrix
from negsim.solvers.base import Solution, Solver, Status, Watch, require_two_players, solvers

CHUNK = 20_000  # games between two looks at the clock


@solvers("all_nash")
@dataclass(frozen=True, kw_only=True)
class AllNash(Solver[StrategicGame, Profiles]):
    """Find every extreme equilibrium of two-player games: the corners of the set of all equilibria.

    Every equilibrium of a two-player game is a mixture of these; in a game without ties they are all there are, and
    otherwise `negsim.concepts.nash_components` says which of them span a continuum. Payoffs within 1e-13 of the payoff
    range count as tied; where an answer hangs on a tie that is not exact, the fact ``complete`` is False.

    A step is one vertex (of a small game: one basis) of either player's best-reply polytope; their number grows
    exponentially with the strategies, to some 60,000 for 15 x 15. Use `LemkeHowson` for one equilibrium of a large
    game, and `MixedNash` or `LogitTrace` for more players.
    """

    reference: ClassVar[str] = "Mangasarian (1964); von Stengel (2002), sections 2.6 and 2.7"

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find all extreme equilibria of every game of the batch."""
        require_two_players(self, game, "PureNash")
        if not small_bimatrix.fits(*game.shape):
            raise NotApplicable(f"AllNash does not yet handle {game.shape} games. Use LemkeHowson().")
        watch = Watch(self)
        steps = 2 * len(small_bimatrix.mirrors(*game.shape))
        parts, done = [], 0
        while done < len(game) and steps <= self.max_steps and not (done and watch.left <= 0):
            parts.append(small_bimatrix.extreme_equilibria(game.payoffs[done : done + CHUNK]))
            done += len(parts[-1][1])
        left = len(game) - done
        weights = np.concatenate([part[0] for part in parts] or [np.zeros((0, len(game.choices)))])
        counts = np.concatenate([*(part[1] for part in parts), np.zeros(left, np.intp)]).astype(np.intp)
        flags = np.concatenate([*(part[2] for part in parts), np.zeros(left, np.uint8)])
        status = np.full(len(game), Status.solved.code)
        status[done:] = (Status.step_limit if steps > self.max_steps else Status.time_limit).code
        status[:done][counts[:done] == 0] = Status.inaccurate.code
        return Solution(
            game,
            self,
            Profiles(item=np.repeat(np.arange(len(game)), counts), weights=weights),
            status,
            np.where(np.arange(len(game)) < done, steps, 0),
            {
                "complete": (np.arange(len(game)) < done) & (flags & small_bimatrix.DOUBTFUL == 0),
                "degenerate": flags & small_bimatrix.DEGENERATE != 0,
            },
        )
