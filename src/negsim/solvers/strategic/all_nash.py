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
from negsim.kernels import large_bimatrix, small_bimatrix
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, require_two_players, solvers

CHUNK = 20_000  # games between two looks at the clock


@solvers("all_nash")
@dataclass(frozen=True, kw_only=True)
class AllNash(Solver[StrategicGame, Profiles]):
    """Find every extreme equilibrium of two-player games: the corners of the set of all equilibria.

    Every equilibrium of a two-player game is a mixture of these; in a game without ties they are all there are, and
    otherwise `negsim.concepts.nash_components` says which of them span a continuum. Payoffs within 1e-13 of the payoff
    range count as tied; where an answer hangs on a tie that is not exact, the fact ``complete`` is False.

    A step is one vertex (of a small game: one basis) of either player's best-reply polytope; their number grows
    exponentially with the strategies, to some 100,000 for 15 x 15. Use `LemkeHowson` for one equilibrium of a large
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
        if small_bimatrix.fits(*game.shape):
            return self._solve_small(game)
        if len(game.choices) > large_bimatrix.MOST_LABELS:
            raise NotApplicable(
                f"AllNash is for up to {large_bimatrix.MOST_LABELS} strategies of both players together, and this game "
                f"has {len(game.choices)}. Use LemkeHowson()."
            )
        nothing = Answer(
            rows={"weights": np.zeros((0, len(game.choices)))}, facts={"complete": False, "degenerate": False}
        )
        return one_by_one(
            self, game, Profiles, lambda item, watch: self._solve_large(game, item, watch), nothing=nothing
        )

    def _solve_small(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
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

    def _solve_large(self, game: StrategicGame, item: int, watch: Watch) -> Answer:
        found = large_bimatrix.extreme_equilibria(game.payoffs[item], lambda steps: watch.stop(steps) is None)
        limit = None if found.finished else watch.stop(found.steps)
        empty = Status.inaccurate if not len(found.weights) else Status.solved
        return Answer(
            rows={"weights": found.weights},
            status=limit or empty,
            steps=found.steps,
            facts={"complete": found.finished and not found.doubtful, "degenerate": found.degenerate},
        )
